/** Golden cases: each story is decided as its file says, and each rule, answer and "not" has a story. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assess } from "../src/assess/assess.ts";
import type { Register } from "../src/assess/register.ts";
import { readRegister } from "../src/assess/register-file.ts";
import { rulesMet, rulesTried } from "../src/assess/rules.ts";
import type { Content } from "../src/content/load.ts";
import { withPolicy } from "../src/content/policies.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { readGivenRules } from "../src/triage/given-rules.ts";
import type { OpenTriage } from "../src/triage/triage.ts";
import { type GoldenCase, goldenCases, linesOf } from "./support/cases.ts";
import { listFeed } from "./support/feeds.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { content, documentOf, open } from "./support/triage.ts";

const folder = temporaryFolder();
const cases = goldenCases();

/** The content of a case: its profile, and the ranges that it says crawlers publish. */
function contentOf({ profile, crawlers }: GoldenCase): Content {
  const given = withPolicy(content(), profile);
  return Object.keys(crawlers).length === 0
    ? given
    : {
        ...given,
        agents: given.agents.map((agent) => {
          const ranges = crawlers[agent.id];
          return ranges === undefined || agent.verify === undefined
            ? agent
            : { ...agent, verify: { ...agent.verify, ranges } };
        }),
      };
}

function registerOf({ name, register }: GoldenCase): Register | undefined {
  if (register === undefined) return undefined;
  // The register is YAML, and what is JSON is YAML too.
  return readRegister(
    write(folder, `${name}/register.yaml`, JSON.stringify({ register: 1, entries: register })),
  );
}

async function openCase(one: GoldenCase): Promise<OpenTriage> {
  const paths = Object.entries(one.logs).map(([name, lines]) =>
    write(folder, join(one.name, "logs", name), linesOf(lines)),
  );
  const register = registerOf(one);
  return open(paths, {
    content: contentOf(one),
    feeds: Object.entries(one.feeds).map(([name, { benign, lines }]) => listFeed(name, lines, benign)),
    ...(one.sigma === undefined
      ? {}
      : { sigma: readGivenRules([write(folder, join(one.name, "rules.yml"), [one.sigma])]) }),
    ...(register === undefined ? {} : { register }),
  });
}

/** The entity of a case; mails are named by the paths of their files. */
function entityOf({ name, expect: { about } }: GoldenCase, { entities }: ReportDocument) {
  if (about === undefined) return undefined;
  const id = about.replace(/^mail:/, `mail:${join(folder, name, "logs")}/`);
  return entities.find((entity) => entity.id === id || entity.id.startsWith(`${id}:`));
}

/** What the same run comes to under another profile. */
async function actionUnder(run: OpenTriage, profile: string): Promise<string> {
  const { decision } = await assess(
    run.engine,
    withPolicy(content(), profile),
    run.parts,
    run.detection,
    run.result.sources,
    { clientsHidden: false, trusted: [] },
    [],
    run.request.register,
    undefined,
    undefined,
  );
  return decision.action;
}

describe.each(cases.map((one) => [`${one.name}: ${one.title}`, one] as const))("%s", (_, one) => {
  test(one.story.trim(), async () => {
    const { about, action, rule, clause, priority, run, questions, against, flips, says, beside } =
      one.expect;
    const opened = await openCase(one);
    const document = documentOf(opened.result);
    const others: Record<string, string> = {};
    for (const profile of Object.keys(beside)) others[profile] = await actionUnder(opened, profile);
    await opened.close();
    // What decides and what explains are one: each rule says that it is met where it was.
    const { policy, indicators } = opened.result.content;
    for (const { findings } of opened.result.assessment.entities) {
      const tried = rulesTried(findings, policy, indicators).filter(({ met }) => met);
      expect(new Set(tried.map((trial) => trial.rule))).toEqual(
        new Set(rulesMet(findings, policy).map((hit) => hit.rule)),
      );
    }

    const entity = entityOf(one, document);
    const held = document.cases.find(({ entities }) => entity !== undefined && entities.includes(entity.id));
    expect({
      action: entity?.action ?? "none",
      rule: action === "justified" ? undefined : entity?.reasons[0]?.rule,
      clause: action === "justified" ? undefined : entity?.reasons[0]?.clause,
      priority: held?.priority ?? "none",
      run: { action: document.decision.action, priority: document.decision.priority },
      questions: Object.fromEntries(
        document.questions.filter(({ id }) => id in questions).map(({ id, answer }) => [id, answer]),
      ),
      others,
    }).toEqual({
      action,
      rule,
      clause,
      priority,
      run: run ?? { action, priority },
      questions,
      others: beside,
    });

    const sentences = (list: readonly { readonly sentence: string }[]) =>
      list.map(({ sentence }) => sentence).join("\n");
    for (const part of against) expect(sentences(document.decision.reasons_against)).toContain(part);
    if (against.length === 0) expect(document.decision.reasons_against).toEqual([]);
    for (const flip of flips)
      expect(document.decision.flips).toContainEqual({
        if: expect.stringContaining(flip.if),
        then: flip.then,
      });
    const said = [
      document.decision.sentence,
      held?.title ?? "",
      entity?.justification ?? "",
      sentences(entity?.reasons ?? []),
      sentences(document.findings.filter(({ entity: id }) => id === entity?.id)),
      ...(document.register ?? []).flatMap(({ notes }) => notes),
    ].join("\n");
    for (const part of says) expect(said).toContain(part);
    expect(about === undefined).toBe(entity === undefined);
  });
});

describe("there is a story for", () => {
  const decided = new Set(cases.flatMap(({ expect: { rule } }) => rule ?? []));
  test.each(content().policy.rules.map(({ id }) => id))("the rule %s, where it decides", (id) => {
    expect([...decided]).toContain(id);
  });

  const answers = new Set(
    cases.flatMap(({ expect: { questions } }) =>
      Object.entries(questions).map(([id, answer]) => `${id} ${answer}`),
    ),
  );
  const asked = content().playbook.clauses.filter(({ row }) => row === "Questions");
  test.each(
    asked.flatMap(({ id }) => ["yes", "no", "mixed", "cannot_tell"].map((answer) => `${id} ${answer}`)),
  )("the answer %s", (answer) => {
    expect([...answers]).toContain(answer);
  });

  test.each(["justified", "verified", "noise", "nothing"])("what is %s", (kind) => {
    expect(cases.filter(({ stands_for }) => stands_for === kind)).not.toEqual([]);
  });

  test("each change that a profile makes, told beside the default", () => {
    const told = cases.flatMap(({ profile, expect: { rule, beside } }) =>
      [profile, ...Object.keys(beside)].map((id) => `${id} ${rule}`),
    );
    const changes = content().policyProfiles.flatMap(({ id, rules }) =>
      Object.keys(rules ?? {}).map((rule) => `${id} ${rule}`),
    );
    expect(told).toEqual(expect.arrayContaining(changes));
  });
});

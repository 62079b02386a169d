/** From findings to a decision: the whole of DESIGN section 7, as one value. */
import type { Content } from "../content/load.ts";
import type { Playbook } from "../content/tables.ts";
import type { Detection } from "../detect/finding.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import { judgedCount } from "../ingest/profiled.ts";
import type { SourceReport } from "../ingest/source.ts";
import { behavioursOf, programsOf } from "./behaviour.ts";
import { browsingOf } from "./browsing.ts";
import { makeCases } from "./cases.ts";
import { type CoverageFacts, countOutside, coverageOf } from "./coverage.ts";
import { decide } from "./decision.ts";
import { gatherEntities } from "./entities.ts";
import { type History, historiesOf } from "./history.ts";
import { agentFacts, knownScanners, sourceFacts } from "./identity.ts";
import { withJoins } from "./join-entities.ts";
import { type Join, joinFindings } from "./joins.ts";
import { matchesOf, namesHost, namesSource } from "./justify.ts";
import type { Case, Coverage, Decision, Entity, QuestionAnswer } from "./model.ts";
import { answerQuestions } from "./questions.ts";
import type { Register } from "./register.ts";
import { type RegisterRow, registerRows } from "./register-report.ts";
import { comparedWith, type Earlier } from "./since.ts";

export interface Assessment {
  readonly entities: readonly Entity[];
  readonly cases: readonly Case[];
  readonly coverage: readonly Coverage[];
  readonly questions: readonly QuestionAnswer[];
  readonly decision: Decision;
  /** Ties between mail and what other sources saw. */
  readonly joins: readonly Join[];
  /** The entries of the register, with what became of each; none without a register. */
  readonly register: readonly RegisterRow[];
}

/** Assesses a run's findings. `parts` is undefined where no source was read. */
export async function assess(
  engine: Engine,
  content: Content,
  parts: Parts | undefined,
  detection: Detection,
  sources: readonly SourceReport[],
  hiding: Omit<CoverageFacts, "answers" | "queries" | "mailsCut" | "browsing">,
  /** Networks inside, in CIDR form. */
  inside: readonly string[],
  register: Register | undefined,
  since: Earlier | undefined,
  /** Whose questions are answered, where that is not the built-in playbook. */
  asked: Playbook | undefined,
  /** Whether a store holds the events of the sources; else their files can be read. */
  stored = false,
): Promise<Assessment> {
  const joined =
    parts === undefined
      ? { findings: detection.findings, joins: [], near: new Set<string>() }
      : await joinFindings(engine, parts, detection.findings, sources, stored);
  const named = (type: "ip" | "user_agent" | "user" | "host") => [
    ...new Set(
      detection.findings
        .filter(({ entityType }) => entityType === type || (type === "ip" && entityType === "ip_range"))
        .map(({ entityValue }) => entityValue),
    ),
  ];
  const facts = parts === undefined ? new Map() : await sourceFacts(engine, parts, named("ip"));
  const agents = parts === undefined ? new Map() : await agentFacts(engine, parts, named("user_agent"));
  const entries = register?.entries ?? [];
  const listed = named("ip").filter((source) => namesSource(entries, source));
  const hosts = named("host").filter((host) => namesHost(entries, host));
  // An address is no host's name, so that one map holds both.
  const behaviours = new Map([
    ...(parts === undefined || listed.length === 0 ? [] : await behavioursOf(engine, parts, listed)),
    ...(parts === undefined || hosts.length === 0 ? [] : await programsOf(engine, parts, hosts)),
  ]);
  const scanners = parts === undefined ? new Map() : await knownScanners(engine, parts, named("ip"));
  const histories =
    parts === undefined
      ? new Map<string, History>()
      : await historiesOf(engine, parts, {
          ip: named("ip"),
          user_agent: named("user_agent"),
          user: named("user"),
        });
  const gathered = gatherEntities(
    joined.findings,
    facts,
    agents,
    content.policy,
    scanners,
    (suspect) => matchesOf(suspect, entries, behaviours.get(suspect.value), register?.trusted),
    histories,
  );
  const { entities, joins } = withJoins(gathered, joined.joins, content.policy);
  const cases = comparedWith(makeCases(entities, sources, content.policy, joins), since);
  const answers = parts === undefined ? new Map() : await answersOf(engine, parts);
  const queries = parts === undefined ? new Map() : await queriesOf(engine, parts);
  const mailsCut = parts === undefined ? 0 : await cutMails(engine, parts);
  const coverage = coverageOf(content, sources, {
    ...hiding,
    answers,
    queries,
    mailsCut,
    browsing: parts === undefined ? [] : await browsingOf(engine, parts, inside),
  });
  const judging = sources.filter((source) => judgedCount(source, content.records) > 0);
  const questions = answerQuestions(
    content.playbook,
    entities,
    coverage,
    detection.runs,
    content.indicators,
    new Set(judging.map(({ kind }) => kind)),
    new Set(sources.flatMap((source) => Object.keys(source.classes ?? {}))),
    { joins, near: joined.near },
    asked,
  );
  const events = sources.reduce((sum, source) => sum + source.events, 0);
  const outside = sources.reduce((sum, source) => sum + countOutside(source), 0);
  return {
    entities,
    joins,
    register: registerRows(
      entries,
      entities,
      Math.max(0, ...sources.map(({ lastMs }) => lastMs ?? 0)),
      content.mail.signs.free_mail.domains,
    ),
    cases,
    coverage,
    questions,
    decision: decide({
      cases,
      entities,
      coverage,
      events,
      judged: judging.length > 0,
      outside,
      rules: content.policy.rules,
    }),
  };
}

/** Requests of each source, and how many of them have no answer logged. */
async function answersOf(engine: Engine, parts: Parts): Promise<CoverageFacts["answers"]> {
  const rows = await engine.rows(
    `SELECT source, sum(one.requests) AS requests, sum(one.unanswered) AS unanswered FROM ${parts.activity} AS one GROUP BY source`,
  );
  return new Map(
    rows.map((row) => [
      Number(row.source),
      { requests: Number(row.requests), unanswered: Number(row.unanswered) },
    ]),
  );
}

/** Open requests of each proxy's log, and how many of them have a query of some length. */
async function queriesOf(engine: Engine, parts: Parts): Promise<CoverageFacts["queries"]> {
  const rows = await engine.rows(
    `SELECT source, countIf(tunnel = 0) AS requests, countIf(position(carried, '?') > 0) AS queries FROM ${parts.outbound} GROUP BY source`,
  );
  return new Map(
    rows.map((row) => [Number(row.source), { requests: Number(row.requests), queries: Number(row.queries) }]),
  );
}

/** Mails that were not read whole; they are only kept where an indicator looks at them. */
async function cutMails(engine: Engine, { mails }: Parts): Promise<number> {
  if (mails === undefined) return 0;
  const [row] = await engine.rows(`SELECT countIf(cut) AS mails FROM ${mails}`);
  return Number(row?.mails ?? 0);
}

/** The decision of a run, with the reasons for it, those against it, and what would turn it. */

import type { Policy } from "../content/tables.ts";
import { counted } from "../words.ts";
import { countedEntities, countedOfAll } from "./counting.ts";
import { nothingServed, unlogged } from "./entities.ts";
import { flag, numberOf } from "./facts.ts";
import {
  type Action,
  actions,
  type Case,
  type Coverage,
  type Decision,
  type Entity,
  higher,
  type Priority,
  priorities,
  type Reason,
} from "./model.ts";
import { isKnownBackground } from "./since.ts";

export interface DecisionInput {
  readonly cases: readonly Case[];
  readonly entities: readonly Entity[];
  readonly coverage: readonly Coverage[];
  readonly events: number;
  /** Whether any of them is of a kind that indicators look at. */
  readonly judged: boolean;
  /** Records that were understood and lie outside --from and --to. */
  readonly outside: number;
  /** The policy's rules, the weightiest first. */
  readonly rules: Policy["rules"];
}

/** A run takes the highest action and priority of its cases. */
export function decide(input: DecisionInput): Decision {
  const { cases, entities } = input;
  if (input.events === 0 || !input.judged) return undecided(input);
  // What was told before and is as it was asks nobody again.
  const fresh = cases.filter((one) => !isKnownBackground(one));
  const action = fresh.reduce<Action>((a, one) => higher(actions, a, one.action), "close");
  const priority = fresh.reduce<Priority>(
    (a, one) => higher(priorities, a, one.action === "close" ? "none" : one.priority),
    "none",
  );
  const reasonsFor = reasonsOf(
    entities,
    action,
    input.rules.map(({ id }) => id),
  );
  return {
    action,
    priority: action === "close" ? "none" : priority,
    strictAction: strict(entities, action),
    sentence: sentenceOf(fresh, cases.length, action, priority),
    reasonsFor,
    reasonsAgainst: against(input),
    flips: flips(input, action),
  };
}

/** Why a run decides nothing, and what would let it. */
interface Nothing {
  readonly sentence: string;
  readonly reason: string;
  readonly unless: string;
}

function whyNothing({ events, outside }: DecisionInput): Nothing {
  if (events > 0)
    return {
      sentence: "Nothing was judged: no indicator looks at records like these, so nothing can be said.",
      reason: `${counted(events, "record")} were read and counted; none is a request, a mail or an alert of one.`,
      unless: "requests or mails are given as well: a web log, the HTTP records of a sensor, a mailbox",
    };
  if (outside > 0)
    return {
      sentence: "No record lies inside the window, so nothing can be said.",
      reason: `All ${counted(outside, "record")} lie outside the window.`,
      unless: "the window is moved over the records",
    };
  return {
    sentence: "Nothing could be read, so nothing can be said.",
    reason: "No record of any source was understood.",
    unless: "a log is given that can be read",
  };
}

function undecided(input: DecisionInput): Decision {
  const { sentence, reason, unless } = whyNothing(input);
  return {
    action: "watch",
    priority: "none",
    strictAction: "watch",
    sentence,
    reasonsFor: [{ clause: "LS1", sentence: reason, findings: [] }],
    reasonsAgainst: input.coverage
      .filter(({ state }) => state === "absent")
      .map(({ clause, sentence }) => ({ clause, sentence, findings: [] })),
    flips: [{ if: unless, then: "close" }],
  };
}

/** One reason for each rule that a working entity met, strongest first. */
function reasonsOf(entities: readonly Entity[], action: Action, rules: readonly string[]): Reason[] {
  const byRule = new Map<
    string,
    { clause: string; says: string; met: Entity[]; example: string; findings: string[] }
  >();
  for (const entity of entities) {
    if (entity.action === "justified") continue;
    for (const hit of entity.hits) {
      if (hit.action !== action) continue;
      const known = byRule.get(hit.rule) ?? {
        clause: hit.clause,
        says: hit.sentence.split(": ", 1)[0] ?? "",
        met: [],
        example: `${entity.value}: ${hit.sentence.slice(hit.sentence.indexOf(": ") + 2)}`,
        findings: [],
      };
      known.met.push(entity);
      known.findings.push(...hit.findings);
      byRule.set(hit.rule, known);
    }
  }
  const reasons = [...byRule].sort((a, b) => rules.indexOf(a[0]) - rules.indexOf(b[0]));
  if (reasons.length === 0)
    return [{ clause: "D1", sentence: "Nothing was found that a rule acts on.", findings: [] }];
  return reasons.map(([, { clause, says, met, example, findings }]) => ({
    clause,
    sentence: `${capital(says)} (${countedOfAll(met)}). For example ${example}`,
    findings: [...new Set(findings)],
  }));
}

function against({ entities, coverage, cases }: DecisionInput): Reason[] {
  const reasons: Reason[] = [];
  const working = entities.filter(({ action }) => action === "escalate" || action === "watch");
  const justified = entities.filter(({ action }) => action === "justified");
  if (justified.length > 0) {
    reasons.push({
      clause: "L1c",
      sentence: `${countedEntities(justified)} with findings set aside: ${justified[0]?.justification}.`,
      findings: justified.flatMap(({ findings }) => findings.map(({ id }) => id)),
    });
  }
  const scanners = working.filter(({ scanner }) => scanner !== undefined);
  if (scanners.length > 0)
    reasons.push({
      clause: "L1a",
      sentence: `${countedEntities(scanners)} in a list of known scanners, which weigh less for it: ${scanners
        .slice(0, 3)
        .map(({ value, scanner }) => `${value} (${scanner})`)
        .join(", ")}.`,
      findings: scanners.flatMap(({ findings }) => findings.map(({ id }) => id)),
    });
  const internal = working.filter((entity) => entity.internal);
  if (internal.length > 0)
    reasons.push({
      clause: "L1c",
      sentence: `Inside: ${counted(internal.length, "source")} with findings, ${internal
        .slice(0, 3)
        .map(({ value }) => value)
        .join(", ")}.`,
      findings: [],
    });
  const named = working.filter((entity) => entity.named > 0);
  if (named.length > 0)
    reasons.push({
      clause: "L1c",
      sentence: `${counted(named.length, "source")} with findings also made requests with a user name that were let in: ${named
        .slice(0, 3)
        .map(({ value }) => value)
        .join(", ")}.`,
      findings: [],
    });
  if (atSite({ entities: working }) && !working.some((entity) => entity.served))
    reasons.push({
      clause: "D4",
      sentence: `No guarded endpoint was ${unlogged(working) > 0 ? "seen to be answered" : "answered"} with a body to anybody unknown${openAnswers(working)}.`,
      findings: [],
    });
  if (cases.length > 0 && cases.every((one) => one.background))
    reasons.push({
      clause: "D2",
      sentence:
        "Everything seen is background: nothing guarded was served, and nobody insisted on one endpoint of this site.",
      findings: [],
    });
  if (cases.some(isKnownBackground))
    reasons.push({
      clause: "D2",
      sentence: "The background is what it was in the earlier report, and does not count again.",
      findings: [],
    });
  for (const row of coverage) {
    if (row.state !== "present") reasons.push({ clause: row.clause, sentence: row.sentence, findings: [] });
  }
  return reasons;
}

/** Answers that prove nothing and that a person may want to look at. */
function openAnswers(entities: readonly Entity[]): string {
  const probes = entities.flatMap(({ findings }) =>
    findings.filter(({ indicator }) => indicator === "endpoint.config-probe"),
  );
  const sum = (name: string) => probes.reduce((total, finding) => total + numberOf(finding, name), 0);
  const empty = sum("served");
  const asked = sum("unknown");
  const parts = [
    ...(empty > 0 ? [`${counted(empty, "answer")} 200 without a body or like any other page`] : []),
    ...(unlogged(entities) > 0
      ? [`${counted(unlogged(entities), "request")} whose answer is not logged`]
      : []),
    ...(asked > 0 ? [`${counted(asked, "answer")} of a page that was given a guarded file's name`] : []),
  ];
  return parts.length === 0 ? "" : `; to look at: ${parts.join(", ")}`;
}

/** What strict would decide: every unusual agent goes to Tier 2, as the playbook's words allow. */
function strict(entities: readonly Entity[], action: Action): Action {
  const unusual = entities.some(
    (entity) => entity.action !== "justified" && entity.findings.some(({ clause }) => clause === "KI1"),
  );
  return unusual ? "escalate" : action;
}

function sentenceOf(cases: readonly Case[], all: number, action: Action, priority: Priority): string {
  if (cases.length === 0)
    return all === 0
      ? "Nothing here asks for action."
      : "Nothing here asks for action: the background is what it was in the earlier report.";
  const served = cases.filter(({ entities }) => entities.some((entity) => entity.served)).length;
  const urgent = cases.filter((one) => one.priority === "now").length - served;
  const head = action === "escalate" ? "Escalate to Tier 2" : action === "watch" ? "Keep watching" : "Close";
  const when: Record<Priority, string> = {
    now: ", now",
    shift: ", this shift",
    batch: action === "escalate" ? ", with the next batch" : "",
    none: "",
  };
  const what = [
    ...(served > 0 ? [`${counted(served, "case")} with something served`] : []),
    ...(urgent > 0 ? [`${counted(urgent, "case")} in which something left or got in`] : []),
  ];
  const why =
    what.length > 0
      ? `: ${what.join(", ")}`
      : cases.every((one) => one.background)
        ? action === "escalate"
          ? `: background scanning only, ${nothingServed(cases.flatMap(({ entities }) => entities))}`
          : `: weak signs only, ${nothingServed(cases.flatMap(({ entities }) => entities))}`
        : "";
  return `${head}${when[priority]}${why}.`;
}

/** The nearest changes of fact that would change the action. */
function flips({ cases, entities, rules }: DecisionInput, action: Action): { if: string; then: Action }[] {
  const found: { if: string; then: Action }[] = [];
  const met = new Set(
    entities.filter((entity) => entity.action === action).flatMap(({ hits }) => hits.map(({ rule }) => rule)),
  );
  const turning = rules.flatMap(({ id, flip }) =>
    flip !== undefined && met.has(id) && flip.then !== action ? [flip] : [],
  );
  if (action === "escalate") {
    const escalated = cases.filter((one) => one.action === "escalate");
    const rest = cases
      .filter((one) => one.action !== "escalate")
      .reduce<Action>((a, one) => higher(actions, a, one.action), "close");
    const one = escalated[0];
    if (escalated.length === 1 && one !== undefined)
      found.push({
        if: `${one.entities.length === 1 ? one.entities[0]?.value : `the ${countedEntities(one.entities)} of ${one.id}`} turned out to be known and meant to do this`,
        then: rest,
      });
    const nearest = nearestDown(entities);
    if (nearest !== undefined && escalated.length > 1)
      found.push({
        if: `all ${counted(escalated.length, "escalated case")} were explained; the weakest is ${escalated[escalated.length - 1]?.id}`,
        then: rest,
      });
    return [...found, ...turning];
  }
  const closest = entities
    .filter((entity) => entity.action === "watch")
    .flatMap((entity) =>
      entity.findings
        .filter((finding) => finding.indicator === "endpoint.config-probe" && !flag(finding, "enough"))
        .map((finding) => ({ entity, lacking: Math.max(0, 3 - numberOf(finding, "endpoints_24h")) })),
    )
    .sort((a, b) => a.lacking - b.lacking || (a.entity.value < b.entity.value ? -1 : 1))[0];
  if (closest !== undefined)
    found.push({
      if: `${closest.entity.value} had asked for ${counted(Math.max(1, closest.lacking), "more endpoint")} within 24 hours under an unusual agent`,
      then: "escalate",
    });
  if (action === "close")
    found.push({
      if: "a tool, a false agent or a probe of a configuration endpoint had been seen",
      then: "watch",
    });
  else if (turning.length === 0 || cases.some(atSite))
    found.push({ if: "a guarded endpoint had been answered with a body", then: "escalate" });
  return [...found, ...turning];
}

/** Whether something that this site was asked for is part of it. */
function atSite({ entities }: Pick<Case, "entities">): boolean {
  return entities.some(({ findings }) => findings.some(({ kinds }) => kinds.includes("web")));
}

function nearestDown(entities: readonly Entity[]): Entity | undefined {
  return entities.filter(({ action }) => action === "escalate").at(-1);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

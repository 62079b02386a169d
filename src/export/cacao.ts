/**
 * A playbook as OASIS CACAO Security Playbook 2.0: Tier 1 works through sources, indicators,
 * questions and its steps; what the decision row says is an if-condition; Tier 2 and containment
 * follow where it holds. https://docs.oasis-open.org/cacao/security-playbooks/v2.0/ (2023-11-27)
 *
 * Ids follow from the text, so that equal playbooks give equal bytes. The playbook's is a UUIDv5 as
 * section 10.10 of the specification derives it. Steps must bear UUIDs of version 4: theirs have its
 * form, with bits of a digest in place of random ones.
 */
import { createHash } from "node:crypto";
import { rowKinds } from "../content/playbook/rows.ts";
import type { Playbook, PlaybookClause } from "../content/tables.ts";

/** Namespace of CACAO playbooks, section 10.10. */
const cacaoNamespace = "aa7caf3a-d55a-4e9a-b34e-056215fba56a";
const playbookTypes = ["detection", "investigation", "mitigation"];

type Step = Readonly<Record<string, unknown>> & { readonly type: string; readonly name: string };

/** What Tier 1 does, in this order, and what waits for its decision. */
const beforeDecision = ["Log sources", "Key indicators", "Questions", "Tier 1"];
const afterDecision = ["Tier 2", "Containment"];
const activities: Readonly<Record<string, string>> = {
  "Log sources": "identify-indicators",
  "Key indicators": "match-indicator",
  Questions: "analyze-collected-data",
  "Tier 1": "analyze-collected-data",
  "Tier 2": "analyze-collected-data",
  Containment: "restrict-access",
};

const activityOf = (row: string) => activities[row] ?? "step-sequence";

/** @param createdMs the time that stands as created and modified; the format wants one */
export function cacaoPlaybook(playbook: Playbook, createdMs: number): Record<string, unknown> {
  const id = `playbook--${uuid5(cacaoNamespace, JSON.stringify({ name: playbook.name, playbook_types: playbookTypes }))}`;
  const idOf = (type: string, name: string) => `${type}--${uuid4(`${id} ${playbook.id} ${type} ${name}`)}`;
  const tiers = { one: idOf("group", "Tier 1"), two: idOf("group", "Tier 2") };
  const ends = { close: idOf("end", "close"), done: idOf("end", "done") };
  const decision = idOf("if-condition", "escalate");
  const actions = (rows: readonly string[]) =>
    rows.flatMap((row) => playbook.clauses.filter((clause) => clause.row === row));
  const first = actions(beforeDecision);
  const second = actions(afterDecision);
  const stepId = (clause: PlaybookClause) => idOf("action", clause.id);
  const workflow: Record<string, Step> = {};
  const start = idOf("start", "start");
  const judge = idOf("action", "decide");
  const chain = (clauses: readonly PlaybookClause[], after: string, agent: string) => {
    for (const [at, clause] of clauses.entries()) {
      const next = clauses[at + 1];
      workflow[stepId(clause)] = actionStep(clause, agent, next === undefined ? after : stepId(next));
    }
  };
  workflow[start] = {
    type: "start",
    name: "Start",
    on_completion: first[0] === undefined ? judge : stepId(first[0]),
  };
  chain(first, judge, tiers.one);
  workflow[judge] = judgement(decision, tiers.one);
  const decisions = playbook.clauses.filter(({ row }) => row === "Decision");
  workflow[decision] = {
    type: "if-condition",
    name: "Escalate to Tier 2?",
    description:
      decisions.length === 0
        ? "The playbook states no condition; Tier 1 decides."
        : decisions.map((one) => `${one.id}: ${one.text}`).join("\n"),
    condition: "__escalate__:value = true",
    on_true: second[0] === undefined ? ends.done : stepId(second[0]),
    on_false: ends.close,
  };
  chain(second, ends.done, tiers.two);
  workflow[ends.close] = { type: "end", name: "Closed or watched by Tier 1" };
  workflow[ends.done] = { type: "end", name: "Handed over and contained" };
  const time = new Date(createdMs).toISOString();
  return {
    type: "playbook",
    spec_version: "cacao-2.0",
    id,
    name: playbook.name,
    description: `${playbook.id} ${playbook.name}`.trim(),
    playbook_types: playbookTypes,
    playbook_activities: [
      ...new Set(["analyze-collected-data", ...[...first, ...second].map(({ row }) => activityOf(row))]),
    ],
    playbook_processing_summary: { manual_playbook: true, if_logic: true },
    created_by: `identity--${uuid4(`${cacaoNamespace} vedette`)}`,
    created: time,
    modified: time,
    ...(playbook.tactic === "" ? {} : { labels: [playbook.tactic] }),
    ...references(playbook.id),
    playbook_variables: {
      __escalate__: {
        type: "bool",
        description:
          "Whether the decision is to escalate. `vedette triage --json` tells it as decision.action.",
        value: "false",
        external: false,
      },
    },
    workflow_start: start,
    workflow,
    agent_definitions: {
      [tiers.one]: { type: "group", name: "Tier 1 analysts" },
      [tiers.two]: { type: "group", name: "Tier 2 analysts" },
    },
  };
}

/** What sets the variable that the condition asks for. */
function judgement(next: string, agent: string): Step {
  const command =
    "Set __escalate__ to true where the decision is to escalate (vedette triage --json: decision.action), else to false.";
  return {
    type: "action",
    name: "Decide",
    commands: [{ type: "manual", command, playbook_activity: "analyze-collected-data" }],
    agent,
    out_args: ["__escalate__"],
    on_completion: next,
  };
}

function actionStep(clause: PlaybookClause, agent: string, next: string): Step {
  const label = rowKinds.find(({ row }) => row === clause.row)?.label ?? clause.row;
  const seen = [
    clause.indicators.length === 0 ? "" : `Indicators of Vedette: ${clause.indicators.join(", ")}.`,
    clause.kinds.length === 0 ? "" : `Sources: ${clause.kinds.join(", ")}.`,
    clause.manual === true ? "A person has to do this." : "",
  ].filter((text) => text !== "");
  return {
    type: "action",
    name: `${clause.id} (${label})`,
    description: [clause.text, ...seen].join(" "),
    commands: [
      {
        type: "manual",
        command: clause.text === "" ? clause.id : clause.text,
        playbook_activity: activityOf(clause.row),
      },
    ],
    agent,
    on_completion: next,
  };
}

function references(id: string): Record<string, unknown> {
  const found = /^(T\d{4})(?:\.(\d{3}))?$/.exec(id);
  if (found === null) return {};
  const path = [found[1], found[2]].filter((part) => part !== undefined).join("/");
  return {
    external_references: [
      { name: "mitre-attack", external_id: id, url: `https://attack.mitre.org/techniques/${path}/` },
    ],
  };
}

/** RFC 4122, section 4.3, with SHA-1. */
export function uuid5(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replaceAll("-", ""), "hex");
  return formed(createHash("sha1").update(space).update(name, "utf8").digest(), 5);
}

const uuid4 = (name: string) => formed(createHash("sha256").update(name, "utf8").digest(), 4);

function formed(digest: Buffer, version: number): string {
  const bytes = Buffer.from(digest.subarray(0, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

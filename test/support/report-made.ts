/** Reports as `triage --json` prints them, made of a few words. */
import type { Action, Priority } from "../../src/casebook/model.ts";

/** A day on which everything happens; hours are added to it. */
export const day = Date.parse("2026-11-20T00:00:00Z");
export const hour = 3_600_000;
export const iso = (ms: number) => new Date(ms).toISOString();

export interface MadeCase {
  readonly id: string;
  readonly title?: string;
  readonly action?: Action;
  readonly priority?: Priority;
  readonly entities?: readonly string[];
  readonly indicators?: readonly string[];
  readonly aliases?: readonly string[];
  /** Hours of the day. */
  readonly first?: number;
  readonly last?: number;
}

const step = (clause: string, state: string) => ({ clause, state, sentence: `${clause} is ${state}` });

/** A report as `triage --json` prints one, with the parts that the contract asks for. */
export function makeReport(cases: readonly MadeCase[], given: { at?: number; answer?: string } = {}) {
  const all = cases.map(made);
  return {
    schema: "vedette.report/v1",
    generated_at: iso(given.at ?? day + 9 * hour),
    tool: { name: "vedette", version: "0", content_sha256: "0" },
    playbook: { id: "T1592.004", name: "Client Configurations" },
    questions: ["Q1", "Q2", "Q3", "Q4"].map((id) => ({
      id,
      text: `${id}?`,
      answer: id === "Q4" ? "cannot_tell" : (given.answer ?? "yes"),
      sentence: `the answer of ${id}`,
      findings: all.flatMap(({ findings }) => findings.map((one) => one.id)),
      missing: id === "Q4" ? ["edr"] : [],
    })),
    steps: [
      step("L1a", "not_possible"),
      step("L1b", "for_a_person"),
      step("L1c", "done"),
      step("C1", "for_a_person"),
    ],
    cases: all.map(({ one }) => one),
    entities: all.flatMap(({ entities }) => entities),
    findings: all.flatMap(({ findings }) => findings),
  };
}

function made(given: MadeCase) {
  const entities = (given.entities ?? ["ip:192.0.2.1"]).map((id) => ({
    id,
    type: id.slice(0, id.indexOf(":")),
    value: id.slice(id.indexOf(":") + 1),
    action: given.action ?? "watch",
    score: 40,
    findings: [],
  }));
  const findings = (given.indicators ?? ["scan.enumeration"]).map((indicator) => ({
    id: `F-${given.id.slice(2)}-${indicator}`,
    indicator,
    clause: indicator.startsWith("ua.") ? "KI1" : "KI3",
    techniques: ["T1592.004"],
    severity: "medium",
    confidence: "medium",
    entity: entities[0]?.id ?? "",
    sentence: "it asked for much",
    count: 3,
    evidence: [{ path: "access.log", line: 1, text: "GET /.env" }],
  }));
  return {
    entities,
    findings,
    one: {
      id: given.id,
      title: given.title ?? `case ${given.id}`,
      action: given.action ?? "watch",
      priority: given.priority ?? "shift",
      severity: "medium",
      confidence: "medium",
      background: false,
      entities: entities.map(({ id }) => id),
      findings: findings.map(({ id }) => id),
      techniques: ["T1592.004"],
      links: [],
      first: iso(day + (given.first ?? 1) * hour),
      last: iso(day + (given.last ?? 8) * hour),
      aliases: given.aliases ?? [],
    },
  };
}

/** Ids of cases have ten hexadecimal digits. */
export const caseIdOf = (n: number) => `C-${n.toString(16).padStart(10, "0")}`;

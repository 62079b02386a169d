/**
 * Compares labels with a report, subject by subject.
 *
 * - *Flagged* means that a person is asked to look: the entity is decided *watch* or *escalate*. A finding that is closed
 *   (a rare agent, a library that passes by) is in the report, under its question, and is counted apart.
 * - An address counts by its own entity or by the range that holds it, because the range is what the report names.
 * - An entity of an agent counts for a label of that agent only: it names no address, so nobody is pointed at by it.
 */
import ipaddr from "ipaddr.js";
import type { Report, ReportedEntity } from "./run.ts";
import type { LabelledSet, Subject } from "./sets.ts";

export type Verdict = "escalate" | "watch" | "justified" | "close" | "none";

export interface Outcome {
  readonly set: string;
  readonly subject: Subject;
  readonly verdict: Verdict;
  readonly indicators: readonly string[];
  /** The range that stands for the address, where it has no entity of its own. */
  readonly range: string | undefined;
}

export interface Scored {
  readonly outcomes: readonly Outcome[];
  /** Entities on watch or escalated that stand for no label: each is a label forgotten or a false alarm. */
  readonly unlabelled: readonly { readonly set: string; readonly id: string; readonly verdict: Verdict }[];
}

const order: readonly Verdict[] = ["none", "close", "justified", "watch", "escalate"];

export function isFlagged(verdict: Verdict): boolean {
  return verdict === "watch" || verdict === "escalate";
}

/** Whether an entity stands for a subject. */
export function standsFor(entity: Pick<ReportedEntity, "type" | "value">, subject: Subject): boolean {
  if (entity.type === subject.type) {
    if (entity.value === subject.value && lineOfTable(subject.value) === undefined) return true;
    if (subject.type === "mail") return entity.value === lineOfTable(subject.value);
    // Names of hosts are the same in capitals: a report names them in small letters, whatever a sensor wrote.
    if (subject.type === "host") return entity.value.toLowerCase() === subject.value.toLowerCase();
    return subject.type === "ip" && sameAddress(entity.value, subject.value);
  }
  return entity.type === "ip_range" && subject.type === "ip" && inRange(subject.value, entity.value);
}

/** A label counts the records of a table, a report its lines: the header is one. */
function lineOfTable(value: string): string | undefined {
  const [, path, record] = /^(.+\.csv):(\d+)$/.exec(value) ?? [];
  return record === undefined ? undefined : `${path}:${Number(record) + 1}`;
}

function sameAddress(a: string, b: string): boolean {
  return ipaddr.isValid(a) && ipaddr.isValid(b) && ipaddr.parse(a).toString() === ipaddr.parse(b).toString();
}

function inRange(address: string, range: string): boolean {
  if (!ipaddr.isValid(address) || !ipaddr.isValidCIDR(range)) return false;
  const parsed = ipaddr.parse(address);
  const [base, bits] = ipaddr.parseCIDR(range);
  return parsed.kind() === base.kind() && parsed.match(base, bits);
}

export function scoreSet(
  set: Pick<LabelledSet, "name" | "subjects">,
  report: Pick<Report, "entities" | "findings">,
): Scored {
  const indicatorOf = new Map(report.findings.map(({ id, indicator }) => [id, indicator]));
  const standing = new Set<string>();
  const outcomes = set.subjects.map((subject): Outcome => {
    const entities = report.entities.filter((entity) => standsFor(entity, subject));
    for (const { id } of entities) standing.add(id);
    const verdicts = entities.map(({ action }) => action);
    const indicators = entities.flatMap(({ findings }) => findings.map((id) => indicatorOf.get(id) ?? id));
    const own = entities.some(({ type }) => type === subject.type);
    return {
      set: set.name,
      subject,
      verdict: verdicts.reduce<Verdict>((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a), "none"),
      indicators: [...new Set(indicators)].sort(),
      range: own ? undefined : entities[0]?.value,
    };
  });
  const unlabelled = report.entities
    .filter(({ id, action }) => isFlagged(action) && !standing.has(id))
    .map(({ id, action }) => ({ set: set.name, id, verdict: action }));
  return { outcomes, unlabelled };
}

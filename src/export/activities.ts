/**
 * What a record says was done, from the words of its source: the words by which a creation, an
 * end, a read is told, for schemas that have a number or a term for it. What no word tells stays unknown.
 */
import { literal } from "../engine/sql.ts";
import type { ColumnName, EventClass } from "../ingest/columns.ts";

/** Deeds that both schemas tell apart. */
export type Deed = "create" | "read" | "change" | "delete" | "rename" | "end";

/** Words of `event_action` (Sysmon, Elastic, osquery, auditd, Defender ...), as patterns in RE2 over lower-case text. */
const words: readonly (readonly [Deed, string])[] = [
  [
    "end",
    "terminat|process ?exit|process_?(stop|end)|logoff|logout|log ?off|unload|stopped|\\bend(ed)?\\b|\\bexit",
  ],
  ["rename", "renam"],
  ["delete", "delet|remov|unlink"],
  ["create", "creat|\\badd(ed)?\\b|launch|\\bstart|process_?start|\\bexec|spawn|fork"],
  ["change", "modif|chang|write|written|\\bset\\b|setvalue|set ?value|value ?set|updat"],
  ["read", "read|access|open|quer|\\bget\\b"],
];

/** SQL of the deed, '' where the words tell none. */
export function deedSql(columns: ReadonlySet<ColumnName>): string {
  if (!columns.has("event_action")) return "''";
  const pairs = words.flatMap(([deed, pattern]) => [
    `match(lower(event_action), ${literal(pattern)})`,
    literal(deed),
  ]);
  return `multiIf(${pairs.join(", ")}, '')`;
}

/** SQL of a value that depends on the deed. */
export function byDeed(
  values: Readonly<Partial<Record<Deed, string>>>,
  otherwise: string,
  write: (value: string) => string,
): string {
  const entries = Object.entries(values);
  if (entries.length === 0) return write(otherwise);
  return `transform(deed, [${entries.map(([deed]) => literal(deed)).join(", ")}], [${entries.map(([, value]) => write(value)).join(", ")}], ${write(otherwise)})`;
}

/** SQL of a value that depends on the class; a constant where all events of a source are of one class. */
export function byClass(classes: readonly EventClass[], value: (one: EventClass) => string): string {
  const [first, ...more] = classes;
  if (first === undefined) return value("other");
  const values = [first, ...more].map((one): [EventClass, string] => [one, value(one)]);
  if (values.every(([, sql]) => sql === values[0]?.[1])) return values[0]?.[1] as string;
  const pairs = values.slice(0, -1).flatMap(([one, sql]) => [`event_class = ${literal(one)}`, sql]);
  return `multiIf(${pairs.join(", ")}, ${values.at(-1)?.[1]})`;
}

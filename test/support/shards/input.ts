/** What makes a run ask all that it can ask: a sample of each indicator, lists of intelligence, and Sigma rules. */
import { join } from "node:path";
import type { Content } from "../../../src/content/load.ts";
import type { IndicatorFile } from "../../../src/content/schema.ts";
import { write } from "../files.ts";

type Sample = IndicatorFile["must_fire"][number];

/** Paths of what a run is given. */
export interface Input {
  readonly logs: readonly string[];
  /** Lists of intelligence feeds. */
  readonly lists: readonly string[];
  /** Folder of Sigma rules. */
  readonly rules: string;
}

const linesOf = ({ lines }: Sample) =>
  lines.flatMap((one) =>
    typeof one === "string"
      ? [one]
      : Array.from({ length: one.repeat }, (_, n) => one.line.replaceAll("{n}", String(n + 1))),
  );

/** Lines of one kind stand in one log, because each log costs a run more than its lines do. */
function kindOf(line: string): string {
  if (/^\S+ - \S+ \[/.test(line)) return "web";
  return /^\{"(\w+)/.exec(line)?.[1] ?? "proxy";
}

/** What no sample of an indicator has, and a profile is made of: a sensor saw a name in TLS (seen-names). */
export const more = [
  '{"timestamp":"2026-05-17T10:05:09.000000+0000","flow_id":9,"event_type":"tls","src_ip":"10.0.0.9","src_port":51000,"dest_ip":"198.51.100.1","dest_port":443,"proto":"TCP","tls":{"sni":"api.ipify.org","version":"TLS 1.3"}}',
];

/** Writes one sample of each indicator, the lines of one kind together. */
export function sampleInput(folder: string, content: Content): Input {
  const logs = new Map<string, string[]>(more.map((line) => [kindOf(line), [line]]));
  const lists: string[] = [];
  for (const { id, must_fire } of content.indicators) {
    const [sample] = must_fire;
    if (sample === undefined) throw new Error(`${id} has no sample`);
    const lines = linesOf(sample);
    const kind = kindOf(lines[0] ?? "");
    logs.set(kind, [...(logs.get(kind) ?? []), ...lines]);
    if (sample.feed !== undefined) lists.push(write(folder, `${id}.csv`, sample.feed));
  }
  return {
    logs: [...logs].map(([kind, lines]) => write(folder, join("logs", `${kind}.log`), lines)),
    lists,
    rules: sigmaRules(folder),
  };
}

/** A log of the sample of one indicator alone. */
export function sampleAlone(folder: string, { id, must_fire }: IndicatorFile): string {
  return write(folder, join("alone", `${id}.log`), must_fire[0] === undefined ? [] : linesOf(must_fire[0]));
}

/** A rule of each kind of statement: a selection, words, a correlation by count and one by values. */
function sigmaRules(folder: string): string {
  const source = "logsource: {category: webserver}";
  write(folder, join("rules", "all.yml"), [
    `title: a path of configuration\nname: path\n${source}`,
    "detection: {selection: {cs-uri-stem|contains: [.env, actuator, wp-config]}, condition: selection}",
    "level: high\n---",
    `title: a network\n${source}`,
    "detection: {selection: {c-ip|cidr: 198.51.100.0/24}, filter: {sc-status: 200}, condition: selection and not filter}",
    "level: low\n---",
    `title: words\n${source}\ndetection: {words: [curl, nikto], condition: words}\nlevel: low\n---`,
    "title: several\ncorrelation:\n  type: event_count\n  rules: [path]\n  group-by: [c-ip]\n  timespan: 1d\n  condition: {gte: 2}",
    "level: high\n---",
    "title: different ones\ncorrelation:\n  type: value_count\n  rules: [path]\n  group-by: [c-ip]\n  timespan: 7d\n  condition: {field: cs-uri-stem, gte: 2}",
    "level: high",
  ]);
  return join(folder, "rules");
}

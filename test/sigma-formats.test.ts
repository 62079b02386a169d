/** Logsources mean the same events whatever sensor wrote them: told by the records themselves, not by their columns. */
import { expect, test } from "vitest";
import { loadContent } from "../src/content/load.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";

const folder = temporaryFolder();

type Record_ = Readonly<Record<string, unknown>>;
type Told = (record: Record_) => boolean;

const is =
  (key: string, ...values: string[]): Told =>
  (record) =>
    values.includes(String(record[key]));
const action = (record: Record_): string => String((record.event as Record_ | undefined)?.action);
const elastic =
  (dataset: string, ...actions: string[]): Told =>
  (record) =>
    JSON.stringify(record).includes(`endpoint.events.${dataset}`) &&
    (actions.length === 0 || actions.includes(action(record)));
/** A record without the envelope in which a stream sends it. */
const bare = (record: Record_): Record_ => (record.properties as Record_ | undefined) ?? record;
const none: Told = () => false;
const sysmon =
  (id: string): Told =>
  (record) =>
    is("EventID", id)(record) && /Sysmon/.test(JSON.stringify(record));

/** What a sensor calls the events of a logsource. */
const told: Readonly<Record<string, Readonly<Record<string, Told>>>> = {
  "windows-event-json": {
    process_creation: (record) => sysmon("1")(record) || is("EventID", "4688")(record),
    registry_set: (record) => sysmon("13")(record) || is("EventID", "4657")(record),
    image_load: sysmon("7"),
    network_connection: (record) => sysmon("3")(record) || is("EventID", "5156")(record),
    dns_query: sysmon("22"),
    ps_script: is("EventID", "4104"),
  },
  "defender-advanced-hunting": {
    process_creation: is("ActionType", "ProcessCreated", "ProcessCreatedUsingWmiQuery"),
    file_event: is("ActionType", "FileCreated"),
    registry_set: is("ActionType", "RegistryValueSet"),
    image_load: is("ActionType", "ImageLoaded"),
  },
  "crowdstrike-fdr": {
    process_creation: is("event_simpleName", "ProcessRollup2", "SyntheticProcessRollup2"),
    dns_query: is("event_simpleName", "DnsRequest", "SuspiciousDnsRequest"),
    file_event: (record) => /Written$/.test(String(record.event_simpleName)),
  },
  "elastic-defend-ecs": {
    process_creation: elastic("process", "start", "exec", "fork"),
    registry_set: elastic("registry", "modification"),
    file_event: none,
  },
};

const rules = write(
  folder,
  "rules.yml",
  [...new Set(Object.values(told).flatMap((categories) => Object.keys(categories)))].map(
    (category) =>
      `title: ${category}\nlogsource: {category: ${category}, product: windows}\ndetection: {s: {ProcessId: no}, condition: not s}\n---`,
  ),
);

test.each(Object.keys(told))("%s", async (id) => {
  const format = loadContent().formats.find((one) => one.id === id);
  const records = (format?.samples ?? [])
    .filter(({ after, reject }) => after === undefined && reject === undefined)
    .map(({ record }) => record);
  const log = write(folder, `${id}.json`, records);
  const { stdout } = await vedette(["sigma", rules, "--log", log, "--as", id, "--json", "--evidence", "100"]);
  const seen = new Map<string, number[]>();
  for (const line of stdout.split("\n").filter((text) => text !== "")) {
    const { rule, evidence } = JSON.parse(line) as { rule: { title: string }; evidence: { line: number }[] };
    seen.set(
      rule.title,
      [...(seen.get(rule.title) ?? []), ...evidence.map((one) => one.line)].sort((a, b) => a - b),
    );
  }
  const expected = Object.entries(told[id] ?? {}).map(([category, holds]): [string, number[]] => [
    category,
    records.flatMap((record, at) => (holds(bare(JSON.parse(record) as Record_)) ? [at + 1] : [])),
  ]);
  expect(expected.some(([, lines]) => lines.length > 0)).toBe(true);
  expect(expected.map(([category]) => [category, seen.get(category) ?? []])).toEqual(expected);
});

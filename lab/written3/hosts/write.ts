/** Writes the third set of records of hosts: `node dist/lab/written3/hosts/write.js`. */
import { Chance } from "../../random.ts";
import { type Labelled, writeSet } from "../labels.ts";
import { defenderCollectors } from "./collectors-defender.ts";
import { unixCollectors } from "./collectors-unix.ts";
import { windowsCollectors } from "./collectors-windows.ts";
import { type Start, startsOf } from "./event.ts";
import { habits, others } from "./ordinary.ts";
import { plainUnix } from "./plain-unix.ts";
import { plainWindows } from "./plain-windows.ts";
import { openHosts, plainWindows2 } from "./plain-windows-2.ts";
import type { Form } from "./step.ts";
import { auditLines, osqueryLine, scheduleLines } from "./unix-forms.ts";
import { huntingRow, securityLine, sysmonLine, winlogbeatLine } from "./windows-forms.ts";

const chance = new Chance(31_303);
const hosts = [
  ...windowsCollectors,
  ...defenderCollectors,
  ...unixCollectors,
  ...plainWindows,
  ...plainWindows2,
  ...plainUnix,
  ...openHosts,
  ...others,
];
const starts = hosts
  .flatMap((host) => startsOf(host, habits(host.form, chance), chance))
  .sort((a, b) => a.timeMs - b.timeMs);

const of = (...forms: readonly Form[]) => starts.filter((one) => forms.includes(one.form));
const cell = (value: string | number) => `"${String(value).replaceAll('"', '""')}"`;

function table(rows: readonly Record<string, string | number>[]): string[] {
  const [first] = rows;
  if (first === undefined) throw new Error("no rows");
  return [Object.keys(first).join(","), ...rows.map((row) => Object.values(row).map(cell).join(","))];
}

function answer(rows: readonly Record<string, string | number>[]): string {
  const types: Record<string, string> = {
    Timestamp: "DateTime",
    ProcessId: "Int64",
    InitiatingProcessId: "Int64",
    ReportId: "Int64",
  };
  const schema = Object.keys(rows[0] ?? {}).map((Name) => ({ Name, Type: types[Name] ?? "String" }));
  return JSON.stringify(
    {
      Stats: { ExecutionTime: 0.41, dataset_statistics: [{ table_row_count: rows.length }] },
      Schema: schema,
      Results: rows,
    },
    null,
    1,
  );
}

const raw = (one: Start) => (one.form === "sysmon" ? sysmonLine(one) : securityLine(one));
const macs = [...new Set(of("osquery").map((one) => one.host))];
const scheduled = macs.flatMap((host, turn) =>
  [0, 1].flatMap((day) => scheduleLines(host, Date.UTC(2026, 10, 24 + day, 9, turn * 3, 11))),
);
const at = (line: string) => Number(/"unixTime":(\d+)/.exec(line)?.[1]);
const files = new Map([
  ["windows-events.json.gz", of("sysmon", "security").map(raw)],
  ["winlogbeat.ndjson.gz", of("winlogbeat").map(winlogbeatLine)],
  ["DeviceProcessEvents.csv.gz", table(of("hunting-csv").map(huntingRow))],
  ["hunting.json.gz", [answer(of("hunting-json").map(huntingRow))]],
  ["audit.log.gz", of("auditd").flatMap((one, turn) => auditLines(one, 7100 + turn * 3))],
  [
    "osqueryd.results.log.gz",
    [...of("osquery").map(osqueryLine), ...scheduled].sort((a, b) => at(a) - at(b)),
  ],
]);
const fileOf: Record<Form, string> = {
  sysmon: "windows-events.json.gz",
  security: "windows-events.json.gz",
  winlogbeat: "winlogbeat.ndjson.gz",
  "hunting-csv": "DeviceProcessEvents.csv.gz",
  "hunting-json": "hunting.json.gz",
  auditd: "audit.log.gz",
  osquery: "osqueryd.results.log.gz",
};

const subjects = hosts.flatMap(({ name, form, label, behaviour = "", class: kind = "", why }): Labelled[] =>
  label === undefined
    ? []
    : [{ type: "host", value: name, files: [fileOf[form]], label, behaviour, class: kind, why }],
);

writeSet(
  "hosts3",
  "written: nothing was recorded. lab/written3/hosts makes two days of starts of programs at an invented company and writes them as raw Windows events (Sysmon 1, 11 and 22, Security 4688), winlogbeat, Defender's advanced hunting (table and answer of the interface), auditd and osquery. Hashes are of names, not of programs. Deterministic: the same run gives the same bytes.",
  "On which hosts somebody gathers what clients are, among hosts where products, administrators and people ask about the\nhost because that is their work, and 25 hosts without label where nobody asks anything.",
  subjects,
  new Map([...files].map(([name, lines]) => [name, `${lines.join("\n")}\n`])),
);

/**
 * Writes samples/hosts from lab/written/hosts: what endpoint sensors logged of each host, and the labels.
 *
 *     npx tsc -p tsconfig.build.json && node dist/lab/written/hosts.js
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "yaml";
import { z } from "zod";
import { defender } from "./hosts-defender.ts";
import { assignAddresses } from "./hosts-domains.ts";
import { eventsOf, type HostEvent } from "./hosts-events.ts";
import { ordinarySteps } from "./hosts-noise.ts";
import { elasticDefend, falcon } from "./hosts-sensors.ts";
import { auditd, osquery } from "./hosts-unix.ts";
import { windowsJson, winlogbeat } from "./hosts-windows.ts";
import { hashed } from "./mail-people.ts";

const source = join("lab", "written", "hosts");
const target = join("samples", "hosts");

const hostEntry = z.strictObject({
  host: z.string(),
  user: z.string(),
  platform: z.enum(["windows", "linux", "mac"]).default("windows"),
  label: z.enum(["collector", "benign", "judgement"]),
  class: z.string(),
  says: z.string(),
  why: z.string().default(""),
  noise: z.number().default(14),
  // YAML takes +18 for a number.
  steps: z.array(z.union([z.string(), z.number().transform((seconds) => `+${seconds}`)])),
});
const hostFile = z.strictObject({ format: z.string(), hosts: z.array(hostEntry) });
type Entry = z.infer<typeof hostEntry> & { readonly format: string };

const made =
  "written: no host here exists. What the sensors would have logged was written for this set from knowledge of such activity and from public descriptions of the formats; lab/written/hosts.ts makes the files from lab/written/hosts. Labels were given before any detection ran on them, by somebody who had read none.";

const entries: readonly Entry[] = readdirSync(source)
  .sort()
  .flatMap((name) => {
    const { format, hosts } = hostFile.parse(parse(readFileSync(join(source, name), "utf8")));
    return hosts.map((entry) => ({ ...entry, format }));
  });

function eventsOfEntry({ host, platform, user, noise, steps }: Entry): readonly HostEvent[] {
  const address = `10.40.${hashed(`net ${host}`) % 12}.${20 + (hashed(host) % 200)}`;
  const ordinary = ordinarySteps(host, platform, user, noise);
  return eventsOf({ name: host, platform, address, user, steps: [...ordinary, `as ${user}`, ...steps] });
}

/** File name and text of its lines, in order of time; hosts in one file are mixed as they would be. */
function filesOf(
  format: string,
  events: readonly HostEvent[],
): readonly (readonly [string, readonly string[]])[] {
  const lines: Readonly<Record<string, readonly [string, (event: HostEvent) => readonly string[]]>> = {
    winlogbeat: ["winlogbeat.ndjson.gz", winlogbeat],
    windows: ["windows-events.ndjson.gz", windowsJson],
    falcon: ["falcon-fdr.ndjson.gz", falcon],
    elastic: ["elastic-defend.ndjson.gz", elasticDefend],
    auditd: ["audit.log", auditd],
    osquery: ["osqueryd.results.log", osquery],
  };
  const [name, write] = lines[format] ?? [];
  return name === undefined || write === undefined ? defenderFiles(events) : [[name, events.flatMap(write)]];
}

function csv(rows: readonly Readonly<Record<string, string | number>>[]): readonly string[] {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: string | number | undefined) =>
    /[",\n]/.test(String(value ?? "")) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? "");
  return [columns.join(","), ...rows.map((row) => columns.map((column) => cell(row[column])).join(","))];
}

function defenderFiles(events: readonly HostEvent[]): readonly (readonly [string, readonly string[]])[] {
  const rows = events.map(defender).filter((one) => one !== undefined);
  const tables = [...new Set(rows.map(({ table }) => table))].sort();
  return tables.map((table) => {
    const own = rows.filter((one) => one.table === table).map(({ row }) => row);
    return table === "DeviceEvents"
      ? [`defender/${table}.ndjson`, own.map((row) => JSON.stringify(row))]
      : [`defender/${table}.csv`, csv(own)];
  });
}

const hostsEvents = new Map(entries.map((entry) => [entry, eventsOfEntry(entry)]));
if (new Set(entries.map(({ host }) => host)).size !== entries.length)
  throw new Error("a host is there twice");
assignAddresses(
  [...hostsEvents.values()].flat().flatMap((event) => (event.kind === "net" ? [event.domain] : [])),
);

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "defender"), { recursive: true });
const filesOfHost = new Map<string, Set<string>>();
for (const format of [...new Set(entries.map((entry) => entry.format))].sort()) {
  const events = entries
    .filter((entry) => entry.format === format)
    .flatMap((entry) => hostsEvents.get(entry) ?? [])
    .sort((one, other) => one.time - other.time || (one.host.name < other.host.name ? -1 : 1));
  for (const [name, lines] of filesOf(format, events)) {
    const text = `${lines.join("\n")}\n`;
    writeFileSync(join(target, name), name.endsWith(".gz") ? gzipSync(text, { level: 9 }) : text);
    for (const { host } of entries) {
      const isThere = lines.some((line) => line.toLowerCase().includes(host.toLowerCase()));
      if (isThere) filesOfHost.set(host, (filesOfHost.get(host) ?? new Set()).add(name));
    }
  }
}

/** The name as the sensor of this format logs it. */
function loggedName({ format, host }: Entry): string {
  if (format === "winlogbeat") return `${host}.corvane.example`;
  if (format === "defender") return `${host.toLowerCase()}.corvane.example`;
  return format === "elastic" ? host.toLowerCase() : host;
}

const subjects = entries.map((entry) => ({
  type: "host",
  value: loggedName(entry),
  files: [...(filesOfHost.get(entry.host) ?? [])].sort(),
  label: entry.label,
  behaviour: entry.says,
  class: entry.class,
  ...(entry.label === "judgement" ? { judgement_why: entry.why } : {}),
}));
writeFileSync(
  join(target, "labels.json"),
  `${JSON.stringify({ schema: "vedette.labels/v2", made, date: "2026-11-29", subjects }, null, 1)}\n`,
);
writeFileSync(join(target, "README.md"), readFileSync(join("lab", "written", "hosts-readme.txt")));

/**
 * Writes labelled NIDS records of one invented company with two sites: Suricata's at one, Zeek's at the
 * other. Nothing is recorded; the same run gives the same bytes.
 *
 *     node dist/lab/written-nids/write.js [--out DIR]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { asEve } from "./eve.ts";
import type { Actor } from "./event.ts";
import { handshakes } from "./handshakes.ts";
import type { Line } from "./line.ts";
import { notices } from "./notices.ts";
import { nidsReadme } from "./readme.ts";
import { scouts } from "./scouts.ts";
import { services } from "./services.ts";
import { asZeek, type ZeekLog, zeekFields } from "./zeek.ts";

const startMs = Date.UTC(2026, 10, 25);
const date = "2026-11-29";

export const made =
  "written: nothing was recorded. lab/written-nids makes events of an invented network (workstations, servers, people, devices) and writes them in the documented forms of Suricata EVE and of Zeek's logs; rule texts are the laboratory's own, with numbers from the private range (but for one of Suricata's own stream events); flow records bear the time of their start; JA4 values are public examples of their programs. Deterministic: the same run gives the same bytes.";

const actors: readonly Actor[] = [...scouts, ...services, ...notices, ...handshakes];

function joined(lines: readonly Line[]): string[] {
  return lines
    .map((line, at) => ({ ...line, at }))
    .sort((a, b) => a.timeMs - b.timeMs || a.at - b.at)
    .map(({ text }) => text);
}

function zeekText(log: ZeekLog, lines: readonly Line[]): string[] {
  const [fields, types] = zeekFields[log];
  const tabs = (text: string) => text.replaceAll(" ", "\t");
  return [
    "#separator \\x09",
    "#set_separator\t,",
    "#empty_field\t(empty)",
    "#unset_field\t-",
    `#path\t${log}`,
    "#open\t2026-11-25-00-00-00",
    `#fields\t${tabs(fields)}`,
    `#types\t${tabs(types)}`,
    ...joined(lines),
    "#close\t2026-11-29-00-00-00",
  ];
}

function allFiles(): ReadonlyMap<string, string[]> {
  const events = (sensor: Actor["sensor"]) =>
    actors
      .filter((actor) => actor.sensor === sensor)
      .flatMap((actor) => actor.events.map((event) => ({ ...event, timeMs: startMs + event.timeMs })));
  const zeek = events("zeek").flatMap(asZeek);
  const logs = (Object.keys(zeekFields) as ZeekLog[]).map((log): [string, string[]] => [
    `zeek-${log}.log.gz`,
    zeekText(
      log,
      zeek.filter(([name]) => name === log).map(([, line]) => line),
    ),
  ]);
  return new Map([["eve.json.gz", joined(events("eve").flatMap(asEve))], ...logs]);
}

function filesOf(address: string, files: ReadonlyMap<string, readonly string[]>): string[] {
  const pattern = new RegExp(`(?:^|[\\t"])${address.replaceAll(".", "\\.")}(?:[\\t"]|$)`);
  return [...files].filter(([, lines]) => lines.some((line) => pattern.test(line))).map(([name]) => name);
}

const { values } = parseArgs({ options: { out: { type: "string", default: "samples/nids" } } });
mkdirSync(values.out, { recursive: true });
const files = allFiles();
for (const [name, lines] of files)
  writeFileSync(join(values.out, name), gzipSync(`${lines.join("\n")}\n`, { level: 9 }));
const subjects = actors.map(({ address, label, class: kind, behaviour, why }) => ({
  type: "ip" as const,
  value: address,
  files: filesOf(address, files),
  label,
  behaviour,
  class: kind,
  ...(why === undefined ? {} : { judgement_why: why }),
}));
const twice = subjects.filter(({ value }, at) => subjects.findIndex((one) => one.value === value) !== at);
if (twice.length > 0) throw new Error(`labelled twice: ${twice.map(({ value }) => value).join(", ")}`);
const absent = subjects.filter((one) => one.files.length === 0);
if (absent.length > 0) throw new Error(`in no file: ${absent.map(({ value }) => value).join(", ")}`);
const labels = { schema: "vedette.labels/v2", made, date, subjects };
writeFileSync(join(values.out, "labels.json"), `${JSON.stringify(labels, null, 2)}\n`);
writeFileSync(join(values.out, "README.md"), nidsReadme(files, labels));

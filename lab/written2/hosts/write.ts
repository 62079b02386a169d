/**
 * Writes samples/hosts2 from the data beside it.
 *
 *     npx tsc -p tsconfig.build.json && node dist/lab/written2/hosts/write.js
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "yaml";
import { counted, type Label, meaning, writeLabels } from "../set.ts";
import { tables } from "./defender.ts";
import { firm, type Host, type Step, stepsFor } from "./story.ts";
import { audit, osquery } from "./unix.ts";
import { flat, winlogbeat } from "./windows.ts";

const source = join("lab", "written2", "hosts");
const folder = join("samples", "hosts2");
const data = (name: string) => parse(readFileSync(join(source, `${name}.yaml`), "utf8")) as Host[];

/** Hosts where nothing happens but ordinary work; they have no label. */
function idle(pattern: string, count: number, from: number, rest: Partial<Host> = {}): Host[] {
  return Array.from({ length: count }, (_, at) => ({
    host: `${pattern}${from + at}`,
    user: `u${from + at}`,
    stories: [],
    ...rest,
  }));
}

const beats = [...data("beats"), ...idle("SVK-D-0", 8, 180)];
const raw = [...data("raw"), ...idle("SVK-N-0", 6, 350)];
const defended = [...data("defender"), ...idle("svk-d-0", 6, 470)];
const unix = data("unix");
const audited = [
  ...unix.filter(({ format }) => format === "audit"),
  ...idle("lx-ws-", 3, 30, { format: "audit" }),
];
const queried = [
  ...unix.filter(({ format }) => format === "osquery"),
  ...idle("lx-ws-", 3, 40, { format: "osquery" }),
];

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, "hunting"), { recursive: true });
const zipped = (name: string, text: string) =>
  writeFileSync(join(folder, name), gzipSync(text, { level: 9 }));
zipped("winlogbeat.ndjson.gz", winlogbeat(stepsFor(beats)));
zipped("collector.jsonl.gz", flat(stepsFor(raw)));
zipped("audit.log.gz", audit(stepsFor(audited)));
zipped("osqueryd.results.log.gz", osquery(stepsFor(queried)));
const hunted = tables(stepsFor(defended));
for (const [name, text] of Object.entries(hunted)) zipped(`hunting/${name}.csv.gz`, text);

function filesOf(host: Host, steps: readonly Step[]): string[] {
  if (beats.includes(host)) return ["winlogbeat.ndjson.gz"];
  if (raw.includes(host)) return ["collector.jsonl.gz"];
  if (host.format === "audit") return ["audit.log.gz"];
  if (host.format === "osquery") return ["osqueryd.results.log.gz"];
  if (steps.length === 0) throw new Error(host.host);
  return Object.keys(hunted)
    .filter((name) => hunted[name]?.includes(host.host))
    .map((name) => `hunting/${name}.csv.gz`);
}

const labels = [...beats, ...raw, ...defended, ...unix].flatMap((host): Label[] => {
  const { label, says, why } = host;
  if (label === undefined || says === undefined) return [];
  return [
    {
      type: "host",
      value: host.format === undefined ? `${host.host}.${firm}` : host.host,
      files: filesOf(host, stepsFor([host])),
      label,
      behaviour: says,
      class: "host-discovery",
      ...(why === undefined ? {} : { judgement_why: why }),
    },
  ];
});

writeLabels(
  folder,
  "written: no host here exists. What the sensors would have logged was written for this set; lab/written2/hosts makes the files from the data there. Labels were given with the data, before any detection ran on it, by somebody who had read no rule and no result.",
  labels,
);
writeFileSync(
  join(folder, "README.md"),
  `# Hosts, second set

What sensors on computers of an invented firm, \`${firm}\`, logged from 16 to 20 November 2026. \`labels.json\` says of
each host, under the name as it is logged, whether a process on it collects client configuration.

| file | what |
| --- | --- |
| \`winlogbeat.ndjson.gz\` | Sysmon, Security and PowerShell events by Winlogbeat; three hosts have no Sysmon (4688, 5156) |
| \`collector.jsonl.gz\` | the same kinds of events as flat JSON of a central collector |
| \`hunting/\` | tables of Defender's advanced hunting (CSV) |
| \`audit.log.gz\` | Linux audit log with node names |
| \`osqueryd.results.log.gz\` | osquery: \`process_events\`, \`process_file_events\`, \`socket_events\` |

${counted(labels)} Each host has ordinary work of the week too; 26 more have nothing else and no label.

**Written, not recorded.** \`lab/written2/hosts\` makes all files. Reading of files and keys is event 4663, as with auditing on.
Labels were given with the data, before any detection ran on it, by somebody who had read no rule and no result.

${meaning}

Public services stand under their own names, at documentation addresses; other outside names end in \`.example\`. People are
invented.
`,
);

/** Writes the fourth set of records of hosts: `node dist/lab/written4/hosts/write.js`. */
import { Chance } from "../../random.ts";
import { type Labelled, writeSet } from "../../written3/labels.ts";
import { linuxAndOthers } from "./benign-linux.ts";
import { people } from "./benign-people.ts";
import { products } from "./benign-products.ts";
import { moreProducts } from "./benign-products-2.ts";
import { notebookCollectors } from "./collectors-notebooks.ts";
import { unixCollectors } from "./collectors-unix.ts";
import { windowsCollectors } from "./collectors-windows.ts";
import { eventsOf } from "./event.ts";
import { auditLines, elasticLine, falconLine, sysmonLine } from "./forms.ts";
import type { Form, Host } from "./host.ts";
import { openHosts } from "./open.ts";
import { habits, others } from "./ordinary.ts";

const chance = new Chance(41_403);
const hosts: readonly Host[] = [
  ...windowsCollectors,
  ...notebookCollectors,
  ...unixCollectors,
  ...products,
  ...moreProducts,
  ...people,
  ...linuxAndOthers,
  ...openHosts,
  ...others,
];
const events = hosts
  .flatMap((host) => eventsOf(host, habits(host, chance), chance))
  .sort((a, b) => a.timeMs - b.timeMs);
const of = (form: Form) => events.filter((one) => one.form === form);

const fileOf: Record<Form, string> = {
  sysmon: "windows-events.ndjson.gz",
  elastic: "elastic-defend.ndjson.gz",
  falcon: "falcon-fdr.ndjson.gz",
  auditd: "audit.log.gz",
};
const files = new Map([
  [fileOf.sysmon, of("sysmon").map(sysmonLine)],
  [fileOf.elastic, of("elastic").map(elasticLine)],
  [fileOf.falcon, of("falcon").map(falconLine)],
  [fileOf.auditd, of("auditd").flatMap((one, turn) => auditLines(one, 20_400 + turn * 3))],
]);

const subjects = hosts.flatMap(({ name, form, label, behaviour, class: kind, why }): Labelled[] =>
  label === undefined
    ? []
    : [{ type: "host", value: name, files: [fileOf[form]], label, behaviour, class: kind, why }],
);

writeSet(
  "hosts4",
  "written: nothing was recorded. lab/written4/hosts makes two days of starts of programs at an invented company (talvera.example) and writes them as flat Windows events (Sysmon 1, 11 and 22, PowerShell 4104), Elastic Defend (ECS), CrowdStrike's Falcon Data Replicator and auditd. Hashes are of names, not of programs. Deterministic: the same run gives the same bytes.",
  "On which hosts somebody gathers what clients are, among hosts where products, administrators and people ask about the\nhost because that is their work, and 75 hosts without label where nobody asks anything.",
  subjects,
  new Map([...files].map(([name, lines]) => [name, `${lines.join("\n")}\n`])),
  "2026-11-30",
);

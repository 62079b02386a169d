/**
 * Writes samples/proxy2: three places of an invented firm over three days.
 *
 *     npx tsc -p tsconfig.build.json && node dist/lab/written2/proxy/write.js
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Label, type Wanted, writeLabels } from "../set.ts";
import type { Ask } from "./ask.ts";
import { beacons, own } from "./beacons.ts";
import { eve, squid, zeek } from "./formats.ts";
import { beaconVisits, browsing, programTraffic, runCalls } from "./journeys.ts";
import { lookingUp } from "./lookup-runs.ts";
import type { Place } from "./people.ts";
import { doubtful, quietPeople } from "./quiet-people.ts";
import { quiet } from "./quiet-runs.ts";
import { readMe } from "./readme.ts";
import { reporting } from "./runs.ts";
import { counters } from "./services.ts";
import { embedded, programs } from "./things.ts";

const target = join("samples", "proxy2");
const logs: readonly { place: Place; file: string; form: (asks: readonly Ask[]) => string }[] = [
  { place: "works", file: "works-squid.log.gz", form: squid },
  { place: "plant", file: "plant-eve.json.gz", form: eve },
  { place: "shop", file: "shop-http.log.gz", form: zeek },
];

const runs = [...reporting, ...lookingUp, ...quiet, ...quietPeople, ...doubtful];
const asks = [
  ...browsing(),
  ...programTraffic(),
  ...[...beacons, ...own].flatMap((beacon, at) => beaconVisits(beacon, at, counters)),
  ...runs.flatMap(runCalls),
].sort((one, other) => one.at - other.at || (one.client < other.client ? -1 : 1));

function filesWith(holds: (one: Ask) => boolean): string[] {
  // Zeek's http.log has neither questions nor connections that were not opened.
  const isWritten = (one: Ask) => one.place !== "shop" || (one.seen !== "tls" && one.seen !== "dns");
  return logs
    .filter(({ place }) => asks.some((one) => one.place === place && isWritten(one) && holds(one)))
    .map(({ file }) => file);
}

const labels: Label[] = [];
function add(
  type: "domain" | "ip",
  value: string,
  label: Wanted,
  behaviour: string,
  kind: string,
  why?: string,
): void {
  const files = filesWith(({ host, client }) =>
    type === "ip" ? client === value : host === value || host.endsWith(`.${value}`),
  );
  if (files.length === 0) throw new Error(`${value} is in no log`);
  labels.push({
    type,
    value,
    files,
    label,
    behaviour,
    class: kind,
    ...(why === undefined ? {} : { judgement_why: why }),
  });
}

for (const { host, says, why } of beacons)
  add("domain", host, why === undefined ? "collector" : "judgement", says, "beacon", why);
for (const { host, says } of [...own, ...counters, ...embedded, ...programs])
  add("domain", host, "benign", says, "beacon");
for (const { client, calls, subject, label, says, why } of runs) {
  if (subject === "client") add("ip", client, label, says, "self-lookup", why);
  else
    for (const host of subject === "hosts" ? new Set(calls.map(([name]) => name)) : subject)
      add("domain", host, label, says, "beacon", why);
}

mkdirSync(target, { recursive: true });
const lines = logs.map(({ place, file, form }) => {
  const text = form(asks.filter((one) => one.place === place));
  writeFileSync(join(target, file), gzipSync(text, { level: 9 }));
  return text.split("\n").length - 1;
});
writeLabels(
  target,
  "written: nothing was recorded. lab/written2/proxy makes three days of browsing, programs and other computers of an invented firm and writes them in the documented forms of Squid, Suricata and Zeek. Calls of real services are written after what is publicly known of them. Labels were given with the data, before any detection ran on it, by somebody who had read no rule and no result.",
  labels,
);
writeFileSync(join(target, "README.md"), readMe(labels, lines));

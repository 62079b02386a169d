/** Writes the third set of proxy and sensor logs: `node dist/lab/written3/proxy/write.js`. */
import { Chance } from "../../random.ts";
import { type Labelled, writeSet } from "../labels.ts";
import { agentOf, dayOf } from "./browsing.ts";
import { pageRequests, pageSubjects } from "./collectors-a.ts";
import { programRequests, programSubjects } from "./collectors-b.ts";
import { sensorRequests, sensorSubjects } from "./collectors-c.ts";
import { Sensor, squidLine } from "./forms.ts";
import { peopleRequests } from "./odd.ts";
import { peopleSubjects } from "./people.ts";
import { serviceSubjects } from "./services.ts";
import type { Request } from "./web.ts";

const chance = new Chance(31_202);
const written = [...pageRequests, ...programRequests, ...sensorRequests, ...peopleRequests];

function siteOf(site: "a" | "b", net: string, people: number): Request[] {
  const made = written
    .filter((one) => one.client.startsWith(`10.${site === "a" ? 70 : 80}.`))
    .map((one) => ({ ...one, timeMs: one.timeMs + chance.between(3, 90) }));
  for (let turn = 1; turn <= people; turn += 1) {
    const client = `${net}.${turn}`;
    const agent = agentOf(client, written, chance);
    for (const day of [0, 1]) made.push(...dayOf(site, client, agent, day, chance));
  }
  return made
    .map((one, at) => ({ one, at }))
    .sort((a, b) => a.one.timeMs - b.one.timeMs || a.at - b.at)
    .map(({ one }) => one);
}

const sensor = new Sensor(chance);
const lines = new Map([
  ["squid-access.log.gz", siteOf("a", "10.70.1", 50).map(squidLine)],
  ["eve.json.gz", siteOf("b", "10.80.1", 26).flatMap((one) => sensor.lines(one))],
]);

const subjects = [
  ...pageSubjects,
  ...programSubjects,
  ...sensorSubjects,
  ...serviceSubjects,
  ...peopleSubjects,
].map(({ site, ...rest }): Labelled => {
  const pattern = new RegExp(`(?:^|[^0-9a-z-])${rest.value.replaceAll(".", "\\.")}(?:[^0-9a-z.]|$)`);
  const files = [...lines].filter(([, all]) => all.some((line) => pattern.test(line))).map(([name]) => name);
  if (!files.includes(site === "a" ? "squid-access.log.gz" : "eve.json.gz"))
    throw new Error(`in no file: ${rest.value}`);
  return { ...rest, files };
});

writeSet(
  "proxy3",
  "written: nothing was recorded. lab/written3/proxy makes two days of two sites of an invented company and writes them as Squid (combined format, TLS opened) and as Suricata EVE (`http`, `tls`, `dns`). Deterministic: the same run gives the same bytes.",
  "Who gathers what clients run, as a proxy (site 10.70.x) and a sensor (site 10.80.x) see it, among the browsing of 76\npeople. A label names the host that gathers (`domain`), or the client where a program asks about itself (`ip`); clients\nthat talk to a host labelled `collector` have no label of their own.",
  subjects,
  new Map([...lines].map(([name, all]) => [name, `${all.join("\n")}\n`])),
);

/** Writes the fourth set of proxy logs: `node dist/lab/written4/proxy/write.js`. */
import { Chance } from "../../random.ts";
import { type Labelled, writeSet } from "../../written3/labels.ts";
import { agentOf, dayOf } from "./browsing.ts";
import { pageCollectors } from "./collectors-pages.ts";
import { programCollectors } from "./collectors-programs.ts";
import { elffHead, elffLine, nssLine } from "./forms.ts";
import { analysers, openSubjects, selves } from "./selves.ts";
import { pageServices, programServices } from "./services.ts";
import { benign, type Request, type Site, type Subject } from "./web.ts";

const chance = new Chance(41_402);
const services = [
  ...pageServices.map((one) => benign(one.site, one.host, "proxy-page", one.behaviour)),
  ...programServices.map((one) => benign(one.site, one.host, "proxy-service", one.behaviour)),
];
const subjects: readonly Subject[] = [
  ...pageCollectors,
  ...programCollectors,
  ...services,
  ...selves,
  analysers,
  ...openSubjects,
];

function siteOf(site: Site, net: string, people: number): Request[] {
  const made = subjects.filter((one) => one.site === site).flatMap((one) => [...one.requests]);
  const told = [...made];
  for (let turn = 1; turn <= people; turn += 1) {
    const client = `${net}.${turn + 7}`;
    const agent = agentOf(client, turn, told);
    for (const day of [0, 1]) made.push(...dayOf(site, client, agent, day, chance));
  }
  return made
    .map((one, at) => ({ one, at }))
    .sort((a, b) => a.one.timeMs - b.one.timeMs || a.at - b.at)
    .map(({ one }) => one);
}

const requests: Record<Site, Request[]> = {
  lab: siteOf("lab", "172.20.4", 70),
  cloud: siteOf("cloud", "10.60.8", 42),
};
const fileOf: Record<Site, string> = { lab: "proxysg-main.log.gz", cloud: "zscaler-web.ndjson.gz" };
const lines = new Map([
  [fileOf.lab, [...elffHead, ...requests.lab.map(elffLine)]],
  [fileOf.cloud, requests.cloud.map(nssLine)],
]);

const labelled = subjects.map(({ site, requests: own, ...rest }): Labelled => {
  const there = requests[site].some(
    (one) => one.client === rest.value || new URL(one.url.replace(/^tcp:/, "http:")).hostname === rest.value,
  );
  if (!there) throw new Error(`in no file: ${rest.value}`);
  return { ...rest, files: [fileOf[site]] };
});

writeSet(
  "proxy4",
  "written: nothing was recorded. lab/written4/proxy makes two days of an invented company (talvera.example) and writes them as the main format of ProxySG (a laboratory in Montréal, TLS opened) and as the web feed of Zscaler (people at home and on the road). Deterministic: the same run gives the same bytes.",
  "Who gathers what clients run, as a proxy in the house (172.20.x) and one in the cloud (10.60.8.x) see it, among the\nbrowsing of 112 people. A label names the host that gathers (`domain`), or the client where a program asks about itself or\nuses a service of everybody (`ip`); clients that talk to a host labelled `collector` have no label of their own.",
  labelled,
  new Map([...lines].map(([name, all]) => [name, `${all.join("\n")}\n`])),
  "2026-11-30",
);

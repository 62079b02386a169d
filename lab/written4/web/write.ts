/** Writes the fourth set of web logs: `node dist/lab/written4/web/write.js`. */
import { Chance } from "../../random.ts";
import { type Labelled, writeSet } from "../../written3/labels.ts";
import type { Actor, Site } from "./actor.ts";
import { clients } from "./benign-clients.ts";
import { managed } from "./benign-managed.ts";
import { robots } from "./benign-robots.ts";
import { moreRobots } from "./benign-robots-2.ts";
import { mailCollectors } from "./collectors-mail.ts";
import { portalCollectors } from "./collectors-portal.ts";
import { publicCollectors } from "./collectors-www.ts";
import { openActors } from "./open.ts";
import { combinedLine, iisHead, iisLine, jsonLine } from "./servers.ts";
import { crowd } from "./visitors.ts";

const chance = new Chance(41_401);
const actors: readonly Actor[] = [
  ...publicCollectors,
  ...portalCollectors,
  ...mailCollectors,
  ...robots,
  ...moreRobots,
  ...clients,
  ...managed,
  ...openActors,
  ...crowd(chance),
];

/** Whoever comes from the net has an address out of all ranges for documentation, but for the company's own few. */
const free = ["192.0.2", "198.51.100", "203.0.113"]
  .flatMap((net) => Array.from({ length: 253 }, (_, last) => `${net}.${last + 1}`))
  .filter((one) => !/^203\.0\.113\.(?:\d|1[0-5])$/.test(one))
  .map((address) => ({ address, key: chance.next() }))
  .sort((a, b) => a.key - b.key)
  .map(({ address }) => address);

function addressOf(actor: Actor): string {
  if (actor.address === "v6")
    return `2001:db8:${chance.between(0x100, 0xffff).toString(16)}:${chance.between(1, 0xffff).toString(16)}::${chance.between(0x10, 0xffff).toString(16)}`;
  const address = actor.address ?? free.pop();
  if (address === undefined) throw new Error("no address left");
  return address;
}

const placed = actors.map((actor) => ({ ...actor, at: addressOf(actor) }));
const fileOf: Record<Site, string> = {
  www: "www-access.log.gz",
  portal: "portal-access.json.gz",
  mail: "u_ex2611_x.log.gz",
};

function hitsOf(site: Site) {
  return placed
    .filter((actor) => actor.site === site)
    .flatMap((actor) => actor.hits.map((hit) => ({ address: actor.at, hit })))
    .sort((a, b) => a.hit.timeMs - b.hit.timeMs);
}

const files = new Map([
  [fileOf.www, hitsOf("www").map(({ address, hit }) => combinedLine(address, hit))],
  [fileOf.portal, hitsOf("portal").map(({ address, hit }, turn) => jsonLine(address, hit, turn))],
  [
    fileOf.mail,
    [
      ...iisHead("2026-11-25"),
      ...hitsOf("mail").map(({ address, hit }, turn) => iisLine(address, hit, turn)),
    ],
  ],
  ["run.json", ['{"internal": ["203.0.113.0/28", "10.44.0.0/16"]}']],
]);

const subjects = placed.flatMap(({ at, site, label, behaviour, class: kind, why }): Labelled[] =>
  label === undefined
    ? []
    : [{ type: "ip", value: at, files: [fileOf[site]], label, behaviour, class: kind, why }],
);

writeSet(
  "web4",
  "written: nothing was recorded. lab/written4/web makes two days of three servers of an invented company (talvera.example, laboratories for vets in Austria, Canada, Chile and Poland) and writes them as Apache's combined format, as nginx's JSON and as the extended log of IIS. Agents are public ones; addresses are those for documentation, so that no robot can be verified. Deterministic: the same run gives the same bytes.",
  "Who gathers configuration from a public site, a portal with its interface and a machine for mail and management, among\nrobots, monitors, programs and five hundred ordinary clients without label. The company's own networks are in run.json.",
  subjects,
  new Map([...files].map(([name, lines]) => [name, `${lines.join("\n")}\n`])),
  "2026-11-30",
);

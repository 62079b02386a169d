/** Writes the fourth set of sensors' records: `node dist/lab/written4/nids/write.js`. */
import { Chance } from "../../random.ts";
import { type Labelled, writeSet } from "../../written3/labels.ts";
import { hourMs, startMs } from "../times.ts";
import { hostCollectors } from "./collectors-hosts.ts";
import { outsideCollectors } from "./collectors-outside.ts";
import { zeekCollectors } from "./collectors-zeek.ts";
import { desks, type Event, flow, hello, hellos, outside, question, type Sensor, servers } from "./event.ts";
import { eveLines, type ZeekLog, zeekLines } from "./forms.ts";
import { openSubjects } from "./open.ts";
import { internal } from "./plain-hosts.ts";
import { internalZeek } from "./plain-hosts-zeek.ts";
import { outward } from "./plain-outside.ts";
import { visitsAndAlerts } from "./plain-visits.ts";

const chance = new Chance(41_406);
const told = [
  ...hostCollectors,
  ...outsideCollectors,
  ...zeekCollectors,
  ...internal,
  ...internalZeek,
  ...outward,
  ...visitsAndAlerts,
  ...openSubjects,
];
const sites = [
  "www.google.com",
  "outlook.office365.com",
  "talvera.sharepoint.com",
  "teams.microsoft.com",
  "www.gazeta.pl",
  "www.emol.com",
  "lims-cloud.example",
  "www.allegro.pl",
  "es.wikipedia.org",
  "www.youtube.com",
  "github.com",
  "www.mercadolibre.cl",
];

/** A desk's day: names, pages over TLS, the file server, the controller, the printer. */
function dayOf(sensor: Sensor, client: string, turn: number, day: number): Event[] {
  const begin = startMs + (day * 24 + (sensor === "eve" ? 6 : 11)) * hourMs;
  const some = () => begin + chance.between(0, 9 * 3600) * 1000;
  const ja4 = [hellos.chromium, hellos.chromium, hellos.chromium, hellos.firefox, hellos.safari][turn % 5];
  const made: Event[] = [];
  for (let visit = chance.between(8, 16); visit > 0; visit -= 1) {
    const [timeMs, name] = [some(), chance.pick(sites)];
    made.push(question(timeMs - 40, client, servers[sensor].names, name, "A", outside(name)));
    made.push(hello(timeMs, client, outside(name), name, ja4));
  }
  for (let more = chance.between(2, 5); more > 0; more -= 1)
    made.push(
      flow(some(), client, servers[sensor].files, 445, {
        protocol: "smb",
        up: chance.between(2000, 90_000),
        down: chance.between(4000, 2_000_000),
        seconds: chance.between(1, 900),
      }),
    );
  made.push(flow(some(), client, servers[sensor].names, 88, { protocol: "krb5" }));
  made.push(flow(some(), client, sensor === "eve" ? "10.71.20.5" : "10.72.20.5", 9100, { up: 400_000 }));
  return made;
}

function eventsOf(sensor: Sensor): Event[] {
  const own = told.filter((one) => one.sensor === sensor).flatMap((one) => [...one.events]);
  const day = desks[sensor].flatMap((client, turn) =>
    [0, 1].flatMap((on) => dayOf(sensor, client, turn, on)),
  );
  return [...own, ...day]
    .map((one, at) => ({ one, at }))
    .sort((a, b) => a.one.timeMs - b.one.timeMs || a.at - b.at)
    .map(({ one }) => one);
}

const zeek = eventsOf("zeek").flatMap(zeekLines);
const logs: readonly ZeekLog[] = ["conn", "http", "ssl", "dns", "notice"];
const lines = new Map([
  ["eve.json.gz", eventsOf("eve").flatMap(eveLines)],
  ...logs.map((log): [string, string[]] => [
    `zeek-${log}.json.gz`,
    zeek.filter(([name]) => name === log).map(([, line]) => line),
  ]),
]);

const subjects = told.map(({ events: _, sensor: __, ...rest }): Labelled => {
  const files = [...lines].filter(([, all]) =>
    all.some((line) => line.includes(`"${rest.value}"`) || line.includes(`.${rest.value}"`)),
  );
  if (files.length === 0) throw new Error(`in no file: ${rest.value}`);
  return { ...rest, files: files.map(([name]) => name) };
});

writeSet(
  "nids4",
  "written: nothing was recorded. lab/written4/nids makes two days of two sites of an invented company (talvera.example) and writes them in the documented forms of Suricata's EVE (flow, http, tls, dns, alert) and of Zeek's conn, http, ssl, dns and notice logs as JSON; texts and numbers of alerts are those of public rules or, from 1000000 on, the company's own, JA4 values are public examples. Deterministic: the same run gives the same bytes.",
  "Who asks clients about themselves, looks for configuration from outside or tells it to somebody outside, as Suricata\n(10.71.x) and Zeek (10.72.x) see it, among 150 desks. A label names the address that asks (`ip`), or the name to which\nclients tell (`domain`); clients that talk to a name labelled `collector` have no label of their own.",
  subjects,
  new Map([...lines].map(([name, all]) => [name, `${all.join("\n")}\n`])),
  "2026-11-30",
);

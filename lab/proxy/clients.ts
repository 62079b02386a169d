/** The clients of the proxy laboratory, when they do what, and which of them the labels judge by address. */
import { Chance } from "../random.ts";
import { dayMs, offsetOf } from "../times.ts";
import type { Lookup } from "./lookup.ts";
import { lookups } from "./lookups.ts";
import { type Persona, personas } from "./personas.ts";
import { type Call, scriptCollectors, scriptUndecided } from "./scripts.ts";
import type { ProxySession } from "./session.ts";
import type { ProxyLabel, Site } from "./shape.ts";
import { baitSites, doubtfulSites, ordinarySites } from "./sites.ts";
import { updaters } from "./updates.ts";

export interface ProxyVisit {
  /** Milliseconds from the start of the window. */
  offsetMs: number;
  everyMs?: number;
  run: (session: ProxySession) => Promise<unknown>;
}

export interface ProxyClient {
  address: string;
  persona?: Persona;
  visits: readonly ProxyVisit[];
  subject?: { label: ProxyLabel; class: string; behaviour: string; why?: string };
}

const minuteMs = 60_000;
const windowMs = 4 * dayMs;
const chance = new Chance(41);
const persona = (at: number): Persona => personas[at % personas.length] ?? (personas[0] as Persona);

/** Some minute of an office day, in the first or the second half of the window. */
function officeTime(day: number): number {
  return offsetOf(`${day} 08:00`) + chance.between(0, 9 * 60) * minuteMs + chance.between(0, 59) * 1000;
}

function opens(sites: readonly Site[], offsetMs: number, scheme: string, everyMs?: number): ProxyVisit {
  const urls = sites.map(
    ({ host }) => `${scheme}://${host}/${chance.pick(["", "start", "list?page=2", "about"])}`,
  );
  return { offsetMs, run: (session) => session.browse(urls), ...(everyMs ? { everyMs } : {}) };
}

function twoOf(sites: readonly Site[]): Site[] {
  const first = chance.pick(sites);
  return [first, chance.pick(sites.filter((site) => site !== first))];
}

function reader(address: string, at: number, scheme: string): ProxyClient {
  return {
    address,
    persona: persona(at),
    visits: [1, 2, 3, 4].flatMap((day) =>
      (day + at) % 4 === 0 ? [] : [opens(twoOf(ordinarySites), officeTime(day), scheme)],
    ),
    subject: {
      label: "benign",
      class: "browsing",
      behaviour: `reads ordinary pages with their analytics, over ${scheme}`,
    },
  };
}

const readers: readonly ProxyClient[] = [
  ...Array.from({ length: 24 }, (_, at) => reader(`10.20.1.${11 + at}`, at, "https")),
  ...Array.from({ length: 7 }, (_, at) => reader(`10.30.1.${11 + at}`, at, at % 3 === 0 ? "https" : "http")),
  ...Array.from({ length: 7 }, (_, at) =>
    reader(`10.40.1.${11 + at}`, at + 2, at % 3 === 0 ? "https" : "http"),
  ),
];

/** Every bait is opened at the head office; every third also at the branch, another third at the plant. */
function visitors(site: Site, at: number): ProxyClient[] {
  const others = [[`10.30.2.${11 + at}`], [`10.40.2.${11 + at}`], [`10.20.12.${11 + at}`]][at % 3] ?? [];
  const pace = site.host.startsWith("webinar.") ? 10 * minuteMs : undefined;
  return [`10.20.2.${11 + at}`, ...others].map((address, number) => {
    const scheme = address.startsWith("10.20.") && at % 4 !== 3 ? "https" : "http";
    return {
      address,
      persona: persona(at + number * 2),
      visits: [
        opens([chance.pick(ordinarySites)], officeTime(1 + (at % 3)), scheme),
        opens([site], officeTime(2 + ((at + number) % 3)), scheme, pace),
      ],
    };
  });
}

function doubtful(site: Site, at: number): ProxyClient[] {
  return [1, 2].map((number) => ({
    address: `10.20.5.${10 * (at + 1) + number}`,
    persona: persona(at + number),
    visits: [opens([site, ordinarySites[at] as Site], officeTime(number), "https")],
  }));
}

/** One visit for each request, so that each can have its own time. */
function calls(call: Call, address: string, startMs: number): ProxyClient {
  const { program, agent, method, body, urls, everyMin } = call;
  const request = { program, agent, method, body };
  const visits =
    everyMin === undefined
      ? [{ offsetMs: startMs, run: (session: ProxySession) => session.send({ ...request, urls }) }]
      : urls.map((url, at) => ({
          offsetMs: startMs + Math.round((at + chance.next() * 0.1) * everyMin * minuteMs),
          run: (session: ProxySession) => session.send({ ...request, urls: [url] }),
        }));
  return { address, visits: visits.filter(({ offsetMs }) => offsetMs < windowMs) };
}

/** Updaters run on many computers; each call is made by two to five of them, on different days. */
function updating(call: Call, at: number): ProxyClient[] {
  const repeats = call.everyMin === undefined ? 1 : 4;
  const urls = Array.from({ length: repeats }, () => call.urls).flat();
  return Array.from({ length: 2 + (at % 4) }, (_, number) => {
    const site = ["20", "20", "30", "40", "20"][number] ?? "20";
    return calls({ ...call, urls }, `10.${site}.4.${10 + at * 5 + number}`, officeTime(1 + (number % 3)));
  });
}

function looking(lookup: Lookup, at: number): ProxyClient {
  const { address, label, behaviour, why, program, agent, urls, referrer, times = 1, everyMin = 30 } = lookup;
  const startMs = Math.min(
    officeTime(1 + (at % 3)),
    Math.max(0, windowMs - times * everyMin * 1.1 * minuteMs),
  );
  const once = (session: ProxySession): Promise<unknown> =>
    program === "browser" ? session.browse(urls) : session.send({ program, agent, urls, referrer });
  const visits = Array.from({ length: times }, (_, round) => ({
    offsetMs: startMs + Math.round((round + chance.next() * 0.1) * everyMin * minuteMs),
    run: once,
  }));
  const own = program === "browser" && label === "benign" ? { persona: persona(at) } : {};
  return {
    address,
    visits,
    ...own,
    subject: { label, class: "self-lookup", behaviour, ...(why ? { why } : {}) },
  };
}

export function allProxyClients(): readonly ProxyClient[] {
  return [
    ...readers,
    ...baitSites.flatMap(visitors),
    ...doubtfulSites.flatMap(doubtful),
    ...[...scriptCollectors, ...scriptUndecided].flatMap((call, at) => {
      const offsetMs = officeTime(1 + (at % 2)) - 6 * 60 * minuteMs;
      const plain = call.urls[0]?.startsWith("http://") === true;
      const sites = plain ? ["20", at % 2 === 0 ? "40" : "30"] : ["20"];
      return sites.map((site) => calls(call, `10.${site}.3.${11 + at}`, offsetMs + Number(site) * 1000));
    }),
    ...updaters.flatMap(updating),
    ...lookups.map(looking),
  ];
}

/** Three days of requests: visits of people to pages, their programs, and the runs of other computers. */
import { Chance } from "../../random.ts";
import { type Ask, ask, day, hexadecimal, hour, letters, start } from "./ask.ts";
import type { Beacon } from "./beacons.ts";
import { type Person, type Place, people, personAt } from "./people.ts";
import type { Run } from "./runs.ts";
import type { Service } from "./services.ts";
import { popular, rare, type Site } from "./sites.ts";
import { type Program, programs } from "./things.ts";

const visitsADay: Readonly<Record<Place, readonly [number, number]>> = {
  works: [2, 3],
  plant: [2, 3],
  shop: [2, 3],
};

/** One page opened: the page, what it loads of its own, what it calls, and what collects. */
function visit(
  person: Person,
  site: Site,
  path: string,
  at: number,
  chance: Chance,
  extra: readonly Ask[] = [],
): Ask[] {
  const scheme = site.seen === "http" ? "http" : "https";
  if (site.seen === "tls")
    return [{ ...ask("GET html 21000 /", site.host, at, person, "", chance), seen: "tls" }];
  const first = { ...ask(`GET html 26000 ${path}`, site.host, at, person, "", chance), seen: site.seen };
  const page = `${scheme}://${site.host}${first.path}`;
  const origin = `${scheme}://${site.host}/`;
  let time = at;
  const later = () => (time += chance.between(30, 400));
  const own = site.assets
    .filter(() => chance.next() < 0.7)
    .map((line) => ask(line, site.host, later(), person, page, chance));
  const called = site.services
    .filter(() => chance.next() < 0.7)
    .map(({ host, lines }) => ({
      ...ask(chance.pick(lines), host, later(), person, page, chance),
      referrer: origin,
    }));
  return [first, ...own, ...called, ...extra];
}

function workingTime(date: number, chance: Chance): number {
  return start + date * day + 6.5 * hour + Math.floor(chance.next() * 10.5 * hour);
}

export function browsing(): Ask[] {
  const chance = new Chance(61);
  return people.flatMap((person) => {
    const favourites = Array.from({ length: 5 }, () => chance.pick(popular));
    const rarities = Array.from({ length: 4 }, () => chance.pick(rare));
    const [low, high] = visitsADay[person.place];
    return [0, 1, 2].flatMap((date) =>
      Array.from({ length: chance.between(low, high) }, () => {
        const site = chance.next() < 0.7 ? chance.pick(favourites) : chance.pick(rarities);
        return visit(person, site, chance.pick(site.paths), workingTime(date, chance), chance);
      }).flat(),
    );
  });
}

/** Visits to the page that holds a beacon. The page loads its own pictures and a counter, as others do. */
export function beaconVisits(beacon: Beacon, at: number, counters: readonly Service[]): Ask[] {
  const chance = new Chance(700 + at);
  const { protocol, host, pathname } = new URL(beacon.page);
  const known = popular.find((site) => site.host === host);
  const site: Site = known ?? {
    host,
    paths: [pathname],
    assets: ["GET css 14020 /s/main.css", "GET jpg 51020 /i/{n4}.jpg?w=1200", "GET js 20110 /s/site.js"],
    services: [chance.pick(counters)],
    seen: protocol === "http:" ? "http" : "opened",
  };
  return Array.from({ length: beacon.visitors }, (_, number) => {
    const person = personAt(beacon.place, at * 5 + number * 3);
    const opened = workingTime(number % 3, chance);
    const sent = beacon.lines(person, chance).map((line, order) => ({
      ...ask(line, beacon.host, opened + 900 + order * chance.between(8, 60), person, beacon.page, chance),
      referrer: `${protocol}//${host}/`,
    }));
    return visit(person, site, pathname, opened, chance, sent);
  }).flat();
}

function programCalls(program: Program, person: Person, chance: Chance): Ask[] {
  const calls: Ask[] = [];
  const first = start + 6.2 * hour + chance.next() * program.every * hour;
  const pause = 2.2 * program.every * hour;
  for (let at = first; at < start + 3 * day; at += pause * (0.95 + chance.next() * 0.1)) {
    const sinceMidnight = (at - start) % day;
    if (sinceMidnight < 6 * hour || sinceMidnight > 17.5 * hour) continue;
    const line = chance.pick(program.lines);
    const one = ask(line, program.host, Math.floor(at), person, "", chance);
    const seen = program.tls === true ? "tls" : program.plain === true ? "http" : "opened";
    calls.push({ ...one, agent: program.agent, seen });
  }
  return calls;
}

/** Programs of Apple and Android run there, all others on Windows. */
function runsOn({ host }: Program, { platform }: Person): boolean {
  if (host.endsWith("apple.com")) return platform === "MacIntel";
  if (host === "connectivitycheck.gstatic.com") return platform.startsWith("Linux armv");
  return platform === "Win32";
}

export function programTraffic(): Ask[] {
  const chance = new Chance(33);
  return programs.flatMap((program) =>
    people
      .filter((person) => runsOn(program, person) && chance.next() < program.share)
      .flatMap((person) => programCalls(program, person, chance)),
  );
}

export function runCalls(run: Run, at: number): Ask[] {
  const chance = new Chance(4000 + at);
  const match = /^(Tue|Wed|Thu) (\d\d):(\d\d)$/.exec(run.from);
  if (match === null) throw new Error(`${run.client}: ${run.from}`);
  const first =
    start +
    ["Tue", "Wed", "Thu"].indexOf(match[1] ?? "") * day +
    Number(match[2]) * hour +
    Number(match[3]) * 60_000;
  const person: Person = { ...personAt(run.place, at), client: run.client, agent: run.agent };
  const turns = Array.from({ length: run.times }, (_, turn) => {
    const time = first + turn * run.minutes * 60_000 + chance.between(0, run.minutes > 5 ? 50_000 : 900);
    const calls = run.inTurn === true ? [run.calls[turn % run.calls.length]] : run.calls;
    return calls.map((call, order) => {
      if (call === undefined) throw new Error(run.client);
      const host = call[0].replace(/\{n2\}/g, () => String(chance.between(10, 99)));
      const filledHost = host.replace(/\{x(\d+)\}/g, (_, size) => letters(chance, Number(size), hexadecimal));
      const one = ask(call[1], filledHost, time + order * chance.between(200, 1500), person, "", chance);
      return { ...one, seen: run.seen ?? "opened" };
    });
  });
  return turns.flat().filter((one) => one.at < start + 3 * day);
}

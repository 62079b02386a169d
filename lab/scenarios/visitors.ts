/**
 * The ordinary public: people with browsers. Without them no scanner stands out, and what they do is
 * what must not be blocked. Some are a real Chromium, the others are replayed page views with referrers,
 * assets and 304s.
 */
import { agents } from "../agents.ts";
import { Chromium } from "../chromium.ts";
import type { Client, Visit } from "../client.ts";
import { Chance } from "../random.ts";
import { commonAgents, newVisitor, nextDay, overTls, probe, type Visitor, view } from "../replaying.ts";
import { hostOf, originOf, type Page, pages, type SiteName } from "../site.ts";
import { dayMs, offsetOf, whenOf } from "../times.ts";

const searchEngine = "https://search.example/";

/** A page view every 15 to 100 seconds, as somebody who reads. */
function reading(
  at: string,
  journey: readonly Page[],
  chance: Chance,
  show: (page: Page, view: number) => Visit["run"],
): Visit[] {
  let offset = offsetOf(at);
  return journey.map((page, at) => {
    const visit = { at: whenOf(offset), run: show(page, at) };
    offset += chance.between(15, 100) * 1000;
    return visit;
  });
}

function wander(site: SiteName, views: number, chance: Chance): Page[] {
  const all = pages[site];
  return Array.from({ length: views }, (_, at) =>
    at === 0 ? (all[0] ?? chance.pick(all)) : chance.pick(all),
  );
}

/** The browser's cache is known only when the visits run, so the next day begins there and not here. */
export function replayed(visitor: Visitor, at: string, journey: readonly Page[], chance: Chance): Visit[] {
  return reading(at, journey, chance, (page, turn) => (session) => {
    if (turn === 0) nextDay(visitor);
    return session.replay(view(visitor, page));
  });
}

/** One real Chromium that clicks its way through the site. */
function chromium(
  at: string,
  site: SiteName,
  journey: readonly Page[],
  chance: Chance,
  agent?: string,
): Visit[] {
  let browser: Chromium | undefined;
  return reading(at, journey, chance, (page, turn) => async (session) => {
    if (browser === undefined) {
      browser = await Chromium.open(session.prefix, session.home, agent);
      await browser.visit(`${originOf(site)}${page.path}`);
    } else await browser.click(page.path);
    if (turn === journey.length - 1) await browser.close();
  });
}

function tour(site: SiteName, ...paths: readonly string[]): Page[] {
  return paths.flatMap((path) => pages[site].filter((page) => page.path === path));
}

function realBrowsers(): Client[] {
  const chance = new Chance(11);
  const journeys: readonly [string, string, SiteName, readonly string[], string][] = [
    [
      "198.51.100.11",
      "1 08:31:00",
      "www",
      ["/", "/articles/", "/articles/harbour-walk", "/help/settings", "/contact"],
      agents.chromeWindows,
    ],
    ["198.51.100.12", "2 12:02:10", "www", ["/articles/tide-tables", "/", "/about"], agents.chromeMac],
    [
      "198.51.100.13",
      "3 18:45:30",
      "shop",
      ["/", "/products/rope", "/products/configurator", "/account/settings", "/basket"],
      agents.chromeLinux,
    ],
    [
      "198.51.100.14",
      "1 20:10:05",
      "shop",
      ["/products/anchor", "/", "/products/lantern"],
      agents.edgeWindows,
    ],
    [
      "198.51.100.15",
      "4 10:22:48",
      "blog",
      ["/", "/2026/10/new-moorings", "/tag/boats", "/2026/08/regatta"],
      agents.chromeWindowsOlder,
    ],
    [
      "2001:db8:1:20::15",
      "2 09:14:00",
      "www",
      ["/", "/opening-hours", "/articles/boat-shed"],
      agents.chromeAndroid,
    ],
    [
      "198.51.100.16",
      "3 09:05:00",
      "wiki",
      [
        "/wiki/Start",
        "/wiki/Printer_settings",
        "/wiki/Configuration_management",
        "/wiki/VPN_client_configuration",
        "/wiki/Mail_settings",
      ],
      agents.chromeWindows,
    ],
  ];
  return journeys.map(([address, at, site, paths, agent]) => ({
    scenario: site === "wiki" ? "wiki-reader" : "visitor",
    address,
    label: "benign",
    program: "chromium",
    behaviour:
      site === "wiki"
        ? "reads intranet pages whose names hold 'config' and 'settings'; real Chromium, agent text replaced"
        : `reads ${paths.length} pages of ${site}; real Chromium, agent text replaced`,
    visits: chromium(at, site, tour(site, ...paths), chance, agent),
  }));
}

function replayedBrowsers(): Client[] {
  const sites: readonly SiteName[] = ["www", "shop", "www", "blog", "www", "wiki"];
  return Array.from({ length: 30 }, (_, at): Client => {
    const chance = new Chance(1000 + at);
    const site = sites[at % sites.length] ?? "www";
    const visitor = newVisitor(
      site,
      commonAgents[at % commonAgents.length] ?? agents.chromeWindows,
      chance.next() < 0.4 ? searchEngine : undefined,
    );
    const days = [1, 2, 3, 4].filter(() => chance.next() < 0.45);
    if (days.length === 0) days.push(chance.between(1, 4));
    const visits = days.flatMap((day) => {
      const when = whenOf(
        (day - 1) * dayMs + chance.between(7 * 60, 22 * 60) * 60_000 + chance.between(0, 59) * 1000,
      );
      return replayed(visitor, when, wander(site, chance.between(3, 7), chance), chance);
    });
    return {
      scenario: "visitor",
      address: `198.51.100.${21 + at}`,
      label: "benign",
      program: "replay",
      behaviour: `reads ${site} on ${days.length} day(s), pages with assets and referrers`,
      visits,
    };
  });
}

function office(): Client {
  const chance = new Chance(60);
  const people: readonly [string, string, SiteName][] = [
    [agents.chromeWindows, "1 08:58:00", "www"],
    [agents.edgeWindows, "1 09:03:10", "www"],
    [agents.firefoxWindows, "1 09:20:40", "shop"],
    [agents.chromeMac, "2 10:41:00", "www"],
    [agents.safariPhone, "2 12:15:30", "blog"],
    [agents.firefoxLongSupport, "3 14:00:00", "www"],
    [agents.chromeAndroid, "4 16:32:00", "shop"],
  ];
  return {
    scenario: "office",
    address: "198.51.100.60",
    label: "benign",
    program: "replay",
    behaviour: "an office behind one address: seven browsers, all browsing normally",
    visits: people.flatMap(([agent, at, site]) =>
      replayed(newVisitor(site, agent), at, wander(site, chance.between(3, 6), chance), chance),
    ),
  };
}

function deadLinks(): Client {
  const chance = new Chance(61);
  const visitor = newVisitor("www", agents.firefoxMac, searchEngine);
  const stale = ["/articles/harbor-walk", "/events/2019", "/settings"];
  const headers = { "user-agent": agents.firefoxMac, referer: `${originOf("www")}/articles/` };
  return {
    scenario: "dead-links",
    address: "198.51.100.61",
    label: "benign",
    program: "replay",
    behaviour: "an ordinary reader who follows three dead links, one of them to /settings",
    visits: [
      ...replayed(visitor, "2 18:20:00", wander("www", 4, chance), chance),
      {
        at: "2 18:29:00",
        everyMs: 14_000,
        run: (session) =>
          session.replay([
            { host: hostOf("www"), requests: stale.map((target) => ({ target, headers })), secure: true },
          ]),
      },
    ],
  };
}

/** Alone at its address, this one says what it is. */
function headlessReader(): Client {
  return {
    scenario: "headless-reader",
    address: "198.51.100.62",
    label: "judgement",
    program: "chromium",
    behaviour:
      "headless Chromium under its own agent reads four ordinary pages: automatic, but asks for no configuration",
    visits: chromium(
      "3 07:30:00",
      "www",
      tour("www", "/", "/articles/", "/articles/lighthouse-keeper", "/about"),
      new Chance(62),
    ),
  };
}

/** Reads pages only. */
function pagesWithoutAssets(): Client {
  return {
    scenario: "no-assets",
    address: "198.51.100.63",
    label: "judgement",
    program: "replay",
    behaviour: "a browser's agent that opens eight pages and never an asset, asks for no configuration",
    visits: [
      {
        at: "4 18:03:00",
        everyMs: 20_000,
        run: (session) =>
          session.replay([
            overTls(
              probe(
                "www",
                agents.chromeWindows,
                pages.www.slice(0, 8).map(({ path }) => path),
              ),
            ),
          ]),
      },
    ],
  };
}

export function visitors(): Client[] {
  return [
    ...realBrowsers(),
    ...replayedBrowsers(),
    office(),
    deadLinks(),
    headlessReader(),
    pagesWithoutAssets(),
  ];
}

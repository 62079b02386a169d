/**
 * Ordinary people with browsers. Agents are drawn from `lab/visitor-agents.txt`, so that their shares are those of real traffic;
 * what people do differs: caches, blockers, referrers that are kept back, old browsers, television sets, dead links.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { agents } from "../../agents.ts";
import { Chance } from "../../random.ts";
import { newVisitor, overTls, type Step, view } from "../../replaying.ts";
import { handbook, originOf, type Page, pages, type SiteName } from "../../site.ts";
import { dayMs, whenOf } from "../../times.ts";
import { replayed } from "../visitors.ts";
import { textual, unusual } from "./browsers.ts";
import { after, asks, chromeNow, edgeNow, minute, type Role, role, second, sends } from "./making.ts";

type Habit = "plain" | "cached" | "blocker" | "text" | "no-referrer" | "one-page";
const habits: readonly Habit[] = [
  "plain",
  "plain",
  "plain",
  "plain",
  "cached",
  "blocker",
  "no-referrer",
  "one-page",
  "plain",
  "text",
];
const sites: readonly SiteName[] = ["www", "shop", "blog", "www", "wiki", "www", "shop"];
const says: Readonly<Record<Habit, string>> = {
  plain: "pages with assets and referrers",
  cached: "everything but the pages is in the cache",
  blocker: "scripts and pictures are blocked",
  text: "pages only, as in reader view or with a proxy that saves data",
  "no-referrer": "sends no referrer",
  "one-page": "one page and gone",
};

/** Comments begin with `#`. */
function visitorAgents(): string[] {
  const file = fileURLToPath(new URL("../../../../lab/visitor-agents.txt", import.meta.url));
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}

function steps(site: SiteName, agent: string, habit: Habit, page: Page, from: string | undefined): Step[] {
  const visitor = newVisitor(site, agent, from);
  if (habit === "cached" || habit === "text") for (const asset of page.assets) visitor.seen.add(asset);
  if (habit === "blocker")
    for (const asset of page.assets) if (!asset.endsWith(".css")) visitor.seen.add(asset);
  const all = view(visitor, page);
  if (habit !== "no-referrer") return all;
  return all.map((step) => ({
    ...step,
    requests: step.requests.map(({ headers, ...rest }) => {
      const { referer: _, ...kept } = headers ?? {};
      return { ...rest, headers: kept };
    }),
  }));
}

function sitting(site: SiteName, agent: string, habit: Habit, at: string, chance: Chance): Role["visits"] {
  const journey = Array.from({ length: habit === "one-page" ? 1 : chance.between(2, 6) }, () =>
    chance.pick(pages[site]),
  );
  if (habit === "plain") return replayed(newVisitor(site, agent), at, journey, chance);
  let from: string | undefined;
  let offset = 0;
  return journey.map((page) => {
    const visit = sends(after(at, offset), steps(site, agent, habit, page, from));
    from = `${originOf(site)}${page.path}`;
    offset += chance.between(15, 100) * second;
    return visit;
  });
}

function moment(chance: Chance): string {
  return whenOf(
    chance.between(0, 3) * dayMs + chance.between(6 * 60, 22 * 60) * minute + chance.between(0, 59) * second,
  );
}

function visitors(count: number): Role[] {
  const all = visitorAgents();
  return Array.from({ length: count }, (_, at) => {
    const chance = new Chance(40_000 + at);
    const habit = habits[at % habits.length] ?? "plain";
    const site = sites[at % sites.length] ?? "www";
    const days = chance.next() < 0.25 ? 2 : 1;
    const visits = Array.from({ length: days }, () =>
      sitting(site, all[at % all.length] ?? chromeNow, habit, moment(chance), chance),
    ).flat();
    return role("visitor", "benign", `reads ${site}; ${says[habit]}`, visits, {
      v6: site === "www" && at % 4 === 0,
    });
  });
}

const rarities = unusual.map(([agent, what], at) => {
  const chance = new Chance(50_000 + at);
  return role(
    "unusual-browser",
    "benign",
    `${what}; reads pages with their assets`,
    sitting((["www", "shop", "blog"] as const)[at % 3] ?? "www", agent, "plain", moment(chance), chance),
  );
});

const texts = textual.map(([agent, what], at) =>
  role("text-browser", "benign", `${what} reads six pages`, [
    sends(
      `${at + 1} 20:1${at}:00`,
      [asks("blog", agent, [...pages.blog.slice(0, 5).map(({ path }) => path), "/"])],
      40 * second,
    ),
  ]),
);

/** Bookmarks and links go stale; some of them look like configuration. */
const stale: readonly [SiteName, readonly string[]][] = [
  ["www", ["/settings", "/help/setting", "/articles/harbor-walk"]],
  ["www", ["/config", "/opening-hour"]],
  ["shop", ["/account/config", "/products/configurator/old", "/products/rop"]],
  ["blog", ["/2024/01/happy-new-year", "/tag/boat", "/feed", "/rss"]],
  ["wiki", ["/wiki/Configuration", "/wiki/config/old", "/wiki/Server_status"]],
  ["www", ["/articles/harbour-walk.", "/about,", "/contact)"]],
  ["blog", ["/wp-login.php", "/2026/10/new-mooring"]],
  ["shop", ["/settings", "/settings/", "/account/settings/password"]],
  ["www", ["/.well-known/security.txt", "/status"]],
  ["wiki", ["/wiki/VPN", "/vpn", "/wiki/vpn_client_config"]],
];

const wanderers = stale.map(([site, dead], at) => {
  const chance = new Chance(60_000 + at);
  const agent =
    [chromeNow, agents.firefoxWindows, agents.safariPhone, edgeNow, agents.safariMac][at % 5] ?? chromeNow;
  const start = moment(chance);
  const step = asks(site, agent, dead, { referer: `${originOf(site)}/` });
  return role(
    "dead-links",
    "benign",
    `an ordinary reader of ${site} who follows ${dead.length} links that are dead`,
    [
      ...replayed(newVisitor(site, agent), start, pages[site].slice(0, 4), chance),
      sends(after(start, 8 * minute), [site === "www" ? overTls(step) : step], 15 * second),
    ],
  );
});

/** The intranet's handbook, whose paths are full of "config", "settings" and "status". */
const readers = Array.from({ length: 12 }, (_, at) => {
  const chance = new Chance(70_000 + at);
  const agent = [chromeNow, edgeNow, agents.firefoxLongSupport][at % 3] ?? chromeNow;
  const journey = Array.from({ length: chance.between(4, 9) }, () => chance.pick(handbook));
  return role(
    "wiki-reader",
    "benign",
    "reads pages of the intranet whose paths hold config, settings and status",
    replayed(newVisitor("wiki", agent), moment(chance), journey, chance),
  );
});

/** Offices, a school and a carrier: many browsers behind one address. */
const shared = [6, 9, 15, 7, 25].map((browsers, at) => {
  const chance = new Chance(80_000 + at);
  const all = visitorAgents();
  const visits = Array.from({ length: browsers }, (_, turn) => {
    const site = chance.pick(["www", "shop", "blog"] as const);
    return sitting(
      site,
      all[(at * 37 + turn * 5) % all.length] ?? chromeNow,
      turn % 4 === 3 ? "cached" : "plain",
      after(`${(at % 4) + 1} 07:00:00`, chance.between(0, 12 * 60) * minute),
      chance,
    );
  });
  return role(
    "shared-address",
    "benign",
    `${browsers} browsers behind one address, all of them reading`,
    visits.flat(),
  );
});

/** Every page of the site in an afternoon: much, and nothing wrong with it. */
const thorough = (["www", "shop", "blog"] as const).map((site, at) =>
  role(
    "thorough-reader",
    "benign",
    `reads every page of ${site}, some of them twice`,
    replayed(
      newVisitor(site, agents.firefoxMac),
      `${at + 2} 1${at}:00:00`,
      [...pages[site], ...pages[site].slice(0, 4)],
      new Chance(90_000 + at),
    ),
  ),
);

export function people(): Role[] {
  return [...visitors(210), ...rarities, ...texts, ...wanderers, ...readers, ...shared, ...thorough];
}

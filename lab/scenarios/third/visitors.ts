/** Ordinary people with browsers, each kind with a habit of its own. */
import type { Visit } from "../../client.ts";
import { Chance } from "../../random.ts";
import { newVisitor, type Step, view } from "../../replaying.ts";
import { originOf, type Page, type SiteName } from "../../site.ts";
import { after, chromeNow, minute, second, sends } from "../second/making.ts";
import { replayed } from "../visitors.ts";
import {
  browses,
  innocent,
  type Member,
  moment,
  pageOf,
  pagesOf,
  reads,
  repeated,
  visitorAgents,
} from "./making.ts";

const sites: readonly SiteName[] = ["www", "shop", "blog", "www", "shop"];

type Habit = (site: SiteName, agent: string, at: string, chance: Chance) => Visit[];

function journey(site: SiteName, views: number, chance: Chance): Page[] {
  return Array.from({ length: views }, () => chance.pick(pagesOf(site)));
}

/** Several pages within seconds, each in a tab of its own. */
const tabs: Habit = (site, agent, at, chance) => {
  const visitor = newVisitor(site, agent);
  const start = pageOf(site, "/");
  const steps = [start, ...journey(site, chance.between(3, 6), chance)].flatMap((page): Step[] => {
    visitor.from = page === start ? undefined : `${originOf(site)}/`;
    return view(visitor, page);
  });
  return [sends(at, steps)];
};

/** Comes from a search engine, an advertisement or a newsletter, with what those add to the address. */
const campaign: Habit = (site, agent, at, chance) => {
  const mark = chance.pick([
    "?utm_source=newsletter&utm_medium=email&utm_campaign=november",
    "?gclid=EAIaIQobChMI8tides",
    "?fbclid=IwAR0harbour",
    "?ref=harbour-folk.example",
  ]);
  const page = chance.pick(pagesOf(site));
  const visitor = newVisitor(site, agent, "https://search.example/");
  const [first, ...rest] = view(visitor, { ...page, path: `${page.path}${mark}` });
  return [
    sends(at, first === undefined ? rest : [first, ...rest]),
    ...replayed(visitor, after(at, chance.between(20, 80) * second), journey(site, 2, chance), chance),
  ];
};

/** Keeps one page open and reloads it now and then. */
const reloader: Habit = (site, agent, at, chance) => {
  const page = chance.pick(pagesOf(site));
  const again = browses(site, agent, [page.path]);
  return [
    sends(at, view(newVisitor(site, agent), page)),
    ...Array.from({ length: chance.between(4, 9) }, (_, turn) =>
      sends(after(at, (turn + 1) * chance.between(6, 25) * minute), [again]),
    ),
  ];
};

/** Searches the site and pages through a list. */
const searcher: Habit = (site, agent, at, chance) => {
  const visitor = newVisitor(site, agent);
  const words = ["rope", "opening+hours", "settings+telephone", "mooring%20fees", "config+lamp", "version+2"];
  const word = chance.pick(words);
  const targets = [`/?s=${word}`, `/?s=${word}&page=2`, `/?s=${word}&page=3`];
  return [
    ...replayed(visitor, at, [pageOf(site, "/")], chance),
    sends(
      after(at, minute),
      [browses(site, agent, targets, { referer: `${originOf(site)}/` })],
      chance.between(12, 40) * second,
    ),
    ...replayed(visitor, after(at, 4 * minute), journey(site, 2, chance), chance),
  ];
};

/** Comes back on each of the days. */
const regular: Habit = (site, agent, at, chance) => {
  const visitor = newVisitor(site, agent);
  return [1, 2, 3, 4].flatMap((day) =>
    replayed(
      visitor,
      after(`${day} ${at.slice(2)}`, chance.between(0, 20) * minute),
      journey(site, chance.between(1, 3), chance),
      chance,
    ),
  );
};

/** The application of another firm opens the page in its own window and sends no referrer. */
const quiet: Habit = (site, agent, at, chance) =>
  journey(site, chance.between(2, 4), chance).map((page, turn) => {
    const steps = view(newVisitor(site, agent), page).map((step) => ({
      ...step,
      requests: step.requests.map(({ target }) => ({ target, headers: { "user-agent": agent } })),
    }));
    return sends(after(at, turn * chance.between(20, 90) * second), steps);
  });

/** A long report is read in pieces, as viewers of PDF files do. */
const pieces: Habit = (_, agent, at, chance) => [
  ...reads("www", agent, at, 1, chance),
  sends(
    after(at, 40 * second),
    [
      browses(
        "www",
        agent,
        ["0-16383", "16384-32767", "32768-"].map((range) => ({
          target: "/img/report.pdf",
          headers: { range: `bytes=${range}`, referer: `${originOf("www")}/downloads` },
        })),
      ),
    ],
    second,
  ),
];

/** Asks for the icons of a home screen beside the pages. */
const icons: Habit = (site, agent, at, chance) => [
  ...reads(site, agent, at, 2, chance),
  sends(after(at, 3 * minute), [
    browses(site, agent, [
      "/apple-touch-icon.png",
      "/apple-touch-icon-precomposed.png",
      "/manifest.json",
      "/browserconfig.xml",
    ]),
  ]),
];

/** A link that a messenger cut or stretched. */
const mangled: Habit = (site, agent, at, chance) => {
  const page = chance.pick(pagesOf(site));
  const broken = [
    `${page.path})`,
    `${page.path}%20`,
    `${page.path}&amp;x=1`,
    `${page.path}/index.html`,
    `${page.path}…`,
  ];
  return [
    sends(at, [browses(site, agent, [encodeURI(chance.pick(broken)).replaceAll("%25", "%")])]),
    ...reads(site, agent, after(at, 20 * second), chance.between(2, 4), chance),
  ];
};

const plain: Habit = (site, agent, at, chance) => reads(site, agent, at, chance.between(2, 7), chance);
const found: Habit = (site, agent, at, chance) =>
  reads(site, agent, at, chance.between(1, 3), chance, "https://search.example/");

const habits: readonly [Habit, string, number][] = [
  [plain, "pages with assets and referrers", 8],
  [found, "comes from a search engine", 6],
  [tabs, "opens several pages at once in tabs", 4],
  [campaign, "comes by a link with marks of a campaign", 4],
  [reloader, "keeps one page open and reloads it", 3],
  [searcher, "searches the site, the words look like configuration or versions now and then", 5],
  [regular, "comes back on each day", 4],
  [quiet, "sends no referrer, in the window of an application", 4],
  [pieces, "reads a long report in pieces", 3],
  [icons, "asks for icons and manifests of a home screen", 4],
  [mangled, "comes by a link that a messenger has mangled", 4],
];

export function visitors(): Member[] {
  return habits
    .flatMap(([habit, says, count]) => repeated(count, { habit, says }))
    .map(({ habit, says }, at) => {
      const chance = new Chance(310_000 + at);
      const site = habit === pieces ? "www" : (sites[at % sites.length] ?? "www");
      const agent = visitorAgents[(at * 7 + 3) % visitorAgents.length] ?? chromeNow;
      const visits = habit(site, agent, moment(chance), chance);
      return innocent("visitor", `reads ${site}; ${says}`, visits, {
        v6: site === "www" && at % 3 === 0,
      });
    });
}

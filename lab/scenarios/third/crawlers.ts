/** Crawlers that keep to robots.txt, and programs that check pages. */
import { Chance } from "../../random.ts";
import { pages, type SiteName } from "../../site.ts";
import { url } from "../means.ts";
import { asks, chromeNow, minute, probes, runs, second, sends } from "../second/making.ts";
import { androidNow, innocent, inside, type Member, moment, pagesOf } from "./making.ts";

/** Keep to robots.txt, read pages, ask for no more. */
const robots: readonly [string, SiteName, string][] = [
  [
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)",
    "www",
    "a crawler for language models",
  ],
  [
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
    "blog",
    "a crawler for language models",
  ],
  [
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)",
    "shop",
    "a crawler of an answering machine",
  ],
  [
    "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
    "www",
    "a crawler for language models",
  ],
  [
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)",
    "shop",
    "a crawler that reads much",
  ],
  [
    "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
    "blog",
    "a crawler of a marketing firm",
  ],
  [
    "Mozilla/5.0 (compatible; AhrefsSiteAudit/6.1; +http://ahrefs.com/robot/site-audit)",
    "shop",
    "an audit that the shop ordered",
  ],
  [
    "Mozilla/5.0 (compatible; DataForSeoBot/1.0; +https://dataforseo.com/dataforseo-bot)",
    "www",
    "a crawler of a marketing firm",
  ],
  ["Screaming Frog SEO Spider/22.2", "blog", "the marketing firm's crawl of the blog"],
  ["Mozilla/5.0 (compatible; heritrix/3.11.0 +http://archive.org)", "blog", "the archive"],
  [
    "Mozilla/5.0 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)",
    "shop",
    "a search engine",
  ],
  [
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "www",
    "a search engine; comes back to old addresses",
  ],
];

const crawlers = robots.map(([agent, site, what], at) => {
  const chance = new Chance(350_000 + at);
  const old = at % 4 === 3 ? ["/index.php?page=articles&id=14", "/about.html", "/config"].slice(0, 2) : [];
  const targets = ["/robots.txt", "/sitemap.xml", ...pagesOf(site).map(({ path }) => path), ...old];
  return innocent("crawler", `${what}; reads robots.txt and pages`, [
    probes(moment(chance, 0, 20), site, agent, targets, chance.between(8, 60) * second),
  ]);
});

const checkers: readonly Member[] = [
  innocent("checker", "PageSpeed loads the first page and what belongs to it", [
    sends("2 14:40:00", [
      asks("www", `${chromeNow.replace("158.0.0.0", "157.0.0.0")} Chrome-Lighthouse`, [
        "/",
        "/assets/site.css",
        "/assets/menu.js",
        "/assets/logo.png",
        "/img/harbour.png",
        "/robots.txt",
        "/favicon.ico",
      ]),
      asks("www", `${androidNow} Chrome-Lighthouse`, ["/", "/assets/site.css", "/robots.txt"]),
    ]),
  ]),
  innocent("checker", "the W3C's validator reads two pages", [
    probes(
      "3 16:05:00",
      "www",
      "Validator.nu/LV https://validator.w3.org/services",
      ["/", "/articles/knots"],
      40 * second,
    ),
  ]),
  innocent("checker", "lychee asks for every page that the blog links to", [
    probes(
      "1 02:50:00",
      "blog",
      "lychee/0.21.0",
      pages.blog.map(({ path }) => path),
      300,
      "HEAD",
    ),
  ]),
  innocent(
    "checker",
    "LinkChecker follows the links of the shop from inside",
    [runs("4 03:40:00", ["linkchecker", "-q", "-t", "2", "--no-status", url("shop", "/")])],
    { ...inside, program: "linkchecker" },
  ),
  innocent(
    "checker",
    "wget keeps a copy of the handbook, real wget",
    [
      runs("3 02:15:00", [
        "sh",
        "-c",
        'exec wget -q -r -l 1 -t 1 -w 0.1 -P "$HOME" "$0"',
        url("wiki", "/wiki/Start"),
      ]),
    ],
    { ...inside, program: "wget" },
  ),
  innocent("checker", "Renovate looks for newer packages of the trust", [
    probes(
      "2 05:00:00",
      "files",
      "RenovateBot/42.11.0 (https://github.com/renovatebot/renovate)",
      ["/npm/tides", "/simple/tides/"],
      minute,
    ),
  ]),
  innocent("checker", "Dependabot looks for a newer package of the trust", [
    probes("3 05:00:00", "files", "Dependabot", ["/npm/tides"], second),
  ]),
];

export const crawling: readonly Member[] = [...crawlers, ...checkers];

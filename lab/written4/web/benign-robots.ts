/** Robots and monitors that gather nothing: one row each. */
import { every } from "../times.ts";
import { type Actor, asks, benign, repeated, type Site, words } from "./actor.ts";

const bot = (rest: string) => `Mozilla/5.0 (compatible; ${rest})`;
const crawl = words(
  "/robots.txt /sitemap.xml / /tests/ /tests/equine-panel /species/cat /labs/graz /news/ /de/leistungen /fr/analyses /es/servicios /jobs/ /privacy",
);

interface Row {
  readonly agent: string;
  readonly behaviour: string;
  readonly from: string;
  readonly gaps: readonly number[];
  readonly lines: readonly string[];
}
const row = (
  agent: string,
  behaviour: string,
  from: string,
  gaps: readonly number[],
  lines: readonly string[],
): Row => ({ agent, behaviour, from, gaps, lines });

const crawlers: readonly Row[] = [
  row(
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.7780.64 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Google's robot reads robots.txt and pages",
    "0 00:31:02",
    [310, 127, 640],
    [...crawl, "/old/price-list.html", "/tests/avian-panel"],
  ),
  row(
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
    "Bing's robot reads robots.txt and pages",
    "0 02:11:51",
    [900, 311],
    crawl,
  ),
  row(
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)",
    "Apple's robot reads a few pages",
    "0 08:01:20",
    [1200],
    crawl.slice(0, 7),
  ),
  row(
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)",
    "a robot that gathers texts for a language model",
    "0 14:12:07",
    [4, 9],
    crawl,
  ),
  row(
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
    "another robot that gathers texts",
    "1 03:33:41",
    [7, 12],
    crawl,
  ),
  row("CCBot/2.0 (https://commoncrawl.org/faq/)", "Common Crawl takes the pages", "1 01:20:30", [5], crawl),
  row(
    bot("AhrefsBot/7.0; +http://ahrefs.com/robot/"),
    "a robot that counts links, with many old addresses that are gone",
    "0 05:02:44",
    [61, 88],
    [
      ...crawl,
      ...words(
        "/old/tests.html /old/contact.html /index.php?page=species /shop/ /2019/price-list.pdf /en/home.aspx",
      ),
    ],
  ),
  row(
    bot("SemrushBot/7~bl; +http://www.semrush.com/bot.html"),
    "a robot for search words, with addresses that are gone",
    "1 06:41:09",
    [45],
    [...crawl.slice(0, 9), "/cgi-bin/order.pl", "/old/imprint.html"],
  ),
  row(
    bot("PetalBot;+https://webmaster.petalsearch.com/site/petalbot"),
    "another search engine",
    "0 21:02:18",
    [70],
    crawl.slice(0, 8),
  ),
  row(
    "DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)",
    "another search engine looks at the first page and the icon",
    "1 09:09:09",
    [2],
    ["/robots.txt", "/", "/favicon.ico"],
  ),
  row(
    bot("archive.org_bot +http://archive.org/details/archive.org_bot"),
    "the archive of the web keeps pages",
    "1 16:02:01",
    [3, 8],
    crawl,
  ),
  row(
    bot("DotBot/1.2; +https://opensiteexplorer.org/dotbot; help@moz.com"),
    "a robot that counts links",
    "0 17:17:17",
    [33],
    crawl.slice(0, 6),
  ),
  row(
    "Screaming Frog SEO Spider/23.1",
    "the agency's crawl of all pages, dead links too",
    "1 10:02:03",
    [0.3, 0.4],
    [
      ...crawl,
      ...words(
        "/old/a.html /tests/parasitology /tests/pcr /species/dog /species/horse /labs/gdansk /labs/montreal /downloads/2023-catalogue.pdf /dead/link /fr/equipe",
      ),
    ],
  ),
  row(
    "LinkChecker/10.5.0 (+https://linkchecker.github.io/linkchecker/)",
    "the own web master's check of links",
    "0 23:40:00",
    [0.5],
    [...crawl, ...words("/downloads/catalogue.pdf /news/old-post /tests/gone")],
  ),
  row(
    "W3C_Validator/1.3 http://validator.w3.org/services",
    "the validator of the W3C, asked by the web master",
    "0 10:20:20",
    [30],
    ["/", "/de/", "/fr/"],
  ),
  row(
    bot("YandexBot/3.0; +http://yandex.com/bots"),
    "another search engine",
    "1 19:21:00",
    [200],
    crawl.slice(0, 7),
  ),
];
const previews: readonly Row[] = [
  row(
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "a preview for a network",
    "0 12:31:00",
    [1],
    ["/news/open-day", "/assets/open-day.jpg"],
  ),
  row(
    "WhatsApp/2.25.31.76 A",
    "a preview for a messenger",
    "0 18:02:44",
    [1],
    ["/labs/graz", "/assets/graz.webp"],
  ),
  row(
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "a preview for a chat",
    "1 08:40:31",
    [1],
    ["/tests/equine-panel"],
  ),
  row(
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "a preview for a network of jobs",
    "1 11:12:50",
    [1],
    ["/robots.txt", "/jobs/lab-technician"],
  ),
  row(
    "TelegramBot (like TwitterBot)",
    "a preview for a messenger",
    "0 19:55:10",
    [1],
    ["/news/avian-flu-2026"],
  ),
  row(
    "Mastodon/4.5.2 (http.rb/5.3.1; +https://vetscience.example/)",
    "a preview for a small network",
    "1 13:13:13",
    [1],
    ["/news/avian-flu-2026", "/assets/avian.webp"],
  ),
  row(
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    "a preview for Teams",
    "0 09:05:31",
    [1],
    ["/contact"],
  ),
  row(
    "Iframely/1.3.1 (+https://iframely.com/docs/about) Notion",
    "a preview for a notebook",
    "1 15:31:02",
    [1],
    ["/downloads/catalogue.pdf"],
  ),
];
const readers: readonly Row[] = [
  row(
    "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 14 subscribers; like FeedFetcher-Google)",
    "a reader of feeds",
    "0 00:12:00",
    [7200],
    Array.from({ length: 20 }, () => "/news/feed.xml 304 0"),
  ),
  row(
    "Mozilla/5.0 (compatible; Miniflux/2.2.14; +https://miniflux.app)",
    "a reader of feeds at somebody's home",
    "0 00:40:00",
    [3600],
    Array.from({ length: 40 }, () => "/news/feed.xml 304 0"),
  ),
  row(
    "FreshRSS/1.27.1 (Linux; https://freshrss.org)",
    "another reader, which looks for a feed where none is",
    "0 01:05:00",
    [10_800],
    Array.from({ length: 12 }, (_, turn) => (turn % 4 === 3 ? "/feed" : "/news/feed.xml")),
  ),
  row(
    "NetNewsWire (RSS Reader; https://netnewswire.com/)",
    "a reader of feeds on a Mac",
    "0 07:31:00",
    [5400],
    Array.from({ length: 16 }, () => "/news/feed.xml"),
  ),
];

const of = (site: Site, kind: string, rows: readonly Row[]): Actor[] =>
  rows.map(({ agent, behaviour, from, gaps, lines }) =>
    benign(site, kind, behaviour, asks(from, { agent, gaps }, lines)),
  );

const monitor = (
  site: Site,
  agent: string,
  behaviour: string,
  minutes: number,
  lines: readonly string[],
  address?: string,
  method?: string,
) =>
  benign(
    site,
    "web-monitor",
    behaviour,
    repeated(every(minutes), { agent, ...(method === undefined ? {} : { method }) }, lines),
    address,
  );

export const robots: readonly Actor[] = [
  ...of("www", "web-crawler", crawlers),
  ...of("www", "web-preview", previews),
  ...of("www", "web-feed", readers),
  monitor(
    "www",
    bot("UptimeRobot/2.0; http://www.uptimerobot.com/"),
    "a watcher asks whether the site is up",
    10,
    ["/"],
    undefined,
    "HEAD",
  ),
  monitor("www", "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)", "another watcher", 15, ["/"]),
  monitor(
    "portal",
    "Better Stack Better Uptime Bot Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36",
    "a watcher asks for the health of the interface",
    12,
    ["/api/v2/health"],
  ),
  monitor(
    "portal",
    "kube-probe/1.33",
    "the cluster asks for health and version",
    6,
    ["/api/v2/health", "/api/v2/version"],
    "10.44.3.2",
  ),
  monitor(
    "portal",
    "Prometheus/3.7.2",
    "the own Prometheus reads the numbers",
    6,
    ["/metrics 200 30412", "/actuator/prometheus 200 51877"],
    "10.44.3.9",
  ),
  monitor(
    "mail",
    "check_http/v2.4.12 (monitoring-plugins 2.4)",
    "the own monitoring asks for the page of sign-in and for Autodiscover",
    15,
    ["/owa/auth/logon.aspx", "/autodiscover/autodiscover.xml"],
    "10.44.1.5",
  ),
  monitor("portal", "StatusCake", "a watcher asks for the page of sign-in", 20, ["/login"]),
];

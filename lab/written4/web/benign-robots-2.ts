/** More robots, readers and programs that gather nothing. */
import * as agents from "../agents.ts";
import { every } from "../times.ts";
import { type Actor, asks, benign, repeated, words } from "./actor.ts";

const bot = (rest: string) => `Mozilla/5.0 (compatible; ${rest})`;
const pages = words(
  "/robots.txt / /tests/ /tests/pcr /species/dog /labs/linz /labs/montreal /news/ /fr/analyses /pl/badania /contact",
);
const crawler = (
  agent: string,
  behaviour: string,
  from: string,
  gap: number,
  lines: readonly string[] = pages,
) => benign("www", "web-crawler", behaviour, asks(from, { agent, gaps: [gap, gap * 0.7] }, lines));

export const moreRobots: readonly Actor[] = [
  crawler(
    bot("Amazonbot/0.1; +https://developer.amazon.com/support/amazonbot"),
    "a shop's robot reads pages",
    "0 07:10:11",
    90,
  ),
  crawler(
    bot("MJ12bot/v2.0.4; http://mj12bot.com/"),
    "a robot that counts links, with addresses that are gone",
    "1 02:22:31",
    40,
    [...pages, ...words("/old/catalog.htm /old/tests/equine.htm /cgi-bin/search.cgi /links.html")],
  ),
  crawler(
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)",
    "a robot that gathers texts, in a hurry",
    "0 23:05:00",
    1,
  ),
  crawler(
    bot("Google-InspectionTool/1.0;"),
    "Google looks at one page again, as the web master asked",
    "1 09:51:12",
    2,
    ["/tests/equine-panel", "/assets/main.css", "/assets/app.js"],
  ),
  crawler(
    "Mozilla/5.0 (compatible; SiteimproveBot/1.2; +http://siteimprove.com/bot)",
    "a check of the site for readers who see badly, as ordered",
    "0 05:30:00",
    3,
    [...pages, "/downloads/old-form.pdf", "/de/gibt-es-nicht"],
  ),
  crawler(
    "Mozilla/5.0 (compatible; heritrix/3.14.0 +https://webarchiv.bibliothek.example/)",
    "a national library keeps the pages of the country",
    "1 20:00:10",
    6,
  ),
  benign(
    "www",
    "web-preview",
    "a preview for a chat of players",
    asks("0 21:40:00", { agent: bot("Discordbot/2.0; +https://discordapp.com"), gaps: [1] }, [
      "/news/avian-flu-2026",
      "/assets/avian.webp",
    ]),
  ),
  benign(
    "www",
    "web-preview",
    "a preview for a network of short messages",
    asks("1 07:15:40", { agent: "Twitterbot/1.0", gaps: [1] }, ["/robots.txt", "/news/open-day"]),
  ),
  benign(
    "www",
    "web-feed",
    "a reader of feeds in somebody's cellar",
    repeated(every(75, "0 00:21:00"), { agent: "Tiny Tiny RSS/25.11-7a1f0c9 (https://tt-rss.org/)" }, [
      "/news/feed.xml 304 0",
    ]),
  ),
  benign(
    "www",
    "web-feed",
    "a service that reads feeds, which asks first where the feed is",
    repeated(
      every(240, "0 03:10:00"),
      { agent: "Mozilla/5.0 (compatible; inoreader.com; 3 subscribers)", gaps: [1] },
      ["/favicon.ico", "/news/feed.xml"],
    ),
  ),
  benign(
    "portal",
    "web-monitor",
    "a watcher asks from afar for sign-in and health",
    repeated(every(18, "0 00:05:00"), { agent: "Site24x7", gaps: [1] }, ["/login", "/api/v2/health"]),
  ),
  benign(
    "portal",
    "web-partner",
    "an insurer's program fetches results by its key and looks each night for the version of the interface",
    [
      ...repeated(
        every(90, "0 05:05:00"),
        { agent: "Apache-HttpClient/5.5 (Java/21.0.8)", user: "key-tierversicherung" },
        ["/api/v2/results?since=90m"],
      ),
      ...repeated(
        every(1440, "0 02:30:00"),
        { agent: "Apache-HttpClient/5.5 (Java/21.0.8)", user: "key-tierversicherung" },
        ["/api/v2/version"],
      ),
    ],
  ),
  benign(
    "portal",
    "web-partner",
    "a farm's script, written in Node, sends orders and is refused once for its key",
    asks("1 05:45:00", { agent: "axios/1.13.2", user: "key-hof88", gaps: [3] }, [
      "POST /api/v2/orders 401 61",
      "POST /api/v2/orders",
      "/api/v2/orders?state=open",
      "/api/v2/orders/77120",
    ]),
  ),
  benign(
    "portal",
    "web-visitor",
    "a vet who forgot the password tries five times and asks for another",
    asks("0 15:40:02", { agent: agents.ipad, gaps: [14, 9, 20] }, [
      "/login",
      "POST /api/v2/session 401 61",
      "POST /api/v2/session 401 61",
      "POST /api/v2/session 401 61",
      "POST /api/v2/session 401 61",
      "POST /api/v2/password-reset 202 12",
    ]),
  ),
  benign(
    "portal",
    "web-application",
    "an old release of the application asks for files of the release before",
    asks("1 12:12:12", { agent: agents.samsung, gaps: [0.3] }, [
      "/",
      "/assets/index-8fa1.js 404 153",
      "/assets/vendor-77bc.js 404 153",
      "/manifest.webmanifest",
      "/",
      "/assets/index.js",
      "/assets/app.config.json",
    ]),
  ),
  benign(
    "mail",
    "web-monitor",
    "the load balancer asks for the health of each interface, as Exchange has it",
    repeated(every(8), { agent: "Kemp/7.2", gaps: [0.2] }, [
      "/owa/healthcheck.htm 200 34",
      "/ews/healthcheck.htm 200 34",
      "/mapi/healthcheck.htm 200 34",
      "/autodiscover/healthcheck.htm 200 34",
    ]),
    "10.44.1.12",
  ),
];

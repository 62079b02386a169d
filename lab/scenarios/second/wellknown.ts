/** Administrators, crawlers, and those of whom only the organisation knows what they are. */
import { passwords } from "../../addresses.ts";
import { agents } from "../../agents.ts";
import { Chance } from "../../random.ts";
import { newVisitor, overTls } from "../../replaying.ts";
import { hostOf, originOf, pages } from "../../site.ts";
import { wordlist } from "../means.ts";
import { replayed } from "../visitors.ts";
import { devices } from "./devices.ts";
import {
  after,
  asks,
  chromeNow,
  curls,
  edgeNow,
  hour,
  minute,
  probes,
  type Role,
  role,
  runs,
  second,
  sends,
} from "./making.ts";

const morgan = { authorization: `Basic ${Buffer.from(`morgan:${passwords.morgan}`).toString("base64")}` };

/** People with a password who look after things. */
const administrators: readonly Role[] = [
  role(
    "administrator",
    "benign",
    "signed-in administrator on /server-status and /config of the wiki, a browser, refused first as browsers are",
    ["1 09:30:00", "2 13:00:00", "4 08:20:00"].map((at) =>
      sends(
        at,
        [
          asks("wiki", agents.firefoxWindows, ["/server-status"]),
          asks(
            "wiki",
            agents.firefoxWindows,
            ["/server-status", "/config", "/server-status?refresh=10", "/config"],
            morgan,
          ),
        ],
        20 * second,
      ),
    ),
  ),
  role("administrator", "benign", "signed-in administrator reads the handbook and /config of the wiki", [
    ...replayed(newVisitor("wiki", edgeNow), "3 09:15:00", pages.wiki.slice(0, 5), new Chance(710)),
    sends(
      "3 09:25:00",
      [asks("wiki", edgeNow, ["/config"], { ...morgan, referer: `${originOf("wiki")}/wiki/Start` })],
      5 * second,
    ),
  ]),
  role(
    "administrator",
    "benign",
    "signed-in administrator on the public site's /server-status, over HTTP/2",
    [
      sends(
        "2 07:45:00",
        [
          overTls(asks("www", chromeNow, ["/server-status"])),
          overTls(asks("www", chromeNow, ["/server-status", "/server-status", "/server-status"], morgan)),
        ],
        minute,
      ),
    ],
  ),
  role(
    "administrator",
    "benign",
    "an administrator's script with a password: curl on /server-status once a day",
    [1, 2, 3, 4].map((day) =>
      curls(`${day} 06:01:00`, "wiki", ["/server-status?auto"], ["-u", `morgan:${passwords.morgan}`], minute),
    ),
    { program: "curl" },
  ),
];

const robot = (agent: string, targets: readonly string[]) =>
  probes("2 02:10:00", "www", agent, ["/robots.txt", "/sitemap.xml", ...targets], 30 * second);
const articles = pages.www.map(({ path }) => path);

/** Crawlers whose operators publish no ranges keep to robots.txt; nothing speaks against them. */
const crawlers = [
  "Mozilla/5.0 (compatible; MJ12bot/v2.0.4; http://mj12bot.com/)",
  "Mozilla/5.0 (compatible; SeznamBot/4.0; +https://o-seznam.cz/napoveda/vyhledavani/en/seznambot-crawler/)",
  "Mozilla/5.0 (compatible; DotBot/1.2; +https://opensiteexplorer.org/dotbot; help@moz.com)",
  "Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)",
  "Mozilla/5.0 (compatible; Qwantbot/1.0; +https://help.qwant.com/bot/)",
].map((agent) =>
  role("crawler", "benign", "a crawler that keeps to robots.txt and reads pages", [robot(agent, articles)]),
);

const unclear = (
  scenario: string,
  behaviour: string,
  why: string,
  visits: Role["visits"],
  more: Partial<Role> = {},
) => role(scenario, "judgement", behaviour, visits, { why, ...more });

const judgement: readonly Role[] = [
  ...[
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; Applebot/0.1; +http://www.apple.com/go/applebot)",
    "CCBot/2.0 (https://commoncrawl.org/faq/)",
    "Mozilla/5.0 (compatible; DuckDuckBot-Https/1.1; https://duckduckgo.com/duckduckbot)",
  ].map((agent) =>
    unclear(
      "crawler-unverified",
      "a crawler's agent that keeps to robots.txt",
      "Its operator publishes ranges, and this address is in none; what it does is ordinary",
      [robot(agent, articles.slice(0, 6))],
    ),
  ),
  unclear(
    "registered-scanner",
    "the organisation's own scan of the shop, once a week",
    "Scanning it is; justified only where the register says so",
    [
      runs("3 03:45:00", [
        "sh",
        "-c",
        `cd "$HOME" && head -n 120 "$0" > words && exec ffuf -s -t 2 -p 0.05-0.1 -w words -H "User-Agent: larkfield-scan/2.1 (security@larkfield.example)" -u http://${hostOf("shop")}/FUZZ`,
        wordlist,
      ]),
    ],
    { program: "ffuf" },
  ),
  unclear(
    "survey",
    "Censys asks for the first page and names itself",
    "An Internet-wide survey; whether that is looked at is policy",
    [
      probes(
        "1 11:11:00",
        "shop",
        "Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)",
        ["/", "/favicon.ico"],
        second,
      ),
    ],
  ),
  unclear(
    "survey",
    "another survey asks for the first page and for security.txt, every day",
    "An Internet-wide survey; whether that is looked at is policy",
    [1, 2, 3, 4].map((day) =>
      probes(
        `${day} 05:51:00`,
        "blog",
        "Mozilla/5.0 (compatible; InternetMeasurement/1.0; +https://internet-measurement.com/)",
        ["/", "/.well-known/security.txt"],
        second,
      ),
    ),
  ),
  unclear(
    "pipeline",
    "a smoke test asks for a page, the health and the version after each deployment",
    "Only the organisation knows that this is its pipeline",
    [1, 3].map((day) =>
      probes(
        `${day} 17:30:00`,
        "api",
        "curl/8.14.1",
        ["/healthz", "/api/v1/version", "/version"],
        2 * second,
      ),
    ),
  ),
  unclear(
    "management",
    "a console of the organisation reads the API's health and environment every four hours",
    "Only the organisation knows its console; the endpoint is exposed all the same",
    [
      sends(
        "1 00:45:00",
        [
          asks(
            "api",
            "ReactorNetty/1.2.11",
            Array.from({ length: 10 }, () => ["/actuator/health", "/actuator/env"]).flat(),
          ),
        ],
        4 * hour,
      ),
    ],
  ),
  unclear(
    "load-test",
    "a load test of one page, four hundred requests in a minute",
    "Only the organisation knows whether it was announced",
    [
      sends(
        "4 23:00:00",
        [
          asks(
            "blog",
            "ApacheBench/2.3",
            Array.from({ length: 400 }, () => "/"),
          ),
        ],
        150,
      ),
    ],
  ),
  unclear(
    "headless-reader",
    "headless Chrome's own agent reads five pages",
    "Automatic, asks for no configuration",
    [
      probes(
        "2 10:10:00",
        "blog",
        chromeNow.replace("Chrome/", "HeadlessChrome/"),
        pages.blog.map(({ path }) => path),
        4 * second,
      ),
    ],
  ),
  unclear(
    "one-probe",
    "a browser's agent asks for /server-status once and is refused",
    "One refused request; a slip or a first look",
    [probes("3 23:15:00", "blog", agents.firefoxWindows, ["/server-status"], second)],
  ),
  unclear(
    "preloader",
    "a library copies a page and asks for /robots.txt and /sitemap.xml",
    "A script that reads pages; whether it may is policy",
    [
      probes(
        after("2 06:00:00", hour),
        "www",
        "python-requests/2.32.5",
        ["/robots.txt", "/sitemap.xml", "/", "/articles/"],
        2 * second,
      ),
    ],
  ),
];

export const wellknown: readonly Role[] = [...devices, ...administrators, ...crawlers, ...judgement];

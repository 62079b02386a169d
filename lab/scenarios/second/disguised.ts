/** Those who hide: forged and rotating agents, false crawlers, disguised paths. */
import { agents } from "../../agents.ts";
import { commonAgents, overTls, probe } from "../../replaying.ts";
import { chromeNow, curls, edgeNow, probes, type Role, role, second, sends } from "./making.ts";
import {
  configuration,
  environment,
  management,
  mixture,
  secretsOfClouds,
  sources,
  status,
  versions,
} from "./probing.ts";

type Site = "www" | "blog" | "api" | "wiki" | "shop";

/** Each claims what cannot be, and asks for eight endpoints or more. */
const impossible: readonly [string, string, Site, readonly string[], string][] = [
  [
    chromeNow.replace("158", "190"),
    "1 04:12:00",
    "www",
    mixture.slice(0, 12),
    "a Chrome of the year after next",
  ],
  [agents.firefoxWindows.replaceAll("160", "999"), "1 13:37:00", "blog", configuration, "Firefox 999"],
  [
    "Mozila/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.0.0 Safari/537.36",
    "1 22:22:00",
    "wiki",
    environment,
    "a misspelt Mozilla",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/27.1 Safari/605.1.15",
    "2 02:45:00",
    "shop",
    mixture.slice(4, 16),
    "Safari 27 on Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.0.0 Safari/537.36",
    "2 16:16:00",
    "www",
    sources,
    "desktop Chrome on an iPhone",
  ],
  [
    "Mozilla/5.0 (Windows NT 12.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.0.0 Safari/537.36",
    "3 03:03:00",
    "blog",
    versions,
    "a Windows that does not exist",
  ],
  [`${chromeNow.slice(0, 60)}`, "4 02:31:00", "wiki", secretsOfClouds, "an agent cut off in the middle"],
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.7712.44 Safari/537.36",
    "4 19:24:00",
    "www",
    status,
    "a version that Chrome no longer tells in full",
  ],
];

const forged = impossible.map(([agent, at, site, targets, what]) =>
  role("impossible-agent", "scanner", `${what}, ${targets.length} probes`, [
    probes(at, site, agent, targets, 3500),
  ]),
);

const crawlers: readonly [string, string, Site, readonly string[], string][] = [
  [
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/158.0.0.0 Safari/537.36",
    "1 07:10:00",
    "www",
    mixture,
    "Googlebot",
  ],
  [
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "2 01:20:00",
    "shop",
    configuration,
    "Bingbot",
  ],
  [
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.2; +https://openai.com/gptbot",
    "2 20:40:00",
    "blog",
    environment,
    "GPTBot, served /.env",
  ],
  [
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "3 12:05:00",
    "wiki",
    sources,
    "AhrefsBot",
  ],
  [
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "4 03:50:00",
    "www",
    versions,
    "Baiduspider",
  ],
  [
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "4 14:14:00",
    "shop",
    status,
    "the preview of Facebook",
  ],
];

const falseCrawlers = crawlers.map(([agent, at, site, targets, what]) =>
  role("false-crawler", "scanner", `claims to be ${what} and asks for configuration`, [
    probes(at, site, agent, ["/robots.txt", "/", ...targets], 5000),
  ]),
);

const current = [...commonAgents, chromeNow, edgeNow];

const rotating: readonly Role[] = [
  role("rotating-agents", "scanner", "another current browser with each of thirty probes", [
    sends(
      "1 18:30:00",
      mixture.map((path, at) => probe("wiki", current[at % current.length], [path])),
      7 * second,
    ),
  ]),
  role("rotating-agents", "scanner", "three agents in turn, HTTP/2, twelve probes", [
    sends(
      "3 22:02:00",
      mixture.slice(0, 12).map((path, at) => overTls(probe("www", current[at % 3], [path]))),
      20 * second,
    ),
  ]),
  role(
    "rotating-agents",
    "scanner",
    "curl with a new agent each day, six probes a day",
    [1, 2, 3, 4].map((day) =>
      curls(
        `${day} 08:15:00`,
        "blog",
        mixture.slice(day * 6 - 6, day * 6),
        ["-A", current[day * 2] ?? chromeNow],
        9 * second,
      ),
    ),
    { program: "curl" },
  ),
];

const spellings: readonly [string, string, Site, readonly string[]][] = [
  [
    "encoded once and twice",
    "1 10:44:00",
    "blog",
    [
      "/%2eenv",
      "/%2Egit/config",
      "/%252egit/config",
      "/server%2Dstatus",
      "/wp%2dconfig.php",
      "/%63onfig.json",
    ],
  ],
  [
    "segments that lead nowhere",
    "2 09:01:00",
    "wiki",
    [
      "/./server-status",
      "/x/../server-status",
      "//server-status",
      "/wiki/../config",
      "/wiki/..;/server-status",
      "/assets/%2e%2e/.env",
    ],
  ],
  [
    "parameters and ends",
    "3 15:32:00",
    "shop",
    ["/config;a=b", "/.env%20", "/.env.", "/web.config%00.png", "/config.json%3f", "/actuator;/env"],
  ],
  [
    "letters in either case and overlong",
    "4 10:58:00",
    "www",
    ["/SERVER-STATUS", "/.ENV", "/Web.Config", "/%c0%aeenv", "/%u002eenv", "/..%255c..%255cweb.config"],
  ],
];

const hidden = spellings.map(([what, at, site, targets]) =>
  role(
    "disguised-paths",
    "scanner",
    `configuration paths, ${what}, under a current browser's agent`,
    [curls(at, site, targets, ["-A", chromeNow], 4 * second)],
    { program: "curl" },
  ),
);

const parameters = role(
  "disguised-parameter",
  "scanner",
  "climbs out of a page's parameter to configuration files",
  [
    curls(
      "4 22:40:00",
      "shop",
      [
        "/products/rope?file=../../../../etc/passwd",
        "/products/rope?file=..%2f..%2f.env",
        "/products/rope?page=php://filter/convert.base64-encode/resource=config.php",
        "/products/rope?file=/proc/self/environ",
      ],
      ["-A", chromeNow],
      6 * second,
    ),
  ],
  { program: "curl" },
);

const served: readonly Role[] = [
  role("exposed", "scanner", "a browser's agent asks for /.env once and is served it", [
    probes("2 03:33:00", "blog", chromeNow, ["/.env"], second),
  ]),
  role("exposed", "scanner", "a browser's agent asks for /actuator/env once and is served it", [
    probes("3 06:06:00", "api", edgeNow, ["/actuator/env"], second),
  ]),
  role("exposed", "scanner", "walks management endpoints under Firefox's agent and is served /actuator/env", [
    probes("4 04:44:00", "api", agents.firefoxMac, management, 8 * second),
  ]),
];

export const disguised: readonly Role[] = [
  ...forged,
  ...falseCrawlers,
  ...rotating,
  ...hidden,
  parameters,
  ...served,
];

import { Chance } from "../../random.ts";
import type { SiteName } from "../../site.ts";
import { chromeNow, curls, edgeNow, probes, second } from "../second/making.ts";
import { firefoxNow, list, type Member, macNow, moment, pagesOf, scout } from "./making.ts";

const articles = (site: SiteName, count: number): string[] =>
  pagesOf(site)
    .slice(0, count)
    .map(({ path }) => path);

/** Pages as the crawler would read them, with configuration in between. */
const crawlers: readonly [string, SiteName, readonly string[], string][] = [
  [
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.7712.44 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "www",
    [
      "/robots.txt",
      ...articles("www", 4),
      ...list("/config /config.json /server-status /.env"),
      ...articles("www", 6).slice(4),
    ],
    "Googlebot for telephones",
  ],
  [
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
    "shop",
    [
      ...articles("shop", 3),
      ...list(
        "/appsettings.json /web.config /config.php.old /settings.php /.well-known/openid-configuration",
      ),
    ],
    "Bingbot",
  ],
  [
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
    "api",
    list("/robots.txt /openapi.json /swagger.json /.env /actuator/env /config.json /version"),
    "a crawler for language models",
  ],
  [
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)",
    "wiki",
    list("/config /.git/config /wiki/Start /server-status /LocalSettings.php /.env.local"),
    "another crawler for language models",
  ],
  [
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "blog",
    list("/.env.backup /wp-config.php.bak /phpinfo.php /.git/HEAD"),
    "the preview of a messenger",
  ],
  [
    "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    "shop",
    list("/server-status /status /config.json /.env /health /metrics /info.php"),
    "a monitor",
  ],
];

const falseNames = crawlers.map(([agent, site, targets, what], at) =>
  scout("false-name", `claims to be ${what} and asks for configuration`, [
    probes(moment(new Chance(400_000 + at), 0, 23), site, agent, targets, (3 + at * 4) * second),
  ]),
);

/** Browsers of long ago, or of never. */
const old: readonly [string | undefined, SiteName, readonly string[], string][] = [
  [
    "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)",
    "www",
    list("/config.json /manager/status /server-info /web-console/ServerInfo.jsp"),
    "Internet Explorer 6",
  ],
  [
    "Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US; rv:1.9.0.1) Gecko/2008070208 Firefox/3.0.1",
    "blog",
    list("/setup.php /phpmyadmin/README /pma/doc/html/index.html /mysql/CHANGELOG /config.inc.php"),
    "Firefox 3",
  ],
  [
    "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/41.0.2228.0 Safari/537.36",
    "shop",
    list("/settings.php /includes/config.php /app/etc/local.xml /app/etc/env.php /config/settings.inc.php"),
    "Chrome 41",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.0.0 Firefox/160.0",
    "wiki",
    list("/config /settings /server-status /LocalSettings.php.bak"),
    "two browsers at once",
  ],
  [
    "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "www",
    list("/.env /config.yml /application.yml /settings.json /.git/config"),
    "an agent that says User-Agent twice",
  ],
  ["-", "shop", list("/config /server-status /settings /version /.htaccess"), "a dash"],
];

const oddAgents = old.map(([agent, site, targets, what], at) =>
  scout("odd-agent", `${what}; asks for configuration`, [
    probes(moment(new Chance(401_000 + at), 0, 23), site, agent, targets, (2 + at * 3) * second),
  ]),
);

const spellings: readonly [SiteName, readonly string[], string][] = [
  [
    "www",
    list(
      "/assets../nginx.conf /img..%2fconfig /%2e%2e/%2e%2e/etc/nginx/nginx.conf /static/..%5c..%5cweb.config /tides/%2e%2e/config /.%65nv",
    ),
    "climbing out of folders",
  ],
  [
    "blog",
    list(
      "/%252e%252e/%252eenv /.env%23 /wp-config.php%2ebak /%77p-config.php /.env;.css /wp-content/..;/wp-config.php",
    ),
    "percent signs on percent signs and false ends",
  ],
  [
    "shop",
    list(
      "/CONFIG.JSON /Config.Json /config.json/ /config.json;x /config.json%20 /server-status/../config.json?.css //config.json",
    ),
    "one name in seven spellings",
  ],
];

const disguised = spellings.map(([site, targets, what], at) =>
  scout(
    "disguised",
    `configuration paths, ${what}`,
    [
      curls(
        moment(new Chance(402_000 + at), 0, 23),
        site,
        targets,
        ["-A", [chromeNow, firefoxNow, macNow][at] ?? edgeNow],
        (4 + at * 9) * second,
      ),
    ],
    { program: "curl" },
  ),
);

export const maskedScouts: readonly Member[] = [...falseNames, ...oddAgents, ...disguised];

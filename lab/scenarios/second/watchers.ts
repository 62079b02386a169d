/** Programs that come back on a timetable or look once: monitors, feed readers, previews. */
import { passwords } from "../../addresses.ts";
import type { Request } from "../../replaying.ts";
import { modifiedAt, pages, type SiteName } from "../../site.ts";
import { asks, curls, hour, minute, probes, type Role, role, second, sends } from "./making.ts";

export function again(count: number, target: string | Request): (string | Request)[] {
  return Array.from({ length: count }, () => target);
}

export const basic = (user: keyof typeof passwords) => ({
  authorization: `Basic ${Buffer.from(`${user}:${passwords[user]}`).toString("base64")}`,
});

/** Uptime services ask for the same page at a steady pace, with HEAD or GET. */
const services: readonly [string, SiteName, string, string][] = [
  ["Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)", "www", "/", "HEAD"],
  ["Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)", "shop", "/", "GET"],
  ["Site24x7", "www", "/opening-hours", "GET"],
  [
    "Better Stack Better Uptime Bot Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0.0.0 Safari/537.36",
    "blog",
    "/",
    "GET",
  ],
  ["Datadog/Synthetics", "api", "/health", "GET"],
  ["updown.io daemon 2.11", "www", "/health", "GET"],
  ["HetrixTools Uptime Monitoring Bot. https://hetrix.tools/uptime-monitoring-bot.html", "shop", "/", "GET"],
  ["jetmon/1.0 (Jetpack Site Uptime Monitor by WordPress.com)", "blog", "/", "HEAD"],
  ["Uptime-Kuma/2.0.2", "wiki", "/wiki/Start", "GET"],
  ["check_http/v2.4.12 (nagios-plugins 2.4.12)", "wiki", "/wiki/Start", "GET"],
  ["Zabbix", "www", "/health", "GET"],
  ["Blackbox Exporter/0.27.0", "api", "/healthz", "GET"],
  ["GoogleHC/1.0", "api", "/healthz", "GET"],
  ["Consul Health Check", "api", "/actuator/health", "GET"],
  ["kube-probe/1.33", "api", "/actuator/health", "GET"],
  ["Azure Traffic Manager Endpoint Monitor", "www", "/", "GET"],
];

const monitors = services.map(([agent, site, target, method], at) =>
  role("monitor", "benign", `asks for ${target} of ${site} again and again, ${method}`, [
    sends("1 00:04:00", [asks(site, agent, again(60 + at, { target, method }))], 80 * minute - at * minute),
  ]),
);

const probers: readonly Role[] = [
  role(
    "health-check",
    "benign",
    "a balancer's OPTIONS over HTTP/1.0 without an agent, every hour and a half",
    [
      curls(
        "1 00:09:00",
        "blog",
        again(60, "/") as string[],
        ["--http1.0", "-X", "OPTIONS", "-H", "User-Agent:"],
        90 * minute,
      ),
    ],
    { program: "curl" },
  ),
  role("health-check", "benign", "signed-in monitoring of the wiki's /server-status?auto, user monitor", [
    sends(
      "1 00:13:00",
      [asks("wiki", "Telegraf/1.36.1 Go/1.25.1", again(70, "/server-status?auto"), basic("monitor"))],
      80 * minute,
    ),
  ]),
  role("metrics", "benign", "Prometheus reads the API's metrics every hour", [
    sends("1 00:17:00", [asks("api", "Prometheus/3.7.1", again(90, "/actuator/prometheus"))], hour),
  ]),
];

const feeds: readonly [string, SiteName][] = [
  ["FeedlyBot/1.0 (http://feedly.com)", "www"],
  ["Mozilla/5.0 (compatible; inoreader.com; 3 subscribers)", "blog"],
  ["Mozilla/5.0 (compatible; Miniflux/2.2.14; +https://miniflux.app)", "www"],
  ["Feedbin feed-id:2005098 - 2 subscribers", "blog"],
  ["NetNewsWire (RSS Reader; https://netnewswire.com/)", "www"],
  ["Mozilla/5.0 (compatible; theoldreader.com; 1 subscribers; feed-id=5f2c)", "www"],
  ["Mozilla/5.0 (compatible; BazQux/2.4; +https://bazqux.com/fetcher; 1 subscribers)", "blog"],
  ["SimplePie/1.8.0 (Feed Parser; https://simplepie.org/; Allow like Gecko) Build/20240401000000", "www"],
  ["Reeder/5040300 CFNetwork/1568.200.51 Darwin/24.1.0", "www"],
  ["newsboat/2.41.0 (Linux x86_64)", "blog"],
  ["Liferea/1.15.8 (Linux; https://lzone.de/liferea/) AppleWebKit (KHTML, like Gecko)", "www"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0", "blog"],
  ["Tiny Tiny RSS/25.09 (Unsupported) (http://tt-rss.org/)", "www"],
  ["AppleCoreMedia/1.0.0.22G86 (iPhone; U; CPU OS 18_6 like Mac OS X; en_gb)", "blog"],
];

const readers = feeds.map(([agent, site], at) =>
  role("feed-reader", "benign", `fetches the feed of ${site} and asks whether it changed`, [
    sends(
      `1 00:${20 + at}:00`,
      [asks(site, agent, again(22 + at, "/feed.xml"), { "if-modified-since": modifiedAt.toUTCString() })],
      (1 + (at % 2)) * 90 * minute,
    ),
  ]),
);

const previews: readonly [string, SiteName][] = [
  ["Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", "www"],
  ["TelegramBot (like TwitterBot)", "www"],
  ["WhatsApp/2.25.30.2 A", "shop"],
  ["Twitterbot/1.0", "blog"],
  ["LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)", "www"],
  ["Iframely/1.3.1 (+https://iframely.com/docs/about) Atlassian", "blog"],
  ["Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5", "shop"],
  ["Mastodon/4.5.0 (http.rb/5.3.1; +https://social.harbour-folk.example/) Bot", "www"],
  ["Lemmy/0.19.14; +https://talk.harbour-folk.example", "blog"],
  ["Slackbot 1.0 (+https://api.slack.com/robots)", "www"],
];

const cards = previews.map(([agent, site], at) =>
  role("link-preview", "benign", `fetches one page of ${site} and its picture for a preview`, [
    probes(
      `${(at % 4) + 1} 1${at % 10}:17:00`,
      site,
      agent,
      [pages[site][1]?.path ?? "/", "/favicon.ico"],
      second,
    ),
  ]),
);

export const watchers: readonly Role[] = [...monitors, ...probers, ...readers, ...cards];

/** Programs that do ordinary work: monitors, feed readers, previews, integrations, telephone applications, synchronisation. */
import { passwords } from "../../addresses.ts";
import type { Request } from "../../replaying.ts";
import { hostOf, modifiedAt, pages, type SiteName } from "../../site.ts";
import { url } from "../means.ts";
import { asks, curls, hour, minute, probes, type Role, role, runs, second, sends } from "./making.ts";

function again(count: number, target: string | Request): (string | Request)[] {
  return Array.from({ length: count }, () => target);
}

const basic = (user: keyof typeof passwords) => ({
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

/** Programs of partners and of people who help themselves; libraries with default agents, ordinary paths. */
const integrations: readonly [string, readonly string[], number, string][] = [
  ["python-requests/2.32.5", ["/api/v1/tides"], 4 * hour, "reads the tides"],
  ["Go-http-client/2.0", ["/api/v1/articles"], 3 * hour, "reads the list of articles"],
  ["axios/1.13.2", ["/api/v1/tides", "/api/v1/articles"], 2 * hour, "reads tides and articles"],
  ["Apache-HttpClient/5.5 (Java/21.0.5)", ["/api/v1/tides"], 5 * hour, "reads the tides"],
  ["GuzzleHttp/7", ["/api/v1/articles"], 6 * hour, "reads the list of articles"],
  [
    "PostmanRuntime/7.49.1",
    ["/api/v1/tides", "/api/v1/settings", "/api/v1/articles", "/api/v1/tide"],
    20 * second,
    "somebody tries out the API, one name mistyped",
  ],
  ["IFTTT-Protocol/v1", ["/api/v1/tides"], 7 * hour, "reads the tides"],
  ["HomeAssistant/2026.11.1 aiohttp/3.13.1 Python/3.13", ["/api/v1/tides"], hour, "shows the tides at home"],
  ["node", ["/api/v1/articles"], 8 * hour, "reads the list of articles"],
  ["curl/8.17.0", ["/api/v1/tides"], 6 * hour, "a cron job reads the tides"],
];

const partners = integrations.map(([agent, targets, everyMs, what], at) =>
  role("integration", "benign", `${what}; the agent is a library's`, [
    sends(
      `1 03:${10 + at}:00`,
      [
        asks(
          "api",
          agent,
          Array.from({ length: 12 }, () => targets)
            .flat()
            .slice(0, everyMs < minute ? targets.length : 12),
        ),
      ],
      everyMs,
    ),
  ]),
);

const telephones: readonly string[] = [
  "LarkfieldTides/5.1.0 (iPhone; iOS 18.6; Scale/3.00)",
  "LarkfieldTides/5.1.0 (Android 15; Pixel 8)",
  "okhttp/4.12.0",
  "okhttp/5.3.0",
  "LarkfieldTides/412 CFNetwork/1568.200.51 Darwin/24.6.0",
  "Dart/3.9 (dart:io)",
  "Dalvik/2.1.0 (Linux; U; Android 14; SM-S918B Build/UP1A.231005.007)",
  "Expo/1017699 CFNetwork/3826.500.131 Darwin/24.6.0",
  "LarkfieldTides/5.0.2 (Android 13; SM-A536B)",
  "LarkfieldTides/5.1.0 (iPad; iPadOS 26.6; Scale/2.00)",
];

const applications = telephones.map((agent, at) =>
  role(
    "mobile-app",
    "benign",
    "the trust's telephone application: its settings, tides and articles",
    [1, 2, 3].map((day) =>
      sends(
        `${day} 0${7 + (at % 3)}:${10 + at}:00`,
        [asks("api", agent, ["/api/v1/settings", "/api/v1/tides", "/api/v1/articles", "/api/v1/settings"])],
        4 * second,
      ),
    ),
    { v6: at % 3 === 0 },
  ),
);

const dav = "/remote.php/dav/files/anna/";
const synchronisation = (agent: string, what: string, methods: readonly string[]) =>
  role(
    "file-sync",
    "benign",
    `${what}, signed in as anna`,
    [1, 2, 4].map((day) =>
      sends(
        `${day} 10:3${day}:00`,
        [
          asks("files", agent, ["/status.php", "/ocs/v2.php/cloud/capabilities"]),
          asks(
            "files",
            agent,
            methods.flatMap((method) =>
              [dav, `${dav}Photos`, `${dav}Documents`].map((target) => ({ target, method })),
            ),
            basic("anna"),
          ),
        ],
        2 * second,
      ),
    ),
  );

const files: readonly Role[] = [
  synchronisation("Mozilla/5.0 (iOS) Nextcloud-iOS/7.1.3", "Nextcloud's application for iOS", ["PROPFIND"]),
  synchronisation("Mozilla/5.0 (Android) Nextcloud-android/3.34.0", "Nextcloud's application for Android", [
    "PROPFIND",
  ]),
  synchronisation("Microsoft-WebDAV-MiniRedir/10.0.26100", "a Windows drive over WebDAV", [
    "OPTIONS",
    "PROPFIND",
  ]),
  synchronisation("DAVx5/4.5.5-ose (dav4jvm; okhttp/5.1.0) Android/15", "calendar and contacts", [
    "OPTIONS",
    "PROPFIND",
  ]),
  synchronisation("rclone/v1.71.2", "a nightly copy with rclone", ["PROPFIND"]),
  role(
    "office-documents",
    "benign",
    "Office looks whether a document may be written: OPTIONS and HEAD, then GET",
    [
      sends(
        "2 09:40:00",
        [
          asks("files", "Microsoft Office Word 2014", [{ target: "/dav/", method: "OPTIONS" }]),
          asks("files", "Microsoft Office Existence Discovery", [
            { target: "/dav/anna/Minutes.txt", method: "HEAD" },
          ]),
          asks(
            "files",
            "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
            ["/dav/anna/Minutes.txt"],
            basic("anna"),
          ),
        ],
        second,
      ),
    ],
  ),
];

const builders: readonly Role[] = [
  role(
    "ci",
    "benign",
    "a build fetches a page and the list of articles after each deployment, curl",
    [1, 2, 3, 4].map((day) =>
      runs(`${day} 16:1${day}:00`, [
        "curl",
        "-s",
        "-o",
        "/dev/null",
        url("www", "/"),
        "-o",
        "/dev/null",
        url("www", "/health"),
      ]),
    ),
    { program: "curl" },
  ),
  role("ci", "benign", "Renovate looks whether a file changed", [
    sends(
      "2 04:00:00",
      [asks("www", "RenovateBot/41.1.0 (https://github.com/renovatebot/renovate)", again(6, "/feed.xml"))],
      3 * hour,
    ),
  ]),
  role("ci", "benign", "the certificate authority looks for its answer", [
    probes(
      "3 02:00:00",
      "www",
      "Mozilla/5.0 (compatible; Let's Encrypt validation server; +https://www.letsencrypt.org)",
      ["/.well-known/acme-challenge/3Fq7pXb0kz"],
      second,
    ),
  ]),
  role("ci", "benign", "Ansible fetches a page to see that the site is up", [
    sends("4 06:30:00", [asks("www", "ansible-httpget", ["/health", "/health"])], 5 * second),
  ]),
  role("link-checker", "benign", "W3C's link checker asks for every page with HEAD", [
    probes(
      "3 11:00:00",
      "blog",
      "W3C-checklink/5.0.0 libwww-perl/6.72",
      ["/robots.txt", ...pages.blog.map(({ path }) => path), "/CHANGELOG.txt"],
      second,
      "HEAD",
    ),
  ]),
  role(
    "link-checker",
    "benign",
    "LinkChecker follows every link of the blog, default agent",
    [runs("4 03:10:00", ["linkchecker", "-q", "-t", "2", "--no-status", `http://${hostOf("blog")}/`])],
    { program: "linkchecker" },
  ),
  role(
    "mirror",
    "benign",
    "wget keeps a copy of the blog, default agent",
    [
      {
        at: "2 02:20:00",
        run: (session) =>
          session.exec([
            "wget",
            "-q",
            "-r",
            "-l",
            "1",
            "-t",
            "1",
            "-w",
            "0.2",
            "-P",
            session.home,
            url("blog", "/"),
          ]),
      },
    ],
    { program: "wget" },
  ),
];

export const automatic: readonly Role[] = [
  ...monitors,
  ...probers,
  ...readers,
  ...cards,
  ...partners,
  ...applications,
  ...files,
  ...builders,
];

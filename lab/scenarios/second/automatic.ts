import { hostOf, pages } from "../../site.ts";
import { url } from "../means.ts";
import { asks, hour, minute, probes, type Role, role, runs, second, sends } from "./making.ts";
import { again, basic, watchers } from "./watchers.ts";

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

export const automatic: readonly Role[] = [...watchers, ...partners, ...applications, ...files, ...builders];

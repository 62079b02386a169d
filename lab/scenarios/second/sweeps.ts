import { agents } from "../../agents.ts";
import { newVisitor, view } from "../../replaying.ts";
import { pages } from "../../site.ts";
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
  second,
  sends,
} from "./making.ts";
import {
  configuration,
  description,
  environment,
  management,
  mixture,
  provisioning,
  secretsOfClouds,
  sources,
  status,
  versions,
} from "./probing.ts";

export const everything = [...configuration, ...status, ...environment, ...sources, ...versions];

export const sweeps: readonly Role[] = [
  role("head-sweep", "scanner", "HEAD on forty endpoints under Chrome's agent", [
    probes("1 05:40:00", "blog", chromeNow, everything.slice(0, 40), 2 * second, "HEAD"),
  ]),
  role(
    "head-sweep",
    "scanner",
    "HEAD on twelve configuration files with curl's default agent",
    [curls("3 02:20:00", "wiki", configuration.slice(0, 12), ["-I"], 2 * second)],
    { program: "curl" },
  ),
  role("head-sweep", "scanner", "HEAD on thirty endpoints, one a minute, under Safari's agent", [
    probes("4 06:10:00", "shop", agents.safariMac, mixture, minute, "HEAD"),
  ]),
  role("options-sweep", "scanner", "OPTIONS on twenty endpoints under Firefox's agent", [
    probes("2 07:30:00", "wiki", agents.firefoxLinux, everything.slice(0, 20), 3 * second, "OPTIONS"),
  ]),
  role("options-sweep", "scanner", "OPTIONS on the API's management endpoints with Java's client", [
    probes("4 15:55:00", "api", "Java/17.0.13", [...management, ...description], 2 * second, "OPTIONS"),
  ]),
  role(
    "method-sweep",
    "scanner",
    "OPTIONS and PROPFIND on the root and two endpoints of two sites under a bare Mozilla/5.0",
    [
      ...(["wiki", "blog"] as const).flatMap((site, at) =>
        ["OPTIONS", "PROPFIND"].map((method, turn) =>
          probes(
            after("3 05:00:00", at * minute + turn * 20 * second),
            site,
            "Mozilla/5.0",
            ["/", "/server-status", "/config"],
            2 * second,
            method,
          ),
        ),
      ),
    ],
  ),
];

export const purposes: readonly Role[] = [
  role("provisioning", "scanner", "asks for what sets clients up: proxy, mail, devices, telephones, VPN", [
    probes("1 23:10:00", "www", chromeNow, provisioning, 6 * second),
  ]),
  role("provisioning", "scanner", "the same with python-requests", [
    probes("3 19:50:00", "wiki", "python-requests/2.32.5", provisioning, 2 * second),
  ]),
  role(
    "few-probes",
    "scanner",
    "three different configuration endpoints with curl's agent, then gone",
    [curls("2 05:55:00", "wiki", ["/server-status", "/.git/config", "/config.php.bak"], [], 2 * second)],
    { program: "curl" },
  ),
  role("few-probes", "scanner", "five tries on /server-status with wget's agent over a day", [
    probes(
      "3 00:40:00",
      "www",
      "Wget/1.25.0",
      Array.from({ length: 5 }, () => "/server-status"),
      4 * hour,
    ),
  ]),
  role("version-sweep", "scanner", "fourteen version files under Chrome's agent", [
    probes("2 14:25:00", "shop", chromeNow, versions, 4 * second),
  ]),
  role("clouds", "scanner", "ten files of credentials under Edge's agent, twice", [
    probes("1 06:30:00", "wiki", edgeNow, [...secretsOfClouds, ...secretsOfClouds], 5 * second),
  ]),
  role("password-guessing", "scanner", "guesses five users' passwords on /config and /server-status", [
    sends(
      "4 00:30:00",
      ["root", "test", "webmaster", "guest", "operator"].map((user) =>
        asks("wiki", chromeNow, ["/config", "/server-status"], {
          authorization: `Basic ${Buffer.from(`${user}:guess`).toString("base64")}`,
        }),
      ),
      6 * second,
    ),
  ]),
  role("error-probing", "scanner", "payloads that make a back end give itself away, then versions", [
    probes(
      "2 21:50:00",
      "shop",
      agents.firefoxMac,
      [
        "/products/rope?id=1%27",
        "/products/rope?id=%7B%7B7*7%7D%7D",
        "/products/lantern?id=1%20OR%20SLEEP(5)",
        "/products/lantern?q=%3Csvg%20onload=alert(1)%3E",
        "/version",
        "/README.md",
        "/composer.json",
      ],
      5 * second,
    ),
  ]),
  role(
    "home-page-first",
    "scanner",
    "one page with its assets, then the whole mixture under the same agent",
    [
      sends(
        "3 16:33:00",
        view(
          newVisitor("blog", agents.firefoxLongSupport),
          pages.blog[0] ?? { path: "/", title: "", assets: [] },
        ),
      ),
      probes("3 16:33:30", "blog", agents.firefoxLongSupport, mixture, 2 * second),
    ],
  ),
];

/** Other methods, names of hosts and claims of source; and those who act like people at first. */
import { agents } from "../../agents.ts";
import { Chance } from "../../random.ts";
import { after, asks, chromeNow, curls, edgeNow, minute, probes, second, sends } from "../second/making.ts";
import {
  androidNow,
  browses,
  firefoxNow,
  list,
  type Member,
  macNow,
  opens,
  pagesOf,
  reads,
  scattered,
  scout,
  visitorAgents,
} from "./making.ts";

const methods: readonly Member[] = [
  scout(
    "methods",
    "TRACE, OPTIONS and an unknown method on the first page and /server-status of three sites",
    (["www", "blog", "wiki"] as const).flatMap((site, at) =>
      ["TRACE", "OPTIONS", "PROPFIND"].map((method, turn) =>
        probes(
          after("2 06:21:00", at * minute + turn * 9 * second),
          site,
          firefoxNow,
          ["/", "/server-status"],
          2 * second,
          method,
        ),
      ),
    ),
  ),
  scout("methods", "HEAD on seven version files under a telephone's agent", [
    probes(
      "1 18:33:00",
      "blog",
      androidNow,
      list("/CHANGELOG.txt /README.md /VERSION /composer.lock /package.json /readme.html /license.txt"),
      11 * second,
      "HEAD",
    ),
  ]),
  scout("methods", "OPTIONS on what a client is set up with", [
    probes(
      "4 20:18:00",
      "files",
      edgeNow,
      list("/provisioning/common.cfg /remote.php/dav/ /config/ /status.php /ocs/v2.php/cloud/capabilities"),
      6 * second,
      "OPTIONS",
    ),
  ]),
  scout(
    "names",
    "asks one server under a dozen names for its state and version",
    list(
      "localhost admin.larkfield.example staging.larkfield.example dev.larkfield.example intranet.larkfield.example grafana.larkfield.example jenkins.larkfield.example git.larkfield.example vpn.larkfield.example old.larkfield.example",
    ).map((host, at) =>
      sends(
        after("3 02:26:00", at * 4 * second),
        [
          asks(
            "wiki",
            "Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0",
            ["/", "/server-status", "/version"],
            { host },
          ),
        ],
        second,
      ),
    ),
  ),
  scout(
    "no-agent",
    "HTTP/1.0 without agent and name, four files",
    [
      curls(
        "1 23:46:00",
        "blog",
        list("/ /.env /config.php /server-info"),
        ["--http1.0", "-H", "User-Agent:", "-H", "Host:"],
        2 * second,
      ),
    ],
    { program: "curl" },
  ),
  scout("no-agent", "no agent, eight settings of applications, five minutes apart", [
    probes(
      "4 05:20:00",
      "shop",
      undefined,
      list(
        "/config.json /env.js /settings.json /.env /appsettings.json /app.config /manifest.json /config.xml",
      ),
      5 * minute,
    ),
  ]),
  scout(
    "forged-source",
    "says in X-Forwarded-For that it comes from inside, and asks for what only the inside may see",
    [
      sends(
        "2 13:48:00",
        [
          asks("shop", chromeNow, list("/server-status /config.json /server-info /admin/config /status"), {
            "x-forwarded-for": "192.0.2.30",
            "x-real-ip": "192.0.2.30",
          }),
        ],
        8 * second,
      ),
    ],
  ),
];

/** Like people at first. */
const actors: readonly Member[] = [
  scout(
    "reads-then-asks",
    "reads five pages as a browser does, then seven settings with the page as referrer",
    [
      ...reads("shop", edgeNow, "1 11:15:00", 5, new Chance(403_001)),
      ...scattered(
        "1 11:24:00",
        browses(
          "shop",
          edgeNow,
          list("/.env /config.json /config.js /server-status /settings.json /admin/config /web.config"),
          { referer: "http://shop.larkfield.example/" },
        ),
        15 * second,
        100 * second,
        new Chance(403_002),
      ),
    ],
  ),
  scout(
    "reads-then-asks",
    "one probe after each page, eight pages, over HTTP/2",
    list(
      "/config /.env /server-status /settings.json /version /web.config /.git/config /nginx_status",
    ).flatMap((target, turn) => [
      ...opens(
        "www",
        visitorAgents[40] ?? macNow,
        after("3 17:20:00", turn * 3 * minute),
        [pagesOf("www")[turn]?.path ?? "/"],
        new Chance(403_010 + turn),
      ),
      sends(after("3 17:21:10", turn * 3 * minute), [browses("www", visitorAgents[40] ?? macNow, [target])]),
    ]),
  ),
  scout(
    "shared-address",
    "five telephones behind one address that read, and one that asks for six settings",
    [
      ...[3, 60, 121, 150, 199].flatMap((which, turn) =>
        reads(
          turn % 2 ? "blog" : "shop",
          visitorAgents[which] ?? androidNow,
          after("4 10:00:00", turn * 23 * minute),
          3,
          new Chance(403_020 + turn),
        ),
      ),
      probes(
        "4 11:06:00",
        "shop",
        agents.safariPhone,
        list("/.env /.git/config /config.php /phpinfo.php /server-status /backup.sql"),
        3 * second,
      ),
    ],
  ),
  scout(
    "taken-over",
    "an employee's machine inside asks with PowerShell for the intranet's configuration and state",
    [
      ...reads("wiki", edgeNow, "4 08:40:00", 4, new Chance(403_030)),
      probes(
        "4 13:27:00",
        "wiki",
        "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-GB) WindowsPowerShell/5.1.26100.6899",
        list(
          "/config /server-status /server-info /.git/config /web.config /backup/config.bak /LocalSettings.php",
        ),
        5 * second,
      ),
    ],
    { inside: true },
  ),
];

export const methodScouts: readonly Member[] = [...methods, ...actors];

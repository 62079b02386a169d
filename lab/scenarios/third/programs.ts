/** Applications on telephones, walls and desks that fetch their own configuration; people who try out the documented API. */
import { agents } from "../../agents.ts";
import { Chance } from "../../random.ts";
import { originOf } from "../../site.ts";
import { asks, chromeNow, hour, minute, probes, second, sends } from "../second/making.ts";
import { browses, firefoxNow, innocent, inside, type Member, moment, repeated } from "./making.ts";

const telephones: readonly [string, string][] = [
  ["LarkfieldTides/5.2.0 (iPhone; iOS 26.6.1; Scale/3.00)", "an iPhone"],
  [
    "LarkfieldTides/5.2.0 (com.example.larkfield.tides; build:520; iOS 27.0.0) Alamofire/5.10.2",
    "an iPhone, another library",
  ],
  ["LarkfieldTides/431 CFNetwork/3826.600.41 Darwin/24.6.0", "an iPhone, the system's library"],
  ["okhttp/5.3.2", "an Android telephone"],
  ["okhttp/4.12.0", "an older Android telephone"],
  ["Dart/3.10 (dart:io)", "the Flutter build"],
  ["Dalvik/2.1.0 (Linux; U; Android 13; SM-A536B Build/TP1A.220624.014)", "an Android tablet"],
  ["LarkfieldTides/5.1.0 (Android 15; Pixel 9)", "an Android telephone that did not update"],
  ["Ktor client", "the Kotlin build"],
  ["ktor-client/3.3.1 LarkfieldWatch/1.2", "a watch"],
];

const applications = telephones.map(([agent, what], at) => {
  const chance = new Chance(333_000 + at);
  const starts = Array.from({ length: chance.between(2, 5) }, () => moment(chance)).sort();
  return innocent(
    "telephone-application",
    `the trust's application on ${what}: /api/v1/config with each start, then tides and boats`,
    starts.map((start) =>
      sends(
        start,
        [
          asks("api", agent, [
            "/api/v1/config",
            "/api/v1/tides",
            chance.pick(["/api/v1/boats", "/api/v1/articles", "/api/v1/tides"]),
          ]),
        ],
        2 * second,
      ),
    ),
    { v6: at % 3 === 1 },
  );
});

const walls: readonly Member[] = [
  innocent("display", "a tide display on a wall asks for its configuration every half hour", [
    sends(
      "1 00:12:00",
      [
        asks(
          "api",
          "ESP32HTTPClient",
          repeated(60, ["/api/v1/config?device=quay-3", "/api/v1/tides"]).flat(),
        ),
      ],
      45 * minute,
    ),
  ]),
  innocent(
    "display",
    "an information screen in the ticket hall, Chrome in kiosk mode, reloads the tide clock",
    [
      sends(
        "1 05:00:00",
        [
          browses(
            "www",
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
            repeated(40, ["/tides/", "/tides/env.js"]).flat(),
            { referer: `${originOf("www")}/tides/` },
          ),
        ],
        65 * minute,
      ),
    ],
    inside,
  ),
  innocent("display", "Home Assistant shows the tides and the version of the API's description", [
    sends(
      "1 01:03:00",
      [
        asks(
          "api",
          "HomeAssistant/2026.11.2 aiohttp/3.13.2 Python/3.14",
          repeated(24, ["/api/v1/tides", "/api/v1/openapi.json"]).flat(),
        ),
      ],
      2 * hour - 5 * minute,
    ),
  ]),
];

/** Desktop applications look for updates of themselves. */
const updates: readonly [string, readonly string[], string][] = [
  [
    "Tides/5.0.1 Sparkle/2.8.0",
    ["/appcast.xml?appVersion=5.0.1&osVersion=26.1"],
    "the Mac application looks for its update (Sparkle)",
  ],
  [
    "electron-builder",
    ["/latest.yml?noCache=1jfb2c", "/latest.yml?noCache=1jfb2d"],
    "the Windows application looks for its update",
  ],
  [
    "Squirrel.Windows/2.0.1.0",
    ["/downloads/RELEASES?id=tides&localVersion=4.8.0&arch=amd64"],
    "an old Windows application looks for its update",
  ],
];

const updaters = updates.map(([agent, targets, what], at) =>
  innocent(
    "self-update",
    what,
    [1, 2, 3, 4].map((day) => probes(`${day} 09:${10 + at * 7}:00`, "www", agent, targets, 3 * second)),
    { v6: at === 0 },
  ),
);

/** Pages of other sites show the tides and read the API's configuration with the visitor's browser. */
const embedded = [firefoxNow, agents.safariPhone, chromeNow].map((agent, at) =>
  innocent("embedded", "the tides on another firm's page: a preflight and two reads of the API", [
    sends(
      `${at + 2} 2${at}:18:00`,
      [
        asks(
          "api",
          agent,
          [
            {
              target: "/api/v1/config",
              method: "OPTIONS",
              headers: { origin: "https://sailing-club.example", "access-control-request-method": "GET" },
            },
            "/api/v1/config",
            "/api/v1/tides",
          ],
          { referer: "https://sailing-club.example/" },
        ),
      ],
      second,
    ),
  ]),
);

/** People who try out the documented API. */
const tinkerers: readonly [string, string][] = [
  ["curl/8.17.0", "a person with curl"],
  ["HTTPie/3.2.4", "a person with HTTPie"],
  ["PostmanRuntime/7.51.1", "a person with Postman"],
  ["bruno-runtime/2.14.0", "a person with Bruno"],
];

const tried = tinkerers.map(([agent, what], at) => {
  const chance = new Chance(335_000 + at);
  return innocent("documented-api", `${what} reads the API's documentation and tries what it describes`, [
    probes(
      moment(chance),
      "api",
      agent,
      [
        "/docs",
        "/api/v1/openapi.json",
        "/api/v1/tides",
        "/api/v1/tide",
        "/api/v1/boats",
        "/api/v1/version",
      ].slice(0, 4 + (at % 3)),
      chance.between(20, 60) * second,
    ),
  ]);
});

export const programs: readonly Member[] = [...applications, ...walls, ...updaters, ...embedded, ...tried];

/** People with a right to be where they are: administrators, employees, owners of an account. */
import { passwords } from "../../addresses.ts";
import { agents } from "../../agents.ts";
import { Chance } from "../../random.ts";
import { originOf } from "../../site.ts";
import { after, asks, chromeNow, curls, edgeNow, minute, second, sends } from "../second/making.ts";
import {
  androidNow,
  basic,
  browses,
  firefoxNow,
  innocent,
  inside,
  type Member,
  macNow,
  moment,
  opens,
  repeated,
} from "./making.ts";

/** Employees at the intranet's handbook; some of its names look like configuration. */
const employees = Array.from({ length: 7 }, (_, at) => {
  const chance = new Chance(341_000 + at);
  const agent = [edgeNow, chromeNow, firefoxNow, agents.firefoxLongSupport][at % 4] ?? edgeNow;
  const own = [
    "/wiki/Start",
    "/wiki/Onboarding",
    "/wiki/VPN_client_configuration",
    "/wiki/Mail_settings",
    "/wiki/Telephone_list",
    "/wiki/Printer_settings",
    "/wiki/Configuration_management",
  ];
  return innocent(
    "employee",
    "reads how to set up a client, in the intranet",
    opens(
      "wiki",
      agent,
      moment(chance, 7, 17),
      Array.from({ length: chance.between(3, 7) }, () => chance.pick(own)),
      chance,
    ),
    inside,
  );
});

const staff: readonly Member[] = [
  innocent(
    "administrator",
    "signed-in administrator on the wiki's /config, the page's source open beside it",
    [
      ...opens(
        "wiki",
        chromeNow,
        "1 10:10:00",
        ["/wiki/Start", "/wiki/Configuration_management"],
        new Chance(342_001),
      ),
      sends(
        "1 10:13:00",
        [
          asks("wiki", chromeNow, ["/config"]),
          asks(
            "wiki",
            chromeNow,
            ["/config", "/server-status", "/config?format=text", "/config"],
            basic("morgan"),
          ),
        ],
        25 * second,
      ),
    ],
    inside,
  ),
  innocent(
    "administrator",
    "looks at nginx's state and the blog's from a desk inside, as the rights have it",
    [
      sends(
        "3 08:31:00",
        [
          asks("www", firefoxNow, ["/nginx_status", "/nginx_status", "/nginx_status"]),
          asks("blog", firefoxNow, [
            "/server-status",
            "/server-status?refresh=5",
            "/server-status?refresh=5",
          ]),
        ],
        12 * second,
      ),
    ],
    inside,
  ),
  innocent(
    "administrator",
    "on call at night from home, signed in on the public site's /server-status",
    [
      sends(
        "4 02:16:00",
        [
          browses("www", macNow, ["/"]),
          browses("www", macNow, ["/server-status"]),
          browses("www", macNow, repeated(6, "/server-status"), basic("morgan")),
        ],
        30 * second,
      ),
    ],
    { v6: true },
  ),
  innocent(
    "administrator",
    "a script with a password keeps a copy of the wiki's configuration, every morning",
    [1, 2, 3, 4].map((day) =>
      curls(`${day} 05:30:00`, "wiki", ["/config"], ["-u", `morgan:${passwords.morgan}`], minute),
    ),
    { ...inside, program: "curl" },
  ),
  innocent(
    "developer",
    "the shop's developer at her desk: maps of scripts, the configuration, the tools' own question",
    [
      ...opens("shop", chromeNow, "2 13:30:00", ["/app/", "/app/orders"], new Chance(342_002)),
      sends(
        "2 13:33:00",
        [
          asks(
            "shop",
            chromeNow,
            [
              "/js/app.js.map",
              "/assets/site.css.map",
              "/.well-known/appspecific/com.chrome.devtools.json",
              "/config.json",
              "/config.json",
            ],
            { referer: `${originOf("shop")}/app/` },
          ),
        ],
        20 * second,
      ),
    ],
    inside,
  ),
  innocent(
    "tests",
    "the shop's tests in a browser from the build machine, marked in the agent",
    [1, 2, 3, 4].map((day) =>
      sends(
        `${day} 06:20:00`,
        [
          asks(
            "shop",
            `${chromeNow.replace("Chrome/", "HeadlessChrome/")} larkfield-e2e/3.1`,
            [
              "/app/",
              "/assets/site.css",
              "/js/app.js",
              "/config.json",
              "/app/orders",
              "/config.json",
              "/account/settings",
              "/basket",
            ],
            { referer: `${originOf("shop")}/app/` },
          ),
        ],
        3 * second,
      ),
    ),
    inside,
  ),
];

/** Customers in the settings of their accounts, as often as they like. */
const owners = [chromeNow, agents.safariPhone, firefoxNow, androidNow].map((agent, at) => {
  const chance = new Chance(343_000 + at);
  const rooms = ["/account/settings", "/account/settings/address"];
  const start = moment(chance);
  return innocent("account", "a customer changes address and settings, one room of which is gone", [
    ...opens("shop", agent, start, ["/", ...rooms, ...rooms.slice(at % 2)], chance),
    sends(
      after(start, 8 * minute),
      [
        asks(
          "shop",
          agent,
          [
            ["/account/settings/notifications"],
            ["/account/settings/privacy"],
            ["/account/settings/notifications", "/account/settings/export"],
            ["/settings/screen"],
          ][at] ?? [],
          { referer: `${originOf("shop")}/account/settings` },
        ),
      ],
      9 * second,
    ),
  ]);
});

export const entitled: readonly Member[] = [...employees, ...staff, ...owners];

/** Those who are refused and try again. */
import { agents } from "../../agents.ts";
import { Chance } from "../../random.ts";
import { after, asks, chromeNow, minute, probes, second, sends } from "../second/making.ts";
import { browses, firefoxNow, guess, type Member, macNow, repeated, scattered, scout } from "./making.ts";

/** Names and passwords that products come with. */
const defaults: readonly [string, string][] = [
  ["tomcat", "tomcat"],
  ["admin", "admin"],
  ["manager", "manager"],
  ["both", "tomcat"],
  ["root", "root"],
  ["admin", ""],
];

export const guessers: readonly Member[] = [
  scout(
    "guessing",
    "tries names that products come with on /config and /server-status, two an hour",
    defaults.flatMap(([user, password], at) => [
      sends(
        after("1 06:10:00", at * 31 * minute),
        [asks("wiki", firefoxNow, ["/config", "/server-status"], guess(user, password))],
        5 * second,
      ),
    ]),
  ),
  scout(
    "guessing",
    "signs in at the blog again and again, and tries the administration's settings after each",
    [
      sends(
        "2 04:04:00",
        [
          asks(
            "blog",
            chromeNow,
            repeated(7, [
              { target: "/wp-login.php", method: "POST", body: "log=admin" },
              { target: "/wp-admin/options-general.php" },
              { target: "/wp-json/wp/v2/settings" },
            ]).flat(),
          ),
        ],
        4 * second,
      ),
    ],
  ),
  scout(
    "repeated-refusal",
    "asks for /config of the public site twelve times in four days and is refused each time",
    scattered(
      "1 07:20:00",
      browses("www", macNow, repeated(12, "/config")),
      4 * 60 * minute,
      9 * 60 * minute,
      new Chance(391_001),
    ),
  ),
  scout("repeated-refusal", "asks for /internal/status of the API until it is served", [
    probes("3 23:40:00", "api", agents.chromeLinux, repeated(24, "/internal/status"), 45 * second),
  ]),
];

/** Those who are slow, or many, or hide among what is ordinary. */
import { readFileSync } from "node:fs";
import { agents } from "../../agents.ts";
import { Chance } from "../../random.ts";
import { newVisitor, overTls, probe } from "../../replaying.ts";
import { originOf, pages } from "../../site.ts";
import { wordlist } from "../means.ts";
import { replayed } from "../visitors.ts";
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
  sources,
  status,
  versions,
} from "./probing.ts";
import { everything, purposes, sweeps } from "./sweeps.ts";

/** Times are shifted after the recording: what the scenario says is the pace in the log. */
const paced: readonly Role[] = [
  role("probe-a-minute", "scanner", "one probe a minute for forty minutes under Chrome's agent", [
    probes("1 15:00:00", "www", chromeNow, everything.slice(0, 40), minute),
  ]),
  role(
    "probe-a-minute",
    "scanner",
    "one probe a minute for half an hour with curl's default agent",
    [curls("2 03:00:00", "shop", mixture, [], minute)],
    { program: "curl" },
  ),
  role("probe-a-minute", "scanner", "one probe a minute over HTTP/2 under Safari's agent", [
    sends("4 13:00:00", [overTls(probe("www", agents.safariMac, [...versions, ...description]))], minute),
  ]),
  role(
    "probe-every-minutes",
    "scanner",
    "one probe every five minutes for four hours under Firefox's agent",
    [probes("1 20:00:00", "wiki", agents.firefoxWindows, everything.slice(0, 48), 5 * minute)],
  ),
  role("probe-every-minutes", "scanner", "one probe every nine minutes under Edge's agent", [
    probes("2 12:30:00", "blog", edgeNow, mixture.slice(3), 9 * minute),
  ]),
  role("probe-every-minutes", "scanner", "one probe every quarter of an hour with python-requests' agent", [
    probes("3 00:10:00", "api", "python-requests/2.32.5", [...management, ...description], 15 * minute),
  ]),
  role("probe-every-hours", "scanner", "one probe every three hours for four days under Chrome's agent", [
    probes("1 01:25:00", "shop", chromeNow, mixture, 3 * hour),
  ]),
  role("probe-every-hours", "scanner", "one probe every five hours with Go's client", [
    probes("1 02:35:00", "www", "Go-http-client/2.0", everything.slice(0, 18), 5 * hour),
  ]),
];

const members = 30;
const wordsEach = 7;

/** Every third word: few enough for each address to look like a visitor who errs. */
function sharedList(): string[] {
  return readFileSync(wordlist, "utf8")
    .trim()
    .split("\n")
    .filter((_, at) => at % 3 !== 1)
    .map((word) => `/${word}`);
}

/** Thirty addresses share out one wordlist, one after the other, under the most common agent of all. */
function sharing(): Role[] {
  const list = sharedList();
  return Array.from({ length: members }, (_, at) =>
    role(
      "shared-wordlist",
      "scanner",
      `part ${at + 1} of ${members} of one wordlist under a current Chrome's agent`,
      [
        probes(
          after("2 00:20:00", at * 70 * minute),
          "www",
          chromeNow,
          list.slice(at * wordsEach, (at + 1) * wordsEach),
          11 * second,
        ),
      ],
      { group: "shared-wordlist" },
    ),
  );
}

/** Neighbours of one network of IPv6 take turns. */
const hopping: readonly Role[] = [
  "2001:db8:f0:1::11",
  "2001:db8:f0:1::2:9",
  "2001:db8:f0:1:aa::7",
  "2001:db8:f0:1:5c1f:22ff:fe0a:9",
].map((address, at) =>
  role(
    "ipv6-neighbours",
    "scanner",
    "four addresses of one /64 take turns on a list of configuration files",
    [
      probes(
        after("3 18:00:00", at * 40 * second),
        "www",
        chromeNow,
        everything.slice(at * 5, at * 5 + 5),
        8 * second,
      ),
    ],
    { address, v6: true, group: "ipv6-neighbours" },
  ),
);

type Site = "www" | "blog" | "wiki" | "shop";

/** Reads like a person, then asks like a tool, under one agent. */
function session(
  site: Site,
  agent: string,
  at: string,
  targets: readonly string[],
  chance: Chance,
  referred = false,
): Role {
  const from = { referer: `${originOf(site)}/` };
  const step = asks(site, agent, targets, referred ? from : {});
  return role(
    "probes-in-a-session",
    "scanner",
    `reads four pages of ${site} as a browser does, then ${targets.length} probes${referred ? " with a forged referrer" : ""}`,
    [
      ...replayed(newVisitor(site, agent), at, pages[site].slice(0, 4), chance),
      sends(after(at, 9 * minute), [site === "www" ? overTls(step) : step], 11 * second),
      ...replayed(newVisitor(site, agent), after(at, 14 * minute), pages[site].slice(1, 3), chance),
    ],
  );
}

const sessions = [
  session("blog", agents.firefoxWindows, "1 17:05:00", environment, new Chance(201)),
  session("shop", agents.safariPhone, "2 19:20:00", configuration.slice(0, 5), new Chance(202)),
  session("wiki", edgeNow, "3 13:10:00", status, new Chance(203), true),
  session("www", chromeNow, "4 11:40:00", sources.slice(0, 6), new Chance(204)),
  session("shop", agents.chromeAndroid, "4 20:30:00", mixture, new Chance(205), true),
];

/** Seven people behind one address, and one of them, or their machine, scans. */
function office(at: string, scan: Role["visits"], what: string, seed: number): Role {
  const chance = new Chance(seed);
  const browsers = [
    chromeNow,
    edgeNow,
    agents.firefoxWindows,
    agents.chromeMac,
    agents.safariPhone,
    agents.firefoxLongSupport,
    agents.chromeAndroid,
  ];
  const visits = browsers.flatMap((agent, turn) => {
    const site = (["www", "shop", "blog"] as const)[turn % 3] ?? "www";
    const start = after(at, turn * 47 * minute);
    return replayed(
      newVisitor(site, agent),
      start,
      Array.from({ length: 4 }, () => chance.pick(pages[site])),
      chance,
    );
  });
  return role("nat-with-scanner", "scanner", `seven browsers that read, and ${what}, behind one address`, [
    ...visits,
    ...scan,
  ]);
}

const offices = [
  office(
    "1 09:00:00",
    [probes("1 11:45:00", "shop", "curl/8.17.0", mixture.slice(0, 14), 3 * second)],
    "curl that asks for fourteen endpoints",
    301,
  ),
  office(
    "3 08:30:00",
    [probes("3 10:20:00", "www", chromeNow, everything.slice(0, 24), 6 * second)],
    "one of the same agents that asks for 24 endpoints",
    302,
  ),
];

export function patient(): Role[] {
  return [...paced, ...sharing(), ...hopping, ...sessions, ...offices, ...sweeps, ...purposes];
}

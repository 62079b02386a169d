/**
 * Automatic clients that are no danger: crawlers, link previews, mirrors, synchronisation, integrations,
 * and the administrator. Most of them look like tools, which is the point.
 */
import { passwords, type User } from "../addresses.ts";
import { agents } from "../agents.ts";
import type { Client } from "../client.ts";
import { probe } from "../replaying.ts";
import { hostOf, pages } from "../site.ts";
import { quiet, wordlist } from "./means.ts";
import { every } from "./monitors.ts";

const hour = 3_600_000;

function credentials(user: User): string {
  return `Basic ${Buffer.from(`${user}:${passwords[user]}`).toString("base64")}`;
}

const previewed: readonly [string, string, string, string][] = [
  [
    "198.51.100.76",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "1 10:15:30",
    "/articles/harbour-walk",
  ],
  [
    "198.51.100.77",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "2 13:44:10",
    "/articles/tide-tables",
  ],
  [
    "198.51.100.78",
    "Mastodon/4.5.2 (http.rb/5.3.1; +https://veganism.social/) Bot",
    "3 21:09:00",
    "/articles/lighthouse-keeper",
  ],
];

const previews = previewed.map(
  ([address, agent, at, target]): Client => ({
    scenario: "link-preview",
    address,
    label: "benign",
    program: "replay",
    behaviour: "fetches one article and its picture for a link preview",
    visits: [
      {
        at,
        run: (session) => session.replay([probe("www", agent, ["/robots.txt", target, "/img/harbour.png"])]),
      },
    ],
  }),
);

const fetchers: readonly Client[] = [
  {
    scenario: "mirror",
    address: "198.51.100.80",
    label: "benign",
    program: "wget",
    behaviour: "keeps a copy of three pages with what they need, once",
    visits: [
      {
        at: "2 20:30:00",
        run: async (session) => {
          const targets = ["/articles/harbour-walk", "/articles/tide-tables", "/opening-hours"].map(
            (path) => `http://${hostOf("www")}${path}`,
          );
          await session.exec(["wget", "-q", "-t", "1", "-w", "0.3", "-p", "-P", session.home, ...targets]);
        },
      },
    ],
  },
  {
    scenario: "link-checker",
    address: "198.51.100.81",
    label: "benign",
    program: "linkchecker",
    behaviour: "follows every link of the shop and reports the dead ones, default agent",
    visits: [
      {
        at: "3 02:00:00",
        run: (session) =>
          session.exec(["linkchecker", "-q", "-t", "2", "--no-status", `http://${hostOf("shop")}/`]),
      },
    ],
  },
  {
    scenario: "integration",
    address: "198.51.100.82",
    label: "benign",
    program: "python3-requests",
    behaviour:
      "a partner's script reads the tide times every three hours with python-requests' default agent",
    visits: [
      {
        at: "1 01:30:00",
        everyMs: 3 * hour,
        run: async (session) => {
          const script =
            "import sys, requests\nfor turn in range(30):\n    requests.get(sys.argv[1], timeout=5)\n";
          await session.exec(["python3", "-c", script, `http://${hostOf("api")}/api/v1/tides`]);
        },
      },
    ],
  },
  {
    scenario: "integration",
    address: "198.51.100.83",
    label: "benign",
    program: "replay",
    behaviour: "Zapier reads the list of articles every two hours",
    visits: [
      {
        at: "1 00:50:00",
        everyMs: 2 * hour,
        run: (session) => session.replay([every("api", "/api/v1/articles", 46, "Zapier")]),
      },
    ],
  },
  ...Array.from(
    { length: 6 },
    (_, at): Client => ({
      scenario: "mobile-app",
      address: `198.51.100.${100 + at}`,
      label: "benign",
      program: "replay",
      behaviour: "the trust's own telephone application, among others on /api/v1/settings",
      visits: [1 + (at % 4), 1 + ((at + 2) % 4)].map((day) => ({
        at: `${day} ${String(8 + at * 2).padStart(2, "0")}:1${at}:00`,
        everyMs: 5000,
        run: (session) =>
          session.replay([
            probe("api", at % 2 ? "okhttp/4.12.0" : "Larkfield/4.2 CFNetwork/3860.200.71 Darwin/25.1.0", [
              "/api/v1/settings",
              "/api/v1/tides",
              "/api/v1/articles",
              "/api/v1/tides",
            ]),
          ]),
      })),
    }),
  ),
];

/** What a Nextcloud desktop client does when it starts: a burst of status, capabilities and PROPFIND. */
const synchronisation: Client = {
  scenario: "file-sync",
  address: "198.51.100.84",
  label: "benign",
  program: "replay",
  behaviour: "a Nextcloud desktop client: status, capabilities and a burst of PROPFIND, user anna",
  visits: ["1 08:02:00", "2 08:05:30", "4 07:59:10"].map((at) => ({
    at,
    run: (session) => {
      const headers = {
        "user-agent":
          "Mozilla/5.0 (Linux) mirall/3.17.2 (Nextcloud, debian-6.1.0-41-amd64 ClientArchitecture: x86_64 OsArchitecture: x86_64)",
      };
      const signedIn = { ...headers, authorization: credentials("anna"), depth: "1" };
      const folders = ["", "Photos/", "Documents/"].map((name) => `/remote.php/dav/files/anna/${name}`);
      const burst = Array.from({ length: 5 }, () => folders)
        .flat()
        .map((target) => ({ method: "PROPFIND", target, headers: signedIn }));
      const first = ["/status.php", "/ocs/v2.php/cloud/capabilities"].map((target) => ({ target, headers }));
      const file = { target: "/remote.php/dav/files/anna/Documents/settings-backup.txt", headers: signedIn };
      return session.replay([{ host: hostOf("files"), requests: [...first, ...burst, file] }]);
    },
  })),
};

/** A browser asks without credentials first and is refused, then signs in. */
const administrator: Client = {
  scenario: "administrator",
  address: "198.51.100.85",
  label: "benign",
  program: "replay",
  behaviour:
    "signed-in administrator (user morgan) on /server-status and /config, twelve times in three days",
  visits: ["1 10:00:00", "2 16:30:00", "4 09:10:00"].map((at) => ({
    at,
    everyMs: 25_000,
    run: (session) => {
      const headers = { "user-agent": agents.firefoxLinux };
      const signedIn = { ...headers, authorization: credentials("morgan") };
      const requests = ["/server-status", "/config", "/server-status?refresh=5", "/config"].map((target) => ({
        target,
        headers: signedIn,
      }));
      return session.replay([
        { host: hostOf("wiki"), requests: [{ target: "/server-status", headers }, ...requests] },
      ]);
    },
  })),
};

const crawlers: readonly Client[] = [
  {
    scenario: "crawler",
    address: "198.51.100.86",
    label: "judgement",
    program: "replay",
    behaviour:
      "a search engine's agent that keeps to robots.txt; from a documentation address it cannot be verified",
    visits: ["1 02:15:00", "3 02:40:00"].map((at) => ({
      at,
      everyMs: 30_000,
      run: (session) =>
        session.replay([
          probe("www", "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", [
            "/robots.txt",
            "/sitemap.xml",
            ...pages.www.map(({ path }) => path),
          ]),
        ]),
    })),
  },
  {
    scenario: "research-scan",
    address: "198.51.100.87",
    label: "judgement",
    program: "curl",
    behaviour: "an Internet-wide survey that names itself: one page and security.txt a day, nothing else",
    visits: [1, 2, 3, 4].map((day) => ({
      at: `${day} 04:44:00`,
      everyMs: 2000,
      run: async (session) => {
        const agent = "Mozilla/5.0 (compatible; ExampleSurvey/1.0; +https://survey.example/)";
        for (const path of ["/", "/.well-known/security.txt"])
          await session.exec(["curl", ...quiet, "-A", agent, `http://${hostOf("www")}${path}`]);
      },
    })),
  },
  {
    scenario: "registered-scanner",
    address: "198.51.100.90",
    label: "judgement",
    program: "ffuf",
    behaviour:
      "the organisation's own weekly scan; scanning it is, and justified only where the register says so",
    visits: [
      {
        at: "3 03:30:00",
        run: async (session) => {
          const list = `head -n 160 "$0" > words && exec ffuf -s -t 2 -p 0.05-0.1 -w words -H "$1" -u "$2"`;
          await session.exec([
            "sh",
            "-c",
            `cd "$HOME" && ${list}`,
            wordlist,
            "User-Agent: larkfield-scan/2.1 (security@larkfield.example)",
            `http://${hostOf("wiki")}/FUZZ`,
          ]);
        },
      },
    ],
  },
];

export const services: readonly Client[] = [
  ...previews,
  ...fetchers,
  synchronisation,
  administrator,
  ...crawlers,
];

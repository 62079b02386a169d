/** Clients that probe for configuration and hide or forge their agent, or are a browser without a person. */
import { agents } from "../agents.ts";
import { Chromium } from "../chromium.ts";
import type { Client } from "../client.ts";
import { commonAgents, probe } from "../replaying.ts";
import { hostOf } from "../site.ts";
import { quiet, secrets } from "./means.ts";

const googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

const rotating = [
  ...commonAgents,
  "Opera/9.80 (X11; Linux i686) Presto/2.12.388 Version/12.16",
  "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0)",
];

export const forgeries: readonly Client[] = [
  {
    scenario: "chrome-999",
    address: "203.0.113.31",
    label: "scanner",
    program: "replay",
    behaviour: "claims Chrome/999, a version that does not exist, and probes configuration behind the proxy",
    visits: [
      {
        at: "1 17:20:15",
        everyMs: 2200,
        run: (session) =>
          session.replay([probe("shop", agents.chromeWindows.replace("157", "999"), secrets)]),
      },
    ],
  },
  {
    scenario: "impossible-agent",
    address: "203.0.113.32",
    label: "scanner",
    program: "replay",
    behaviour: "an agent that is Windows, iPhone and Firefox at once, nine probes, served /.env",
    visits: [
      {
        at: "2 08:44:58",
        everyMs: 5000,
        run: (session) =>
          session.replay([
            probe(
              "blog",
              "Mozilla/5.0 (Windows NT 10.0; iPhone; CPU iPhone OS 17_0) Gecko/20100101 Firefox/125.0 Chrome/124.0.0.0",
              secrets.slice(0, 9),
            ),
          ]),
      },
    ],
  },
  {
    scenario: "false-googlebot",
    address: "203.0.113.33",
    label: "scanner",
    program: "replay",
    behaviour: "claims to be Googlebot, reads robots.txt and two pages, then probes configuration",
    visits: [
      {
        at: "3 10:03:26",
        everyMs: 6500,
        run: (session) =>
          session.replay([
            probe("www", googlebot, ["/robots.txt", "/", "/articles/", ...secrets.slice(0, 8), "/config"]),
          ]),
      },
    ],
  },
  {
    scenario: "rotating-agents",
    address: "203.0.113.36",
    label: "scanner",
    program: "replay",
    behaviour: "another browser's agent with every probe, no page ever read",
    visits: [
      {
        at: "2 15:26:31",
        everyMs: 9000,
        run: (session) =>
          session.replay(secrets.map((path, at) => probe("www", rotating[at % rotating.length], [path]))),
      },
    ],
  },
  {
    scenario: "no-agent",
    address: "203.0.113.38",
    label: "scanner",
    program: "curl",
    behaviour: "sends no agent at all, seven probes, served /actuator/env",
    visits: [
      {
        at: "1 23:51:36",
        everyMs: 4000,
        run: async (session) => {
          for (const path of secrets.slice(0, 7))
            await session.exec(["curl", ...quiet, "-H", "User-Agent:", `http://${hostOf("api")}${path}`]);
        },
      },
    ],
  },
  {
    scenario: "bare-mozilla",
    address: "203.0.113.39",
    label: "scanner",
    program: "replay",
    behaviour: "the bare agent Mozilla/5.0, version and configuration probes",
    visits: [
      {
        at: "2 05:09:14",
        everyMs: 3500,
        run: (session) =>
          session.replay([
            probe("wiki", "Mozilla/5.0", [
              "/version",
              "/CHANGELOG.txt",
              "/readme.html",
              ...secrets.slice(0, 6),
            ]),
          ]),
      },
    ],
  },
  {
    scenario: "nikto-agent",
    address: "203.0.113.40",
    label: "scanner",
    program: "replay",
    behaviour: "Nikto's own agent spelling (Mozilla/5.00), a short list of its usual requests",
    visits: [
      {
        at: "3 13:33:33",
        everyMs: 800,
        run: (session) =>
          session.replay([
            probe("shop", "Mozilla/5.00 (Nikto/2.5.0) (Evasions:None) (Test:000029)", [
              "/",
              "/robots.txt",
              "/server-status",
              "/config/",
              "/phpinfo.php",
              "/icons/README",
              "/.htpasswd",
              "/test.php",
              "/CHANGELOG.txt",
              "/admin/config.php",
            ]),
          ]),
      },
    ],
  },
  {
    scenario: "headless-config",
    address: "203.0.113.42",
    label: "scanner",
    program: "chromium",
    behaviour: "real headless Chromium under its own agent opens six configuration endpoints of the wiki",
    visits: [
      {
        at: "2 17:12:55",
        everyMs: 12_000,
        run: async (session) => {
          const browser = await Chromium.open(session.prefix, session.home);
          try {
            for (const path of [
              "/settings.json",
              "/.env",
              "/phpinfo.php",
              "/.git/config",
              "/version",
              "/config.json",
            ]) {
              await browser.visit(`http://${hostOf("wiki")}${path}`);
            }
          } finally {
            await browser.close();
          }
        },
      },
    ],
  },
];

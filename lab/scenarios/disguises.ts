/** Clients that probe for configuration and hide the path, the address, the pace or the purpose. */
import { agents } from "../agents.ts";
import type { Client } from "../client.ts";
import { Chance } from "../random.ts";
import { newVisitor, overTls, probe } from "../replaying.ts";
import { hostOf, pages } from "../site.ts";
import { quiet, secrets } from "./means.ts";
import { replayed } from "./visitors.ts";

/** The same few endpoints under different spellings. */
const disguised = [
  "/phpinfo%2Ephp",
  "//config",
  "/%252eenv",
  "/.%2e/server-status",
  "/config;x=1",
  "/%u002eenv",
  "/./server-status",
  "/img/../server-status",
  "/SERVER-STATUS",
  "/server%2dstatus",
  "/.git%2fconfig",
  "/config%00.html",
  "/%c0%aeenv",
  "/config.",
];

const slowPaths = [
  ...secrets,
  "/.env.bak",
  "/.env.production",
  "/config.yml",
  "/appsettings.json",
  "/elmah.axd",
  "/trace.axd",
  "/nginx_status",
  "/wpad.dat",
];

export const disguises: readonly Client[] = [
  {
    scenario: "disguised-paths",
    address: "203.0.113.34",
    label: "scanner",
    program: "curl",
    behaviour: "spells configuration paths in fourteen disguises under a browser's agent",
    visits: [
      {
        at: "4 09:38:47",
        everyMs: 3000,
        run: async (session) => {
          for (const path of disguised)
            await session.exec([
              "curl",
              ...quiet,
              "-A",
              agents.firefoxLinux,
              "--path-as-is",
              `http://${hostOf("www")}${path}`,
            ]);
        },
      },
    ],
  },
  {
    scenario: "disguised-paths-apache",
    address: "203.0.113.35",
    label: "scanner",
    program: "replay",
    behaviour: "the same disguises against Apache, sent raw",
    visits: [
      {
        at: "4 09:52:10",
        everyMs: 3000,
        run: (session) => session.replay([probe("wiki", agents.firefoxLinux, disguised)]),
      },
    ],
  },
  {
    scenario: "forged-forwarding",
    address: "203.0.113.37",
    label: "scanner",
    program: "curl",
    behaviour:
      "sends an X-Forwarded-For of its own, naming the registered scanner's address, with eight probes",
    visits: [
      {
        at: "3 19:07:02",
        everyMs: 2500,
        run: async (session) => {
          for (const path of secrets.slice(0, 8))
            await session.exec([
              "curl",
              ...quiet,
              "-H",
              "X-Forwarded-For: 198.51.100.90",
              `http://${hostOf("shop")}${path}`,
            ]);
        },
      },
    ],
  },
  {
    scenario: "error-probing",
    address: "203.0.113.41",
    label: "scanner",
    program: "replay",
    behaviour: "payloads in a query that make a back end give itself away",
    visits: [
      {
        at: "4 16:41:20",
        everyMs: 2000,
        run: (session) => {
          const payloads = [
            "1%27",
            "1%20AND%201=1",
            "1%20UNION%20SELECT%20@@version--",
            "%7B%7B7*7%7D%7D",
            "$%7B7*7%7D",
            "../../etc/passwd",
            "%3Cscript%3E",
          ];
          return session.replay([
            probe(
              "shop",
              agents.chromeLinux,
              payloads.map((payload) => `/products/rope?id=${payload}`),
            ),
          ]);
        },
      },
    ],
  },
  {
    scenario: "slow",
    address: "203.0.113.77",
    label: "scanner",
    program: "replay",
    behaviour: "one probe every four hours for four days under a current browser's agent",
    visits: [
      {
        at: "1 00:47:00",
        everyMs: 4 * 3_600_000,
        run: (session) => session.replay([overTls(probe("www", agents.safariMac, slowPaths))]),
      },
    ],
  },
  {
    scenario: "browse-then-probe",
    address: "203.0.113.78",
    label: "scanner",
    program: "replay",
    behaviour: "reads three pages with all their assets as a browser does, then probes six endpoints",
    visits: [
      ...replayed(newVisitor("www", agents.chromeMac), "4 11:15:00", pages.www.slice(0, 3), new Chance(78)),
      {
        at: "4 11:18:20",
        everyMs: 8000,
        run: (session) => session.replay([overTls(probe("www", agents.chromeMac, secrets.slice(0, 6)))]),
      },
    ],
  },
];

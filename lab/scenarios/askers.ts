/** General-purpose tools (curl, wget, python-requests) in the hands of somebody who wants configuration. */
import type { Client } from "../client.ts";
import { loop, python, quiet, url } from "./means.ts";

const configPaths = [
  "/.env",
  "/config",
  "/config.json",
  "/config.php.bak",
  "/server-status",
  "/server-info",
  "/settings.json",
  "/wp-config.php",
  "/web.config",
  "/.git/config",
  "/actuator/env",
  "/phpinfo.php",
];

const versionPaths = [
  "/CHANGELOG.txt",
  "/CHANGELOG.md",
  "/version",
  "/version.txt",
  "/readme.html",
  "/README.md",
  "/composer.json",
  "/package.json",
  "/wp-includes/version.php",
  "/api/version",
  "/license.txt",
];

export const askers: readonly Client[] = [
  {
    scenario: "curl-config",
    address: "203.0.113.17",
    label: "scanner",
    program: "curl",
    behaviour: "asks for twelve configuration endpoints with curl's default agent",
    visits: [
      {
        at: "3 01:18:00",
        everyMs: 4000,
        run: (session) =>
          loop(
            session,
            configPaths.map((path) => url("www", path)),
          ),
      },
    ],
  },
  {
    scenario: "requests-versions",
    address: "203.0.113.18",
    label: "scanner",
    program: "python3-requests",
    behaviour:
      "asks for change logs, read-me files and version endpoints with python-requests' default agent",
    visits: [
      {
        at: "3 16:22:38",
        everyMs: 1500,
        run: (session) =>
          python(
            session,
            versionPaths.map((path) => url("blog", path)),
          ),
      },
    ],
  },
  {
    scenario: "requests-actuator",
    address: "203.0.113.19",
    label: "scanner",
    program: "python3-requests",
    behaviour: "walks the API's management endpoints and is served /actuator/env",
    visits: [
      {
        at: "4 13:49:05",
        everyMs: 2500,
        run: async (session) => {
          const paths = [
            "/actuator",
            "/actuator/health",
            "/actuator/env",
            "/actuator/configprops",
            "/v2/api-docs",
            "/openapi.json",
          ];
          await python(
            session,
            [...paths, "/api/v1/config", "/actuator/env"].map((path) => url("api", path)),
          );
        },
      },
    ],
  },
  {
    scenario: "wget-env",
    address: "203.0.113.20",
    label: "scanner",
    program: "wget",
    behaviour: "fetches /.env twice and is served it, default agent",
    visits: ["2 19:55:12", "4 02:10:40"].map((at) => ({
      at,
      run: (session) => session.exec(["wget", "-q", "-t", "1", "-O", "/dev/null", url("blog", "/.env")]),
    })),
  },
  {
    scenario: "refused-then-served",
    address: "203.0.113.21",
    label: "scanner",
    program: "curl",
    behaviour:
      "asks for /internal/status 24 times: refused with 401 twenty times, then served with no user name",
    visits: [
      {
        at: "2 22:00:00",
        everyMs: 11 * 60_000,
        run: (session) =>
          loop(
            session,
            Array.from({ length: 24 }, () => url("api", "/internal/status")),
          ),
      },
    ],
  },
  {
    scenario: "password-guessing",
    address: "203.0.113.22",
    label: "scanner",
    program: "curl",
    behaviour: "tries nine user names on /config, all refused",
    visits: [
      {
        at: "1 04:36:20",
        everyMs: 7000,
        run: async (session) => {
          for (const user of [
            "admin",
            "root",
            "test",
            "administrator",
            "webmaster",
            "backup",
            "operator",
            "morgan",
            "guest",
          ]) {
            await session.exec(["curl", ...quiet, "-u", `${user}:guess`, url("wiki", "/config")]);
          }
        },
      },
    ],
  },
  {
    scenario: "ipv6",
    address: "2001:db8:bad:1::15",
    label: "scanner",
    program: "curl",
    group: "ipv6-64",
    behaviour: "asks for configuration endpoints over IPv6; a neighbour in the same /64 goes on",
    visits: [
      {
        at: "3 05:40:00",
        everyMs: 3000,
        run: (session) =>
          loop(
            session,
            configPaths.slice(0, 6).map((path) => url("www", path)),
          ),
      },
    ],
  },
  {
    scenario: "ipv6",
    address: "2001:db8:bad:1:9d2:77ff:fe01:4",
    label: "scanner",
    program: "curl",
    group: "ipv6-64",
    behaviour: "goes on with the list that its neighbour in the /64 began",
    visits: [
      {
        at: "3 05:40:25",
        everyMs: 3000,
        run: (session) =>
          loop(
            session,
            configPaths.slice(6).map((path) => url("www", path)),
          ),
      },
    ],
  },
];

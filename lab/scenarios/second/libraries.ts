import { curls, minute, probes, role, second } from "./making.ts";
import {
  configuration,
  environment,
  management,
  mixture,
  secretsOfClouds,
  status,
  versions,
} from "./probing.ts";

/** Libraries in the hands of somebody who wants configuration; few requests each. */
const libraries: readonly [
  string,
  string,
  "www" | "blog" | "api" | "wiki" | "shop",
  readonly string[],
  string,
][] = [
  ["Go-http-client/1.1", "1 02:02:00", "www", environment, "Go's client asks for environment files"],
  ["axios/1.13.2", "1 19:45:00", "api", management, "axios walks management endpoints, served /actuator/env"],
  [
    "Java/21.0.5",
    "2 06:50:00",
    "wiki",
    configuration.slice(0, 7),
    "Java's client asks for seven configuration files",
  ],
  ["libwww-perl/6.78", "2 23:15:00", "shop", versions, "libwww-perl asks for version files"],
  [
    "GuzzleHttp/7",
    "3 04:04:00",
    "blog",
    ["/.git/config", "/.env", "/config.json"],
    "Guzzle asks for three endpoints, served /.env",
  ],
  ["python-httpx/0.28.1", "3 17:28:00", "www", secretsOfClouds, "httpx asks for credentials of clouds"],
  ["aiohttp/3.13.1", "4 01:11:00", "shop", mixture.slice(0, 14), "aiohttp asks for fourteen endpoints"],
  [
    "Mozilla/5.0 zgrab/0.x",
    "4 08:36:00",
    "wiki",
    ["/", "/server-status", "/.git/HEAD", "/.env"],
    "zgrab's agent, three probes",
  ],
  ["Fuzz Faster U Fool v2.1.0-dev", "4 17:02:00", "www", mixture, "ffuf's agent, thirty probes"],
  [
    "Mozilla/5.0 (compatible; Nuclei - Open-source project (github.com/projectdiscovery/nuclei))",
    "2 13:13:00",
    "blog",
    [...versions, ...status],
    "nuclei's agent, versions and status pages",
  ],
  [
    "sqlmap/1.9.11#stable (https://sqlmap.org)",
    "3 09:19:00",
    "shop",
    [
      "/products/rope?id=1%20AND%201=1",
      "/products/rope?id=1%27",
      "/products/rope?id=1%20UNION%20SELECT%20@@version",
      "/server-status",
      "/config.php",
    ],
    "sqlmap's agent: payloads, then two endpoints",
  ],
];

export const scripts = libraries.map(([agent, at, site, targets, behaviour]) =>
  role("library-default", "scanner", behaviour, [probes(at, site, agent, targets, 2500)]),
);

/** One tool, every site of the organisation, a single path on each. */
export const everywhere = role(
  "many-sites",
  "scanner",
  "curl asks each of the five sites for /.env and /.git/config",
  [
    curls("1 05:05:00", "www", ["/.env", "/.git/config"], [], 6 * second),
    curls("1 05:06:00", "blog", ["/.env", "/.git/config"], [], 6 * second),
    curls("1 05:07:00", "shop", ["/.env", "/.git/config"], [], 6 * second),
    curls("1 05:08:00", "wiki", ["/.env", "/.git/config"], [], 6 * second),
    curls("1 05:09:00", "api", ["/.env", "/.git/config"], [], minute),
  ],
  { program: "curl" },
);

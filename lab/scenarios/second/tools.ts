/** Scanners and scripts: under the agent they come with, and under a browser's. */

import { agents } from "../../agents.ts";
import { hostOf } from "../../site.ts";
import { url, wordlist } from "../means.ts";
import { chromeNow, curls, minute, probes, type Role, role, runs, second } from "./making.ts";
import {
  configuration,
  description,
  environment,
  management,
  mixture,
  secretsOfClouds,
  sources,
  status,
  versions,
} from "./probing.ts";

/** The first words of the list, so that a run stays short. */
function wordsThen(count: number, command: string): string[] {
  return ["sh", "-c", `cd "$HOME" && head -n ${count} "$0" > words && exec ${command}`, wordlist];
}

const realTools: readonly Role[] = [
  role(
    "tool-default",
    "scanner",
    "gobuster with its default agent on the blog, half of the wordlist",
    [
      runs(
        "1 03:20:00",
        wordsThen(160, `gobuster dir -q -z --no-color -t 2 --delay 80ms -w words -u ${url("blog")}`),
      ),
    ],
    { program: "gobuster" },
  ),
  role(
    "tool-default",
    "scanner",
    "ffuf with its default agent on the API",
    [runs("2 22:11:00", wordsThen(140, `ffuf -s -t 2 -p 0.05-0.1 -w words -u ${url("api", "/FUZZ")}`))],
    { program: "ffuf" },
  ),
  role(
    "tool-default",
    "scanner",
    "wfuzz with its default agent on the shop",
    [runs("3 01:40:00", wordsThen(120, `wfuzz -t 2 -s 0.05 -z file,words --hc 404 ${url("shop", "/FUZZ")}`))],
    { program: "wfuzz" },
  ),
  role(
    "tool-default",
    "scanner",
    "whatweb at aggression 3 on the wiki and the blog, a few requests",
    [
      runs("1 16:02:00", [
        "whatweb",
        "-q",
        "-a",
        "3",
        "-p",
        "wordpress,drupal,joomla,phpmyadmin",
        "--no-errors",
        url("wiki"),
        url("blog"),
      ]),
    ],
    { program: "whatweb" },
  ),
  role(
    "tool-default",
    "scanner",
    "nmap's http-enum on the shop",
    [
      runs(
        "4 05:18:00",
        ["nmap", "-n", "-Pn", "-sT", "-p", "80", "--script", "http-enum,http-config-backup", hostOf("shop")],
        90,
      ),
    ],
    { program: "nmap" },
  ),
  role(
    "tool-spoofed",
    "scanner",
    "gobuster under a current Chrome's agent on the public site",
    [
      runs(
        "2 04:33:00",
        wordsThen(
          150,
          `gobuster dir -q -z --no-color -t 2 --delay 80ms -a '${chromeNow}' -w words -u ${url("www")}`,
        ),
      ),
    ],
    { program: "gobuster" },
  ),
  role(
    "tool-spoofed",
    "scanner",
    "ffuf under Safari's agent on the blog",
    [
      runs(
        "3 14:48:00",
        wordsThen(
          150,
          `ffuf -s -t 2 -p 0.05-0.1 -H 'User-Agent: ${agents.safariMac}' -w words -u ${url("blog", "/FUZZ")}`,
        ),
      ),
    ],
    { program: "ffuf" },
  ),
  role(
    "tool-spoofed",
    "scanner",
    "wfuzz under Firefox's agent on the wiki",
    [
      runs(
        "4 21:05:00",
        wordsThen(
          140,
          `wfuzz -t 2 -s 0.05 -H 'User-Agent: ${agents.firefoxWindows}' -z file,words --hc 404 ${url("wiki", "/FUZZ")}`,
        ),
      ),
    ],
    { program: "wfuzz" },
  ),
  role(
    "tool-rotating",
    "scanner",
    "dirsearch with a random agent for each request on the blog",
    [
      runs(
        "2 11:27:00",
        wordsThen(130, `dirsearch -q --full-url --random-agent -t 2 --delay 0.05 -w words -u ${url("blog")}`),
      ),
    ],
    { program: "dirsearch" },
  ),
  role(
    "script-default",
    "scanner",
    "wget with its default agent asks for eight configuration files",
    [
      runs(
        "1 09:55:00",
        [
          "wget",
          "-q",
          "-t",
          "1",
          "-O",
          "/dev/null",
          ...configuration.slice(0, 8).map((path) => url("www", path)),
        ],
        3 * second,
      ),
    ],
    { program: "wget" },
  ),
  role(
    "script-default",
    "scanner",
    "curl with its default agent asks for the version control of the shop",
    [curls("3 07:31:00", "shop", sources, [], 2 * second)],
    { program: "curl" },
  ),
  role(
    "script-default",
    "scanner",
    "python-requests with its default agent walks the API's descriptions",
    [
      {
        at: "4 12:20:00",
        everyMs: 1500,
        run: (session) =>
          session.exec([
            "python3",
            "-c",
            "import sys, requests\nfor one in sys.argv[1:]: requests.get(one, timeout=5)",
            ...description.map((path) => url("api", path)),
          ]),
      },
    ],
    { program: "python3-requests" },
  ),
  role(
    "script-spoofed",
    "scanner",
    "curl under a telephone's agent asks for thirty endpoints of every kind",
    [curls("2 18:09:00", "wiki", mixture, ["-A", agents.safariPhone], 4 * second)],
    { program: "curl" },
  ),
  role(
    "http-1.0",
    "scanner",
    "curl over HTTP/1.0 under Firefox's agent asks for fourteen configuration files",
    [curls("1 12:40:00", "wiki", configuration, ["--http1.0", "-A", agents.firefoxWindows], 5 * second)],
    { program: "curl" },
  ),
  role(
    "http-1.0",
    "scanner",
    "curl over HTTP/1.0 without an agent asks for status pages",
    [curls("3 20:14:00", "blog", status, ["--http1.0", "-H", "User-Agent:"], 2 * second)],
    { program: "curl" },
  ),
];

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

const scripts = libraries.map(([agent, at, site, targets, behaviour]) =>
  role("library-default", "scanner", behaviour, [probes(at, site, agent, targets, 2500)]),
);

/** One tool, every site of the organisation, a single path on each. */
const everywhere = role(
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

export const tools: readonly Role[] = [...realTools, ...scripts, everywhere];

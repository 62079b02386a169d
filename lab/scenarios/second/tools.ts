/** Scanners and scripts: under the agent they come with, and under a browser's. */
import { agents } from "../../agents.ts";
import { hostOf } from "../../site.ts";
import { url, wordlist } from "../means.ts";
import { everywhere, scripts } from "./libraries.ts";
import { chromeNow, curls, type Role, role, runs, second } from "./making.ts";
import { configuration, description, mixture, sources, status } from "./probing.ts";

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
        wordsThen(
          130,
          `dirsearch -q --full-url --random-agent -t 2 --delay 0.05 -w "$HOME/words" -u ${url("blog")}`,
        ),
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

export const tools: readonly Role[] = [...realTools, ...scripts, everywhere];

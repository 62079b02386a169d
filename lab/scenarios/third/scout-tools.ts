/** Real programs of scouts, and a real browser in the hands of one. */
import { Chromium } from "../../chromium.ts";
import { hostOf, originOf } from "../../site.ts";
import { url } from "../means.ts";
import { after, chromeNow, curls, runs, second } from "../second/making.ts";
import { list, type Member, macNow, scout } from "./making.ts";

const words = list(
  ".env .git/config config config.json config.php settings settings.json server-status server-info status version web.config phpinfo.php admin/config api/config backup/config.bak wp-config.php.bak .htaccess CHANGELOG.md composer.json package.json actuator/env nginx.conf robots.txt",
);

/** Writes the words to a file of the client's own folder, then runs a program on it. */
function withWords(chosen: readonly string[], command: string): string[] {
  return ["sh", "-c", `cd "$HOME" && printf '%s\\n' "$@" > words && exec ${command}`, "sh", ...chosen];
}

const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/27.1 Mobile/15E148 Safari/604.1";

/** Opens addresses one after the other as if they had been typed. */
function browser(
  agent: string | undefined,
  at: string,
  addresses: readonly string[],
  everySeconds: number,
): Member["visits"] {
  let opened: Chromium | undefined;
  return addresses.map((address, turn) => ({
    at: after(at, turn * everySeconds * second),
    run: async (session) => {
      opened ??= await Chromium.open(session.prefix, session.home, agent);
      await opened.visit(address).catch(() => undefined);
      if (turn === addresses.length - 1) await opened.close();
    },
  }));
}

export const toolScouts: readonly Member[] = [
  scout(
    "tool",
    "gobuster, a short list, under a telephone's agent, on the shop",
    [
      runs(
        "1 21:02:00",
        withWords(
          words,
          `gobuster dir -q -z --no-color -t 1 --delay 300ms -a '${iphone}' -w words -x bak,old -u ${url("shop")}`,
        ),
      ),
    ],
    { program: "gobuster" },
  ),
  scout(
    "tool",
    "ffuf tries names of hosts on one server, its own agent, and asks each for /server-status",
    [
      runs(
        "3 05:25:00",
        withWords(
          list("admin dev staging intranet vpn mail git config proxy wpad jenkins grafana"),
          `ffuf -s -t 1 -p 0.2 -w words -H 'Host: FUZZ.larkfield.example' -u ${url("wiki", "/server-status")}`,
        ),
      ),
    ],
    { program: "ffuf" },
  ),
  scout(
    "tool",
    "ffuf, a short list, under a Mac's agent, slowed to one in three seconds in the log",
    [
      runs(
        "2 16:33:00",
        withWords(
          words.slice(0, 14),
          `ffuf -s -t 1 -H 'User-Agent: ${macNow}' -w words -u ${url("blog", "/FUZZ")}`,
        ),
        3 * second,
      ),
    ],
    { program: "ffuf" },
  ),
  scout(
    "tool",
    "whatweb under its own agent on four sites",
    [
      runs("2 07:07:00", [
        "whatweb",
        "-q",
        "-a",
        "3",
        "--no-errors",
        ...(["www", "shop", "blog", "wiki"] as const).map((site) => url(site)),
      ]),
    ],
    { program: "whatweb" },
  ),
  scout(
    "tool",
    "nmap's scripts for titles, headers, methods, icons and repositories on the blog",
    [
      runs(
        "4 00:37:00",
        [
          "nmap",
          "-n",
          "-Pn",
          "-sT",
          "-p",
          "80",
          "--script",
          "http-title,http-server-header,http-methods,http-favicon,http-generator,http-git,http-php-version,http-apache-server-status,http-config-backup",
          hostOf("blog"),
        ],
        120,
      ),
    ],
    { program: "nmap" },
  ),
  scout(
    "tool",
    "wfuzz with HEAD on the wiki",
    [
      runs(
        "1 14:14:00",
        withWords(words, `wfuzz -X HEAD -t 1 -s 0.1 -z file,words --hc 999 ${url("wiki", "/FUZZ")}`),
      ),
    ],
    { program: "wfuzz" },
  ),
  scout(
    "script",
    "wget looks whether settings exist, without fetching them",
    [
      runs(
        "3 22:50:00",
        [
          "wget",
          "-q",
          "--spider",
          "-t",
          "1",
          ...list("/config.json /.env /config.yml /settings.json /env.js /.git/config /appsettings.json").map(
            (path) => url("shop", path),
          ),
        ],
        900,
      ),
    ],
    { program: "wget" },
  ),
  scout(
    "script",
    "python-requests under a current Chrome's agent: settings of five applications",
    [
      {
        at: "4 18:44:00",
        everyMs: 2500,
        run: (session) =>
          session.exec([
            "python3",
            "-c",
            `import sys, requests\nfor one in sys.argv[1:]: requests.get(one, timeout=5, headers={"User-Agent": "${chromeNow}"})`,
            ...list(
              "/config.json /env.js /assets/config.json /app/config.json /runtime-env.js /__/firebase/init.json",
            ).map((path) => url("shop", path)),
          ]),
      },
    ],
    { program: "python3-requests" },
  ),
  scout(
    "script",
    "curl asks with HEAD for versions on three sites",
    (["blog", "shop", "wiki"] as const).map((site, at) =>
      curls(
        after("3 12:31:00", at * 12 * second),
        site,
        ["/", "/VERSION", "/CHANGELOG.txt", "/package.json"],
        ["-I"],
        second,
      ),
    ),
    { program: "curl" },
  ),
  scout(
    "browser",
    "a real headless browser under its own agent opens settings and states of the shop",
    browser(
      undefined,
      "2 02:31:00",
      list("/ /config.json /env.js /server-status /version /.env /appsettings.json").map((path) =>
        url("shop", path),
      ),
      4,
    ),
    { program: "chromium" },
  ),
  scout(
    "browser",
    "a real browser under a current agent, over HTTP/2: one page, then six addresses as if typed",
    browser(
      macNow,
      "4 16:06:00",
      list("/ /config.json /.env /server-status /tides/env.js /.git/config /settings.json").map(
        (path) => `${originOf("www")}${path}`,
      ),
      21,
    ),
    { program: "chromium" },
  ),
];

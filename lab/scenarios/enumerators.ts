/**
 * Real scanners, one address each: those that walk a wordlist and those that identify the software.
 * They are slowed down a little, as a network would slow them, and kept short by a small wordlist.
 */
import { agents } from "../agents.ts";
import type { Client } from "../client.ts";
import { hostOf } from "../site.ts";
import { url, wordlist } from "./means.ts";

const gobuster = ["gobuster", "dir", "-q", "-z", "--no-color", "-w", wordlist];

/** All 1,800 products of whatweb at aggression 4 would take minutes and change the character of the sample. */
const products =
  "apache-tomcat,atlassian-jira,confluence,drupal,jenkins,joomla,magento,mediawiki,moodle,phpmyadmin,typo3,wordpress";

export const enumerators: readonly Client[] = [
  {
    scenario: "gobuster",
    address: "203.0.113.11",
    label: "scanner",
    program: "gobuster",
    behaviour: "enumerates the site with a wordlist that also holds configuration paths, default agent",
    visits: [
      {
        at: "2 03:12:07",
        run: (session) => session.exec([...gobuster, "-t", "4", "--delay", "150ms", "-u", url("www")]),
      },
    ],
  },
  {
    scenario: "gobuster-head",
    address: "203.0.113.12",
    label: "scanner",
    program: "gobuster",
    behaviour: "the same wordlist with HEAD requests and a browser's agent",
    visits: [
      {
        at: "3 22:40:51",
        run: (session) => {
          const options = ["-m", "HEAD", "-a", agents.chromeWindows, "-t", "2", "--delay", "60ms"];
          return session.exec([...gobuster, ...options, "-u", url("shop")]);
        },
      },
    ],
  },
  {
    scenario: "ffuf",
    address: "203.0.113.13",
    label: "scanner",
    program: "ffuf",
    behaviour: "enumerates the blog with a wordlist and is served /.env, default agent",
    visits: [
      {
        at: "1 14:05:33",
        run: (session) =>
          session.exec([
            "ffuf",
            "-s",
            "-t",
            "4",
            "-p",
            "0.05-0.1",
            "-w",
            wordlist,
            "-u",
            url("blog", "/FUZZ"),
          ]),
      },
    ],
  },
  {
    scenario: "whatweb",
    address: "203.0.113.14",
    label: "scanner",
    program: "whatweb",
    behaviour: "looks for twelve products by their version files, aggression 4, default agent",
    visits: [
      {
        at: "1 21:47:10",
        run: (session) =>
          session.exec(["whatweb", "-q", "-a", "4", "-p", products, "--no-errors", url("www"), url("shop")]),
      },
    ],
  },
  {
    scenario: "nmap-scripts",
    address: "203.0.113.15",
    label: "scanner",
    program: "nmap",
    behaviour:
      "http-headers, http-title, http-server-header, http-methods, http-robots.txt and http-enum against the wiki",
    visits: [
      {
        at: "2 11:31:42",
        everyMs: 60,
        run: async (session) => {
          const scripts = "http-headers,http-title,http-server-header,http-methods,http-robots.txt,http-enum";
          await session.exec(["nmap", "-n", "-Pn", "-sT", "-p", "80", "--script", scripts, hostOf("wiki")]);
        },
      },
    ],
  },
  {
    scenario: "nmap-headers",
    address: "203.0.113.16",
    label: "scanner",
    program: "nmap",
    behaviour: "four light nmap scripts against the API and the public site, a handful of requests",
    visits: [
      {
        at: "4 06:02:19",
        run: async (session) => {
          const scripts = "http-headers,http-title,http-server-header,http-git";
          await session.exec([
            "nmap",
            "-n",
            "-Pn",
            "-sT",
            "-p",
            "80",
            "--script",
            scripts,
            hostOf("api"),
            hostOf("www"),
          ]);
        },
      },
    ],
  },
  {
    scenario: "wfuzz",
    address: "203.0.113.23",
    label: "scanner",
    program: "wfuzz",
    behaviour: "fuzzes the API below /api/v1/ with a wordlist, default agent",
    visits: [
      {
        at: "1 09:27:44",
        run: async (session) => {
          const slice = `head -n 140 "$0" > words && exec wfuzz -t 2 -s 0.05 -z file,words --hc 404 "$1"`;
          await session.exec(["sh", "-c", `cd "$HOME" && ${slice}`, wordlist, url("api", "/api/v1/FUZZ")]);
        },
      },
    ],
  },
  {
    scenario: "dirsearch-old-chrome",
    address: "203.0.113.24",
    label: "scanner",
    program: "dirsearch",
    behaviour: "dirsearch under the agent of a Chrome that was six years old (87), served /.env",
    visits: [
      {
        at: "4 20:14:09",
        run: async (session) => {
          const agent =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0.4280.88 Safari/537.36";
          const options = [
            "-q",
            "--no-color",
            "-t",
            "2",
            "-s",
            "0.05",
            "-w",
            wordlist,
            `--user-agent=${agent}`,
          ];
          await session.exec(["dirsearch", ...options, "-o", `${session.home}/found`, "-u", url("blog")]);
        },
      },
    ],
  },
];

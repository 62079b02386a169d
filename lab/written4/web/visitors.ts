/** Those who read, order and look for results: the bulk of the three logs. */
import type { Chance } from "../../random.ts";
import * as agents from "../agents.ts";
import { hourMs, startMs } from "../times.ts";
import { type Actor, asks, type Hit, type Site } from "./actor.ts";

const topics =
  "tests tests/equine-panel tests/pcr tests/parasitology species/cat species/dog species/horse labs/graz labs/montreal labs/gdansk labs/valparaiso news news/avian-flu-2026 news/open-day jobs contact about de/leistungen fr/analyses es/servicios pl/badania".split(
    " ",
  );
const found = [
  "https://www.google.com/",
  "https://www.google.com/",
  "https://www.bing.com/",
  "https://duckduckgo.com/",
  "https://vetforum.example/thread/4412",
  "",
];

function moment(chance: Chance): number {
  const hour = chance.pick([
    6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 12, 13, 13, 14, 14, 15, 15, 16, 17, 18, 19, 20, 21, 23, 2,
  ]);
  return startMs + chance.between(0, 1) * 24 * hourMs + hour * hourMs + chance.between(0, 3_599_000);
}

function page(
  timeMs: number,
  agent: string,
  referer: string,
  target: string,
  chance: Chance,
  first: boolean,
): Hit[] {
  const assets = first
    ? ["/assets/main.css", "/assets/app.js", "/assets/logo.svg", "/favicon.ico"]
    : [`/assets/${chance.pick(["cat", "dog", "lab", "team", "map"])}.webp`];
  return [
    ...asks(timeMs, { agent, ...(referer === "" ? {} : { referer }) }, [target]),
    ...asks(
      timeMs + 300,
      { agent, referer: `https://www.talvera.example${target}`, gaps: [0.05, 0.1] },
      assets,
    ),
  ];
}

function reader(chance: Chance): Hit[] {
  const agent = chance.pick(agents.visitors);
  let timeMs = moment(chance);
  let referer = chance.pick(found);
  return Array.from({ length: chance.between(1, 6) }, (_, turn) => {
    const target = turn === 0 && chance.next() < 0.4 ? "/" : `/${chance.pick(topics)}`;
    const hits = page(
      timeMs,
      agent,
      referer,
      chance.next() < 0.03 ? "/old/index.html" : target,
      chance,
      turn === 0,
    );
    timeMs += chance.between(6, 140) * 1000;
    referer = `https://www.talvera.example${target}`;
    return hits;
  }).flat();
}

function practice(chance: Chance, number: number): Hit[] {
  const agent = chance.pick(agents.visitors);
  const user = `praxis.${number}`;
  const referer = "https://portal.talvera.example/";
  return Array.from({ length: chance.between(1, 3) }, () => {
    const timeMs = moment(chance);
    return [
      ...asks(timeMs, { agent, gaps: [0.1] }, [
        "/",
        "/assets/index.js",
        "/assets/index.css",
        "/assets/app.config.json",
        "/favicon.ico",
      ]),
      ...asks(timeMs + 5000, { agent, referer, gaps: [0.2] }, ["POST /api/v2/session"]),
      ...asks(timeMs + 7000, { agent, referer, user, gaps: [0.4, 20, 0.4, 31] }, [
        "/api/v2/results?page=1",
        "/api/v2/orders?state=open",
        `/api/v2/results/${chance.between(40_000, 99_999)}`,
        `/api/v2/samples/${chance.between(1000, 9999)}`,
      ]),
    ];
  }).flat();
}

function colleague(chance: Chance, number: number): Hit[] {
  const user = `TALVERA\\u${200 + number}`;
  const telephone = chance.next() < 0.4;
  const agent = telephone ? "Outlook-iOS-Android/1.0" : agents.outlook;
  const lines = telephone
    ? [
        `POST /Microsoft-Server-ActiveSync?User=u${200 + number}&DeviceId=${chance.between(100_000, 999_999)}&DeviceType=Outlook&Cmd=Sync`,
      ]
    : ["POST /mapi/emsmdb/?MailboxId=71aa 200 1020", "POST /EWS/Exchange.asmx 200 1733"];
  return Array.from({ length: chance.between(10, 24) }, () =>
    asks(moment(chance), { agent, user, gaps: [0.4] }, lines),
  ).flat();
}

export function crowd(chance: Chance): Actor[] {
  const many = (
    site: Site,
    count: number,
    make: (number: number) => Hit[],
    address?: (number: number) => string,
  ): Actor[] =>
    Array.from({ length: count }, (_, number) => ({
      site,
      class: "",
      behaviour: "",
      hits: make(number),
      ...(address === undefined ? (number % 9 === 8 ? { address: "v6" } : {}) : { address: address(number) }),
    }));
  return [
    ...many("www", 260, () => reader(chance)),
    ...many("portal", 150, (number) => practice(chance, number + 100)),
    ...many(
      "mail",
      90,
      (number) => colleague(chance, number),
      (number) => `10.44.${number % 2 === 0 ? 6 : 7}.${120 + number}`,
    ),
  ];
}

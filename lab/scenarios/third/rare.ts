import type { Visit } from "../../client.ts";
import { Chance } from "../../random.ts";
import { originOf, type SiteName } from "../../site.ts";
import { after, asks, chromeNow, minute, second, sends } from "../second/making.ts";
import {
  androidNow,
  browses,
  current,
  innocent,
  type Member,
  moment,
  reads,
  visitorAgents,
} from "./making.ts";

/** Browsers that few have, with pages and assets. */
const rare: readonly [string, string][] = [
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox Series X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.0.0 Safari/537.36 Edge/44.22000.120.0",
    "a games console",
  ],
  ["Mozilla/5.0 (Nintendo 3DS; U; ; en) Version/1.7639.EU", "a pocket console of 2011"],
  [
    "Mozilla/5.0 (Linux; NetCast; U) AppleWebKit/537.31 (KHTML, like Gecko) Chrome/38.0.2125.122 Safari/537.31 SmartTV/7.0",
    "an old television",
  ],
  ["HbbTV/1.5.1 (+DRM; Vestel; MB180; 1.0.29; ; _TV_G31_2024;) LaTivu_1.0.1", "a television's red button"],
  [
    "Mozilla/5.0 (X11; GNU/Linux) AppleWebKit/537.36 (KHTML, like Gecko) Chromium/136.0.0.0 Chrome/136.0.0.0 Safari/537.36 Tesla/2026.32.5",
    "a car",
  ],
  [
    "Mozilla/5.0 (Linux; Android 12; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/40.1.0.9 Chrome/138.0.0.0 VR Safari/537.36",
    "a headset",
  ],
  [
    "Mozilla/5.0 (X11; Linux aarch64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15 Epiphany/605.1.15",
    "GNOME Web",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Tor Browser, which says no more than this",
  ],
  [
    "Mozilla/5.0 (Mobile; rv:48.0; GoFlip2; A405DL) Gecko/48.0 Firefox/48.0 KAIOS/2.5.2",
    "a telephone with keys",
  ],
  [
    "Opera/9.80 (J2ME/MIDP; Opera Mini/9.80 (S60; SymbOS; Opera Mobi/23.348; U; en) Presto/2.5.25 Version/10.54",
    "Opera Mini, data saved by a proxy",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.0.0 Safari/537.36 Vivaldi/7.9.3970.41",
    "Vivaldi",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:52.0) Gecko/20100101 Firefox/52.0 PaleMoon/33.9.1", "Pale Moon"],
];

const devices = rare.map(([agent, what], at) => {
  const chance = new Chance(322_000 + at);
  const site = (["shop", "www", "blog"] as const)[at % 3] ?? "www";
  return innocent(
    "rare-browser",
    `${what}; reads pages with their assets`,
    reads(site, agent, moment(chance), chance.between(2, 5), chance),
  );
});

const lines: readonly [string, string][] = [
  ["Dillo/3.2.0", "Dillo"],
  ["NetSurf/3.11 (Linux)", "NetSurf"],
  ["URL/Emacs Emacs/30.2 (PureGTK; x86_64-pc-linux-gnu)", "Emacs"],
  ["edbrowse/3.8.10", "edbrowse"],
];

const plainText = lines.map(([agent, what], at) =>
  innocent("plain-browser", `${what} reads some pages and nothing else`, [
    sends(
      `${at + 1} 1${at + 3}:2${at}:00`,
      [asks("blog", agent, ["/", "/2026/11/winter-berths", "/2026/10/new-moorings", "/favicon.ico"])],
      50 * second,
    ),
  ]),
);

/** A device that looks whether it has a way to the Internet, on a network whose name server answers with this site. */
const portals: readonly [string, readonly string[], string][] = [
  ["Microsoft NCSI", ["/connecttest.txt", "/connecttest.txt", "/ncsi.txt"], "Windows"],
  [
    "CaptiveNetworkSupport-514.0.1 wispr",
    ["/hotspot-detect.html", "/hotspot-detect.html", "/library/test/success.html"],
    "an iPhone",
  ],
  [
    "Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UQ1A.240205.002)",
    ["/generate_204", "/gen_204", "/generate_204"],
    "an Android telephone",
  ],
];

const connectivity = portals.map(([agent, targets, what]) =>
  innocent("connectivity", `${what} looks whether the Internet is there and lands here`, [
    sends(`2 0${what.length % 9}:41:00`, [asks("www", agent, targets)], 9 * minute),
  ]),
);

/** Google's translation fetches the page for a reader and adds a mark to the reader's agent. */
const translated = [chromeNow, androidNow].map((agent, at) => {
  const chance = new Chance(323_000 + at);
  return innocent(
    "translation",
    "a reader by way of a translating proxy",
    reads("www", `${agent},gzip(gfe)`, moment(chance), 4, chance, "https://translate.example/"),
  );
});

/** Many people behind one address; each visit is one of them. */
function office(count: number, sites: readonly SiteName[], seed: number, forwarded = false): Visit[] {
  const chance = new Chance(seed);
  const day = chance.between(1, 4);
  return Array.from({ length: count }, (_, turn) => {
    const agent = visitorAgents[(seed + turn * 13) % visitorAgents.length] ?? chromeNow;
    const site = chance.pick(sites);
    const start = after(`${day} 07:30:00`, chance.between(0, 9 * 60) * minute);
    if (forwarded)
      return [
        sends(
          start,
          [
            asks("shop", agent, ["/", "/products/rope", "/assets/site.css", "/config.json"], {
              "x-forwarded-for": `192.0.2.${30 + turn}`,
              via: "1.1 proxy.larkfield.example",
              referer: `${originOf("shop")}/`,
            }),
          ],
          4 * second,
        ),
      ];
    return reads(site, agent, start, chance.between(1, 4), chance);
  }).flat();
}

const shared: readonly Member[] = [
  innocent(
    "one-address",
    "a school: twenty browsers behind one address",
    office(20, ["www", "blog"], 324_001),
  ),
  innocent("one-address", "a firm: nine people, some with dead bookmarks", [
    ...office(9, ["shop", "www"], 324_002),
    ...["/settings", "/config.php?lang=en", "/login"].map((target, at) =>
      sends(`3 1${at}:13:00`, [browses("shop", current[at] ?? chromeNow, [target])]),
    ),
  ]),
  innocent(
    "one-address",
    "a carrier's gateway: fourteen telephones",
    office(14, ["www", "shop", "blog"], 324_003),
  ),
  innocent("one-address", "a proxy of a partner that names its clients", office(7, ["shop"], 324_004, true)),
];

export const rarities: readonly Member[] = [
  ...devices,
  ...plainText,
  ...connectivity,
  ...translated,
  ...shared,
];

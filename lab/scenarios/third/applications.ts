/** Applications in the browser that fetch their own configuration and look for their own newest version. */
import { agents } from "../../agents.ts";
import { Chromium } from "../../chromium.ts";
import type { Visit } from "../../client.ts";
import { Chance } from "../../random.ts";
import { originOf } from "../../site.ts";
import { after, asks, chromeNow, edgeNow, minute, second, sends } from "../second/making.ts";
import {
  androidNow,
  innocent,
  type Member,
  macNow,
  moment,
  opens,
  repeated,
  visitorAgents,
} from "./making.ts";

/** Visitors of the new shop: its script asks for /config.json with each load. */
const shoppers = Array.from({ length: 9 }, (_, at) => {
  const chance = new Chance(330_000 + at);
  const agent = visitorAgents[(at * 17 + 2) % visitorAgents.length] ?? chromeNow;
  const views = [
    "/app/",
    ...Array.from({ length: chance.between(1, 4) }, () =>
      chance.pick(["/app/orders", "/app/search", "/products/rope", "/basket"]),
    ),
  ];
  return innocent(
    "own-configuration",
    "a visitor of the new shop, whose script fetches /config.json",
    opens("shop", agent, moment(chance), views, chance),
  );
});

const clocks = Array.from({ length: 5 }, (_, at) => {
  const chance = new Chance(331_000 + at);
  const agent = visitorAgents[(at * 23 + 9) % visitorAgents.length] ?? chromeNow;
  return innocent(
    "own-configuration",
    "a visitor of the tide clock, whose page loads /tides/env.js",
    opens("www", agent, moment(chance), ["/tides/", "/articles/tide-tables", "/tides/"], chance),
    { v6: at % 2 === 0 },
  );
});

/** A page that stays open asks whether there is a newer one. */
function open(
  agent: string,
  start: string,
  count: number,
  everyMs: number,
  targets: readonly string[],
  seed: number,
): Visit[] {
  return [
    ...opens("shop", agent, start, ["/app/"], new Chance(seed)),
    sends(
      after(start, 5 * minute),
      [asks("shop", agent, repeated(count, targets).flat(), { referer: `${originOf("shop")}/app/` })],
      everyMs,
    ),
  ];
}

const tabs: readonly Member[] = [
  innocent(
    "open-tab",
    "the new shop left open: /version.json every ten minutes",
    open(edgeNow, "1 08:50:00", 40, 10 * minute, ["/version.json"], 332_001),
  ),
  innocent(
    "open-tab",
    "the new shop as an application: its service worker reads /ngsw.json and /config.json",
    open(androidNow, "2 07:15:00", 9, 70 * minute, ["/ngsw.json", "/config.json"], 332_002),
  ),
  innocent(
    "open-tab",
    "the new shop left open over night on a Mac",
    open(macNow, "3 19:00:00", 22, 25 * minute, ["/version.json", "/config.json"], 332_003),
  ),
];

/** Real Chromium; the agent's text is replaced, all else is its own. */
function chromium(
  agent: string,
  at: string,
  site: "shop" | "www",
  paths: readonly string[],
  chance: Chance,
): Visit[] {
  let browser: Chromium | undefined;
  let offset = 0;
  return paths.map((path, turn) => {
    const start = after(at, offset);
    offset += chance.between(15, 90) * second;
    return {
      at: start,
      run: async (session) => {
        if (browser === undefined) {
          browser = await Chromium.open(session.prefix, session.home, agent);
          await browser.visit(`${originOf(site)}${path}`);
        } else await browser.click(path);
        if (turn === paths.length - 1) await browser.close();
      },
    };
  });
}

const real: readonly Member[] = [
  innocent(
    "own-configuration",
    "a browser in the new shop, whose script fetches /config.json",
    chromium(
      chromeNow,
      "2 18:02:00",
      "shop",
      ["/", "/app/", "/app/search", "/app/orders"],
      new Chance(334_001),
    ),
    { program: "chromium" },
  ),
  innocent(
    "own-configuration",
    "a browser in the new shop and in the settings of the account",
    chromium(
      macNow,
      "4 09:40:00",
      "shop",
      ["/app/", "/account/settings", "/account/settings/address", "/app/orders"],
      new Chance(334_002),
    ),
    { program: "chromium" },
  ),
  innocent(
    "own-configuration",
    "a browser on the tide clock",
    chromium(agents.chromeWindows, "3 11:26:00", "www", ["/", "/tides/", "/downloads"], new Chance(334_003)),
    { program: "chromium" },
  ),
];

export const ownConfiguration: readonly Member[] = [...shoppers, ...clocks, ...tabs, ...real];

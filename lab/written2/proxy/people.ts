/** Who browses: inside clients of three sites, and what their browsers are. */
import { Chance } from "../../random.ts";

export type Place = "works" | "plant" | "shop";

export interface Person {
  readonly client: string;
  readonly place: Place;
  readonly agent: string;
  readonly language: string;
  readonly zone: string;
  /** Minutes, as `getTimezoneOffset` gives them. */
  readonly offset: number;
  readonly width: number;
  readonly height: number;
  readonly cores: number;
  readonly memory: number;
  readonly graphics: string;
  readonly platform: string;
  readonly brand: string;
}

interface Machine {
  readonly agent: string;
  readonly platform: string;
  readonly brand: string;
  readonly screens: readonly (readonly [number, number])[];
  readonly graphics: readonly string[];
}

const chrome = (os: string, version: number, rest = "") =>
  `Mozilla/5.0 (${os}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0${rest} Safari/537.36`;
const windows = "Windows NT 10.0; Win64; x64";
const desks: Machine["screens"] = [
  [1920, 1080],
  [1920, 1200],
  [2560, 1440],
  [1536, 864],
];
const intel = [
  "ANGLE (Intel, Intel(R) UHD Graphics 770 Direct3D11 vs_5_0 ps_5_0, D3D11)",
  "ANGLE (Intel, Intel(R) Iris(R) Xe Graphics Direct3D11 vs_5_0 ps_5_0, D3D11)",
  "ANGLE (NVIDIA, NVIDIA RTX A2000 Direct3D11 vs_5_0 ps_5_0, D3D11)",
];
const machines: readonly Machine[] = [
  { agent: chrome(windows, 157), platform: "Win32", brand: "Google Chrome", screens: desks, graphics: intel },
  {
    agent: `${chrome(windows, 157)} Edg/157.0.0.0`,
    platform: "Win32",
    brand: "Microsoft Edge",
    screens: desks,
    graphics: intel,
  },
  {
    agent: `${chrome(windows, 156)} Edg/156.0.0.0`,
    platform: "Win32",
    brand: "Microsoft Edge",
    screens: desks,
    graphics: intel,
  },
  {
    agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0",
    platform: "Win32",
    brand: "Firefox",
    screens: desks,
    graphics: intel,
  },
  {
    agent:
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
    platform: "MacIntel",
    brand: "Safari",
    screens: [[1512, 982]],
    graphics: ["Apple GPU"],
  },
  {
    agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    platform: "Linux x86_64",
    brand: "Firefox",
    screens: desks,
    graphics: ["Mesa Intel(R) UHD Graphics 630 (CFL GT2)"],
  },
  {
    agent: chrome("Linux; Android 10; K", 157, " Mobile"),
    platform: "Linux armv8l",
    brand: "Google Chrome",
    screens: [[412, 915]],
    graphics: ["ANGLE (Qualcomm, Adreno (TM) 740, OpenGL ES 3.2)"],
  },
];
const weights = [0, 0, 0, 1, 1, 1, 1, 2, 3, 3, 4, 5, 6];

const places: readonly { place: Place; net: string; people: number; languages: string[]; zone: string }[] = [
  { place: "works", net: "10.61", people: 28, languages: ["de-AT", "de-DE", "en-GB"], zone: "Europe/Vienna" },
  { place: "plant", net: "10.62", people: 11, languages: ["fr-FR", "fr-FR", "en-US"], zone: "Europe/Paris" },
  { place: "shop", net: "10.63", people: 6, languages: ["es-ES", "ca-ES"], zone: "Europe/Madrid" },
];

/** Computers of people on which something labelled happens, each with browsing of its own; all run Windows. */
const watched: readonly string[] = [
  "10.61.4.41",
  "10.61.5.56",
  "10.61.7.11",
  "10.61.7.12",
  "10.61.9.12",
  "10.62.4.65",
  "10.62.5.23",
  "10.62.6.62",
  "10.62.7.11",
  "10.62.9.11",
  "10.63.4.29",
  "10.63.7.11",
];

export const people: readonly Person[] = places.flatMap(({ place, net, people: count, languages, zone }) => {
  const chance = new Chance(net.length * 1000 + Number(net.slice(3)));
  const clients = [
    ...Array.from({ length: count }, (_, at) => `${net}.${4 + (at % 3)}.${120 + at * 3}`),
    ...watched.filter((client) => client.startsWith(`${net}.`)),
  ];
  return clients.map((client): Person => {
    const machine = machines[watched.includes(client) ? chance.between(0, 2) : chance.pick(weights)];
    if (machine === undefined) throw new Error("no such machine");
    const [width, height] = chance.pick(machine.screens);
    return {
      client,
      place,
      agent: machine.agent,
      language: chance.pick(languages),
      zone,
      offset: -60,
      width,
      height,
      cores: chance.pick([4, 8, 8, 12, 16]),
      memory: chance.pick([8, 8, 16, 32]),
      graphics: chance.pick(machine.graphics),
      platform: machine.platform,
      brand: machine.brand,
    };
  });
});

export function personAt(place: Place, at: number): Person {
  const here = people.filter((one) => one.place === place && !watched.includes(one.client));
  const one = here[at % here.length];
  if (one === undefined) throw new Error(place);
  return one;
}

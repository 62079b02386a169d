/**
 * Requests over TLS that the sensor could read: the hello says what program it is, the agent says what it
 * claims to be. JA4 values are those that FoxIO's public mapping and public measurements give for the
 * programs (looked up 2026-11-29); they serve as examples of their kind.
 */
import { agents } from "../agents.ts";
import { Chance } from "../random.ts";
import { type Actor, at, type Handshake } from "./event.ts";

const ja4 = {
  chrome: "t13d1516h2_8daaf6152771_806a8c22fdea",
  chromeOlder: "t13d1516h2_8daaf6152771_d8a2da3f94cd",
  /** With a pre-shared key a hello has one extension more. */
  chromeResumed: "t13d1517h2_8daaf6152771_b0da82dd1658",
  chromeQuic: "q13d0312h3_55b375c5d22e_06cda9e17597",
  go: "t13d190900_9dc949149365_97f8aa674fd9",
  python: "t13i181000_85036bcba153_d41ae481755e",
};

const library = { python: "python-requests/2.32.5", go: "Go-http-client/2.0" };

interface Talk {
  address: string;
  sensor: Actor["sensor"];
  agent: string;
  /** How many requests with which hello, in turn. */
  hellos: readonly (readonly [number, string])[];
  name: string;
  start: string;
}

function requests({ address, agent, hellos, name, start }: Talk): Handshake[] {
  const chance = new Chance(Number(address.split(".")[3]) + 5000);
  let timeMs = at(start);
  return hellos.flatMap(([count, hello]) =>
    Array.from({ length: count }, (): Handshake => {
      timeMs += chance.between(20, 900) * 1000;
      return {
        kind: "handshake",
        timeMs,
        source: address,
        target: `203.0.113.${chance.between(10, 90)}`,
        name,
        ja4: hello,
        agent,
        path: `/${chance.pick(["", "news", "a/1", "style.css", "api/list", "logo.svg"])}`,
        sourcePort: 49_152 + chance.between(0, 16_000),
      };
    }),
  );
}

function talk(label: Actor["label"], behaviour: string, given: Talk, why?: string): Actor {
  return {
    address: given.address,
    sensor: given.sensor,
    label,
    class: "tls-mismatch",
    behaviour,
    events: requests(given),
    ...(why ? { why } : {}),
  };
}

export const handshakes: readonly Actor[] = [
  talk("collector", "Chrome's agent in the hello of a Go program", {
    address: "10.50.10.24",
    sensor: "eve",
    agent: agents.chromeWindows,
    hellos: [[12, ja4.go]],
    name: "intranet.partner.example",
    start: "2 09:00",
  }),
  talk("collector", "Firefox's agent in the hello of Python", {
    address: "10.50.10.25",
    sensor: "eve",
    agent: agents.firefoxWindows,
    hellos: [[9, ja4.python]],
    name: "files.partner.example",
    start: "3 09:00",
  }),
  talk(
    "collector",
    "hidden: thirty requests of the real Chrome, then four under the same agent from a Go program",
    {
      address: "10.50.10.26",
      sensor: "eve",
      agent: agents.chromeWindows,
      hellos: [
        [30, ja4.chrome],
        [4, ja4.go],
      ],
      name: "www.harbour.example",
      start: "1 09:00",
    },
  ),
  talk("collector", "Edge's agent in the hello of a Go program, seen by Zeek", {
    address: "10.60.10.40",
    sensor: "zeek",
    agent: agents.edgeWindows,
    hellos: [[8, ja4.go]],
    name: "www.harbour.example",
    start: "2 14:00",
  }),
  talk("collector", "Safari's agent in the hello of Python, once an hour", {
    address: "10.60.10.41",
    sensor: "zeek",
    agent: agents.safariMac,
    hellos: [[10, ja4.python]],
    name: "api.harbour.example",
    start: "1 10:00",
  }),

  talk("benign", "Chrome as Chrome", {
    address: "10.50.10.27",
    sensor: "eve",
    agent: agents.chromeWindows,
    hellos: [
      [20, ja4.chrome],
      [6, ja4.chromeResumed],
    ],
    name: "www.harbour.example",
    start: "1 09:00",
  }),
  talk("benign", "an older Chrome with its older hello", {
    address: "10.50.10.28",
    sensor: "eve",
    agent: agents.chromeWindowsOlder,
    hellos: [[14, ja4.chromeOlder]],
    name: "www.harbour.example",
    start: "2 09:00",
  }),
  talk("benign", "Edge, whose hello is Chromium's", {
    address: "10.50.10.29",
    sensor: "eve",
    agent: agents.edgeWindows,
    hellos: [[16, ja4.chrome]],
    name: "mail.harbour.example",
    start: "1 09:30",
  }),
  talk("benign", "Python that says so", {
    address: "10.50.10.37",
    sensor: "eve",
    agent: library.python,
    hellos: [[10, ja4.python]],
    name: "api.harbour.example",
    start: "1 06:00",
  }),
  talk("benign", "a Go program that says so", {
    address: "10.50.10.38",
    sensor: "eve",
    agent: library.go,
    hellos: [[10, ja4.go]],
    name: "api.harbour.example",
    start: "1 07:00",
  }),
  talk("benign", "Chrome over TCP and QUIC", {
    address: "10.60.10.42",
    sensor: "zeek",
    agent: agents.chromeMac,
    hellos: [
      [10, ja4.chrome],
      [5, ja4.chromeQuic],
    ],
    name: "video.harbour.example",
    start: "3 10:00",
  }),
  talk("benign", "Chrome on Linux as Chrome", {
    address: "10.60.10.43",
    sensor: "zeek",
    agent: agents.chromeLinux,
    hellos: [[18, ja4.chromeOlder]],
    name: "www.harbour.example",
    start: "2 10:00",
  }),
  talk(
    "judgement",
    "Chrome whose hello is always that of another program: an antivirus that opens TLS looks so, a forger too",
    {
      address: "10.50.10.39",
      sensor: "eve",
      agent: agents.chromeWindows,
      hellos: [[25, "t12d160700_76e208dd3e22_16bbda4055b2"]],
      name: "www.harbour.example",
      start: "1 08:00",
    },
    "whether such an antivirus is installed is not in the traffic",
  ),
];

/** What passes two sensors: Suricata's in Gdańsk (10.71.x) and Zeek's in Valparaíso (10.72.x). */
import type { Label } from "../../written3/labels.ts";
import { at } from "../times.ts";

export type Sensor = "eve" | "zeek";

interface Ends {
  readonly timeMs: number;
  readonly source: string;
  readonly target: string;
  readonly port: number;
}

export interface Flow extends Ends {
  readonly kind: "flow";
  readonly transport: "tcp" | "udp" | "icmp";
  readonly protocol: string;
  readonly outcome: "answered" | "refused" | "silent";
  readonly up: number;
  readonly down: number;
  readonly seconds: number;
}

export interface Web extends Ends {
  readonly kind: "web";
  readonly method: string;
  readonly host: string;
  readonly uri: string;
  readonly agent: string;
  readonly status: number;
  readonly length: number;
  readonly sent: number;
  readonly referer?: string | undefined;
}

export interface Hello extends Ends {
  readonly kind: "hello";
  readonly name: string;
  readonly ja4: string;
}

export interface Question extends Ends {
  readonly kind: "question";
  readonly name: string;
  readonly type: string;
  readonly answer: string;
}

export interface Alert extends Ends {
  readonly kind: "alert";
  readonly transport: "tcp" | "udp";
  readonly rule: number;
  readonly text: string;
  readonly category: string;
  readonly severity: number;
}

export type Event = Flow | Web | Hello | Question | Alert;

export interface Subject {
  readonly sensor: Sensor;
  readonly type: "ip" | "domain";
  readonly value: string;
  readonly label: Label;
  readonly class: string;
  readonly behaviour: string;
  readonly why?: string;
  readonly events: readonly Event[];
}

export const when = (time: string | number) => (typeof time === "number" ? time : at(time));

type FlowMore = Partial<Pick<Flow, "transport" | "protocol" | "outcome" | "up" | "down" | "seconds">>;
export const flow = (
  time: string | number,
  source: string,
  target: string,
  port: number,
  more: FlowMore = {},
): Flow => ({
  kind: "flow",
  timeMs: when(time),
  source,
  target,
  port,
  transport: "tcp",
  protocol: "",
  outcome: "answered",
  up: 900,
  down: 1800,
  seconds: 1.4,
  ...more,
});

/** One source at many targets, each at the ports named; every third or so is silent or refuses where `some` is said. */
export function sweep(
  from: string | number,
  gapSeconds: number,
  source: string,
  targets: readonly string[],
  ports: readonly (readonly [port: number, protocol: string])[],
  more: FlowMore & { readonly some?: boolean } = {},
): Flow[] {
  const { some, ...rest } = more;
  return targets.flatMap((target, turn) =>
    ports.map(([port, protocol], step) => {
      const outcome =
        some === true ? (["answered", "silent", "refused"] as const)[(turn * 7 + step) % 3] : rest.outcome;
      return flow(
        when(from) + (turn * gapSeconds + step * 0.2) * 1000 + ((turn * 311) % 900),
        source,
        target,
        port,
        {
          ...rest,
          protocol: outcome === "answered" || outcome === undefined ? protocol : "",
          ...(outcome === undefined ? {} : { outcome }),
        },
      );
    }),
  );
}

type WebMore = Partial<Pick<Web, "method" | "status" | "length" | "sent" | "referer" | "port">>;
export function web(
  time: string | number,
  source: string,
  target: string,
  url: string,
  agent: string,
  more: WebMore = {},
): Web {
  const { hostname, pathname, search, port } = new URL(url);
  return {
    kind: "web",
    timeMs: when(time),
    source,
    target,
    port: port === "" ? 80 : Number(port),
    method: "GET",
    host: hostname,
    uri: `${pathname}${search}`,
    agent,
    status: 200,
    length: 640,
    sent: 0,
    ...more,
  };
}

/** JA4 of public examples: Chromium over TCP, Firefox, Safari, Go, Python, Schannel. */
export const hellos = {
  chromium: "t13d1516h2_8daaf6152771_02713d6af862",
  firefox: "t13d1715h2_5b57614c22b0_5c2c66f702b0",
  safari: "t13d2014h2_a09f3c656075_14788d8d241b",
  go: "t13d1312h2_f57a46bbacb6_ab7e3b40a677",
  python: "t13d1812h1_85036bcba153_b26ce05bbdd6",
  schannel: "t12d1909h2_d83cc789557e_7af1ed941c26",
} as const;

export const hello = (
  time: string | number,
  source: string,
  target: string,
  name: string,
  ja4: string = hellos.chromium,
): Hello => ({ kind: "hello", timeMs: when(time), source, target, port: 443, name, ja4 });
export const question = (
  time: string | number,
  source: string,
  target: string,
  name: string,
  type = "A",
  answer = "203.0.113.60",
): Question => ({ kind: "question", timeMs: when(time), source, target, port: 53, name, type, answer });
export const alert = (
  time: string | number,
  source: string,
  target: string,
  port: number,
  rule: number,
  text: string,
  category = "Misc activity",
  severity = 3,
): Alert => ({
  kind: "alert",
  timeMs: when(time),
  source,
  target,
  port,
  transport: "tcp",
  rule,
  text,
  category,
  severity,
});

const make =
  (label: Label) =>
  (sensor: Sensor, value: string, kind: string, behaviour: string, events: readonly Event[]): Subject => ({
    sensor,
    value,
    type: /^[\d.]+$/.test(value) ? "ip" : "domain",
    label,
    class: kind,
    behaviour,
    events,
  });

export const collector = make("collector");
export const benign = make("benign");
export const open = (
  sensor: Sensor,
  value: string,
  kind: string,
  behaviour: string,
  why: string,
  events: readonly Event[],
): Subject => ({ ...make("judgement")(sensor, value, kind, behaviour, events), why });

const range = (net: string, from: number, count: number) =>
  Array.from({ length: count }, (_, turn) => `${net}.${from + turn}`);
export const desks = { eve: range("10.71.10", 101, 90), zeek: range("10.72.10", 101, 60) } as const;
export const servers = {
  eve: { names: "10.71.0.10", files: "10.71.0.20", web: "10.71.0.80" },
  zeek: { names: "10.72.0.10", files: "10.72.0.20", web: "10.72.0.80" },
} as const;

/** Some of a list, in an order that is not the list's. */
export function scattered(list: readonly string[], count: number, stride: number): string[] {
  return Array.from({ length: count }, (_, turn) => list[(turn * stride + 3) % list.length] ?? "");
}

/** The invented outside: one address for each name. */
export function outside(name: string): string {
  let sum = 11;
  for (const letter of name) sum = (sum * 33 + letter.charCodeAt(0)) % 65_521;
  return `${["192.0.2", "198.51.100", "203.0.113"][sum % 3]}.${(Math.floor(sum / 3) % 120) + 2}`;
}

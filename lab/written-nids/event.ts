/** What happened on the invented network, apart from how a sensor writes it down. */
import { Chance } from "../random.ts";

export type Label = "collector" | "benign" | "judgement";

/** One flow, seen from the side that opened it. */
export interface Flow {
  kind: "flow";
  timeMs: number;
  source: string;
  target: string;
  port: number;
  transport: "tcp" | "udp" | "icmp";
  /** The sensors' name of the application protocol; empty where they have none. */
  protocol: string;
  /** "answered": data both ways; "refused": a reset; "silent": nothing came back. */
  outcome: "answered" | "refused" | "silent";
  up: number;
  down: number;
  seconds: number;
  sourcePort?: number;
}

export interface Alert {
  kind: "alert";
  timeMs: number;
  source: string;
  target: string;
  port: number;
  transport: "tcp" | "udp";
  /** Of the private range of rule numbers, from 1000000 on. */
  rule: number;
  text: string;
  category: string;
  severity: 1 | 2 | 3;
}

/** A record that only Suricata writes (smb, rdp, snmp, dcerpc, mdns, dhcp, arp): its type and its part of the record. */
export interface Detail {
  kind: "detail";
  timeMs: number;
  source: string;
  target: string;
  port: number;
  transport: "tcp" | "udp";
  type: string;
  body: Readonly<Record<string, unknown>>;
}

/** A web request over TLS that the sensor could read: its handshake, and the agent inside. */
export interface Handshake {
  kind: "handshake";
  timeMs: number;
  source: string;
  target: string;
  name: string;
  ja4: string;
  ja3?: string;
  agent: string;
  path: string;
  sourcePort: number;
}

export type Event = Flow | Alert | Detail | Handshake;

export interface Actor {
  address: string;
  sensor: "eve" | "zeek";
  label: Label;
  class: "client-hosts" | "nids-scan" | "nids-alert" | "tls-mismatch";
  behaviour: string;
  why?: string;
  events: readonly Event[];
}

const minuteMs = 60_000;

/** "2 09:14" is the second day; milliseconds from the start of the window. */
export function at(when: string): number {
  const [day = "1", clock = "00:00"] = when.split(" ");
  const [hours = "0", minutes = "0"] = clock.split(":");
  return ((Number(day) - 1) * 1440 + Number(hours) * 60 + Number(minutes)) * minuteMs;
}

export interface Sweep {
  source: string;
  targets: readonly string[];
  ports: readonly number[];
  start: string;
  /** Mean distance of two questions, in seconds; each is up to a third earlier or later. */
  everySec: number;
  transport?: "tcp" | "udp";
  /** Share of targets that answer, and that refuse; the others are silent. */
  answered?: number;
  refused?: number;
  up?: number;
  down?: number;
  seconds?: number;
  seed: number;
}

const protocols: Readonly<Record<string, string>> = {
  "tcp 445": "smb",
  "tcp 135": "dcerpc",
  "tcp 3389": "rdp",
  "tcp 5985": "http",
  "tcp 5986": "tls",
  "udp 161": "snmp",
  "udp 5353": "mdns",
  "tcp 88": "krb5",
  "tcp 389": "ldap",
  "udp 53": "dns",
  "tcp 443": "tls",
  "tcp 80": "http",
  "tcp 8530": "http",
};

/** Asks each target but the source itself on each port. */
export function sweep(given: Sweep): Flow[] {
  const { source, targets, ports, start, everySec, transport = "tcp", answered = 0.7, refused = 0.1 } = given;
  const chance = new Chance(given.seed);
  let timeMs = at(start);
  const others = targets.filter((target) => target !== source);
  return others.flatMap((target) =>
    ports.map((port): Flow => {
      timeMs += Math.round(everySec * 1000 * (0.67 + chance.next() * 0.66));
      const luck = chance.next();
      const outcome = luck < answered ? "answered" : luck < answered + refused ? "refused" : "silent";
      const open = outcome === "answered";
      return {
        kind: "flow",
        timeMs,
        source,
        target,
        port,
        transport,
        protocol: open ? (protocols[`${transport} ${port}`] ?? "") : "",
        outcome,
        up: open ? (given.up ?? 700) + chance.between(0, 300) : transport === "udp" ? 80 : 0,
        down: open ? (given.down ?? 900) + chance.between(0, 500) : 0,
        seconds: open ? (given.seconds ?? 0.4) * (0.5 + chance.next()) : 0,
      };
    }),
  );
}

/** Addresses `net.from` to `net.to`. */
export function range(net: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, n) => `${net}.${from + n}`);
}

/** A part of a list in another order, the same at every run. */
export function some(list: readonly string[], count: number, seed: number): string[] {
  const chance = new Chance(seed);
  const rest = [...list];
  const taken: string[] = [];
  while (taken.length < count && rest.length > 0)
    taken.push(...rest.splice(chance.between(0, rest.length - 1), 1));
  return taken;
}

export function alerts(
  base: Omit<Alert, "kind" | "timeMs" | "target">,
  targets: readonly string[],
  start: string,
  everySec: number,
): Alert[] {
  return targets.map((target, n) => ({
    kind: "alert",
    ...base,
    target,
    timeMs: at(start) + n * everySec * 1000 + ((n * 377) % 900),
  }));
}

export function details(
  flows: readonly Event[],
  type: string,
  body: (flow: Flow, at: number) => Readonly<Record<string, unknown>>,
): Event[] {
  return flows.flatMap((flow, n): Event[] => {
    if (flow.kind !== "flow" || flow.transport === "icmp") return [flow];
    const { timeMs, source, target, port } = flow;
    // The question alone makes a record over UDP; over TCP there must have been a connection.
    if (flow.outcome !== "answered" && flow.transport === "tcp") return [flow];
    return [
      { kind: "detail", timeMs, source, target, port, transport: flow.transport, type, body: body(flow, n) },
      flow,
    ];
  });
}

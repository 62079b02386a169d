/** Writes events in the documented form of Suricata EVE (JSON). */
import type { Alert, Detail, Event, Flow, Handshake } from "./event.ts";
import { digest, type Line, packets, portOf } from "./line.ts";

const stamp = (timeMs: number) =>
  `${new Date(timeMs).toISOString().slice(0, 23)}${String(digest(String(timeMs)).readUInt16BE() % 1000).padStart(3, "0")}+0000`;

interface Ends {
  timeMs: number;
  source: string;
  target: string;
  port: number;
  sourcePort?: number;
}

function eve(ends: Ends, type: string, proto: string, more: Readonly<Record<string, unknown>>): string {
  const { timeMs, source, target, port } = ends;
  const key = `${source} ${target} ${port} ${Math.floor(timeMs / 1000)}`;
  const from = ends.sourcePort ?? portOf(key);
  const flow = Number(digest(`${key} ${from}`).readBigUInt64BE() % 9007199254740000n);
  return JSON.stringify({
    timestamp: stamp(timeMs),
    flow_id: flow,
    in_iface: "eno1",
    event_type: type,
    src_ip: source,
    src_port: from,
    dest_ip: target,
    dest_port: port,
    proto,
    ...more,
  });
}

function eveFlow(flow: Flow): string {
  const { timeMs, outcome, transport, protocol, up, down, seconds } = flow;
  const answered = outcome === "answered";
  const toServer = answered ? up + 300 : 60;
  const toClient = answered ? down + 300 : outcome === "refused" ? 54 : 0;
  const endMs = timeMs + Math.round(seconds * 1000);
  return eve(flow, "flow", transport.toUpperCase(), {
    ...(protocol === "" ? {} : { app_proto: protocol }),
    flow: {
      pkts_toserver: packets(toServer),
      pkts_toclient: toClient === 0 ? 0 : packets(toClient),
      bytes_toserver: toServer,
      bytes_toclient: toClient,
      start: stamp(timeMs),
      end: stamp(endMs),
      age: Math.round(seconds),
      state: answered ? "closed" : "new",
      reason: "timeout",
      alerted: false,
    },
  });
}

const eveAlert = (alert: Alert) =>
  eve(alert, "alert", alert.transport.toUpperCase(), {
    alert: {
      action: "allowed",
      gid: 1,
      signature_id: alert.rule,
      rev: 1,
      signature: alert.text,
      category: alert.category,
      severity: alert.severity,
    },
  });
const eveDetail = (detail: Detail) => eve(detail, detail.type, detail.transport.toUpperCase(), detail.body);

function eveHandshake(hand: Handshake): Line[] {
  const ends = { ...hand, port: 443 };
  const quic = hand.ja4.startsWith("q");
  const hello = { sni: hand.name, version: quic ? "1" : "TLS 1.3", ja4: hand.ja4 };
  const http = {
    hostname: hand.name,
    url: hand.path,
    http_user_agent: hand.agent,
    http_content_type: "text/html",
    http_method: "GET",
    protocol: "HTTP/1.1",
    status: 200,
    length: 2048,
  };
  return [
    {
      timeMs: hand.timeMs,
      text: eve(ends, quic ? "quic" : "tls", quic ? "UDP" : "TCP", quic ? { quic: hello } : { tls: hello }),
    },
    { timeMs: hand.timeMs, text: eve(ends, "http", "TCP", { tx_id: 0, http }) },
  ];
}

export function asEve(event: Event): Line[] {
  switch (event.kind) {
    case "flow":
      return [{ timeMs: event.timeMs, text: eveFlow(event) }];
    case "alert":
      return [{ timeMs: event.timeMs, text: eveAlert(event) }];
    case "detail":
      return [{ timeMs: event.timeMs, text: eveDetail(event) }];
    case "handshake":
      return eveHandshake(event);
  }
}

/** Writes events in the documented form of Zeek's logs (tab-separated). */
import type { Alert, Event, Flow, Handshake } from "./event.ts";
import { digest, type Line, packets, portOf } from "./line.ts";

export type ZeekLog = "conn" | "notice" | "ssl" | "http";

const uidOf = (text: string) => `C${digest(text).toString("base64url").replace(/[-_]/g, "x").slice(0, 17)}`;
const time = (timeMs: number) => (timeMs / 1000).toFixed(6);

/** Column names and types as Zeek writes them; the logs of the samples have these. */
export const zeekFields: Readonly<Record<ZeekLog, readonly [string, string]>> = {
  conn: [
    "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents",
    "time string addr port addr port enum string interval count count string bool bool count string count count count count set[string]",
  ],
  notice: [
    "ts uid id.orig_h id.orig_p id.resp_h id.resp_p fuid file_mime_type file_desc proto note msg sub src dst p n peer_descr actions email_dest suppress_for",
    "time string addr port addr port string string string enum enum string string addr addr port count string set[enum] set[string] interval",
  ],
  ssl: [
    "ts uid id.orig_h id.orig_p id.resp_h id.resp_p version cipher curve server_name resumed last_alert next_protocol established ja4",
    "time string addr port addr port string string string string bool string string bool string",
  ],
  http: [
    "ts uid id.orig_h id.orig_p id.resp_h id.resp_p trans_depth method host uri referrer version user_agent origin request_body_len response_body_len status_code status_msg tags resp_mime_types",
    "time string addr port addr port count string string string string string string string count count count string set[enum] vector[string]",
  ],
};

const local = (address: string) =>
  address.startsWith("10.") || address.startsWith("198.51.100.") ? "T" : "F";

function zeekConn(flow: Flow): string {
  const { timeMs, source, target, port, transport, protocol, outcome, up, down, seconds } = flow;
  const key = `${source} ${target} ${port} ${timeMs}`;
  const answered = outcome === "answered";
  const service =
    answered && ["smb", "dcerpc", "rdp", "http", "tls", "snmp", "dns", "krb5", "ldap"].includes(protocol)
      ? protocol
          .replace("tls", "ssl")
          .replace("smb", "gssapi,smb")
          .replace("krb5", "krb_tcp")
          .replace("ldap", "ldap_tcp")
      : "-";
  const state = answered ? "SF" : outcome === "refused" ? "REJ" : "S0";
  const history = answered
    ? transport === "tcp"
      ? "ShADadFf"
      : "Dd"
    : outcome === "refused"
      ? "Sr"
      : transport === "tcp"
        ? "S"
        : "D";
  const sent = answered
    ? [seconds.toFixed(6), up, down]
    : transport === "udp"
      ? ["-", up, 0]
      : ["-", "-", "-"];
  const counts = [
    packets(up),
    up + 200,
    answered ? packets(down) : outcome === "refused" ? 1 : 0,
    answered ? down + 200 : outcome === "refused" ? 40 : 0,
  ];
  return [
    time(timeMs),
    uidOf(key),
    source,
    portOf(key),
    target,
    port,
    transport,
    service,
    ...sent,
    state,
    local(source),
    local(target),
    0,
    history,
    ...counts,
    "-",
  ].join("\t");
}

function zeekNotice({ timeMs, source, target, port, text, category }: Alert): string {
  const peer = target === "" ? "-" : target;
  return [
    time(timeMs),
    "-",
    "-",
    "-",
    "-",
    "-",
    "-",
    "-",
    "-",
    "-",
    text,
    category,
    "remote",
    source,
    peer,
    port === 0 ? "-" : port,
    "-",
    "-",
    "Notice::ACTION_LOG",
    "(empty)",
    "3600.000000",
  ].join("\t");
}

function zeekHandshake(hand: Handshake): [ZeekLog, string][] {
  const key = `${hand.source} ${hand.target} ${hand.timeMs}`;
  const ends = [time(hand.timeMs), uidOf(key), hand.source, hand.sourcePort, hand.target, 443];
  const ssl = [
    ...ends,
    "TLSv13",
    "TLS_AES_128_GCM_SHA256",
    "x25519",
    hand.name,
    "F",
    "-",
    "-",
    "T",
    hand.ja4,
  ].join("\t");
  const http = [
    ...ends,
    1,
    "GET",
    hand.name,
    hand.path,
    "-",
    "1.1",
    hand.agent,
    "-",
    0,
    2048,
    200,
    "OK",
    "(empty)",
    "text/html",
  ].join("\t");
  return [
    ["ssl", ssl],
    ["http", http],
  ];
}

export function asZeek(event: Event): [ZeekLog, Line][] {
  switch (event.kind) {
    case "flow":
      return [["conn", { timeMs: event.timeMs, text: zeekConn(event) }]];
    case "alert":
      return [["notice", { timeMs: event.timeMs, text: zeekNotice(event) }]];
    case "detail":
      return [];
    case "handshake":
      return zeekHandshake(event).map(([log, text]) => [log, { timeMs: event.timeMs, text }]);
  }
}

/** Events in the documented forms of Suricata's EVE and of Zeek's logs (JSON). */
import { createHash } from "node:crypto";
import type { Event } from "./event.ts";

const digest = (text: string) => createHash("sha1").update(text).digest();
const keyOf = (one: Event, turn: number) => `${one.source} ${one.target} ${one.port} ${one.timeMs} ${turn}`;
const portOf = (key: string) => 49_152 + (digest(key).readUInt16BE() % 16_000);
const packets = (bytes: number) => Math.max(1, Math.ceil(bytes / 1200));
const local = (address: string) => address.startsWith("10.");

export function eveLines(one: Event, turn: number): string[] {
  const key = keyOf(one, turn);
  const stamp = (timeMs: number) =>
    `${new Date(timeMs).toISOString().slice(0, 23)}${String(digest(key).readUInt16BE(4) % 1000).padStart(3, "0")}+0000`;
  const proto =
    one.kind === "flow"
      ? one.transport.toUpperCase()
      : one.kind === "question"
        ? "UDP"
        : one.kind === "alert"
          ? one.transport.toUpperCase()
          : "TCP";
  const base = (type: string) => ({
    timestamp: stamp(one.timeMs),
    flow_id: Number(digest(key).readBigUInt64BE() % 2_000_000_000_000_000n),
    in_iface: "ens192",
    event_type: type,
    src_ip: one.source,
    src_port: proto === "ICMP" ? 0 : portOf(key),
    dest_ip: one.target,
    dest_port: one.port,
    proto,
  });
  switch (one.kind) {
    case "flow": {
      const answered = one.outcome === "answered";
      const up = answered ? one.up + 300 : 66;
      const down = answered ? one.down + 300 : one.outcome === "refused" ? 54 : 0;
      return [
        JSON.stringify({
          ...base("flow"),
          ...(one.protocol === "" || one.protocol === "icmp" ? {} : { app_proto: one.protocol }),
          flow: {
            pkts_toserver: packets(up),
            pkts_toclient: down === 0 ? 0 : packets(down),
            bytes_toserver: up,
            bytes_toclient: down,
            start: stamp(one.timeMs),
            end: stamp(one.timeMs + Math.round(one.seconds * 1000)),
            age: Math.round(one.seconds),
            state: answered ? "closed" : "new",
            reason: "timeout",
            alerted: false,
          },
        }),
      ];
    }
    case "web":
      return [
        JSON.stringify({
          ...base("http"),
          tx_id: 0,
          http: {
            hostname: one.host,
            ...(one.port === 80 ? {} : { http_port: one.port }),
            url: one.uri,
            http_user_agent: one.agent,
            http_content_type: "text/html",
            ...(one.referer === undefined ? {} : { http_refer: one.referer }),
            http_method: one.method,
            protocol: "HTTP/1.1",
            status: one.status,
            length: one.length,
          },
        }),
      ];
    case "hello":
      return [
        JSON.stringify({
          ...base("tls"),
          tls: { sni: one.name, version: one.ja4.startsWith("t12") ? "TLS 1.2" : "TLS 1.3", ja4: one.ja4 },
        }),
      ];
    case "question": {
      const id = digest(key).readUInt16BE(6);
      const answers =
        one.answer === "" ? [] : [{ rrname: one.name, rrtype: one.type, ttl: 300, rdata: one.answer }];
      return [
        JSON.stringify({
          ...base("dns"),
          dns: { type: "query", id, rrname: one.name, rrtype: one.type, tx_id: 0, opcode: 0 },
        }),
        JSON.stringify({
          ...base("dns"),
          dns: {
            version: 2,
            type: "answer",
            id,
            flags: "8180",
            qr: true,
            rd: true,
            ra: true,
            opcode: 0,
            rrname: one.name,
            rrtype: one.type,
            rcode: answers.length === 0 ? "NXDOMAIN" : "NOERROR",
            ...(answers.length === 0 ? {} : { answers }),
          },
        }),
      ];
    }
    case "alert":
      return [
        JSON.stringify({
          ...base("alert"),
          alert: {
            action: "allowed",
            gid: 1,
            signature_id: one.rule,
            rev: 3,
            signature: one.text,
            category: one.category,
            severity: one.severity,
          },
        }),
      ];
  }
}

export type ZeekLog = "conn" | "http" | "ssl" | "dns" | "notice";

function conn(one: Event, uid: string, port: number): [ZeekLog, string] {
  const answered = one.kind !== "flow" || one.outcome === "answered";
  const refused = one.kind === "flow" && one.outcome === "refused";
  const proto = one.kind === "flow" ? one.transport : one.kind === "question" ? "udp" : "tcp";
  const named: Readonly<Record<string, string>> = {
    smb: "gssapi,smb",
    krb5: "krb_tcp",
    ldap: "ldap_tcp",
    tls: "ssl",
    dcerpc: "dce_rpc",
  };
  const service =
    one.kind === "web"
      ? "http"
      : one.kind === "hello"
        ? "ssl"
        : one.kind === "question"
          ? "dns"
          : one.kind === "flow"
            ? (named[one.protocol] ?? one.protocol)
            : "";
  const up = one.kind === "flow" ? one.up : one.kind === "web" ? 300 + one.uri.length + one.sent : 700;
  const down = one.kind === "flow" ? one.down : one.kind === "web" ? one.length + 250 : 2900;
  return [
    "conn",
    JSON.stringify({
      ts: one.timeMs / 1000,
      uid,
      "id.orig_h": one.source,
      "id.orig_p": port,
      "id.resp_h": one.target,
      "id.resp_p": one.port,
      proto,
      ...(service === "" || !answered ? {} : { service }),
      ...(answered
        ? { duration: one.kind === "flow" ? one.seconds : 0.21, orig_bytes: up, resp_bytes: down }
        : {}),
      conn_state: answered ? "SF" : refused ? "REJ" : "S0",
      local_orig: local(one.source),
      local_resp: local(one.target),
      missed_bytes: 0,
      history: answered ? (proto === "tcp" ? "ShADadFf" : "Dd") : refused ? "Sr" : "S",
      orig_pkts: answered ? packets(up) : 1,
      orig_ip_bytes: answered ? up + 200 : 40,
      resp_pkts: answered ? packets(down) : refused ? 1 : 0,
      resp_ip_bytes: answered ? down + 200 : refused ? 40 : 0,
    }),
  ];
}

export function zeekLines(one: Event, turn: number): [ZeekLog, string][] {
  const key = keyOf(one, turn);
  const uid = `C${digest(key).toString("base64url").replace(/[-_]/g, "x").slice(0, 17)}`;
  const port = portOf(key);
  const ends = {
    ts: one.timeMs / 1000,
    uid,
    "id.orig_h": one.source,
    "id.orig_p": port,
    "id.resp_h": one.target,
    "id.resp_p": one.port,
  };
  switch (one.kind) {
    case "flow":
      return [conn(one, uid, port)];
    case "web":
      return [
        conn(one, uid, port),
        [
          "http",
          JSON.stringify({
            ...ends,
            trans_depth: 1,
            method: one.method,
            host: one.host,
            uri: one.uri,
            ...(one.referer === undefined ? {} : { referrer: one.referer }),
            version: "1.1",
            user_agent: one.agent,
            request_body_len: one.sent,
            response_body_len: one.length,
            status_code: one.status,
            status_msg: one.status === 200 ? "OK" : "-",
            tags: [],
            resp_mime_types: ["text/html"],
          }),
        ],
      ];
    case "hello":
      return [
        conn(one, uid, port),
        [
          "ssl",
          JSON.stringify({
            ...ends,
            version: one.ja4.startsWith("t12") ? "TLSv12" : "TLSv13",
            cipher: "TLS_AES_128_GCM_SHA256",
            server_name: one.name,
            resumed: false,
            established: true,
            ssl_history: "CsiI",
            ja4: one.ja4,
          }),
        ],
      ];
    case "question":
      return [
        conn(one, uid, port),
        [
          "dns",
          JSON.stringify({
            ...ends,
            proto: "udp",
            trans_id: digest(key).readUInt16BE(6),
            query: one.name,
            qclass: 1,
            qclass_name: "C_INTERNET",
            qtype: one.type === "TXT" ? 16 : 1,
            qtype_name: one.type,
            rcode: one.answer === "" ? 3 : 0,
            rcode_name: one.answer === "" ? "NXDOMAIN" : "NOERROR",
            AA: false,
            TC: false,
            RD: true,
            RA: true,
            Z: 0,
            ...(one.answer === "" ? {} : { answers: [one.answer], TTLs: [300] }),
            rejected: false,
          }),
        ],
      ];
    case "alert":
      return [
        [
          "notice",
          JSON.stringify({
            ts: one.timeMs / 1000,
            note: one.text,
            msg: one.category,
            sub: "remote",
            src: one.source,
            ...(one.target === "" ? {} : { dst: one.target }),
            ...(one.port === 0 ? {} : { p: one.port }),
            actions: ["Notice::ACTION_LOG"],
            email_dest: [],
            suppress_for: 3600,
          }),
        ],
      ];
  }
}

/**
 * What a sensor on the plant's line would have seen of the same requests, as Suricata and Zeek write it.
 *
 * Neither is run: the records are put together, in the form that their documentation gives, from what
 * Squid logged of each request (addresses, ports, sizes, headers, server name). A connection that was not
 * opened is a TLS record with its server name. DNS questions are derived: one before the first request to a
 * name and again after five minutes.
 */
import { createHash } from "node:crypto";

export interface Seen {
  timeMs: number;
  client: string;
  clientPort: number;
  server: string;
  serverPort: number;
  method: string;
  url: string;
  status: number;
  requestBytes: number;
  responseBytes: number;
  mime: string;
  agent: string;
  referrer: string;
  sni: string;
}

const dnsServer = "10.40.0.53";
const dnsKeptMs = 300_000;
const word = (text: string | undefined) =>
  text === undefined || text === "-" ? "" : decodeURIComponent(text);

/** Reads a line of Squid's `sensor` format; see squid.ts for its fields. */
export function seenOf(line: string, timeMs: number): Seen {
  const f = line.split(" ");
  return {
    timeMs,
    client: f[1] ?? "",
    clientPort: Number(f[2]),
    server: f[3] ?? "-",
    serverPort: word(f[5]) === "CONNECT" ? 443 : 80,
    method: word(f[5]),
    url: word(f[6]),
    status: Number(f[7]),
    requestBytes: Math.max(0, Number(f[8]) - Number(f[9])),
    responseBytes: Math.max(0, Number(f[10]) - Number(f[11])),
    mime: word(f[12]),
    agent: word(f[13]),
    referrer: word(f[14]),
    sni: word(f[15]),
  };
}

const digest = (text: string) => createHash("sha256").update(text).digest();
const uidOf = (text: string) => `C${digest(text).toString("base64url").replace(/[-_]/g, "x").slice(0, 17)}`;
const flowOf = (text: string) => Number(digest(text).readBigUInt64BE() % 9007199254740000n);
const stamp = (timeMs: number) => `${new Date(timeMs).toISOString().slice(0, 23)}000+0000`;
const nameOf = ({ url, sni }: Seen) =>
  url.includes("://") ? new URL(url).hostname : sni || url.replace(/:\d+$/, "");
const targetOf = (url: string) => url.replace(/^[a-z]+:\/\/[^/]*/, "") || "/";

function eve(seen: Seen, type: string, more: Record<string, unknown>): string {
  const { timeMs, client, clientPort, server, serverPort } = seen;
  return JSON.stringify({
    timestamp: stamp(timeMs),
    flow_id: flowOf(`${client}:${clientPort}`),
    in_iface: "eno2",
    event_type: type,
    src_ip: client,
    src_port: clientPort,
    dest_ip: server,
    dest_port: serverPort,
    proto: type === "dns" ? "UDP" : "TCP",
    ...more,
  });
}

function asEve(seen: Seen): string {
  if (seen.method === "CONNECT") return eve(seen, "tls", { tls: { sni: nameOf(seen), version: "TLS 1.3" } });
  const { method, url, status, responseBytes, mime, agent, referrer } = seen;
  return eve(seen, "http", {
    tx_id: 0,
    http: {
      hostname: nameOf(seen),
      url: targetOf(url),
      ...(agent === "" ? {} : { http_user_agent: agent }),
      ...(mime === "" ? {} : { http_content_type: mime.split(";")[0] }),
      ...(referrer === "" ? {} : { http_refer: referrer }),
      http_method: method,
      protocol: "HTTP/1.1",
      status,
      length: responseBytes,
    },
  });
}

function zeek(seen: Seen, path: string, more: Record<string, unknown>): string {
  const { timeMs, client, clientPort, server, serverPort } = seen;
  const ends = { "id.orig_h": client, "id.orig_p": clientPort, "id.resp_h": server, "id.resp_p": serverPort };
  return JSON.stringify({
    _path: path,
    ts: timeMs / 1000,
    uid: uidOf(`${client}:${clientPort}`),
    ...ends,
    ...more,
  });
}

function asZeek(seen: Seen): string {
  if (seen.method === "CONNECT") {
    const shape = { version: "TLSv13", cipher: "TLS_AES_128_GCM_SHA256", resumed: false, established: true };
    return zeek(seen, "ssl", { ...shape, server_name: nameOf(seen) });
  }
  const { method, url, status, requestBytes, responseBytes, mime, agent, referrer } = seen;
  return zeek(seen, "http", {
    trans_depth: 1,
    method,
    host: nameOf(seen),
    uri: targetOf(url),
    ...(referrer === "" ? {} : { referrer }),
    version: "1.1",
    ...(agent === "" ? {} : { user_agent: agent }),
    request_body_len: requestBytes,
    response_body_len: responseBytes,
    status_code: status,
    tags: [],
    ...(mime === "" ? {} : { resp_mime_types: [mime.split(";")[0]] }),
  });
}

/** One record for each request, and one DNS question where a resolver would have been asked. */
export function sensed(all: readonly Seen[], kind: "eve" | "zeek"): { timeMs: number; text: string }[] {
  const asked = new Map<string, number>();
  return all.flatMap((seen) => {
    const name = nameOf(seen);
    const record = { timeMs: seen.timeMs, text: kind === "eve" ? asEve(seen) : asZeek(seen) };
    const key = `${seen.client} ${name}`;
    if (seen.timeMs - (asked.get(key) ?? 0) < dnsKeptMs) return [record];
    asked.set(key, seen.timeMs);
    return [
      { timeMs: seen.timeMs - 40, text: dnsQuestion(seen.client, name, "A", seen.timeMs - 40, kind) },
      record,
    ];
  });
}

export function dnsQuestion(
  client: string,
  name: string,
  type: string,
  timeMs: number,
  kind: "eve" | "zeek",
): string {
  const key = `${client} ${name} ${timeMs}`;
  const port = 40000 + (digest(key).readUInt16BE() % 20000);
  const ends = { timeMs, client, clientPort: port, server: dnsServer, serverPort: 53 } as Seen;
  const id = digest(key).readUInt16BE(4);
  if (kind === "eve")
    return eve(ends, "dns", { dns: { type: "query", id, rrname: name, rrtype: type, tx_id: 0 } });
  const answer = { rcode_name: "NOERROR", AA: false, TC: false, RD: true, RA: true, Z: 0, rejected: false };
  return zeek(ends, "dns", { proto: "udp", trans_id: id, query: name, qtype_name: type, ...answer });
}

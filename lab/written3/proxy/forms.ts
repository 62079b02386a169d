/** The forms in which a proxy and a sensor write requests. */
import type { Chance } from "../../random.ts";
import type { Request } from "./web.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number) => String(value).padStart(2, "0");

/** Squid's combined format, after the proxy has opened TLS. */
export function squidLine(one: Request): string {
  const time = new Date(one.timeMs);
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(two).join(":");
  const day = `${two(time.getUTCDate())}/${months[time.getUTCMonth()]}/${time.getUTCFullYear()}`;
  const result =
    one.method === "CONNECT" ? "TCP_TUNNEL" : one.status === 304 ? "TCP_REFRESH_UNMODIFIED" : "TCP_MISS";
  const request = `${one.method} ${one.url} HTTP/1.1`;
  return `${one.client} - - [${day}:${clock} +0000] "${request}" ${one.status} ${one.bytes} "${one.referer ?? "-"}" "${one.agent}" ${result}:HIER_DIRECT`;
}

function addressOf(host: string): string {
  let sum = 7;
  for (const letter of host) sum = (sum * 31 + letter.charCodeAt(0)) % 65521;
  return `${["192.0.2", "198.51.100", "203.0.113"][sum % 3]}.${(Math.floor(sum / 3) % 250) + 2}`;
}

const stamp = (timeMs: number, chance: Chance) =>
  new Date(timeMs).toISOString().replace("Z", `${String(chance.between(0, 999)).padStart(3, "0")}+0000`);

/** Names that a client has just asked for are in its cache. */
export class Sensor {
  readonly #asked = new Map<string, number>();
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  lines(one: Request): string[] {
    const chance = this.#chance;
    if (one.dns !== undefined) return this.#name(one.timeMs, one.client, one.dns, false);
    const tunnel = one.method === "CONNECT";
    const url = new URL(tunnel ? `https://${one.url}` : one.url);
    const secure = url.protocol === "https:";
    const key = `${one.client} ${url.hostname}`;
    const before = this.#asked.get(key);
    const names =
      before === undefined || one.timeMs - before > 300_000
        ? this.#name(one.timeMs - chance.between(12, 60), one.client, url.hostname, true)
        : [];
    if (secure && before !== undefined && one.timeMs - before < 60_000) return names;
    this.#asked.set(key, one.timeMs);
    const base = {
      timestamp: stamp(one.timeMs, chance),
      flow_id: chance.between(1e14, 2e15),
      in_iface: "ens5",
      event_type: secure ? "tls" : "http",
      src_ip: one.client,
      src_port: chance.between(49152, 65535),
      dest_ip: addressOf(url.hostname),
      dest_port: secure ? 443 : 80,
      proto: "TCP",
    };
    if (secure)
      return [...names, JSON.stringify({ ...base, tls: { sni: url.hostname, version: "TLS 1.3" } })];
    const http = {
      hostname: url.hostname,
      url: one.url.slice(url.origin.length),
      http_user_agent: one.agent,
      http_content_type: one.type ?? "text/html",
      ...(one.referer === undefined ? {} : { http_refer: one.referer }),
      http_method: one.method,
      protocol: "HTTP/1.1",
      status: one.status,
      length: one.bytes,
    };
    return [...names, JSON.stringify({ ...base, tx_id: 0, http })];
  }

  #name(timeMs: number, client: string, name: string, exists: boolean): string[] {
    const chance = this.#chance;
    const id = chance.between(1, 65535);
    const base = {
      timestamp: stamp(timeMs, chance),
      flow_id: chance.between(1e14, 2e15),
      in_iface: "ens5",
      event_type: "dns",
      src_ip: client,
      src_port: chance.between(49152, 65535),
      dest_ip: "10.80.0.53",
      dest_port: 53,
      proto: "UDP",
    };
    const rrtype = name.endsWith("ns-telemetry.example") ? "TXT" : "A";
    const query = { type: "query", id, rrname: name, rrtype, tx_id: 0, opcode: 0 };
    const answer = {
      version: 2,
      type: "answer",
      id,
      flags: "8180",
      qr: true,
      rd: true,
      ra: true,
      opcode: 0,
      rrname: name,
      rrtype,
    };
    const known = {
      rcode: "NOERROR",
      answers: [{ rrname: name, rrtype: "A", ttl: 300, rdata: addressOf(name) }],
    };
    const told = exists
      ? known
      : rrtype === "TXT"
        ? { rcode: "NOERROR", answers: [{ rrname: name, rrtype, ttl: 0, rdata: "ok" }] }
        : { rcode: "NXDOMAIN" };
    return [
      JSON.stringify({ ...base, dns: query }),
      JSON.stringify({ ...base, dns: { ...answer, ...told } }),
    ];
  }
}

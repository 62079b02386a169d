/** The logs: Squid's native form, Suricata's EVE, and Zeek's http.log with tabs. */
import { createHash } from "node:crypto";
import { Chance } from "../../random.ts";
import type { Ask } from "./ask.ts";

export function addressOf(host: string): string {
  if (host.endsWith(".vostrand.example")) return `10.60.0.${20 + (number(host) % 30)}`;
  return `${["192.0.2", "198.51.100", "203.0.113"][number(host) % 3]}.${1 + (number(`${host}.`) % 254)}`;
}

function number(text: string): number {
  return Number.parseInt(createHash("md5").update(text).digest("hex").slice(0, 8), 16);
}

/** One CONNECT for each opened host and client within a minute, then what went through it. */
export function squid(asks: readonly Ask[]): string {
  const chance = new Chance(11);
  const opened = new Map<string, number>();
  const lines = asks.flatMap((one) => {
    if (one.seen === "dns") return [];
    const line = (
      at: number,
      took: number,
      code: string,
      bytes: number,
      what: string,
      peer: string,
      type: string,
    ) =>
      `${(at / 1000).toFixed(3)} ${String(took).padStart(6)} ${one.client} ${code} ${bytes} ${what} - ${peer} ${type}`;
    const address = addressOf(one.host);
    if (one.seen === "tls")
      return [
        line(
          one.at,
          chance.between(2000, 90_000),
          "TCP_TUNNEL/200",
          one.size + 5200,
          `CONNECT ${one.host}:443`,
          `HIER_DIRECT/${address}`,
          "-",
        ),
      ];
    const key = `${one.client} ${one.host}`;
    const isNew = one.seen === "opened" && one.at - (opened.get(key) ?? 0) > 60_000;
    if (isNew) opened.set(key, one.at);
    const isStored = one.size > 6000 && one.type !== "text/html" && chance.next() < 0.25;
    const code = `${isStored ? "TCP_MEM_HIT" : "TCP_MISS"}/${one.status}`;
    const peer = isStored ? "HIER_NONE/-" : `HIER_DIRECT/${address}`;
    const url = `${one.seen === "opened" ? "https" : "http"}://${one.host}${one.path}`;
    return [
      ...(isNew
        ? [
            line(
              one.at - chance.between(20, 90),
              chance.between(8, 60),
              "NONE_NONE/200",
              0,
              `CONNECT ${one.host}:443`,
              `HIER_DIRECT/${address}`,
              "-",
            ),
          ]
        : []),
      line(
        one.at,
        isStored ? 0 : chance.between(12, 420),
        code,
        one.size + chance.between(300, 420),
        `${one.method} ${url}`,
        peer,
        one.type,
      ),
    ];
  });
  return `${lines.sort().join("\n")}\n`;
}

export function eve(asks: readonly Ask[]): string {
  const chance = new Chance(12);
  const asked = new Map<string, number>();
  const lines: { at: number; event: Record<string, unknown> }[] = [];
  for (const one of asks) {
    const port = 32768 + chance.between(0, 28_000);
    const flow = chance.between(1, 2 ** 50);
    const add = (
      at: number,
      type: string,
      to: string,
      toPort: number,
      protocol: string,
      rest: Record<string, unknown>,
    ) => {
      const timestamp = `${new Date(at).toISOString().slice(0, 23)}${String(chance.between(0, 999)).padStart(3, "0")}+0000`;
      lines.push({
        at,
        event: {
          timestamp,
          flow_id: flow,
          in_iface: "ens192",
          event_type: type,
          src_ip: one.client,
          src_port: port,
          dest_ip: to,
          dest_port: toPort,
          proto: protocol,
          ...rest,
        },
      });
    };
    const key = `${one.client} ${one.host}`;
    if (one.seen === "dns" || one.at - (asked.get(key) ?? 0) > 12 * 3_600_000) {
      asked.set(key, one.at);
      add(one.at - 40, "dns", "10.62.0.53", 53, "UDP", {
        dns: {
          type: "query",
          id: chance.between(1, 65_535),
          rrname: one.host,
          rrtype: "A",
          tx_id: 0,
          opcode: 0,
        },
      });
    }
    if (one.seen === "dns") continue;
    if (one.seen === "tls") {
      add(one.at, "tls", addressOf(one.host), 443, "TCP", { tls: { sni: one.host, version: "TLS 1.3" } });
      continue;
    }
    add(one.at, "http", addressOf(one.host), 80, "TCP", {
      tx_id: 0,
      http: {
        hostname: one.host,
        url: one.path,
        ...(one.agent === "" ? {} : { http_user_agent: one.agent }),
        ...(one.type === "-" ? {} : { http_content_type: one.type }),
        ...(one.referrer === "" ? {} : { http_refer: one.referrer }),
        http_method: one.method,
        protocol: "HTTP/1.1",
        status: one.status,
        length: one.size,
      },
    });
  }
  lines.sort((a, b) => a.at - b.at);
  return `${lines.map(({ event }) => JSON.stringify(event)).join("\n")}\n`;
}

const fields =
  "ts uid id.orig_h id.orig_p id.resp_h id.resp_p trans_depth method host uri referrer version user_agent origin request_body_len response_body_len status_code status_msg info_code info_msg tags username password proxied orig_fuids orig_filenames orig_mime_types resp_fuids resp_filenames resp_mime_types".split(
    " ",
  );
const kinds =
  "time string addr port addr port count string string string string string string string count count count string count string set[enum] string string set[string] vector[string] vector[string] vector[string] vector[string] vector[string] vector[string]".split(
    " ",
  );

export function zeek(asks: readonly Ask[]): string {
  const chance = new Chance(13);
  const word = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const name = (first: string) =>
    first + Array.from({ length: 17 }, () => word[chance.between(0, 61)]).join("");
  const rows = asks
    .filter(({ seen }) => seen === "http" || seen === "opened")
    .map((one) =>
      [
        (one.at / 1000 + chance.between(0, 999) / 1e6).toFixed(6),
        name("C"),
        one.client,
        32768 + chance.between(0, 28_000),
        addressOf(one.host),
        80,
        1,
        one.method,
        one.host,
        one.path,
        one.referrer || "-",
        "1.1",
        one.agent || "-",
        "-",
        one.sent,
        one.size,
        one.status,
        one.status === 204 ? "No Content" : "OK",
        "-",
        "-",
        "(empty)",
        "-",
        "-",
        "-",
        "-",
        "-",
        "-",
        "-",
        "-",
        one.size > 0 ? one.type : "-",
      ].join("\t"),
    );
  return [
    "#separator \\x09",
    "#set_separator\t,",
    "#empty_field\t(empty)",
    "#unset_field\t-",
    "#path\thttp",
    "#open\t2026-11-17-00-00-00",
    `#fields\t${fields.join("\t")}`,
    `#types\t${kinds.join("\t")}`,
    ...rows,
    "#close\t2026-11-20-00-00-00",
    "",
  ].join("\n");
}

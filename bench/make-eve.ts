/**
 * Makes a large Suricata EVE log: the same seed gives the same bytes.
 *
 * Shapes and their order of keys are those of the documentation
 * (https://docs.suricata.io/en/latest/output/eve/eve-json-format.html, 2026-11-24); the mix is that of a
 * sensor in front of a few sites: most records are of DNS and of flows, one in six is a request.
 */
import { seeded } from "./make-log.ts";
import { agents, clientAddress, Draws, names, servers, target, writeLines } from "./write-lines.ts";

const start = Date.parse("2026-11-10T00:00:00Z");
const spanMs = 86_400_000;

/** Writes the log and returns how many lines it has. */
export function makeEve(path: string, bytes: number, seed: number): Promise<number> {
  const draws = new Draws(seeded(seed));
  return writeLines(path, bytes, [], (share) => JSON.stringify(record(draws, start + share * spanMs)));
}

function record(draws: Draws, ms: number): Readonly<Record<string, unknown>> {
  const kind = draws.below(100);
  if (kind < 16) return request(draws, ms);
  if (kind < 46) return question(draws, ms);
  if (kind < 76) return flow(draws, ms);
  if (kind < 88) return handshake(draws, ms);
  if (kind < 93) return alert(draws, ms);
  if (kind < 98) return file(draws, ms);
  return anomaly(draws, ms);
}

function stamp(ms: number, draws: Draws): string {
  const whole = new Date(ms).toISOString().slice(0, 19);
  return `${whole}.${String(draws.below(1_000_000)).padStart(6, "0")}+0000`;
}

function head(draws: Draws, ms: number, type: string, port: number, proto: string) {
  return {
    timestamp: stamp(ms, draws),
    flow_id: 1_000_000_000_000_000 + draws.below(2 ** 50),
    in_iface: "eth0",
    event_type: type,
    src_ip: clientAddress(draws.tail(120_000)),
    src_port: 1024 + draws.below(64_000),
    dest_ip: draws.pick(servers),
    dest_port: port,
    proto,
  };
}

function http(draws: Draws) {
  const { path, status, method } = target(draws);
  return {
    hostname: draws.pick(names),
    url: path,
    http_user_agent: agents[draws.tail(agents.length)],
    http_content_type: "text/html",
    http_method: method,
    protocol: "HTTP/1.1",
    status,
    length: draws.below(50_000),
  };
}

function request(draws: Draws, ms: number) {
  return { ...head(draws, ms, "http", 80, "TCP"), tx_id: 0, http: http(draws) };
}

function question(draws: Draws, ms: number) {
  const rrname = draws.pick(names);
  const dns = draws.chance(0.5)
    ? { type: "query", id: draws.below(65_536), rrname, rrtype: "A", tx_id: 0, opcode: 0 }
    : {
        version: 2,
        type: "answer",
        id: draws.below(65_536),
        flags: "8180",
        qr: true,
        rd: true,
        ra: true,
        opcode: 0,
        rrname,
        rrtype: "A",
        rcode: "NOERROR",
        answers: [{ rrname, rrtype: "A", ttl: 300, rdata: draws.pick(servers) }],
        grouped: { A: [draws.pick(servers)] },
      };
  return { ...head(draws, ms, "dns", 53, "UDP"), dns };
}

function counts(draws: Draws, ms: number) {
  return {
    pkts_toserver: draws.below(50),
    pkts_toclient: draws.below(50),
    bytes_toserver: draws.below(20_000),
    bytes_toclient: draws.below(200_000),
    start: stamp(ms - 2_000, draws),
  };
}

function flow(draws: Draws, ms: number) {
  return {
    ...head(draws, ms, "flow", 443, "TCP"),
    app_proto: "tls",
    flow: {
      ...counts(draws, ms),
      end: stamp(ms, draws),
      age: 2,
      state: "closed",
      reason: "timeout",
      alerted: false,
    },
    tcp: {
      tcp_flags: "1b",
      tcp_flags_ts: "1b",
      tcp_flags_tc: "1b",
      syn: true,
      fin: true,
      psh: true,
      ack: true,
      state: "closed",
    },
  };
}

function handshake(draws: Draws, ms: number) {
  const name = draws.pick(names);
  return {
    ...head(draws, ms, "tls", 443, "TCP"),
    tls: {
      subject: `CN=${name}`,
      issuerdn: "C=XX, O=Example, CN=Example CA",
      serial: "08:3A:84:59:2F:77:F2:E7:95:1B:F8:87:CE:DE:C9:66",
      fingerprint: (draws.hex(40).match(/../g) ?? []).join(":"),
      sni: name,
      version: "TLS 1.3",
      notbefore: "2026-01-01T00:00:00",
      notafter: "2027-01-01T00:00:00",
      ja3: {
        hash: draws.hex(32),
        string: "771,4865-4866-4867-49195-49199,0-23-65281-10-11-35-16,29-23-24,0",
      },
      ja3s: { hash: draws.hex(32), string: "771,4865,43-51" },
    },
  };
}

function alert(draws: Draws, ms: number) {
  const id = draws.below(500);
  return {
    ...head(draws, ms, "alert", 80, "TCP"),
    tx_id: 0,
    alert: {
      action: "allowed",
      gid: 1,
      signature_id: 1_000_000 + id,
      rev: 1,
      signature: `LOCAL seen in the benchmark ${id}`,
      category: "Misc activity",
      severity: 3,
    },
    http: http(draws),
    app_proto: "http",
    flow: counts(draws, ms),
    payload_printable: `GET / HTTP/1.1\r\nHost: ${draws.pick(names)}\r\n\r\n`,
    stream: 1,
  };
}

function file(draws: Draws, ms: number) {
  const seen = http(draws);
  return {
    ...head(draws, ms, "fileinfo", 80, "TCP"),
    http: seen,
    app_proto: "http",
    fileinfo: {
      filename: seen.url,
      sid: [],
      gaps: false,
      state: "CLOSED",
      sha256: draws.hex(64),
      stored: false,
      size: seen.length,
      tx_id: 0,
    },
  };
}

function anomaly(draws: Draws, ms: number) {
  return {
    ...head(draws, ms, "anomaly", 80, "TCP"),
    app_proto: "http",
    anomaly: {
      type: "applayer",
      event: "APPLAYER_DETECT_PROTOCOL_ONLY_ONE_DIRECTION",
      layer: "proto_detect",
    },
  };
}

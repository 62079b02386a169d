/** Logs of Zeek: in columns parted by tabs, and as JSON. */
import { json } from "./escapes.ts";
import { type Expected, epoch, type Truth, targetOf, type Writer } from "./truth.ts";

type Value = string | number | boolean | readonly string[] | undefined;
type Fields = Readonly<Record<string, Value>>;

/**
 * `\xHH` for control characters, what parts values, and texts that would pass for "not set" or "empty"; `\\` for a
 * backslash; UTF-8 as it is, and since Zeek 4.0 only where it is asked for as `\xHH`.
 * https://docs.zeek.org/en/current/scripts/base/frameworks/logging/writers/ascii.zeek.html (2026-11-29).
 */
function escaped(text: string, utf8: boolean, inList: boolean): string {
  if (text === "") return "(empty)";
  const hex = (byte: number) => `\\x${byte.toString(16).padStart(2, "0")}`;
  const pieces = [...Buffer.from(text, "utf8")].map((byte) => {
    const character = String.fromCharCode(byte);
    if (character === "\\") return Buffer.from("\\\\");
    if (byte < 0x20 || byte === 0x7f || (byte > 0x7f && !utf8) || (inList && character === ","))
      return Buffer.from(hex(byte));
    return Buffer.from([byte]);
  });
  const written = Buffer.concat(pieces).toString("utf8");
  return written === "-" || written === "(empty)"
    ? `${hex(written.charCodeAt(0))}${written.slice(1)}`
    : written;
}

function tsvValue(value: Value, utf8: boolean): string {
  if (value === undefined) return "-";
  if (typeof value === "boolean") return value ? "T" : "F";
  if (typeof value === "object")
    return value.length === 0 ? "(empty)" : value.map((one) => escaped(one, utf8, true)).join(",");
  return typeof value === "number" ? String(value) : escaped(value, utf8, false);
}

interface Log {
  readonly path: string;
  fields(one: Truth): Fields;
  expected(one: Truth): Expected;
}

const ends = (one: Truth): Fields => ({
  uid: "Ca1",
  "id.orig_h": one.client,
  "id.orig_p": one.port,
  "id.resp_h": one.server,
  "id.resp_p": 80,
});
const endsExpected = (one: Truth): Expected => ({
  time_ms: one.ms,
  source_ip: one.client,
  source_port: one.port,
  destination_ip: one.server,
  destination_port: 80,
});

const logs: readonly Log[] = [
  {
    path: "http",
    fields: (one) => ({
      ...ends(one),
      trans_depth: 1,
      method: one.method,
      host: one.host,
      uri: targetOf(one),
      referrer: one.referrer,
      version: one.version,
      user_agent: one.agent,
      request_body_len: one.sent,
      response_body_len: one.bytes,
      status_code: one.status,
      username: one.user,
      proxied: ["VIA -> 1.1 proxy", `X-FORWARDED-FOR -> ${one.line.replaceAll("\n", "")}, 192.0.2.9`],
      resp_mime_types: ["text/html", "text/plain"],
    }),
    expected: (one) => ({
      ...endsExpected(one),
      http_request_method: one.method,
      url_domain: one.host,
      url_original: targetOf(one),
      http_request_referrer: one.referrer,
      http_version: one.version,
      user_agent_original: one.agent,
      http_request_body_bytes: one.sent,
      http_response_body_bytes: one.bytes,
      http_response_status_code: one.status,
      user_name: one.user,
      forwarded_for: `${one.line}, 192.0.2.9`,
      http_response_mime_type: "text/html",
    }),
  },
  {
    path: "conn",
    fields: (one) => ({
      ...ends(one),
      proto: "tcp",
      service: "http",
      orig_bytes: one.sent,
      resp_bytes: one.bytes,
      conn_state: "SF",
    }),
    expected: (one) => ({
      ...endsExpected(one),
      network_transport: "tcp",
      network_protocol: "http",
      source_bytes: one.sent,
      destination_bytes: one.bytes,
      event_action: "SF",
    }),
  },
  {
    path: "dns",
    fields: (one) => ({
      ...ends(one),
      proto: "udp",
      trans_id: 1,
      query: one.line,
      qtype_name: "TXT",
      rcode_name: "NXDOMAIN",
    }),
    expected: (one) => ({
      ...endsExpected(one),
      dns_question_name: one.line,
      dns_question_type: "TXT",
      event_code: "NXDOMAIN",
    }),
  },
  {
    path: "files",
    fields: (one) => ({
      fuid: "Ff1",
      ...ends(one),
      source: "HTTP",
      filename: one.text,
      seen_bytes: one.bytes,
      sha256: "ab".repeat(32),
    }),
    expected: (one) => ({ ...endsExpected(one), file_path: one.text, file_hash_sha256: "ab".repeat(32) }),
  },
  {
    path: "notice",
    fields: (one) => ({
      ...ends(one),
      proto: "tcp",
      note: "Scan::Port_Scan",
      msg: `m${one.line}`,
      sub: `s${one.text}`,
      src: one.client,
      dst: one.server,
      p: 80,
      actions: ["Notice::ACTION_LOG", "Notice::ACTION_EMAIL"],
    }),
    expected: (one) => ({
      ...endsExpected(one),
      rule_name: "Scan::Port_Scan",
      message: `m${one.line}; s${one.text}`,
      event_action: "Notice::ACTION_LOG",
    }),
  },
  {
    path: "software",
    fields: (one) => ({
      host: one.client,
      host_p: one.port,
      software_type: "HTTP::BROWSER",
      name: "x",
      "version.major": 1,
      "version.minor": 2,
      unparsed_version: `a${one.agent}`,
    }),
    expected: (one) => ({
      time_ms: one.ms,
      source_ip: one.client,
      source_port: one.port,
      package_name: "x",
      package_version: "1.2",
      message: `a${one.agent}`,
      user_agent_original: `a${one.agent}`,
    }),
  },
  {
    path: "ssl",
    fields: (one) => ({
      ...ends(one),
      version: "TLSv13",
      cipher: "TLS_AES_128_GCM_SHA256",
      server_name: one.line,
      established: true,
      ja3: "01".repeat(16),
      ja4: "t13d1516h2_8daaf6152771_b186095e22b6",
      validation_status: one.text,
    }),
    expected: (one) => ({
      ...endsExpected(one),
      tls_client_server_name: one.line,
      tls_version: "TLSv13",
      tls_client_ja3: "01".repeat(16),
      tls_client_ja4: "t13d1516h2_8daaf6152771_b186095e22b6",
      message: one.text,
    }),
  },
  {
    path: "weird",
    fields: (one) => ({
      ...ends(one),
      name: "unknown_HTTP_method",
      addl: `a${one.line}`,
      notice: false,
      source: "HTTP",
    }),
    expected: (one) => ({
      ...endsExpected(one),
      event_code: "unknown_HTTP_method",
      message: `unknown_HTTP_method a${one.line}`,
      network_protocol: "http",
    }),
  },
  {
    path: "other",
    fields: (one) => ({ ...ends(one), proto: "tcp", user_agent: one.agent, extra: one.text }),
    expected: (one) => ({ ...endsExpected(one), network_transport: "tcp", user_agent_original: one.agent }),
  },
];

const sample = { line: "", text: "", agent: "", path: "/", query: "" } as Truth;

function writersOf(log: Log): Writer[] {
  const names = Object.keys(log.fields(sample));
  const tabs: Writer = {
    format: `zeek-${log.path}`,
    name: "tabs",
    head: [
      "#separator \\x09",
      "#set_separator\t,",
      "#empty_field\t(empty)",
      "#unset_field\t-",
      `#path\t${log.path === "other" ? "sip" : log.path}`,
      "#open\t2026-05-17-10-00-00",
      `#fields\tts\t${names.join("\t")}`,
      `#types\ttime${"\tstring".repeat(names.length)}`,
    ],
    foot: ["#close\t2026-05-17-11-00-00"],
    write: (one) =>
      [
        epoch(one.ms, 6),
        ...Object.values(log.fields(one)).map((value) => tsvValue(value, one.port % 2 === 0)),
      ].join("\t"),
    expected: log.expected,
  };
  const objects: Writer = {
    format: log.path === "other" ? "zeek-json-other" : `zeek-${log.path}`,
    name: "JSON",
    write: (one) => {
      const time = one.port % 2 === 0 ? Number(epoch(one.ms)) : new Date(one.ms).toISOString();
      // Of a log that is not known by its name, an agent alone would make one of requests.
      return json({
        ts: time,
        ...log.fields(one),
        ...(log.path === "other" ? { user_agent: undefined } : {}),
      });
    },
    expected: (one) => {
      // The format of any other JSON log does not look for agents.
      const { user_agent_original: agent, ...rest } = log.expected(one);
      return log.path === "other" || agent === undefined ? rest : { ...rest, user_agent_original: agent };
    },
  };
  return [tabs, objects];
}

export const zeekWriters: readonly Writer[] = logs.flatMap(writersOf);

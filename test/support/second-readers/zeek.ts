/** Zeek logs, tab-separated or JSON: each log's own fields under the names of its documentation. */
import { epochMs, isoMs, number, type SecondReader, text, unhexed, type Values } from "./values.ts";

/** The texts of a field: none where it is unset or empty, several of a vector or a set. */
type Fields = (name: string) => readonly string[];

const tabbed = (names: readonly string[], record: string): Fields => {
  const values = record.split("\t");
  return (name) => {
    const index = names.indexOf(name);
    const value = index < 0 ? "-" : (values[index] ?? "-");
    if (value === "-" || value === "(empty)") return [];
    const parts = lists.includes(name) ? value.split(",") : [value];
    // A backslash is written twice; bytes that are no text stay as they are written.
    return parts.map((part) => (unhexed(part) ?? part).replaceAll("\\\\", "\\"));
  };
};
const lists = ["proxied", "actions", "resp_mime_types"];

const asJson = (record: string): Fields => {
  const values = JSON.parse(record) as Record<string, unknown>;
  return (name) => {
    const value = values[name];
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value.map(String) : [String(value)];
  };
};

type Mapping = (field: (name: string) => string | undefined, all: Fields) => Values;

function zeekReader(mapping: Mapping): SecondReader {
  return (records) => {
    const names = records
      .find((line) => line.startsWith("#fields\t"))
      ?.split("\t")
      .slice(1);
    return (line) => {
      const record = records[line - 1] ?? "";
      const all = names === undefined ? asJson(record) : tabbed(names, record);
      const field = (name: string) => all(name)[0];
      const ts = field("ts");
      return {
        ...mapping(field, all),
        ...(ts === undefined ? {} : { time_ms: /^\d+(\.\d+)?$/.test(ts) ? epochMs(ts) : isoMs(ts) }),
      };
    };
  };
}

const connection: Mapping = (field) => ({
  source_ip: text(field("id.orig_h")) ?? "",
  source_port: number(field("id.orig_p")) ?? 0,
  destination_ip: text(field("id.resp_h")) ?? "",
  destination_port: number(field("id.resp_p")) ?? 0,
});

export const zeekReaders: Readonly<Record<string, SecondReader>> = {
  "zeek-http": zeekReader((field, all) => ({
    ...connection(field, all),
    event_class: "http",
    network_protocol: "http",
    network_transport: "tcp",
    forwarded_for:
      all("proxied")
        .find((header) => header.startsWith("X-FORWARDED-FOR -> "))
        ?.slice("X-FORWARDED-FOR -> ".length) ?? "",
    user_name: field("username") ?? "",
    url_domain: field("host") ?? "",
    url_original: field("uri") ?? "",
    http_request_method: field("method") ?? "",
    http_version: field("version") ?? "",
    http_response_status_code: number(field("status_code")) ?? 0,
    http_request_body_bytes: number(field("request_body_len")) ?? -1,
    http_response_body_bytes: number(field("response_body_len")) ?? -1,
    http_response_mime_type: field("resp_mime_types") ?? "",
    http_request_referrer: field("referrer") ?? "",
    user_agent_original: field("user_agent") ?? "",
  })),
  "zeek-ssl": zeekReader((field, all) => ({
    ...connection(field, all),
    event_class: "tls",
    network_protocol: "tls",
    tls_client_server_name: field("server_name") ?? "",
    tls_version: field("version") ?? "",
    message: field("validation_status") ?? "",
  })),
  "zeek-notice": zeekReader((field) => ({
    event_class: "alert",
    source_ip: field("src") ?? field("id.orig_h") ?? "",
    source_port: number(field("id.orig_p")) ?? 0,
    destination_ip: field("dst") ?? field("id.resp_h") ?? "",
    destination_port: number(field("p") ?? field("id.resp_p")) ?? 0,
    network_transport: field("proto") ?? "",
    rule_name: field("note") ?? "",
    event_action: field("actions") ?? "",
    message: [field("msg"), field("sub")].filter((part) => part !== undefined && part !== "").join("; "),
  })),
  "zeek-software": zeekReader((field) => ({
    event_class: "software",
    source_ip: field("host") ?? "",
    source_port: number(field("host_p")) ?? 0,
    event_code: field("software_type") ?? "",
    package_name: field("name") ?? "",
    package_version:
      ["version.major", "version.minor", "version.minor2", "version.minor3"]
        .map(field)
        .filter((part) => part !== undefined)
        .join(".") ||
      (field("unparsed_version") ?? ""),
    message: field("unparsed_version") ?? "",
    user_agent_original: field("software_type") === "HTTP::BROWSER" ? (field("unparsed_version") ?? "") : "",
  })),
  // Logs of headers (useragent) and of single columns of http.log (host).
  "zeek-other": zeekReader((field) => ({
    event_class: "other",
    source_ip: field("host") ?? "",
    user_agent_original: field("useragent") ?? "",
  })),
};

/** EVE of Suricata (docs.suricata.io, eve-json-format) and reports of Tanner, by their keys. */
import { isoMs, number, type SecondReader, text } from "./values.ts";

type Json = Readonly<Record<string, unknown>>;
const object = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});

const classes: Readonly<Record<string, string>> = {
  http: "http",
  alert: "alert",
  dns: "dns",
  tls: "tls",
  flow: "flow",
  fileinfo: "file",
  anomaly: "anomaly",
};
/** Event types that are no protocol. */
const general = ["alert", "anomaly", "fileinfo", "flow", "stats"];

export const eveReader: SecondReader = (records) => (line) => {
  const own = JSON.parse(records[line - 1] ?? "") as Json;
  const [alert, http, tls, dns, flow] = ["alert", "http", "tls", "dns", "flow"].map((key) =>
    object(own[key]),
  );
  const type = String(own.event_type);
  return {
    time_ms: isoMs(String(own.timestamp)),
    event_class: classes[type] ?? "other",
    event_code: type,
    event_action: text(alert?.action) ?? "",
    source_ip: text(own.src_ip) ?? "",
    source_port: number(own.src_port) ?? 0,
    destination_ip: text(own.dest_ip) ?? "",
    destination_port: number(own.dest_port) ?? 0,
    network_protocol: text(own.app_proto) ?? (general.includes(type) ? "" : type),
    network_transport: (text(own.proto) ?? "").toLowerCase(),
    source_bytes: number(flow?.bytes_toserver) ?? -1,
    destination_bytes: number(flow?.bytes_toclient) ?? -1,
    url_domain: text(http?.hostname) ?? "",
    url_original: text(http?.url) ?? "",
    http_request_method: text(http?.http_method) ?? "",
    // SIP/2.0 on a port of HTTP is no version of HTTP.
    http_version: /^HTTP\/(.*)$/.exec(text(http?.protocol) ?? "")?.[1] ?? "",
    http_response_status_code: number(http?.status) ?? 0,
    http_response_body_bytes: number(http?.length) ?? -1,
    http_response_mime_type: text(http?.http_content_type) ?? "",
    http_request_referrer: text(http?.http_refer) ?? "",
    user_agent_original: text(http?.http_user_agent) ?? "",
    tls_client_server_name: text(tls?.sni) ?? "",
    tls_version: text(tls?.version) ?? "",
    tls_client_ja3: text(object(tls?.ja3).hash) ?? "",
    tls_server_ja3s: text(object(tls?.ja3s).hash) ?? "",
    dns_question_name: text(dns?.rrname) ?? "",
    dns_question_type: text(dns?.rrtype) ?? "",
    rule_id: text(alert?.signature_id) ?? "",
    rule_name: text(alert?.signature) ?? "",
    rule_category: text(alert?.category) ?? "",
    event_severity: number(alert?.severity) ?? -1,
    message: text(object(own.anomaly).event) ?? "",
    file_path: text(object(own.fileinfo).filename) ?? "",
    file_hash_sha256: text(object(own.fileinfo).sha256) ?? "",
  };
};

export const tannerReader: SecondReader = (records) => (line) => {
  const own = JSON.parse(records[line - 1] ?? "") as Json;
  const peer = object(own.peer);
  const headers = object(own.headers);
  const detection = object(object(object(object(own.response_msg).response).message).detection);
  return {
    event_class: "http",
    time_ms: isoMs(String(own.timestamp)),
    source_ip: text(peer.ip) ?? "",
    source_port: number(peer.port) ?? 0,
    forwarded_for: text(headers["x-forwarded-for"]) ?? "",
    http_request_method: text(own.method) ?? "",
    url_original: text(own.path) ?? "",
    url_domain: text(headers.host) ?? "",
    http_response_status_code: number(own.status) ?? 0,
    http_request_referrer: text(headers.referer) ?? "",
    user_agent_original: text(headers["user-agent"]) ?? "",
    rule_name: text(detection.name) ?? "",
  };
};

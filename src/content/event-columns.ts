/**
 * The words that events are told in: the columns of the event table, the classes of events, the
 * kinds of sources. Names are those of the Elastic Common Schema (ECS) in snake case.
 */

/** What a column holds: text, several texts (one a line), or a number with what stands for "not logged". */
export type ColumnType = "text" | "few" | "lines" | "time" | "status" | "port" | "count" | "level";

/** A column: its type, its ECS field (https://www.elastic.co/docs/reference/ecs, 9.x), what it says. */
interface ColumnFacts {
  readonly type: ColumnType;
  /** Empty where ECS has no field for it. */
  readonly ecs: string;
  readonly says: string;
}

const facts = {
  time_ms: { type: "time", ecs: "@timestamp", says: "when it happened" },
  event_class: { type: "few", ecs: "event.category", says: "what it is: http, dns, process, mail ..." },
  event_action: { type: "few", ecs: "event.action", says: "what was done, in the source's words" },
  event_code: { type: "few", ecs: "event.code", says: "the source's number or name of this kind of event" },
  event_outcome: { type: "few", ecs: "event.outcome", says: "success or failure" },
  source_ip: { type: "text", ecs: "source.ip", says: "who asked, or began it; as logged" },
  source_port: { type: "port", ecs: "source.port", says: "" },
  source_domain: { type: "text", ecs: "source.domain", says: "name of the source" },
  forwarded_for: {
    type: "text",
    ecs: "http.request.headers.x-forwarded-for",
    says: "what a forwarding header said",
  },
  destination_ip: { type: "text", ecs: "destination.ip", says: "" },
  destination_port: { type: "port", ecs: "destination.port", says: "" },
  destination_domain: { type: "text", ecs: "destination.domain", says: "name of the destination" },
  host_name: { type: "few", ecs: "host.name", says: "host that it happened on" },
  user_name: { type: "text", ecs: "user.name", says: "" },
  network_protocol: { type: "few", ecs: "network.protocol", says: "application protocol" },
  network_transport: { type: "few", ecs: "network.transport", says: "tcp, udp, icmp" },
  source_bytes: { type: "count", ecs: "source.bytes", says: "bytes that the source sent" },
  destination_bytes: { type: "count", ecs: "destination.bytes", says: "bytes that the destination sent" },
  http_request_method: { type: "few", ecs: "http.request.method", says: "" },
  url_original: { type: "text", ecs: "url.original", says: "target of the request, as logged" },
  url_domain: { type: "few", ecs: "url.domain", says: "host that was asked" },
  http_version: { type: "few", ecs: "http.version", says: "" },
  http_response_status_code: { type: "status", ecs: "http.response.status_code", says: "" },
  http_response_body_bytes: { type: "count", ecs: "http.response.body.bytes", says: "" },
  http_response_mime_type: { type: "few", ecs: "http.response.mime_type", says: "" },
  http_request_body_bytes: { type: "count", ecs: "http.request.body.bytes", says: "" },
  http_request_referrer: { type: "text", ecs: "http.request.referrer", says: "" },
  user_agent_original: { type: "few", ecs: "user_agent.original", says: "" },
  tls_client_server_name: { type: "text", ecs: "tls.client.server_name", says: "SNI" },
  tls_version: { type: "few", ecs: "tls.version", says: "" },
  tls_client_ja3: { type: "few", ecs: "tls.client.ja3", says: "" },
  tls_server_ja3s: { type: "few", ecs: "tls.server.ja3s", says: "" },
  tls_client_ja4: { type: "few", ecs: "tls.client.ja4", says: "" },
  dns_question_name: { type: "text", ecs: "dns.question.name", says: "" },
  dns_question_type: { type: "few", ecs: "dns.question.type", says: "" },
  rule_id: { type: "few", ecs: "rule.id", says: "rule or signature that fired" },
  rule_name: { type: "few", ecs: "rule.name", says: "" },
  rule_category: { type: "few", ecs: "rule.category", says: "" },
  event_severity: { type: "level", ecs: "event.severity", says: "the source's own scale" },
  message: { type: "text", ecs: "message", says: "what the source says in words" },
  process_executable: { type: "text", ecs: "process.executable", says: "" },
  process_command_line: { type: "text", ecs: "process.command_line", says: "" },
  process_pid: { type: "count", ecs: "process.pid", says: "" },
  process_hash_sha256: { type: "text", ecs: "process.hash.sha256", says: "" },
  process_entity_id: {
    type: "text",
    ecs: "process.entity_id",
    says: "what the sensor calls the process, where that is not its number",
  },
  process_parent_entity_id: { type: "text", ecs: "process.parent.entity_id", says: "" },
  process_original_name: {
    type: "few",
    ecs: "process.pe.original_file_name",
    says: "name that the maker gave the program, which renaming does not change",
  },
  process_parent_pid: { type: "count", ecs: "process.parent.pid", says: "" },
  process_parent_executable: { type: "text", ecs: "process.parent.executable", says: "" },
  process_parent_command_line: { type: "text", ecs: "process.parent.command_line", says: "" },
  file_path: { type: "text", ecs: "file.path", says: "" },
  file_hash_sha256: { type: "text", ecs: "file.hash.sha256", says: "" },
  registry_path: { type: "text", ecs: "registry.path", says: "" },
  registry_data: { type: "text", ecs: "registry.data.strings", says: "" },
  pipe_name: { type: "text", ecs: "", says: "named pipe" },
  application_name: { type: "few", ecs: "", says: "client application of a sign-in" },
  authentication_protocol: {
    type: "few",
    ecs: "",
    says: "protocol or grant of a sign-in: oAuth2, deviceCode, ropc ...",
  },
  package_name: { type: "few", ecs: "package.name", says: "software that was seen" },
  package_version: { type: "few", ecs: "package.version", says: "" },
  email_from: { type: "text", ecs: "email.from.address", says: "address in the From header" },
  email_from_name: { type: "text", ecs: "", says: "name in the From header, beside the address" },
  email_sender: {
    type: "text",
    ecs: "email.sender.address",
    says: "address that the envelope or Sender names",
  },
  email_reply_to: { type: "text", ecs: "email.reply_to.address", says: "" },
  email_to: { type: "lines", ecs: "email.to.address", says: "all recipients" },
  email_subject: { type: "text", ecs: "email.subject", says: "" },
  email_message_id: { type: "text", ecs: "email.message_id", says: "" },
  email_left_out: { type: "lines", ecs: "", says: "what of the mail was not read, and why" },
  email_references: { type: "lines", ecs: "", says: "mails that it claims to answer" },
  email_list_id: { type: "few", ecs: "", says: "mailing list that passed it on" },
  email_list_unsubscribe: { type: "text", ecs: "", says: "how to leave the list that it was sent to" },
  email_mailer: { type: "few", ecs: "email.x_mailer", says: "program that wrote it" },
  email_direction: { type: "few", ecs: "email.direction", says: "inbound, outbound or internal" },
  email_authentication: { type: "text", ecs: "", says: "results of SPF, DKIM and DMARC" },
  email_text: { type: "text", ecs: "", says: "decoded text of all parts" },
  email_links: { type: "lines", ecs: "", says: "targets of links" },
  email_forms: { type: "lines", ecs: "", says: "where forms lead" },
  email_scripts: { type: "lines", ecs: "", says: "scripts in it" },
  email_attachments: { type: "lines", ecs: "email.attachments.file.name", says: "names of attachments" },
} as const satisfies Readonly<Record<string, ColumnFacts>>;

export type ColumnName = keyof typeof facts;

export const eventColumns: Readonly<Record<ColumnName, ColumnFacts>> = facts;
export const columnNames = Object.keys(facts) as readonly ColumnName[];

/** Where a source belongs in the playbook's log sources (report contract). */
export const sourceKinds = ["web", "proxy", "nids", "edr", "mail", "auth", "unknown"] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** What an event can be; each has its place in ECS and OCSF (src/export). */
export const eventClasses = [
  "http",
  "dns",
  "tls",
  "flow",
  "alert",
  "anomaly",
  "software",
  "process",
  "module",
  "file",
  "registry",
  "network",
  "pipe",
  "mail",
  "phish",
  "signin",
  "other",
] as const;
export type EventClass = (typeof eventClasses)[number];

/** How the text of a time stamp is written. */
export const timeShapes = [
  "clf",
  "clf_ms",
  "clf_fraction",
  "iso",
  "us",
  "month_day",
  "month_name",
  "epoch_s",
  "epoch_ms",
  "epoch_us",
  "elff",
  "any",
] as const;
export type TimeShape = (typeof timeShapes)[number];

/** Snort and Suricata. */
import { json, slashJson } from "./escapes.ts";
import { type Expected, iso, snortTime, type Truth, targetOf, type Writer } from "./truth.ts";

const ends = (one: Truth): Expected => ({
  time_ms: one.ms,
  source_ip: one.client,
  source_port: one.port,
  destination_ip: one.server,
  destination_port: 80,
  network_transport: "tcp",
});
const eve = (one: Truth, type: string, more: object) =>
  slashJson({
    timestamp: `${iso(one.ms).slice(0, 23)}456+0000`,
    flow_id: 1,
    event_type: type,
    src_ip: one.client,
    src_port: one.port,
    dest_ip: one.server,
    dest_port: 80,
    proto: "TCP",
    ...more,
  });
/** What is logged of a rule is its message, in which a rule's author escapes quotes, colons and semicolons. */
const ruleName = (one: Truth) => `LOCAL ${one.line.replaceAll(/[\n\t]/g, " ")}.`;

export const nidsWriters: readonly Writer[] = [
  {
    // https://docs.snort.org/start/alert_logging (2026-11-24): nothing is escaped.
    format: "snort-alert-fast",
    name: "Snort 2, and Suricata's fast.log",
    possible: (one) => !ruleName(one).startsWith('"') && !/ \[\*\*\]|\{TCP\}/.test(ruleName(one)),
    write: (one) =>
      `${snortTime(one.ms)}  [**] [1:2000:3] ${ruleName(one)} [**] [Classification: Web Attack] [Priority: 2] {TCP} ${one.client}:${one.port} -> ${one.server}:80`,
    expected: (one) => ({
      ...ends(one),
      rule_id: "2000",
      rule_name: ruleName(one),
      rule_category: "Web Attack",
      event_severity: 2,
    }),
  },
  {
    format: "snort-alert-json",
    write: (one) =>
      json({
        timestamp: snortTime(one.ms),
        proto: "TCP",
        src_ap: `${one.client}:${one.port}`,
        dst_ap: `${one.server}:80`,
        rule: "1:2000:3",
        action: "allow",
        class: "Web Attack",
        msg: one.line,
        priority: 2,
      }),
    expected: (one) => ({
      ...ends(one),
      rule_id: "2000",
      rule_name: one.line,
      rule_category: "Web Attack",
      event_severity: 2,
      event_action: "allow",
    }),
  },
  {
    format: "suricata-eve",
    name: "requests",
    write: (one) =>
      eve(one, "http", {
        http: {
          hostname: one.host,
          url: targetOf(one),
          http_user_agent: one.agent,
          http_refer: one.referrer,
          http_method: one.method,
          protocol: `HTTP/${one.version}`,
          status: one.status,
          length: one.bytes,
          xff: one.line,
        },
      }),
    expected: (one) => ({
      ...ends(one),
      url_domain: one.host,
      url_original: targetOf(one),
      user_agent_original: one.agent,
      http_request_referrer: one.referrer,
      http_request_method: one.method,
      http_version: one.version,
      http_response_status_code: one.status,
      http_response_body_bytes: one.bytes,
      forwarded_for: one.line,
    }),
  },
  {
    format: "suricata-eve",
    name: "everything else",
    write: (one) => {
      if (one.port % 3 === 0) return eve(one, "tls", { tls: { sni: one.line, version: "TLS 1.3" } });
      if (one.port % 3 === 1)
        return eve(one, "dns", { dns: { type: "query", rrname: one.line, rrtype: "A" } });
      return eve(one, "alert", {
        alert: { action: "allowed", signature_id: 7, signature: one.line, category: one.text, severity: 1 },
        fileinfo: { filename: one.text },
      });
    },
    expected: (one) => {
      if (one.port % 3 === 0)
        return { ...ends(one), tls_client_server_name: one.line, tls_version: "TLS 1.3" };
      if (one.port % 3 === 1) return { ...ends(one), dns_question_name: one.line, dns_question_type: "A" };
      return {
        ...ends(one),
        event_action: "allowed",
        rule_id: "7",
        rule_name: one.line,
        rule_category: one.text,
        event_severity: 1,
        file_path: one.text,
      };
    },
  },
];

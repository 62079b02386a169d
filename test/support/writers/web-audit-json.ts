/** CloudFront's logs and the audit log of ModSecurity 2, as JSON objects. */
import { json } from "./escapes.ts";
import { bytes, headers, request } from "./json-shape.ts";
import { clf, dateTime, type Expected, type Truth, targetOf, type Writer, wholeSecond } from "./truth.ts";
import { cloudfront } from "./w3c.ts";

/** A dash stands for what is not there. */
const read = (text: string) => (text === "-" ? "" : text);

const delivered = (one: Truth) => ({
  "x-edge-location": "FRA2",
  "x-edge-request-id": "SOX4==",
  "x-edge-result-type": "Hit",
  "c-ip": one.client,
  "c-port": String(one.port),
  "cs-method": one.method,
  "cs-bytes": String(one.sent),
  "cs-protocol-version": `HTTP/${one.version}`,
  "sc-bytes": String(one.bytes),
  "sc-status": String(one.status),
});
const deliveredExpected = (one: Truth): Expected => ({
  ...request(one),
  ...bytes(one),
  source_port: one.port,
  http_version: one.version,
  url_domain: one.host,
  url_original: ["", "-"].includes(one.query)
    ? cloudfront(one.path)
    : `${cloudfront(one.path)}?${cloudfront(one.query)}`,
  http_request_referrer: read(one.referrer),
  user_agent_original: read(one.agent),
  event_action: "Hit",
});

export const webAuditWriters: readonly Writer[] = [
  {
    // Texts are encoded as in the log with tabs: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html (2026-11-29).
    format: "aws-cloudfront-json",
    name: "standard log",
    write: (one) => {
      const [date, time] = dateTime(one.ms).split(" ");
      return json({
        date,
        time,
        ...delivered(one),
        "cs(Host)": "d1.cloudfront.example",
        "cs-uri-stem": cloudfront(one.path),
        "cs-uri-query": cloudfront(one.query),
        "cs(Referer)": cloudfront(one.referrer),
        "cs(User-Agent)": cloudfront(one.agent),
        "x-host-header": one.host,
        "x-forwarded-for": "-",
      });
    },
    expected: (one) => ({ ...deliveredExpected(one), time_ms: wholeSecond(one), forwarded_for: "" }),
  },
  {
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/real-time-logs.html (2026-11-29): the stem has the query in it.
    format: "aws-cloudfront-json",
    name: "real-time records",
    possible: ({ query }) => query !== "-",
    write: (one) =>
      json({
        timestamp: String(one.ms / 1000),
        ...delivered(one),
        "cs-host": one.host,
        "cs-uri-stem": `${cloudfront(one.path)}${one.query === "" ? "" : `?${cloudfront(one.query)}`}`,
        "cs-uri-query": cloudfront(one.query),
        "cs-referer": cloudfront(one.referrer),
        "cs-user-agent": cloudfront(one.agent),
      }),
    expected: deliveredExpected,
  },
  {
    // yajl escapes what RFC 8259 (7) demands: https://github.com/lloyd/yajl/blob/master/src/yajl_encode.c (2026-11-29).
    format: "modsecurity2-json",
    write: (one) =>
      json({
        transaction: {
          time: clf(one.ms, 120, `.${String(one.ms % 1000).padStart(3, "0")}456`),
          transaction_id: `ZkcO${one.serial}`,
          remote_address: one.client,
          remote_port: one.port,
          local_address: one.server,
          local_port: 443,
        },
        request: {
          request_line: `${one.method} ${targetOf(one)} HTTP/${one.version}`,
          headers: {
            Host: one.host,
            "User-Agent": one.agent,
            Referer: one.referrer,
            "X-Forwarded-For": one.line,
          },
        },
        response: { protocol: "HTTP/1.1", status: one.status, headers: {} },
        audit_data: {
          messages: [`Access denied with code 403. [id "913100"] [msg "${one.text}"]`, "second"],
          action: { intercepted: true, phase: 2 },
        },
      }),
    expected: (one) => ({
      ...request(one),
      ...headers(one),
      source_port: one.port,
      destination_ip: one.server,
      destination_port: 443,
      http_version: one.version,
      url_domain: one.host,
      forwarded_for: one.line,
      event_action: "Intercepted",
      message: `Access denied with code 403. [id "913100"] [msg "${one.text}"]`,
      rule_id: "913100",
    }),
  },
];

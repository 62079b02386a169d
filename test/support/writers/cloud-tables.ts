/** Access logs as tables of a cloud keep them, and audit records of a web application firewall, as JSON and as CSV. */
import { csv, dotnetJson, json } from "./escapes.ts";
import { bytes, headers, request } from "./json-shape.ts";
import {
  clf,
  dateTime,
  type Expected,
  iso,
  type Truth,
  targetOf,
  type Writer,
  wholeSecond,
} from "./truth.ts";
import { cloudfront, iis, spaced } from "./w3c.ts";

/** A dash stands for what is not there. */
const read = (text: string) => (text === "-" ? "" : text);

/** 5/17/2026, 10:05:03.221 AM, as the portal of Azure exports times in the language of the United States. */
function portalTime(ms: number): string {
  const at = new Date(ms);
  const hour = at.getUTCHours();
  return `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}, ${hour % 12 === 0 ? 12 : hour % 12}:${iso(ms).slice(14, 23)} ${hour < 12 ? "AM" : "PM"}`;
}

/** A table of Log Analytics: as JSON objects, and as the portal exports it. */
function tableWriters(
  format: string,
  more: Omit<Writer, "format" | "write">,
  row: (one: Truth) => Readonly<Record<string, string | number>>,
  columns: readonly string[],
): Writer[] {
  const name = more.name === undefined ? "" : `${more.name}, `;
  return [
    {
      ...more,
      format,
      name: `${name}JSON`,
      write: (one) => dotnetJson({ TimeGenerated: iso(one.ms), ...row(one) }),
    },
    {
      ...more,
      format,
      name: `${name}CSV`,
      head: [["TimeGenerated [UTC]", ...columns].map(csv).join(",")],
      write: (one) => {
        const values = row(one);
        return [portalTime(one.ms), ...columns.map((column) => String(values[column]))].map(csv).join(",");
      },
    },
  ];
}

/** https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables/agwaccesslogs (2026-11-29). */
const gateway = (one: Truth) => ({
  ClientIp: one.client,
  ClientPort: one.port,
  HttpMethod: one.method,
  HttpStatus: one.status,
  HttpVersion: `HTTP/${one.version}`,
  ListenerName: "listener",
  OriginalHost: one.host,
  OriginalRequestUriWithArgs: targetOf(one),
  ReceivedBytes: one.sent,
  RequestUri: one.path,
  SentBytes: one.bytes,
  UserAgent: one.agent,
});
const gatewayExpected = (one: Truth): Expected => ({
  ...request(one),
  ...bytes(one),
  source_port: one.port,
  http_version: one.version,
  user_agent_original: one.agent,
  url_domain: one.host,
});

/** https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables/azurediagnostics (2026-11-29): types are in the names. */
const diagnostics = (one: Truth) => ({
  Category: "FrontDoorAccessLog",
  OperationName: "Microsoft.Cdn/Profiles/AccessLog/Write",
  cacheStatus_s: "MISS",
  clientIp_s: one.client,
  clientPort_s: String(one.port),
  hostName_s: one.host,
  httpMethod_s: one.method,
  httpStatusCode_s: String(one.status),
  httpVersion_s: `${one.version}.0.0`,
  referer_s: one.referrer,
  requestBytes_s: String(one.sent),
  requestUri_s: `https://${one.host}:443${targetOf(one)}`,
  responseBytes_s: String(one.bytes),
  userAgent_s: one.agent,
});
const diagnosticsExpected = (one: Truth): Expected => ({
  ...gatewayExpected(one),
  ...headers(one),
  url_original: `https://${one.host}:443${targetOf(one)}`,
  event_action: "MISS",
});

/** https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables/appservicehttplogs (2026-11-29). */
const site = (one: Truth, header: (text: string) => string) => ({
  CIp: one.client,
  CsBytes: one.sent,
  CsHost: one.host,
  CsMethod: one.method,
  CsUriQuery: one.query,
  CsUriStem: one.path,
  CsUsername: header(one.user),
  Referer: header(one.referrer),
  Result: "Success",
  SPort: "443",
  ScBytes: one.bytes,
  ScStatus: one.status,
  UserAgent: header(one.agent),
});
const siteExpected = (one: Truth): Expected => ({
  ...request(one),
  ...bytes(one),
  url_original: one.query === "-" ? one.path : targetOf(one),
  url_domain: one.host,
  destination_port: 443,
  event_outcome: "Success",
});

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

export const cloudTableWriters: readonly Writer[] = [
  ...tableWriters("azure-application-gateway-table", { expected: gatewayExpected }, gateway, [
    ...["ClientIp", "ClientPort", "HttpMethod", "HttpStatus", "HttpVersion", "ListenerName", "OriginalHost"],
    ...["OriginalRequestUriWithArgs", "ReceivedBytes", "RequestUri", "SentBytes", "UserAgent"],
  ]),
  ...tableWriters("azure-diagnostics-web", { expected: diagnosticsExpected }, diagnostics, [
    ...["Category", "OperationName", "cacheStatus_s", "clientIp_s", "clientPort_s", "hostName_s"],
    ...["httpMethod_s", "httpStatusCode_s", "httpVersion_s", "referer_s", "requestBytes_s", "requestUri_s"],
    ...["responseBytes_s", "userAgent_s"],
  ]),
  ...tableWriters(
    "azure-app-service-http",
    {
      // Windows: what IIS makes of a text (w3c.ts).
      name: "a worker on Windows",
      expected: (one) => ({
        ...siteExpected(one),
        user_name: iis(one.user),
        http_request_referrer: read(iis(one.referrer)),
        user_agent_original: spaced(one.agent),
      }),
    },
    (one) => site(one, iis),
    [
      ...["CIp", "CsBytes", "CsHost", "CsMethod", "CsUriQuery", "CsUriStem", "CsUsername", "Referer"],
      ...["Result", "SPort", "ScBytes", "ScStatus", "UserAgent"],
    ],
  ),
  {
    // Nothing is replaced; an agent of one word with a plus in it cannot be told from what IIS writes.
    format: "azure-app-service-http",
    name: "a worker on Linux",
    possible: ({ agent }) => agent.includes(" ") || !agent.includes("+"),
    write: (one) => dotnetJson({ TimeGenerated: iso(one.ms), ...site(one, (text) => text) }),
    expected: (one) => ({
      ...siteExpected(one),
      user_name: one.user,
      http_request_referrer: read(one.referrer),
      user_agent_original: read(one.agent),
    }),
  },
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

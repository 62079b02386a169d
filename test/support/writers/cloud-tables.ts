/** Access logs as tables of Azure keep them, as JSON and as CSV. */
import { csv, dotnetJson } from "./escapes.ts";
import { bytes, headers, request } from "./json-shape.ts";
import { type Expected, iso, type Truth, targetOf, type Writer } from "./truth.ts";
import { iis, spaced } from "./w3c.ts";

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
];

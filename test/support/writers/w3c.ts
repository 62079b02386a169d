/** Logs whose columns a `#Fields` line names: IIS, ISA and TMG, ProxySG, CloudFront. */
import { percent } from "./escapes.ts";
import { dateTime, type Expected, type Truth, targetOf, type Writer, wholeSecond } from "./truth.ts";

const none = (text: string) => (text === "" ? "-" : text);
/** A dash stands for what is not there, so a dash that a client sent is not told from it. */
const read = (text: string) => (text === "-" ? "" : text);

/**
 * IIS writes a plus for each blank and control character, and none for a plus, so that neither comes back;
 * the reader makes blanks of all in an agent, where blanks are the rule, and leaves the rest as it is written.
 * https://learn.microsoft.com/en-us/windows/win32/http/w3c-logging (2026-11-29).
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is meant
export const iis = (text: string) => none(text.replaceAll(/[\u0000- \u007f]/g, "+"));
export const spaced = (text: string) => read(iis(text)).replaceAll("+", " ");

/** Other writers of W3C logs put a text in quotes, so one that IIS wrote within quotes comes back without them. */
const unquoted = (text: string) =>
  /^"(?:[^"]|"")*"$/.test(text) ? read(text.slice(1, -1).replaceAll('""', '"')) : text;

const common = (one: Truth): Expected => ({
  time_ms: wholeSecond(one),
  source_ip: one.client,
  http_request_method: one.method,
  http_response_status_code: one.status,
  http_response_body_bytes: one.bytes,
  http_request_body_bytes: one.sent,
});

/** In quotes where a blank or a quote is in it, quotes doubled: https://www.w3.org/TR/WD-logfile.html (2026-11-29). */
const elff = (text: string) => (/[\s"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : none(text));

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html (2026-11-29). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is meant
const cloudfrontEncoded = /[\u0000- <>"#%{}|\\^~[\]`'\u007f-\u{10ffff}]/gu;
export const cloudfront = (text: string) => none(percent(text, cloudfrontEncoded));

const withoutTabs = (text: string) => !text.includes("\t");

export const w3cWriters: readonly Writer[] = [
  {
    format: "iis-w3c",
    head: [
      "#Software: Microsoft Internet Information Services 10.0",
      "#Version: 1.0",
      "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken",
    ],
    write: (one) =>
      `${dateTime(one.ms)} 10.0.0.5 ${one.method} ${one.path} ${none(one.query)} ${one.port} ${iis(one.user)} ${one.client} ${iis(one.agent)} ${iis(one.referrer)} ${one.host} ${one.status} 0 0 ${one.bytes} ${one.sent} 15`,
    expected: (one) => ({
      ...common(one),
      // A query that is a dash is none.
      url_original: one.query === "-" ? one.path : unquotedTarget(one),
      user_name: unquoted(read(iis(one.user))),
      user_agent_original: unquoted(spaced(one.agent)),
      http_request_referrer: unquoted(read(iis(one.referrer))),
      url_domain: one.host,
      destination_ip: "10.0.0.5",
      destination_port: one.port,
    }),
  },
  {
    // A tab parts its values; the product is not known to escape one.
    format: "isa-tmg-w3c",
    head: [
      "#Software: Microsoft Forefront TMG",
      "#Fields: c-ip\tcs-username\tc-agent\tdate\ttime\ts-computername\tcs-referred\tr-host\tr-ip\tr-port\ttime-taken\tcs-bytes\tsc-bytes\tcs-protocol\ts-operation\tcs-uri\ts-object-source\tsc-status",
    ],
    possible: (one) => withoutTabs(one.user) && withoutTabs(one.agent),
    write: (one) =>
      [
        one.client,
        none(one.user),
        none(one.agent),
        ...dateTime(one.ms).split(" "),
        "TMG01",
        "-",
        one.host,
        one.server,
        one.port,
        "78",
        one.sent,
        one.bytes,
        "http",
        one.method,
        `http://${one.host}${targetOf(one)}`,
        "Inet",
        one.status,
      ].join("\t"),
    expected: (one) => ({
      ...common(one),
      user_name: read(one.user),
      user_agent_original: read(one.agent),
      url_original: `http://${one.host}${targetOf(one)}`,
      url_domain: one.host,
      destination_domain: one.host,
      destination_ip: one.server,
      destination_port: one.port,
    }),
  },
  {
    format: "bluecoat-elff",
    head: [
      "#Software: SGOS 7.3.8.1",
      "#Fields: date time c-ip c-port cs-username sc-filter-result cs-categories cs(Referer) sc-status s-action cs-method cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query cs(User-Agent) r-ip sc-bytes cs-bytes",
    ],
    write: (one) =>
      `${dateTime(one.ms)} ${one.client} ${one.port} ${elff(one.user)} OBSERVED "Web Ads" ${elff(one.referrer)} ${one.status} TCP_NC_MISS ${one.method} http ${one.host} 80 ${elff(one.path)} ${elff(one.query === "" ? "" : `?${one.query}`)} ${elff(one.agent)} ${one.server} ${one.bytes} ${one.sent}`,
    expected: (one) => ({
      ...common(one),
      source_port: one.port,
      user_name: read(one.user),
      event_outcome: "success",
      event_action: "TCP_NC_MISS",
      rule_category: "Web Ads",
      http_request_referrer: read(one.referrer),
      user_agent_original: read(one.agent),
      url_original: `http://${one.host}:80${targetOf(one)}`,
      url_domain: one.host,
      destination_ip: one.server,
    }),
  },
  {
    format: "aws-cloudfront",
    head: [
      "#Version: 1.0",
      "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query x-edge-result-type x-host-header cs-protocol cs-bytes c-port",
    ],
    write: (one) =>
      [
        ...dateTime(one.ms).split(" "),
        "FRA2",
        one.bytes,
        one.client,
        one.method,
        "d1.cloudfront.example",
        cloudfront(one.path),
        one.status,
        cloudfront(one.referrer),
        cloudfront(one.agent),
        cloudfront(one.query),
        "Hit",
        one.host,
        "https",
        one.sent,
        one.port,
      ].join("\t"),
    // A target stays as it is logged: what was encoded by the client is not told from what CloudFront encoded.
    expected: (one) => ({
      ...common(one),
      source_port: one.port,
      url_original: ["", "-"].includes(one.query)
        ? cloudfront(one.path)
        : `${cloudfront(one.path)}?${cloudfront(one.query)}`,
      url_domain: one.host,
      http_request_referrer: read(one.referrer),
      user_agent_original: read(one.agent),
      event_action: "Hit",
    }),
  },
];

function unquotedTarget(one: Truth): string {
  const query = unquoted(one.query);
  return query === "" ? one.path : `${one.path}?${query}`;
}

/** Zscaler's web logs: rows without a header, and JSON. https://help.zscaler.com/unified/nss-feed-output-format-web-logs (2026-11-24). */
import { json } from "./escapes.ts";
import { ctime, dateTime, type Expected, type Truth, targetOf, type Writer, wholeSecond } from "./truth.ts";

/** None, NA and N/A stand for nothing, whoever wrote them. */
const nothing = (text: string) => (["None", "NA", "N/A"].includes(text) ? "" : text);
const none = (text: string) => (text === "" ? "None" : text);
/** The feed's values stand in quotes, and the escape character that is set up doubles those inside. */
const row = (values: readonly (string | number)[]) =>
  values.map((value) => `"${String(value).replaceAll('"', '""')}"`).join(",");

const common = (one: Truth): Expected => ({
  time_ms: wholeSecond(one),
  source_ip: one.client,
  destination_ip: one.server,
  user_name: ["None", "NA"].includes(one.user) ? "" : one.user,
  event_action: "Allowed",
  http_request_method: one.method,
  url_original: `${one.host}${targetOf(one)}`,
  url_domain: one.host,
  http_response_status_code: one.status,
  http_request_body_bytes: one.sent,
  http_response_body_bytes: one.bytes,
  http_request_referrer: nothing(one.referrer),
  user_agent_original: nothing(one.agent),
});

const tail = (one: Truth) => [
  "Headquarters",
  "Default Department",
  one.client,
  one.server,
  one.method,
  one.status,
  none(one.agent),
  none(one.referrer),
  "FwFilter",
  "Firewall_1",
  "text/html",
  "None",
  "NA",
  "PC11",
  "N/A",
];
const head = (one: Truth) => [
  ctime(one.ms),
  none(one.user),
  "HTTP",
  `${one.host}${targetOf(one)}`,
  "Allowed",
  "General Browsing",
];
const categories = ["Business Use", "Information Technology", "Web Search", "None", "None"];

const flat = (one: Truth) => ({
  action: "Allowed",
  responsesize: String(one.bytes),
  requestsize: String(one.sent),
  urlsupercategory: "Information Technology",
  serverip: one.server,
  requestmethod: one.method,
  refererURL: none(one.referrer),
  useragent: none(one.agent),
  ClientIP: one.client,
  status: String(one.status),
  user: none(one.user),
  url: `${one.host}${targetOf(one)}`,
  hostname: one.host,
});

export const zscalerWriters: readonly Writer[] = [
  {
    format: "zscaler-nss-csv",
    write: (one) =>
      row([
        ...head(one),
        "General Browsing",
        one.sent,
        one.bytes,
        "0",
        "0",
        ...categories,
        "0",
        "None",
        "None",
        ...tail(one),
      ]),
    expected: common,
  },
  {
    format: "zscaler-nss-csv-status",
    write: (one) =>
      row([
        ...head(one),
        "N/A",
        "General Browsing",
        one.sent,
        one.bytes,
        ...categories,
        "0",
        "None",
        "None",
        "None",
        ...tail(one),
      ]),
    expected: common,
  },
  {
    format: "zscaler-nss-json",
    write: (one) =>
      json({ sourcetype: "zscalernss-web", event: { datetime: dateTime(one.ms), ...flat(one) } }),
    expected: common,
  },
  {
    format: "zscaler-nss-json-flat",
    write: (one) => json({ datetime: dateTime(one.ms), ...flat(one) }),
    expected: common,
  },
];

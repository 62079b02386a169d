/** Logs of proxies in lines of text: HAProxy and 3proxy. */
import { haproxy } from "./escapes.ts";
import { requestOf } from "./ncsa.ts";
import {
  clf,
  dateTime,
  type Expected,
  epoch,
  iso,
  type Truth,
  targetOf,
  type Writer,
  wholeSecond,
} from "./truth.ts";

/** What HAProxy encodes beside what is not printable: in requests, and in captured headers. */
const inRequest = /["#]/;
const inCapture = /["#{|}]/;

const haproxyFrom = (one: Truth) =>
  `${one.client}:${one.port} [${clf(one.ms).slice(0, 20)}.${iso(one.ms).slice(20, 23)}]`;
const haproxyHead = (one: Truth) =>
  `${haproxyFrom(one)} http-in~ static/srv1 10/0/30/69/109 ${one.status} ${one.bytes} - - ---- 1/1/1/1/0 0/0`;
const haproxyRequest = (one: Truth) => `"${haproxy(requestOf(one), inRequest)}"`;
const haproxyCommon = (one: Truth): Expected => ({
  time_ms: one.ms,
  source_ip: one.client,
  source_port: one.port,
  http_request_method: one.method,
  url_original: targetOf(one),
  http_version: one.version,
  http_response_status_code: one.status,
  http_response_body_bytes: one.bytes,
  event_action: "----",
});
const captured = (texts: readonly string[]) => texts.map((text) => haproxy(text, inCapture)).join("|");
/** Captures have no names: what a header is can be told only of those that look like one. */
const product = ({ agent }: Truth) => `curl/8.5.0 ${agent}`;
const page = ({ referrer }: Truth) => `https://www.example.test/${referrer}`;

/** IPv6 in brackets (3proxy, src/common.c, myinet_ntop). */
const bracketed = (address: string) => (address.includes(":") ? `[${address}]` : address);
const proxied = (one: Truth) => `${one.method} http://${one.host}${targetOf(one)} HTTP/${one.version}`;
/** Fields from the service on; `filter` is what becomes of each text that a client chose. */
const threeProxy = (one: Truth, filter: (text: string) => string) =>
  `PROXY.3128 00000 ${one.user === "" ? "-" : filter(one.user)} ${bracketed(one.client)}:${one.port} ${bracketed(one.server)}:80 ${one.sent} ${one.bytes} 0 ${filter(proxied(one))}`;
const threeProxyExpected = (one: Truth, filter: (text: string) => string): Expected => ({
  event_action: "PROXY",
  event_outcome: "success",
  source_ip: one.client,
  source_port: one.port,
  destination_ip: one.server,
  destination_port: 80,
  user_name: one.user === "-" ? "" : filter(one.user),
  http_request_method: one.method,
  url_original: `http://${one.host}${targetOf(one)}`,
  url_domain: one.host,
  http_version: one.version,
  http_request_body_bytes: one.sent,
  http_response_body_bytes: one.bytes,
  message: filter(proxied(one)),
});
/** The filter "- +_": blanks and control characters as underscores. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is meant
const underscored = (text: string) => text.replaceAll(/[\u0000- ]/g, "_");
const asItIs = (text: string) => text;

export const proxyWriters: readonly Writer[] = [
  {
    format: "haproxy-http",
    write: (one) => `${haproxyHead(one)} ${haproxyRequest(one)}`,
    expected: haproxyCommon,
  },
  {
    format: "haproxy-http-captures",
    name: "an agent alone",
    // What is a host, an address or a link is not taken for an agent.
    possible: ({ agent }) => !/^(?:https?:|[\w.:-]+$)/.test(agent),
    write: (one) => `${haproxyHead(one)} {${captured([one.agent])}} ${haproxyRequest(one)}`,
    expected: (one) => ({ ...haproxyCommon(one), user_agent_original: one.agent }),
  },
  {
    format: "haproxy-http-captures",
    name: "several, of both sides",
    write: (one) =>
      `${haproxyHead(one)} {${captured([one.host, product(one), page(one), one.server])}} {${captured([one.line, "text/html"])}} ${haproxyRequest(one)}`,
    expected: (one) => ({
      ...haproxyCommon(one),
      url_domain: one.host,
      user_agent_original: product(one),
      http_request_referrer: page(one),
      forwarded_for: one.server,
    }),
  },
  {
    format: "haproxy-tcp",
    write: (one) => `${haproxyFrom(one)} fnt~ bck/srv1 0/0/5007 ${one.bytes} cD 0/0/0/0/3 0/0`,
    expected: (one) => ({
      time_ms: one.ms,
      source_ip: one.client,
      source_port: one.port,
      destination_bytes: one.bytes,
      event_action: "cD",
    }),
  },
  {
    // Without a filter all is written as it came (src/log.c, dobuf2).
    format: "3proxy",
    name: "without a filter",
    write: (one) => {
      const [day = "", time] = dateTime(one.ms).split(" ");
      return `${day.split("-").reverse().join("-")} ${time} +0000 ${threeProxy(one, asItIs)}`;
    },
    expected: (one) => ({ ...threeProxyExpected(one, asItIs), time_ms: wholeSecond(one) }),
  },
  {
    format: "3proxy",
    name: "with a filter",
    write: (one) => `${epoch(one.ms)} ${threeProxy(one, underscored)}`,
    expected: (one) => ({ ...threeProxyExpected(one, underscored), time_ms: one.ms }),
  },
];

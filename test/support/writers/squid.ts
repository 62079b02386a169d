/** Squid's built-in formats, by the rules of escaping in its source (src/format/Quoting.cc, Format.cc; Squid 6, 2026-11-24). */
import { clf, type Expected, epoch, type Truth, targetOf, type Writer, wholeSecond } from "./truth.ts";

const hexOf = (character: string) =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
/** What does not print, `%` and brackets as percent codes; backslashes doubled, line ends in C notation. */
const blob = (text: string) =>
  [...text.replaceAll("\\", "\\\\")]
    .map((character) => (/[^ -~]|[%[\]]/u.test(character) ? hexOf(character) : character))
    .join("");
const nobody = (text: string) => (text === "" ? "-" : text);
const urlOf = (one: Truth) => `http://${one.host}${targetOf(one)}`;
const common = (one: Truth): Expected => ({
  source_ip: one.client,
  user_name: nobody(one.user),
  event_action: "TCP_MISS",
  http_response_status_code: one.status,
  http_response_body_bytes: one.bytes,
  http_request_method: one.method,
  url_original: urlOf(one),
  url_domain: one.host,
});
const native = (one: Truth) =>
  `${epoch(one.ms)} ${String(one.port).padStart(6)} ${one.client} TCP_MISS/${one.status} ${one.bytes} ${one.method} ${urlOf(one)} ${blob(nobody(one.user))} HIER_DIRECT/${one.server} text/html`;
const nativeExpected = (one: Truth): Expected => ({
  ...common(one),
  time_ms: one.ms,
  destination_ip: one.server,
});
const clfHead = (one: Truth) =>
  `${one.client} - ${blob(nobody(one.user))} [${clf(one.ms)}] "${one.method} ${urlOf(one)} HTTP/${one.version}" ${one.status} ${one.bytes}`;

/** Squid takes line ends out of no header, and writes those between headers as `\r\n`. */
const headersOf = (one: Truth) =>
  `[${blob(`Accept: */*\r\nUser-Agent: ${one.agent}\r\nReferer: ${one.referrer}\r\n`).replaceAll("%0d%0a", "\\r\\n")}] [${"HTTP/1.1 200 OK\\r\\n\\r"}]`;

export const squidWriters: readonly Writer[] = [
  { format: "squid-native", write: native, expected: nativeExpected },
  {
    format: "squid-native-headers",
    write: (one) => `${native(one)} ${headersOf(one)}`,
    expected: (one) => ({
      ...nativeExpected(one),
      user_agent_original: one.agent,
      http_request_referrer: one.referrer,
    }),
  },
  {
    format: "squid-common",
    write: (one) => `${clfHead(one)} TCP_MISS:HIER_DIRECT`,
    expected: (one) => ({ ...common(one), time_ms: wholeSecond(one), http_version: one.version }),
  },
  {
    // Nothing in quotes is escaped, so nothing says where a referrer ends that holds `" "`.
    format: "squid-combined",
    possible: (one) => !one.referrer.includes('" "') && !one.agent.includes('" TCP'),
    write: (one) => `${clfHead(one)} "${nobody(one.referrer)}" "${nobody(one.agent)}" TCP_MISS:HIER_DIRECT`,
    expected: (one) => ({
      ...common(one),
      time_ms: wholeSecond(one),
      http_version: one.version,
      http_request_referrer: nobody(one.referrer),
      user_agent_original: nobody(one.agent),
    }),
  },
];

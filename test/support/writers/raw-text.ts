/** Access logs of programs that write the texts of a client as they are, and of HAProxy. */
import { clf, type Expected, iso, type Truth, targetOf, type Writer, wholeSecond } from "./truth.ts";

const dashed = (text: string) => (text === "" ? "-" : text);
const requestOf = (one: Truth) => `${one.method} ${targetOf(one)} HTTP/${one.version}`;
const request = (one: Truth): Expected => ({
  http_request_method: one.method,
  url_original: targetOf(one),
  http_version: one.version,
  http_response_status_code: one.status,
  http_response_body_bytes: one.bytes,
});

/** `#` and two hexadecimal digits: https://docs.haproxy.org/3.0/configuration.html#8.6 (2026-11-29). */
const haproxy = (text: string, encoded: RegExp) =>
  [...Buffer.from(text, "utf8")]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return byte < 0x20 || byte > 0x7e || encoded.test(character)
        ? `#${byte.toString(16).padStart(2, "0").toUpperCase()}`
        : character;
    })
    .join("");
const haproxyHead = (one: Truth) =>
  `${one.client}:${one.port} [${clf(one.ms).slice(0, 20)}.${iso(one.ms).slice(20, 23)}] http-in~ static/srv1 10/0/30/69/109 ${one.status} ${one.bytes} - - ---- 1/1/1/1/0 0/0`;
const haproxyCommon = (one: Truth): Expected => ({
  ...request(one),
  time_ms: one.ms,
  source_ip: one.client,
  source_port: one.port,
  event_action: "----",
});

export const rawTextWriters: readonly Writer[] = [
  {
    // Nothing is escaped: https://github.com/envoyproxy/envoy/issues/4191 (2026-11-29). A text with `" "` in it
    // cannot be told from two; Envoy itself makes the id of the request, and lets no quote into the host.
    format: "envoy",
    write: (one) =>
      `[${iso(one.ms)}] "${requestOf(one)}" ${one.status} UH ${one.sent} ${one.bytes} 5 - "${one.client}" "${dashed(one.agent)}" "9a595c8f-aaaa" "${one.host}" "10.0.0.3:80"`,
    possible: (one) => !one.agent.includes('" "') && !targetOf(one).includes('" '),
    expected: (one) => ({
      ...request(one),
      time_ms: one.ms,
      forwarded_for: one.client,
      user_agent_original: dashed(one.agent),
      url_domain: one.host,
      event_action: "UH",
      http_request_body_bytes: one.sent,
    }),
  },
  {
    // Up to May 2026 nothing is escaped, since then quotes are: https://github.com/traefik/traefik/pull/13180 (2026-11-29).
    format: "traefik-clf",
    write: (one) =>
      `${one.client} - ${one.user === "" ? "-" : one.user} [${clf(one.ms)}] "${requestOf(one)}" ${one.status} ${one.bytes} "${dashed(one.referrer)}" "${dashed(one.agent)}" 42 "web@docker" "http://10.0.0.3:80" 3ms`,
    possible: (one) => !`${one.referrer}${one.agent}`.includes('" "'),
    expected: (one) => ({
      ...request(one),
      time_ms: wholeSecond(one),
      source_ip: one.client,
      user_name: one.user === "" ? "-" : one.user,
      http_request_referrer: dashed(one.referrer),
      user_agent_original: dashed(one.agent),
    }),
  },
  {
    format: "haproxy-http",
    leftOut: "#XX is not undone yet, and backslashes are read as escapes, which they are not",
    write: (one) => `${haproxyHead(one)} "${haproxy(requestOf(one), /["#]/)}"`,
    expected: haproxyCommon,
  },
  {
    format: "haproxy-http-captures",
    leftOut: "#XX in captured headers is not undone yet, and an agent with a blank in it is no word",
    write: (one) =>
      `${haproxyHead(one)} {${haproxy(one.agent, /["#{|}]/)}} "${haproxy(requestOf(one), /["#]/)}"`,
    expected: (one) => ({ ...haproxyCommon(one), user_agent_original: one.agent }),
  },
];

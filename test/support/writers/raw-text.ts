/** Access logs of programs that write the texts of a client as they are. */
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
];

/** Records that are JSON objects of requests. */
import { type Expected, type Truth, targetOf, type Writer } from "./truth.ts";

export interface Shape {
  readonly format: string;
  readonly name?: string;
  readonly dump: (value: unknown) => string;
  readonly object: (one: Truth) => unknown;
  readonly expected: (one: Truth) => Expected;
}

export const request = (one: Truth): Expected => ({
  time_ms: one.ms,
  source_ip: one.client,
  http_request_method: one.method,
  url_original: targetOf(one),
  http_response_status_code: one.status,
});
export const bytes = ({ bytes, sent }: Truth): Expected => ({
  http_response_body_bytes: bytes,
  http_request_body_bytes: sent,
});
export const headers = ({ referrer, agent }: Truth): Expected => ({
  http_request_referrer: referrer,
  user_agent_original: agent,
});

export const writerOf = ({ format, name, dump, object, expected }: Shape): Writer => ({
  format,
  ...(name === undefined ? {} : { name }),
  write: (one) => dump(object(one)),
  expected,
});

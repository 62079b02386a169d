/** Log lines of a made-up site, for tests that say what they mean. */

export const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

export interface Request {
  readonly ip?: string;
  readonly user?: string;
  /** As the access log writes it. */
  readonly time?: string;
  readonly request?: string;
  readonly status?: number;
  readonly bytes?: number | "-";
  readonly referrer?: string;
  readonly agent?: string;
}

/** One line in the combined format. */
export function combined({
  ip = "198.51.100.20",
  user = "-",
  time = "17/May/2026:10:05:03 +0000",
  request = "GET / HTTP/1.1",
  status = 200,
  bytes = 512,
  referrer = "-",
  agent = firefox,
}: Request = {}): string {
  return `${ip} - ${user} [${time}] "${request}" ${status} ${bytes} "${referrer}" "${agent}"`;
}

/** The same request as nginx writes it with a JSON log_format. */
export function json({
  ip = "198.51.100.20",
  time = "2026-05-17T10:05:03+00:00",
  request = "GET / HTTP/1.1",
  status = 200,
  bytes = 512,
  agent = firefox,
}: Request = {}): string {
  return JSON.stringify({
    time_iso8601: time,
    remote_addr: ip,
    request,
    status,
    body_bytes_sent: bytes,
    http_user_agent: agent,
  });
}

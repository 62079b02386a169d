/** A made-up log of several sites, each of which shows one thing of its client configuration. */
import { firefox } from "./lines.ts";

export interface Hit {
  readonly site: string;
  readonly ip: string;
  /** Minutes after the beginning. */
  readonly at: number;
  readonly path: string;
  readonly status?: number;
  readonly bytes?: number;
  readonly method?: string;
  readonly agent?: string;
  readonly user?: string;
  readonly referrer?: string;
}

/** A line as Apache's vhost_combined has it. */
export function line({
  site,
  ip,
  at,
  path,
  status = 200,
  bytes = 700 + path.length,
  method = "GET",
  agent = firefox,
  user = "-",
  referrer = "-",
}: Hit): string {
  const time = new Date(Date.UTC(2026, 4, 17, 10, at));
  const [day, clock] = [time.getUTCDate(), time.toISOString().slice(11, 19)];
  return `${site}.example:80 ${ip} - ${user} [${day}/May/2026:${clock} +0000] "${method} ${path} HTTP/1.1" ${status} ${bytes} "${referrer}" "${agent}"`;
}

const out = (n: number) => `198.51.100.${n}`;

/** What an outsider asked of a site that it does not have. */
const misses = (site: string, ip: string, at: number, count = 4): Hit[] =>
  ["/.git/config", "/config.json", "/phpinfo.php", "/backup.sql", "/.aws/credentials", "/wp-config.php.bak"]
    .slice(0, count)
    .map((path, n) => ({ site, ip, at: at + n, path, status: 404, bytes: 310 + 17 * n }));

/** All sites, in the order of time. */
export const hits: readonly Hit[] = [
  { site: "open", ip: out(1), at: 1, path: "/.env", bytes: 421 },
  { site: "open", ip: out(2), at: 2, path: "/.env", bytes: 421, agent: "curl/8.5.0" },
  ...misses("open", out(1), 3),
  { site: "open", ip: "10.0.0.8", at: 9, path: "/.env", bytes: 421 },

  { site: "closed", ip: out(3), at: 1, path: "/.env", bytes: 433 },
  ...misses("closed", out(3), 2),
  { site: "closed", ip: out(3), at: 30, path: "/.env", status: 403, bytes: 199 },
  { site: "closed", ip: out(4), at: 31, path: "/.env", status: 403, bytes: 199 },

  { site: "spelling", ip: out(5), at: 1, path: "/phpinfo.php", bytes: 90_211 },
  ...misses("spelling", out(5), 2, 2),
  { site: "spelling", ip: out(5), at: 20, path: "/PHPinfo.php", status: 404, bytes: 290 },
  { site: "spelling", ip: out(5), at: 21, path: "/x/%2e%2e/phpinfo.php", status: 404, bytes: 290 },

  { site: "query", ip: out(201), at: 1, path: "/.env", bytes: 433 },
  ...misses("query", out(201), 2, 2),
  { site: "query", ip: out(201), at: 30, path: "/.env?x=%3Cscript%3E", status: 403, bytes: 199 },
  { site: "queries", ip: out(202), at: 1, path: "/server-status?auto", bytes: 4_433 },
  ...misses("queries", out(202), 2, 2),
  { site: "queries", ip: out(202), at: 29, path: "/server-status?auto&refresh=5", status: 403, bytes: 199 },
  { site: "queries", ip: out(202), at: 30, path: "/server-status?auto", status: 403, bytes: 199 },

  { site: "methods", ip: out(6), at: 1, path: "/server-status", method: "TRACE", bytes: 391 },
  { site: "methods", ip: out(6), at: 2, path: "/server-status", method: "OPTIONS", bytes: 198 },
  { site: "methods", ip: out(6), at: 3, path: "/server-status", status: 401, bytes: 381 },

  { site: "head", ip: out(7), at: 1, path: "/.git/config", method: "HEAD", bytes: 250 },
  { site: "head", ip: out(7), at: 2, path: "/.env", method: "HEAD", bytes: 250 },
  { site: "head", ip: out(7), at: 9, path: "/.env", status: 404, bytes: 301 },

  { site: "stale", ip: out(8), at: 1, path: "/.env", status: 304, bytes: 180 },
  { site: "empty", ip: out(9), at: 1, path: "/wp-config.php", bytes: 0 },

  ...["/.env", "/server-status", "/phpinfo.php", "/.git/config", "/appsettings.json"].map((path, n) => ({
    site: "everything",
    ip: out(10),
    at: n,
    path,
    bytes: 5120,
  })),

  { site: "error", ip: out(11), at: 1, path: "/.env", bytes: 812 },
  ...["/a1", "/b2", "/c3", "/d4"].map((path, n) => ({
    site: "error",
    ip: out(11),
    at: 2 + n,
    path,
    status: 404,
    bytes: 812,
  })),

  { site: "front", ip: out(12), at: 1, path: "/", bytes: 2048 },
  { site: "front", ip: out(12), at: 2, path: "/.env", bytes: 2048 },
  ...misses("front", out(12), 3),

  { site: "token", ip: out(13), at: 1, path: "/actuator/env", bytes: 911 },
  { site: "token", ip: out(14), at: 2, path: "/actuator/env", status: 401, bytes: 80 },
  { site: "token", ip: out(13), at: 3, path: "/actuator/env", bytes: 911 },

  { site: "network", ip: out(15), at: 1, path: "/metrics", bytes: 4011 },
  { site: "network", ip: "203.0.113.15", at: 2, path: "/metrics", status: 403, bytes: 88 },
  { site: "network", ip: out(15), at: 3, path: "/metrics", bytes: 4020 },

  { site: "since", ip: out(16), at: 1, path: "/metrics", bytes: 4011 },
  { site: "since", ip: "203.0.113.16", at: 2, path: "/metrics", status: 403, bytes: 88 },

  { site: "guarded", ip: out(17), at: 1, path: "/server-status", status: 403, bytes: 88 },
  { site: "guarded", ip: "10.0.0.9", at: 2, path: "/server-status", bytes: 4100 },
  { site: "guarded", ip: "203.0.113.17", at: 3, path: "/settings", status: 401, bytes: 88 },
  { site: "guarded", ip: "203.0.113.18", at: 4, path: "/settings", user: "morgan", bytes: 4100 },

  { site: "turned", ip: out(18), at: 1, path: "/ops/status", status: 401, bytes: 88 },
  ...[2, 3, 4, 5, 6].map((at) => ({
    site: "turned",
    ip: out(18),
    at,
    path: "/ops/status",
    status: 401,
    bytes: 88,
  })),
  { site: "turned", ip: out(18), at: 7, path: "/ops/status", bytes: 2044 },

  { site: "listing", ip: out(19), at: 1, path: "/files/?C=N;O=D", bytes: 2201 },
  { site: "listing", ip: out(19), at: 2, path: "/files/?C=M;O=A", bytes: 2201 },
  { site: "listing", ip: out(20), at: 3, path: "/old/?C=S;O=A", bytes: 1802 },
  { site: "listing", ip: out(20), at: 9, path: "/old/", status: 403, bytes: 199 },
  { site: "nolisting", ip: out(21), at: 1, path: "/?C=N;O=D", bytes: 9001 },

  { site: "map", ip: out(22), at: 1, path: "/build/shop.91c.js.map", bytes: 120_001 },
  { site: "wpad", ip: out(23), at: 1, path: "/wpad.dat", bytes: 512 },
  { site: "wpad", ip: out(23), at: 2, path: "/CHANGELOG.txt", bytes: 8_011 },

  ...Array.from({ length: 25 }, (_, at) => ({
    site: "plain",
    ip: out(24),
    at,
    path: `/p/${at}`,
    status: 301,
    bytes: 20,
  })),
  { site: "plain", ip: out(24), at: 26, path: "/.env", status: 301, bytes: 20 },
  ...Array.from({ length: 5 }, (_, at) => ({ site: "inside", ip: "10.0.0.10", at, path: `/p/${at}` })),
];

export function controlLog(): string[] {
  return [...hits].sort((a, b) => a.at - b.at).map(line);
}

/** Made-up requests of clients that want the control review to say what is not so; each site shows one claim. */
import { type Hit, line } from "./controls.ts";
import { combined, firefox } from "./lines.ts";

const out = (n: number) => `203.0.113.${n}`;
const also = (n: number) => `198.51.100.${n}`;

/** What a site does not have, so that it is none that answers everything. */
const misses = (site: string, ip: string, at: number): Hit[] =>
  ["/backup.sql", "/.git/config", "/wp-config.php.bak"].map((path, n) => ({
    site,
    ip,
    at: at + n,
    path,
    status: 404,
    bytes: 310 + 17 * n,
  }));

/** Sites of a log whose hosts the server itself names. */
const hits: readonly Hit[] = [
  ...["POST", "PUT", "DELETE", "PATCH"].map((method, n) => ({
    site: "posted",
    ip: out(1),
    at: n,
    path: "/.env",
    method,
  })),
  { site: "posted", ip: out(1), at: 9, path: "/actuator/env", method: "POST" },
  { site: "posted", ip: out(1), at: 10, path: "/actuator/env", status: 404, bytes: 300 },
  { site: "headed", ip: out(2), at: 1, path: "/.env", method: "HEAD", bytes: 260 },
  ...misses("headed", out(2), 2),

  // A file that is open, and requests that are refused for what they are and not for what they ask.
  { site: "filtered", ip: out(3), at: 1, path: "/.env" },
  ...misses("filtered", out(3), 2),
  { site: "filtered", ip: out(3), at: 10, path: "/.env?x=%3Cscript%3E", status: 403, bytes: 199 },
  { site: "filtered", ip: out(3), at: 11, path: "/.env?x=1", status: 404, bytes: 199 },
  { site: "filtered", ip: out(3), at: 12, path: "/.env", method: "HEAD", status: 403, bytes: 199 },
  { site: "filtered", ip: out(3), at: 13, path: "/.env", method: "POST", status: 403, bytes: 199 },
  { site: "filtered", ip: out(3), at: 14, path: "http://other.example.net/.env", status: 403, bytes: 199 },
  { site: "sameask", ip: out(4), at: 1, path: "/server-status?auto", bytes: 4433 },
  ...misses("sameask", out(4), 2),
  { site: "sameask", ip: out(4), at: 9, path: "/server-status?auto&refresh=5", status: 403, bytes: 199 },
  { site: "sameask", ip: out(4), at: 20, path: "/server-status?auto", status: 403, bytes: 199 },

  // Somebody who is blocked after it was given: everything is refused to him, and others go on.
  { site: "blocked", ip: out(5), at: 1, path: "/.env" },
  ...misses("blocked", out(5), 2),
  { site: "blocked", ip: out(5), at: 10, path: "/?x=%3Cscript%3E", status: 403, bytes: 199 },
  { site: "blocked", ip: out(5), at: 11, path: "/shop", status: 403, bytes: 199 },
  { site: "blocked", ip: out(5), at: 12, path: "/.env", status: 403, bytes: 199 },
  { site: "blocked", ip: also(5), at: 13, path: "/shop" },
  // The same, and nobody came since.
  { site: "walled", ip: out(6), at: 1, path: "/.env" },
  ...misses("walled", out(6), 2),
  { site: "walled", ip: out(6), at: 11, path: "/shop", status: 403, bytes: 199 },
  { site: "walled", ip: out(6), at: 12, path: "/.env", status: 403, bytes: 199 },
  // Refused, and what was not there before is still answered with 404.
  { site: "shut", ip: out(7), at: 1, path: "/.env" },
  { site: "shut", ip: out(7), at: 10, path: "/.env", status: 403, bytes: 199 },
  { site: "shut", ip: out(7), at: 11, path: "/.htaccess", status: 403, bytes: 199 },
  ...misses("shut", out(7), 12),
  // As http sends to https, when it is asked for once more without s.
  { site: "sent", ip: out(8), at: 1, path: "/.env" },
  ...misses("sent", out(8), 2),
  { site: "sent", ip: out(8), at: 10, path: "/.env", status: 301, bytes: 300 },

  { site: "sorted", ip: out(9), at: 1, path: "/team/?C=N;O=D", bytes: 9001 },
  { site: "sorted", ip: out(9), at: 2, path: "/team/?C=M;O=A", bytes: 9001 },
  { site: "sorted", ip: out(9), at: 3, path: "/jobs/?C=S;O=A", bytes: 7001 },

  // An empty file, as it is where the log counts the headers, too; and statuses that hand out nothing.
  { site: "headers", ip: out(10), at: 1, path: "/.env", bytes: 263 },
  ...misses("headers", out(10), 2),
  { site: "nothing", ip: out(11), at: 1, path: "/.env", status: 204, bytes: 180 },
  { site: "nothing", ip: out(11), at: 2, path: "/phpinfo.php", status: 207, bytes: 1800 },

  // A name that nobody asked for, of a client whose query was refused.
  { site: "named", ip: out(14), at: 1, path: "/.env?x=%3Cscript%3E", status: 403, bytes: 199 },
  { site: "named", ip: out(14), at: 2, path: "/.env", user: "morgan" },
  ...misses("named", out(14), 3),

  // A method that hands something in is asked for a name, and reading is not.
  { site: "handed", ip: out(15), at: 1, path: "/.env", method: "POST", status: 401, bytes: 199 },
  { site: "handed", ip: out(15), at: 2, path: "/.env", user: "morgan" },
  ...misses("handed", out(15), 3),
  // Spellings and queries that make a front page, or a page to sign in, as long as the file.
  { site: "fronted", ip: out(16), at: 1, path: "/.env", bytes: 811 },
  { site: "fronted", ip: out(16), at: 2, path: "/login%2f..%2f.env", bytes: 811 },
  { site: "fronted", ip: out(16), at: 3, path: "/.env;login", bytes: 811 },
  { site: "fronted", ip: out(16), at: 4, path: "/?q=aaaaaaaa", bytes: 811 },
  ...misses("fronted", out(16), 5),
  // A filter that refuses an agent, asked by whoever had the file under another.
  { site: "agents", ip: out(17), at: 1, path: "/.env" },
  ...misses("agents", out(17), 2),
  { site: "agents", ip: out(17), at: 10, path: "/.env", status: 403, bytes: 199, agent: "sqlmap/1.7" },
  // A form that sends on whoever fills it in, and a page besides.
  { site: "formed", ip: out(18), at: 1, path: "/login", method: "POST", status: 302, bytes: 310 },
  { site: "formed", ip: out(18), at: 2, path: "/style.css", bytes: 900, referrer: "https://formed.example/" },
  { site: "formed", ip: out(18), at: 3, path: "/server-status", bytes: 5800 },
  ...misses("formed", out(18), 4),

  // Logins that fail, and the form; a filter that refuses a query.
  ...[1, 2, 3, 4, 5, 6].map((at) => ({
    site: "form",
    ip: out(12),
    at,
    path: "/ops/status",
    method: "POST",
    status: 401,
    bytes: 300,
  })),
  { site: "form", ip: out(12), at: 7, path: "/ops/status", bytes: 3300 },
  ...[1, 2, 3, 4, 5, 6].map((at) => ({
    site: "probed",
    ip: out(13),
    at,
    path: `/ops/status?id=${at}%27%20or%201=1`,
    status: 403,
    bytes: 300,
  })),
  { site: "probed", ip: out(13), at: 7, path: "/ops/status", bytes: 3300 },
];

export function vhostLog(): string[] {
  return [...hits].sort((a, b) => a.at - b.at).map(line);
}

const get = (ip: string, minute: number, path: string, status: number, bytes: number) =>
  combined({
    ip,
    request: `GET ${path} HTTP/1.1`,
    status,
    bytes,
    time: `17/May/2026:10:${String(minute).padStart(2, "0")}:00 +0000`,
  });

/** A log that names no host. */
export function hostlessLog(): string[] {
  return [
    ...["/", "/shop", "/news"].map((path, n) => get(also(20), n, path, 200, 4000 + 100 * n)),
    get(out(20), 10, "http://other.example.net/.aws/credentials", 200, 900),
    get(out(20), 11, "http://other.example.net/phpinfo.php", 200, 950),
    get(out(20), 12, "/phpinfo.php", 404, 153),
    get(out(20), 13, "/.env", 200, 433),
    get(out(21), 13, "http://other.example.net/.env", 200, 433),
    // No answer to what was asked of another closes it, and none makes it a page for everything.
    ...["/.env", "/config.json", "/server-status", "/.git/config", "/appsettings.json"].map((path, n) =>
      get(out(20), 14 + n, `http://other.example.net${path}`, n === 0 ? 404 : 200, 433),
    ),
  ];
}

const named = (ip: string, minute: number, host: string, path: string, status = 200, bytes = 900) =>
  JSON.stringify({
    time_iso8601: `2026-05-17T10:${String(minute).padStart(2, "0")}:00+00:00`,
    remote_addr: ip,
    host,
    request: `GET ${path} HTTP/1.1`,
    status,
    body_bytes_sent: bytes,
    http_user_agent: firefox,
  });

/** A log that has the client's own Host header. */
export function hostHeaderLog(): string[] {
  return [
    named(also(30), 1, "www.example.org", "/", 200, 5000),
    named("192.0.2.30", 2, "www.example.org", "/shop", 200, 5100),
    named(out(30), 3, "www.example.org", "/.env", 200, 433),
    named(out(31), 4, "forged.example.net", "/", 200, 5000),
    named(out(31), 5, "forged.example.net", "/appsettings.json", 200, 1400),
    named(out(31), 6, "forged.example.net", "/.env", 403, 99),
    named(out(31), 7, "www.example.org", "http://forged.example.net/.aws/credentials", 200, 880),
    named(out(31), 8, "www.example.org", "http://www.example.org/phpinfo.php", 200, 70_880),
    named(out(31), 9, "www.example.org", "/config.json", 404, 153),
    named(out(31), 9, "www.example.org", "/backup.sql", 404, 159),
  ];
}

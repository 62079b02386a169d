/** What several scenarios use: the wordlist, addresses of pages, and the ways to run curl and python-requests. */
import { fileURLToPath } from "node:url";
import type { Session } from "../client.ts";
import { hostOf, type SiteName } from "../site.ts";

/** Lies beside the sources and is not copied by the build. */
export const wordlist = fileURLToPath(new URL("../../../lab/words.txt", import.meta.url));

export const quiet = ["-s", "-o", "/dev/null", "--max-time", "5"];

/** python-requests, as somebody's script would use it. */
const requestsScript = `
import sys, requests
session = requests.Session()
for address in sys.argv[1:]:
    session.get(address, timeout=5, allow_redirects=False)
`;

const curlLoop = 'for path in "$@"; do curl -s -o /dev/null --max-time 5 "$path"; done';

/** What a client that hides itself asks for. */
export const secrets = [
  "/.env",
  "/config.json",
  "/server-status",
  "/settings.json",
  "/.git/config",
  "/web.config",
  "/actuator/env",
  "/phpinfo.php",
  "/config.php.bak",
  "/wp-config.php",
  "/server-info",
  "/api/config",
  "/swagger-ui.html",
  "/composer.json",
  "/version",
];

export function url(site: SiteName, path = "/"): string {
  return `http://${hostOf(site)}${path}`;
}

/** One curl after the other, each with a connection of its own. */
export function loop(session: Session, urls: readonly string[]): Promise<unknown> {
  return session.exec(["sh", "-c", curlLoop, "sh", ...urls]);
}

/** One session, as a script would do it. */
export function python(session: Session, urls: readonly string[]): Promise<unknown> {
  return session.exec(["python3", "-c", requestsScript, ...urls]);
}

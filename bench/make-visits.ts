/** Web access lines as they are written at this moment: ordinary visitors, and now and then a scanner that begins. Seeded. */
import { clf, seeded } from "./make-log.ts";
import { Draws } from "./write-lines.ts";

const visitors = 50_000;
const browsers: readonly string[] = Array.from({ length: 40 }, (_, n) =>
  n % 2 === 0
    ? `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${110 + (n % 25)}.0.0.0 Safari/537.36`
    : `Mozilla/5.0 (X11; Linux x86_64; rv:${100 + (n % 30)}.0) Gecko/20100101 Firefox/${100 + (n % 30)}.0`,
);
const tools = ["python-requests/2.31", "Go-http-client/1.", "curl/8.5", "okhttp/4.9", "libwww-perl/6.6"];
const probes =
  "/.git/config /server-status /actuator/env /phpinfo.php /wp-config.php.bak /config.json /.aws/credentials /web.config /.svn/entries /manager/html /.DS_Store /elmah.axd".split(
    " ",
  );

/** A scanner of the bench. */
export interface Scanner {
  readonly address: string;
  /** Its first lines: probes that are refused. */
  readonly lines: readonly string[];
  /** The one that makes a case of it: a file with secrets is served to a program. */
  readonly decisive: string;
}

export class Visits {
  readonly #draws: Draws;
  #scanners = 0;

  constructor(seed: number) {
    this.#draws = new Draws(seeded(seed));
  }

  /** Lines of ordinary visitors: pages, and what belongs to them. */
  ordinary(count: number, atMs: number): string[] {
    const time = clf(atMs);
    return Array.from({ length: count }, () => {
      const draws = this.#draws;
      const who = draws.tail(visitors);
      const page = draws.tail(2_000);
      const isPage = draws.chance(0.25);
      const path = isPage
        ? `/article/${page}`
        : `/static/${page % 300}.${["css", "js", "png"][page % 3] ?? "png"}`;
      const referrer = isPage && draws.chance(0.4) ? "-" : `https://www.example/article/${page}`;
      const status = draws.chance(0.97) ? 200 : draws.chance(0.8) ? 304 : 404;
      return line(
        addressOf(who),
        time,
        path,
        status,
        status === 200 ? 800 + page : 0,
        referrer,
        browsers[who % browsers.length] ?? "",
      );
    });
  }

  /** The next scanner, with an address and an agent of its own. */
  scanner(atMs: number): Scanner {
    const n = this.#scanners;
    this.#scanners += 1;
    const time = clf(atMs);
    const address = `${n % 2 === 0 ? "203.0.113" : "198.51.100"}.${1 + (n >> 1)}`;
    const agent = `${tools[n % tools.length]}.${n}`;
    const some = Array.from({ length: 4 }, (_, at) => probes[(n * 5 + at * 3) % probes.length] ?? "/");
    return {
      address,
      lines: some.map((path) => line(address, time, path, 404, 196, "-", agent)),
      decisive: line(address, time, `/site${n}/.env`, 200, 400 + n, "-", agent),
    };
  }
}

function line(
  address: string,
  time: string,
  path: string,
  status: number,
  bytes: number,
  referrer: string,
  agent: string,
): string {
  return `${address} - - [${time}] "GET ${path} HTTP/1.1" ${status} ${bytes} "${referrer}" "${agent}"`;
}

/** Of a network for benchmarks (RFC 2544). */
function addressOf(who: number): string {
  return `198.${18 + ((who >> 16) & 1)}.${(who >> 8) & 255}.${who & 255}`;
}

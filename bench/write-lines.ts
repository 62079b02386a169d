/** Writes seeded lines to a file until it is large enough, without holding more than a few in memory. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";

/** Lines that are put together before they are written. */
const chunkLines = 5_000;

/**
 * Writes a log.
 * @param until bytes from which no more is written, or the lines that it is to have
 * @param head lines that stand above all others
 * @param line makes the next line, given the share of the log that is written, from 0 to 1
 * @returns how many lines it has
 */
export async function writeLines(
  path: string,
  until: number | { readonly lines: number },
  head: readonly string[],
  line: (share: number) => string,
): Promise<number> {
  const out = createWriteStream(path, { highWaterMark: 1 << 22 });
  let written = 0;
  let lines = 0;
  let chunk: string[] = [...head];
  const share = () => (typeof until === "number" ? written / until : lines / until.lines);
  while (share() < 1) {
    const most = typeof until === "number" ? chunkLines : Math.min(chunkLines, until.lines - lines);
    while (chunk.length < most) chunk.push(line(share()));
    const text = Buffer.from(`${chunk.join("\n")}\n`, "utf8");
    written += text.length;
    lines += chunk.length;
    chunk = [];
    if (!out.write(text)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  return lines;
}

/** What stands in a log of a network sensor, drawn from a seeded generator. */
export class Draws {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** A whole number below a limit, each as likely. */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  /** A whole number below a limit; 0 is the likeliest, and the tail never ends. */
  tail(limit: number): number {
    return Math.min(limit - 1, Math.floor(limit * this.#random() ** 4));
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** Letters and digits, as many as asked for. */
  word(length: number): string {
    let text = "";
    while (text.length < length) text += this.#random().toString(36).slice(2);
    return text.slice(0, length);
  }

  hex(length: number): string {
    let text = "";
    while (text.length < length)
      text += this.below(2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return text.slice(0, length);
  }
}

/** Clients of a site seen by a sensor; a benchmarking network (RFC 2544) has room for all of them. */
export function clientAddress(who: number): string {
  return `198.${18 + ((who >> 16) & 1)}.${(who >> 8) & 255}.${who & 255}`;
}

export const servers: readonly string[] = Array.from({ length: 40 }, (_, n) => `203.0.113.${n + 1}`);

export const names: readonly string[] = Array.from(
  { length: 300 },
  (_, n) => `${["www", "api", "cdn", "mail", "shop"][n % 5]}${n}.example`,
);

export const agents: readonly string[] = [
  ...Array.from(
    { length: 120 },
    (_, n) =>
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${60 + n}.0.0.0 Safari/537.36`,
  ),
  ...Array.from(
    { length: 80 },
    (_, n) => `Mozilla/5.0 (X11; Linux x86_64; rv:${60 + n}.0) Gecko/20100101 Firefox/${60 + n}.0`,
  ),
  "curl/8.5.0",
  "python-requests/2.31.0",
  "Go-http-client/1.1",
  "Mozilla/5.0 zgrab/0.x",
  "masscan/1.3",
];

/** What is asked for: mostly pages and assets, now and then what a scanner looks for. */
export function target(draws: Draws): { path: string; status: number; method: string } {
  if (draws.chance(0.05))
    return {
      path: draws.pick([
        "/.env",
        "/.git/config",
        "/wp-login.php",
        "/phpinfo.php",
        "/config.json",
        "/actuator/env",
      ]),
      status: draws.chance(0.95) ? 404 : 200,
      method: "GET",
    };
  const page = draws.tail(100_000);
  return {
    path: draws.chance(0.6)
      ? `/static/${page % 400}.${draws.pick(["css", "js", "png"])}`
      : `/article/${page}?page=${page % 9}`,
    status: draws.chance(0.95) ? 200 : draws.pick([301, 304, 404, 500]),
    method: draws.chance(0.93) ? "GET" : "POST",
  };
}

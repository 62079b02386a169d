/**
 * Lines of many servers with the client that another tool's authors told for each: all files are looked at, not only
 * those that are known to be read.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Row } from "../src/engine/engine.ts";
import { eventsSql } from "../src/ingest/events.ts";
import { readSources } from "../src/triage/reading.ts";
import { silentEffects } from "./support/effects.ts";
import { missing, shared } from "./support/places.ts";
import { requestFor } from "./support/triage.ts";

const folder = join(shared, "data", "fail2ban_logs");

/** A line of a log, and whose it is said to be. */
interface Told {
  readonly place: string;
  readonly text: string;
  readonly host: string | undefined;
}

/** The lines of a file; what is told of one stands in front of it. */
function linesOf(file: string): Told[] {
  let host: string | undefined;
  return readFileSync(join(folder, file), "utf8")
    .split("\n")
    .flatMap((text, index) => {
      const told = /^# failJSON: (\{.*\})/.exec(text)?.[1];
      if (told !== undefined) host = (JSON.parse(told) as { host?: string }).host;
      if (text.trim() === "" || text.startsWith("#")) return [];
      const line = { place: `${file}:${index + 1}`, text, host };
      host = undefined;
      return [line];
    });
}

/** What every server writes of a request that it answered: its status behind the request line, or Squid's in front of it. */
const access =
  /\] (?:[a-z0-9.]+ )?"[^"]*(?:\\"[^"]*)*" \d{3} \d+|\/\d{3} \d+ [A-Z]+ \S+ - |"(?:GET|POST) [^"]*"$|^\d\d-\d\d-\d{4} .* PROXY/;
/** The beginning of lines of error logs. */
const error = /\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[|^\[[A-Z][a-z]{2} [A-Z][a-z]{2} /;

const formats = new Map<string, string>();
const events = new Map<string, Row>();
let lines: readonly Told[] = [];

beforeAll(async () => {
  if (!existsSync(folder)) return;
  const files = readdirSync(folder).filter((file) => file !== "COPYING");
  lines = files.flatMap(linesOf);
  for (const file of files)
    await readSources(requestFor([join(folder, file)]), silentEffects(), async (report, engine) => {
      if (report.kind !== "web" && report.kind !== "proxy") return true;
      // Error logs are messages and no requests; test/real-formats.test.ts holds whom they name.
      if (report.format === "apache-error" || report.format === "nginx-error") return true;
      formats.set(file, report.format);
      for (const part of report.parts) {
        const sql = `SELECT event_id % 1099511627776 AS line, source_ip FROM (${eventsSql(part.lines, part.plan)})`;
        for (const row of await engine.rows(sql, { file: report.opened?.file ?? "" }))
          events.set(`${file}:${row.line}`, row);
      }
      return true;
    });
}, 120_000);

describe("servers' logs with their clients told", () => {
  test("the files of access logs are known for what they are", (context) => {
    if (!existsSync(folder)) return context.skip(missing(folder));
    expect(Object.fromEntries(formats)).toEqual({
      "3proxy": "3proxy",
      "apache-badbots": "ncsa-combined",
      "apache-pass": "apache-local-time",
      "haproxy-http-auth": "syslog-rfc3164+haproxy-http",
      // The format that nginx calls main: the last field is a forwarding header.
      "nginx-bad-request": "combined-forwarded",
      "nginx-botsearch": "combined-forwarded",
      "php-url-fopen": "ncsa-combined",
      squid: "squid-native",
      "traefik-auth": "traefik-clf",
    });
  });

  test("the client of every event is the one that is told", (context) => {
    if (!existsSync(folder)) return context.skip(missing(folder));
    const compared = lines.flatMap(({ place, host }) => {
      const event = events.get(place);
      if (event === undefined || host === undefined) return [];
      // An address that is mapped into IPv6 is folded where clients are told apart.
      return [[place, String(event.source_ip).replace(/^::ffff:(?=\d+\.)/, ""), host] as const];
    });
    // Counted in the files: 41 lines are told of; 6 of them are of nginx's error log.
    expect(compared.length).toBe(35);
    expect(compared.filter(([, client, host]) => client !== host)).toEqual([]);
  });

  test("every line of an access log became an event", (context) => {
    if (!existsSync(folder)) return context.skip(missing(folder));
    const lost = lines.filter(({ place, text }) => access.test(text) && !events.has(place));
    // Two of its lines are in a format of its author's own, and with four of comments the third is too few to tell a format.
    expect([...new Set(lost.map(({ place }) => place.replace(/:.*/, "")))]).toEqual(["apache-fakegooglebot"]);
    expect(lost.length).toBeLessThanOrEqual(3);
    // And no line of an error log did.
    const more = lines.filter(({ place, text }) => events.has(place) && error.test(text));
    expect(more).toEqual([]);
  });
});

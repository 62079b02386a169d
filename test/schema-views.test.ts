/**
 * Views of the printed schema make of lines what a reading of the same lines stores, column by column: for every format that
 * a server can parse on its records, and on recorded logs.
 */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FormatFile } from "../src/content/schema.ts";
import { unavailable } from "../src/triage/schema/lines.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { samples } from "./support/places.ts";
import { Beside, schemaFor, tableStatements } from "./support/schema.ts";
import { content } from "./support/triage.ts";

const folder = temporaryFolder();
let beside: Beside;
beforeAll(async () => {
  beside = await Beside.open(folder);
}, 120_000);
afterAll(() => beside?.close());

/** Lines of a format's samples; of logs with a header those under the first one. */
function linesOf({ samples: all }: FormatFile): string[] {
  const [first] = all;
  const head = first?.after ?? [];
  const under = all.filter(({ after = [] }) => JSON.stringify(after) === JSON.stringify(head));
  return [...head, ...under.map(({ record }) => record)].filter((line) => !line.includes("\n"));
}

/** Reads a file both ways and compares. */
async function compare(
  path: string,
  format: string,
  sampled: readonly string[] | undefined,
): Promise<number> {
  const schema = schemaFor([format], { samples: sampled });
  const name = schema.lines[0]?.name ?? "";
  // Views of other lines of this format may have other columns, and are left where they are there.
  const there = beside.rows(
    `SELECT name FROM system.tables WHERE database = 'vedette' AND startsWith(name, 'lines_in_${name}') ORDER BY engine = 'MaterializedView' DESC`,
  );
  for (const { name: table } of there) beside.run(`DROP TABLE vedette.${table} SYNC`);
  for (const sql of tableStatements(schema)) beside.run(sql);
  const report = await beside.store(path, format);
  // The clock of a server may be in any zone, and says nothing of a record.
  beside.insert(`vedette.lines_in_${name}`, path, report.number, "SETTINGS session_timezone = 'Asia/Tokyo'");
  const stored = beside.stored(report.number);
  const parsed = beside.parsed(report.number);
  expect(parsed).toHaveLength(stored.length);
  for (const [index, row] of stored.entries()) expect(parsed[index]).toEqual(row);
  const rejected = beside.rows(
    `SELECT reject AS reason, toUInt32(count()) AS count FROM vedette.rejects_in FINAL WHERE source = ${report.number} GROUP BY reject ORDER BY reject`,
  );
  const told = report.rejects.map(({ reason, count }) => ({ reason, count }));
  expect(rejected).toEqual(told.sort((a, b) => (a.reason < b.reason ? -1 : 1)));
  return stored.length;
}

const formats = content().formats;
const bare = formats.filter((format) => unavailable(format, false) === undefined);
const shown = formats.filter(
  (format) => unavailable(format, false) !== undefined && unavailable(format, true) === undefined,
);

test("every format is compared, or is one that a reader of the program makes", () => {
  const left = formats.filter((format) => !bare.includes(format) && !shown.includes(format));
  expect(left.map(({ id }) => id)).toEqual(["linux-auditd", "mail-message", "modsecurity-audit"]);
});

describe("samples of formats", () => {
  test.each(bare.map((format) => [format.id, format] as const))("%s", async (id, format) => {
    const records = format.samples.filter(({ after }) => after === undefined || format.reader === "template");
    const lines = linesOf({ ...format, samples: records });
    expect(lines.length).toBeGreaterThan(1);
    expect(await compare(write(folder, `${id}.log`, lines), id, undefined)).toBeGreaterThan(0);
  });

  test.each(shown.map((format) => [format.id, format] as const))(
    "%s, by its first lines",
    async (id, format) => {
      const lines = linesOf(format);
      expect(await compare(write(folder, `${id}.log`, lines), id, lines)).toBeGreaterThan(0);
    },
  );
});

describe("recorded logs", () => {
  const text = (path: string): string[] => {
    const bytes = readFileSync(join(samples, path));
    return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n").slice(0, 2_000);
  };

  test.each([
    ["apache-combined.log", "ncsa-combined", false],
    ["apache-vhost-combined.log", "apache-vhost-combined", false],
    ["apache-forwarded.log", "combined-forwarded", false],
    ["nginx-json.log", "json-access", true],
    ["hosts/windows-events.ndjson.gz", "windows-event-json", false],
    ["hosts/winlogbeat.ndjson.gz", "winlogbeat-ecs", false],
    ["hosts/elastic-defend.ndjson.gz", "elastic-defend-ecs", false],
  ])("%s", async (path, format, sampled) => {
    const lines = text(path);
    const copy = write(folder, `recorded-${basename(path)}.log`, lines);
    const count = await compare(
      copy,
      format,
      sampled ? lines.slice(0, 100).filter((line) => line !== "") : undefined,
    );
    expect(count).toBeGreaterThan(50);
  });
});

describe("lines that come again", () => {
  test("count once, and lines in a wrapper are unwrapped", async () => {
    const [inner = ""] = linesOf(formats.find(({ id }) => id === "ncsa-combined") as FormatFile);
    const line = `May 17 10:05:03 web1 httpd[7]: ${inner}`;
    const path = write(folder, "wrapped.log", [line, line.replace("web1", "web2")]);
    expect(await compare(path, "syslog-rfc3164+ncsa-combined", undefined)).toBe(2);
    const before = beside.rows("SELECT event_id FROM vedette.events_in FINAL ORDER BY event_id");
    const source = Math.floor(Number(before.at(-1)?.event_id) / 2 ** 40);
    beside.insert("vedette.lines_in_syslog_rfc3164_ncsa_combined", path, source);
    expect(beside.rows("SELECT event_id FROM vedette.events_in FINAL ORDER BY event_id")).toEqual(before);
  });
});

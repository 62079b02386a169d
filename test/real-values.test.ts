/**
 * The values of real records, column by column, beside those that a second reader takes from the raw file: JSON.parse and
 * keys, a split at tabs, a plain regular expression. Of every format that reads real data 200 records are compared (or
 * all there are), and three more of each kind of event.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { realDataPath } from "../scripts/real-data-page.ts";
import type { RealData } from "../scripts/real-data-reading.ts";
import type { Engine, Row } from "../src/engine/engine.ts";
import { type ColumnName, columnNames } from "../src/ingest/columns.ts";
import { eventsSql } from "../src/ingest/events.ts";
import { defaults, splitEventId } from "../src/ingest/scan.ts";
import type { SourceReport } from "../src/ingest/source.ts";
import { readSources } from "../src/triage/reading.ts";
import { silentEffects } from "./support/effects.ts";
import { missing, shared } from "./support/places.ts";
import { recordsOf } from "./support/second-readers/files.ts";
import { eveReader, tannerReader } from "./support/second-readers/json.ts";
import {
  combinedReader,
  forwardedReader,
  haproxyReader,
  squidReader,
  threeProxyReader,
} from "./support/second-readers/lines.ts";
import { mailReader } from "./support/second-readers/mail.ts";
import type { SecondReader } from "./support/second-readers/values.ts";
import { windowsReader } from "./support/second-readers/windows.ts";
import { zeekReaders } from "./support/second-readers/zeek.ts";
import { requestFor } from "./support/triage.ts";

const readers: Readonly<Record<string, SecondReader>> = {
  "3proxy": threeProxyReader,
  "apache-local-time": combinedReader,
  "apache-vhost": combinedReader,
  "combined-forwarded": forwardedReader,
  "syslog-rfc3164+haproxy-http": haproxyReader,
  "mail-message": mailReader,
  "ncsa-combined": combinedReader,
  "squid-native": squidReader,
  "suricata-eve": eveReader,
  "tanner-json": tannerReader,
  "traefik-clf": combinedReader,
  "windows-event-json": windowsReader,
  ...zeekReaders,
};

const wanted = 200;
const perKind = 3;
const data = join(shared, "data");
const told = JSON.parse(readFileSync(realDataPath, "utf8")) as RealData;
/** Messages in words of no fixed shape: their clients are held by test/real-formats.test.ts, their parts by their samples. */
const messages = new Set(["apache-error", "nginx-error", "syslog-message"]);
const formats = [...new Set(told.read.flatMap((row) => (row.rejected < row.records ? row.formats : [])))]
  .filter((format) => !messages.has(format))
  .sort();

interface Sampled {
  readonly path: string;
  readonly line: number;
  /** Its place in a shuffle that is the same in every run. */
  readonly order: string;
  readonly kind: string;
  readonly row: Row;
}
const sampled = new Map<string, Sampled[]>();

/** The first of a shuffle, and the first of each kind in it. */
function first<T extends { readonly order: string; readonly kind: string }>(all: readonly T[]): T[] {
  const shuffled = all.toSorted((a, b) => (a.order < b.order ? -1 : 1));
  const seen = new Map<string, number>();
  return shuffled.filter(({ kind }, index) => {
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    return index < wanted || (seen.get(kind) ?? 0) <= perKind;
  });
}

/** Keeps as many events of a source as may be in the sample of its format. */
async function sampleOf(source: SourceReport, engine: Engine): Promise<void> {
  const name = source.path.slice(data.length + 1);
  for (const { lines, plan, format } of source.parts) {
    const events = eventsSql(lines, plan);
    const file = source.opened?.file ?? "";
    const all = (
      await engine.rows(`SELECT event_id, event_class, event_code FROM (${events})`, { file })
    ).map((row) => {
      const { line } = splitEventId(Number(row.event_id));
      const order = createHash("sha256").update(`20261129 ${name} ${line}`).digest("hex");
      return { id: Number(row.event_id), line, order, kind: `${row.event_class} ${row.event_code}` };
    });
    const chosen = first(all);
    if (chosen.length === 0) continue;
    const ids = chosen.map(({ id }) => id).join(", ");
    const rows = new Map(
      (await engine.rows(`SELECT * FROM (${events}) WHERE event_id IN (${ids})`, { file })).map((row) => [
        Number(row.event_id),
        row,
      ]),
    );
    const kept = chosen.map(({ id, ...one }) => ({ ...one, path: source.path, row: rows.get(id) ?? {} }));
    sampled.set(format, first([...(sampled.get(format) ?? []), ...kept]));
  }
}

/** The value of a column that nothing fills. */
const empty = (column: ColumnName) => {
  const sql = defaults[column];
  return sql === "''" ? "" : Number(/-?\d+(?=\))/.exec(sql)?.[0]);
};

describe("real records", () => {
  beforeAll(async () => {
    if (existsSync(data))
      await readSources(requestFor([data]), silentEffects(), async (source, engine) => {
        await sampleOf(source, engine);
        return true;
      });
  }, 300_000);

  test("of every format that reads some", (context) => {
    if (!existsSync(data)) return context.skip(missing(data));
    expect([...sampled.keys()].filter((format) => !messages.has(format)).sort()).toEqual(formats);
    expect(Object.keys(readers)).toEqual(expect.arrayContaining(formats));
  });

  test.for(formats)("%s: every column is what a second reader finds", (format, context) => {
    if (!existsSync(data)) return context.skip(missing(data));
    const reader = readers[format];
    const files = new Map<string, ReturnType<SecondReader>>();
    const records = sampled.get(format) ?? [];
    const total = told.read
      .filter(({ formats: [only, other] }) => only === format && other === undefined)
      .reduce((sum, row) => sum + row.records - row.rejected, 0);
    expect(records.length).toBeGreaterThanOrEqual(Math.max(1, Math.min(wanted, total)));
    const differences: string[] = [];
    let compared = 0;
    for (const { path, line, row } of records) {
      const own = files.get(path) ?? reader?.(recordsOf(path));
      if (own === undefined) throw new Error(`${format} has no second reader`);
      files.set(path, own);
      const values = own(line);
      for (const column of columnNames) {
        if (column in values && values[column] === undefined) continue;
        const value = values[column] ?? empty(column);
        compared += 1;
        const found = typeof value === "number" ? Number(row[column]) : row[column];
        if (found !== value)
          differences.push(
            `${path.slice(data.length + 1)}:${line} ${column}: ${JSON.stringify(found)}, but ${JSON.stringify(value)} in the file`,
          );
      }
    }
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(records.length * 50);
  });
});

/**
 * `--views`: what parsing lines by the views of `vedette schema` takes on a server, in processor time of the same engine within
 * this process: raw lines in, events and rejects out and on disk.
 */
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Session } from "chdb";
import { openContent } from "../src/content/bundle.ts";
import { literal } from "../src/engine/sql.ts";
import { schemaRequest } from "../src/triage/schema/request.ts";
import { schemaOf } from "../src/triage/schema/schema.ts";
import { makeEve } from "./make-eve.ts";
import { makeLog } from "./make-log.ts";
import { makeZeek } from "./make-zeek.ts";

export interface ViewsOptions {
  readonly folder: string;
  readonly samples: string;
  readonly gib: number;
  readonly seed: number;
}

const sampleBytes = 100_000;
/** As lines come from a topic: the engine's own million of rows of all columns would be 20 GB at once. */
const blockRows = 100_000;
const blocks = `SETTINGS max_block_size = ${blockRows}, min_insert_block_size_rows = ${blockRows}, min_insert_block_size_bytes = 0`;

export async function benchViews({ folder, samples, gib, seed }: ViewsOptions): Promise<void> {
  const bytes = gib * 2 ** 30;
  const path = join(folder, "log");
  const logs: [string, () => Promise<unknown>][] = [
    ["combined", () => makeLog({ samples, path, bytes, seed })],
    ["Suricata EVE", () => makeEve(path, bytes, seed)],
    ["Zeek http, tab-separated", () => makeZeek("http", path, bytes, seed)],
  ];
  process.stdout.write(
    "| log | lines | processor seconds | µs a line | MB/s a core | the same, into Null |\n|---|---|---|---|---|---|\n",
  );
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // One for all: the library has one folder of data a process.
  const session = new Session(join(folder, "db"));
  for (const [index, [name, make]] of logs.entries()) {
    await make();
    const stored = await parse(session, `stored_${index}`, path, false);
    const parsed = await parse(session, `parsed_${index}`, path, true);
    const { size } = statSync(path);
    process.stdout.write(
      `| ${name} | ${stored.lines.toLocaleString("en")} | ${stored.seconds.toFixed(1)} | ${((stored.seconds / stored.lines) * 1e6).toFixed(1)} | ${(size / 1e6 / stored.seconds).toFixed(0)} | ${parsed.seconds.toFixed(1)} s |\n`,
    );
  }
  session.close();
  rmSync(folder, { recursive: true, force: true });
}

/** @param nowhere whether what is parsed is thrown away */
async function parse(
  session: Session,
  database: string,
  path: string,
  nowhere: boolean,
): Promise<{ lines: number; seconds: number }> {
  const sample = readFileSync(path).subarray(0, sampleBytes).toString("utf8").split("\n").slice(0, -1);
  const schema = schemaOf(schemaRequest({ database, formats: [], samples: sample }), await openContent());
  for (const sql of [schema.databaseSql, ...schema.placed.map((one) => one.sql)])
    session.query(nowhere ? sql.replace(/ENGINE = \w*MergeTree[\s\S]*$/, "ENGINE = Null") : sql);
  const before = process.cpuUsage();
  session.query(
    `INSERT INTO ${database}.lines_in_${schema.lines[0]?.name} (source, line_number, received_ms, line) SELECT 0, toInt64(assumeNotNull(_row_number)) + 1, 1780000000000, line FROM file(${literal(path)}, 'LineAsString', 'line String') ${blocks}`,
  );
  const { user, system } = process.cpuUsage(before);
  const lines = Number(
    session.query(`SELECT count() FROM file(${literal(path)}, 'LineAsString', 'line String')`, "TSVRaw"),
  );
  return { lines, seconds: (user + system) / 1e6 };
}

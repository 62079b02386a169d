/** A store in a folder and the printed schema beside it, in one engine: what a reading stores, and what views make of the same lines. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Session } from "chdb";
import { openChdb } from "../../src/engine/chdb.ts";
import type { LocalEngine } from "../../src/engine/engine.ts";
import { literal } from "../../src/engine/sql.ts";
import { Recogniser } from "../../src/ingest/recognise.ts";
import { requestsTable } from "../../src/ingest/requests.ts";
import { recordsPerSource } from "../../src/ingest/scan.ts";
import { loadSegments } from "../../src/ingest/segments.ts";
import type { SourceReport } from "../../src/ingest/source.ts";
import { readIntoStore } from "../../src/triage/read-store.ts";
import { schemaRequest } from "../../src/triage/schema/request.ts";
import { type Schema, schemaOf } from "../../src/triage/schema/schema.ts";
import { content } from "./triage.ts";

/** A schema of some formats. */
export function schemaFor(
  formats: readonly string[],
  more: Partial<Parameters<typeof schemaRequest>[0]> = {},
): Schema {
  return schemaOf(schemaRequest({ formats, ...more }), content());
}

/** All statements of a schema but those that make roles, which the embedded engine has no place for. */
export function tableStatements({ databaseSql, placed, begun }: Schema): string[] {
  return [databaseSql, ...placed.map(({ sql }) => sql), ...begun];
}

export class Beside {
  readonly #engine: LocalEngine;
  readonly #folder: string;
  /** A connection with the settings that a server begins with. */
  readonly #plain: Session;
  #files = 0;

  private constructor(engine: LocalEngine, folder: string) {
    this.#engine = engine;
    this.#folder = folder;
    this.#plain = new Session(join(folder, "db"));
  }

  static async open(folder: string): Promise<Beside> {
    const engine = await openChdb({ path: join(folder, "db") });
    await loadSegments(engine, content());
    return new Beside(engine, folder);
  }

  async close(): Promise<void> {
    this.#plain.close();
    await this.#engine.close();
  }

  /** Runs a statement as a server would. */
  run(sql: string): void {
    this.#plain.query(sql);
  }

  rows(sql: string): Readonly<Record<string, unknown>>[] {
    const text = this.#plain.query(sql, "JSONEachRow");
    return text === ""
      ? []
      : text
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line));
  }

  /** Reads a file into the store as `vedette triage --store` does, as one format. */
  async store(path: string, format: string): Promise<SourceReport> {
    this.#files += 1;
    const { formats, wrappers } = content();
    const reports = await readIntoStore(
      {
        engine: this.#engine,
        content: content(),
        recogniser: new Recogniser(formats, wrappers, [], format),
        folder: join(this.#folder, `in-${this.#files}`),
        requests: requestsTable,
        stdin: Readable.from([]),
      },
      this.#engine,
      [{ path, named: true, once: false }],
      () => {},
    );
    const report = reports.find((one) => one.path === path);
    if (report === undefined || report.problem !== undefined)
      throw report?.problem ?? new Error(`${path} was not read`);
    return report;
  }

  /** Puts the lines of the same file into a table of raw lines. */
  insert(table: string, path: string, source: number, settings = ""): void {
    const received = Math.floor(statSync(path).mtimeMs);
    this.run(
      `INSERT INTO ${table} (source, line_number, received_ms, line) ${settings} SELECT ${source}, toInt64(assumeNotNull(_row_number)) + 1, ${received}, line FROM file(${literal(path)}, 'LineAsString', 'line String')`,
    );
  }

  /** All columns of the events of a source, as the store has them. */
  stored(source: number): Readonly<Record<string, unknown>>[] {
    return this.rows(
      `SELECT * FROM default.events WHERE intDiv(event_id, ${recordsPerSource}) = ${source} ORDER BY event_id`,
    );
  }

  /** The same as views have made them. */
  parsed(source: number): Readonly<Record<string, unknown>>[] {
    return this.rows(
      `SELECT * EXCEPT arrived FROM vedette.events_in FINAL WHERE intDiv(event_id, ${recordsPerSource}) = ${source} ORDER BY event_id`,
    );
  }
}

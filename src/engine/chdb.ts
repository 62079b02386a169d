/**
 * The embedded engine: ClickHouse as a library inside this process.
 *
 * libchdb binds one data directory per process, so a process opens one engine at a time.
 */
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Session as ChdbSession, StreamChunk } from "chdb";
import { asError } from "../errors.ts";
import { DiskFull, isFull } from "./disk-room.ts";
import {
  EngineError,
  type Expected,
  engineErrorNumbers,
  type Limits,
  type LocalEngine,
  type Parameters,
  type Row,
} from "./engine.ts";
import { opened } from "./open-chdb.ts";
import { jsonRows, type Reader, type ReaderLimits } from "./reader.ts";
import { settingsArguments, settingsClause } from "./settings.ts";

/** How to open the embedded engine. */
export interface ChdbOptions {
  /** Folder of the data; made when absent. */
  readonly path: string;
  /** What is in it is needed no longer than this process runs, so that nothing has to outlast it. */
  readonly passing?: boolean;
  /** A folder for a server configuration that defines a cluster; only tests need it. */
  readonly configFile?: string;
}

function readerArguments(limits: ReaderLimits): string[] {
  return [
    `--max_execution_time=${limits.seconds}`,
    `--max_memory_usage=${limits.memoryBytes}`,
    `--max_result_rows=${limits.rows}`,
    "--result_overflow_mode=throw",
    "--output_format_json_quote_64bit_integers=0",
    "--enable_materialized_cte=1",
    // Last: behind it no setting can be changed, here or in a statement.
    "--readonly=1",
  ];
}

/**
 * Opens the embedded engine over a data directory.
 * @throws VedetteError `store.locked`, `store.damaged`, `engine.missing` or `engine.failed`
 */
export async function openChdb({ path, configFile, passing }: ChdbOptions): Promise<LocalEngine> {
  const another = await opened(path, [
    ...settingsArguments(),
    ...(configFile === undefined ? [] : [`--config-file=${configFile}`]),
    // A run makes a hundred tables, and would wait for the disk with each of their descriptions.
    ...(passing === true ? ["--fsync_metadata=0"] : []),
  ]);
  return new ChdbEngine(path, another(), another);
}

/**
 * Opens a data directory for statements of a person: nothing can be written, and no statement changes the limits.
 * @throws VedetteError as `openChdb`
 */
export async function openReader(path: string, limits: ReaderLimits): Promise<Reader> {
  const session = (await opened(path, readerArguments(limits)))();
  return {
    rows: async (sql, parameters = {}) => {
      try {
        const bound = Object.keys(parameters).length > 0;
        const format = { format: "JSONEachRow" } as const;
        const result = bound
          ? await session.queryBindAsync(sql, parameters, format)
          : await session.queryAsync(sql, format);
        return jsonRows(Buffer.from(result.bytes()));
      } catch (thrown) {
        throw engineError(thrown);
      }
    },
    close: async () => {
      session.close();
    },
  };
}

class ChdbEngine implements LocalEngine {
  readonly databaseSql = "currentDatabase()";
  readonly sharded = false;
  readonly #folder: string;
  readonly #sessions: ChdbSession[];
  readonly #free: ChdbSession[];
  readonly #waiting: ((session: ChdbSession) => void)[] = [];
  #another: (() => ChdbSession) | undefined;
  #expected: Expected = "ordinary";
  /** Columns of tables that were inserted into, until any table is made or changed. */
  readonly #described = new Map<string, readonly Row[]>();

  /**
   * @param folder the engine's own, for what is handed to it
   * @param another opens a further connection. A connection works on one statement at a time, and
   *   few statements of an analysis use both cores; a second one lets two of them run side by side.
   *   It is opened when there is work for it: opening takes a tenth of a second, and then
   *   the first is at work meanwhile.
   */
  constructor(folder: string, session: ChdbSession, another: () => ChdbSession) {
    this.#folder = folder;
    this.#sessions = [session];
    this.#free = [session];
    this.#another = another;
  }

  get place(): string {
    return dirname(resolve(this.#folder));
  }

  systemSql(table: string): string {
    return `system.${table}`;
  }

  async rows(sql: string, parameters: Parameters = {}, limits: Limits = {}): Promise<Row[]> {
    const bytes = await this.#execute(
      `${sql}\n${settingsClause(sql, limits, this.#expected)}`,
      parameters,
      "JSONEachRow",
    );
    return jsonRows(bytes);
  }

  lines(sql: string, parameters: Parameters = {}, limits: Limits = {}): AsyncIterable<Uint8Array> {
    return this.#pieces(sql, parameters, { ...limits, inOrder: true }, "TSVRaw");
  }

  blocks(sql: string, parameters: Parameters = {}, limits: Limits = {}): AsyncIterable<Uint8Array> {
    return this.#pieces(sql, parameters, limits, "Native");
  }

  async *#pieces(
    sql: string,
    parameters: Parameters,
    limits: Limits,
    format: string,
  ): AsyncIterable<Uint8Array> {
    const session = await this.#take();
    const clause = settingsClause(sql, limits, this.#expected);
    let chunks: AsyncIterator<StreamChunk> | undefined;
    let next: Promise<IteratorResult<StreamChunk>> | undefined;
    try {
      chunks = session.queryStreamBind(`${sql}\n${clause}`, parameters, { format })[Symbol.asyncIterator]();
      next = chunks.next();
      for (;;) {
        const chunk = await next;
        if (chunk.done === true) return;
        // Asked for before this one is used, so that the engine works while it is written.
        next = chunks.next();
        yield chunk.value.raw();
      }
    } catch (thrown) {
      throw this.#failure(thrown);
    } finally {
      // A connection is free when the chunk that it works on has come, wanted or not.
      await next?.catch(() => undefined);
      await chunks?.return?.();
      this.#give(session);
    }
  }

  async run(sql: string, parameters: Parameters = {}, limits: Limits = {}): Promise<void> {
    const plain =
      /^\s*(DROP|CREATE TABLE(?![\s\S]*\bAS\b)|CREATE VIEW|CREATE DATABASE|TRUNCATE|ALTER|RENAME)/i.test(sql);
    if (plain && !/^\s*TRUNCATE/i.test(sql)) this.#described.clear();
    await this.#execute(
      plain ? sql : `${sql}\n${settingsClause(sql, limits, this.#expected)}`,
      parameters,
      "JSONEachRow",
    );
    if (!plain && isFull(this.#folder)) throw new DiskFull(this.place);
  }

  async table(name: string, sql: string, parameters: Parameters = {}, limits: Limits = {}): Promise<void> {
    if (limits.few !== true)
      return this.run(`CREATE TABLE ${name} ENGINE = Log AS\n${sql}`, parameters, limits);
    // CREATE … AS analyses the statement twice, which is most of what a statement over few rows costs.
    const bytes = await this.#execute(
      `${sql}\n${settingsClause(sql, limits, this.#expected)}`,
      parameters,
      "TabSeparatedWithNamesAndTypes",
    );
    const namesEnd = bytes.indexOf("\n");
    const typesEnd = bytes.indexOf("\n", namesEnd + 1);
    const names = bytes.toString("utf8", 0, namesEnd).split("\t");
    const types = bytes.toString("utf8", namesEnd + 1, typesEnd).split("\t");
    await this.run(
      `CREATE TABLE ${name} (${names.map((column, at) => `\`${column}\` ${types[at]}`).join(", ")}) ENGINE = Memory`,
    );
    const values = bytes.subarray(typesEnd + 1);
    if (values.length === 0) return;
    const file = join(this.#folder, `${name}.tsv`);
    writeFileSync(file, values, { mode: 0o600 });
    try {
      const structure = names.map((column, at) => `\`${column}\` ${types[at]}`).join(", ");
      await this.run(
        `INSERT INTO ${name} SELECT * FROM file({file:String}, 'TabSeparated', {structure:String})`,
        { file, structure },
      );
    } finally {
      rmSync(file);
    }
  }

  async insert(table: string, rows: readonly Row[]): Promise<void> {
    const [first] = rows;
    if (first === undefined) return;
    const names = Object.keys(first);
    const columns = this.#described.get(table) ?? (await this.rows(`DESCRIBE TABLE ${table}`));
    this.#described.set(table, columns);
    const structure = columns
      .filter(({ name }) => names.includes(String(name)))
      .map(({ name, type }) => `\`${name}\` ${type}`)
      .join(", ");
    // The rows come as a value. Behind an INSERT, the engine would look for more of them on
    // standard input, which is not this program's to read.
    await this.run(
      `INSERT INTO ${table} (${names.join(", ")}) SELECT ${names.join(", ")} FROM format('JSONEachRow', {structure:String}, {rows:String})`,
      { structure, rows: rows.map((row) => JSON.stringify(row)).join("\n") },
    );
  }

  expect(expected: Expected): void {
    this.#expected = expected;
  }

  async close(): Promise<void> {
    for (const session of [...this.#sessions].reverse()) session.close();
  }

  /** Gives a connection to some work, and waits for one where all are busy. */
  async #with<T>(work: (session: ChdbSession) => Promise<T>): Promise<T> {
    const session = await this.#take();
    try {
      return await work(session);
    } finally {
      this.#give(session);
    }
  }

  async #take(): Promise<ChdbSession> {
    return (
      this.#free.pop() ??
      this.#open() ??
      (await new Promise<ChdbSession>((resolve) => this.#waiting.push(resolve)))
    );
  }

  #give(session: ChdbSession): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(session);
    else next(session);
  }

  /** Opens the further connection once; what cannot be opened is done without. */
  #open(): ChdbSession | undefined {
    const another = this.#another;
    this.#another = undefined;
    try {
      const session = another?.();
      if (session !== undefined) this.#sessions.push(session);
      return session;
    } catch {
      return undefined;
    }
  }

  async #execute(sql: string, parameters: Parameters, format: string): Promise<Buffer> {
    try {
      const bound = Object.keys(parameters).length > 0;
      return await this.#with(async (session) => {
        const result = bound
          ? await session.queryBindAsync(sql, parameters, { format })
          : await session.queryAsync(sql, { format });
        return Buffer.from(result.bytes());
      });
    } catch (thrown) {
      throw this.#failure(thrown);
    }
  }

  /** On a full disk it says many things, of which the least are about the disk. */
  #failure(thrown: unknown): EngineError | DiskFull {
    const failed = engineError(thrown);
    const isOfDisk = failed.number === engineErrorNumbers.notEnoughSpace || isFull(this.#folder);
    return isOfDisk ? new DiskFull(this.place, failed) : failed;
  }
}

function engineError(thrown: unknown): EngineError {
  const cause = asError(thrown);
  const number = Number(
    (cause as { clickhouseCode?: number }).clickhouseCode ?? /Code: (\d+)/.exec(cause.message)?.[1] ?? 0,
  );
  return new EngineError(cause.message, number, cause);
}

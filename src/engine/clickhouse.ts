/**
 * A ClickHouse server as the engine: it holds a store, and answers the same statements as the embedded engine.
 *
 * It reads no file of this machine; what is read here is sent to it (transfer.ts). What differs from the embedded engine -
 * databases, engines of tables, settings, tokens of insertions - is in this file and in clickhouse/.
 */
import { VedetteError } from "../errors.ts";
import { isServerAddress, type ServerAddress, serverAddress } from "./clickhouse/address.ts";
import { wholeLines } from "./clickhouse/answers.ts";
import { Connection, type Settings } from "./clickhouse/connection.ts";
import { type Again, openFailure, patienceDefaultMs, trying } from "./clickhouse/failures.ts";
import { type Lease, takeLease } from "./clickhouse/lease.ts";
import { inStore, isSameTwice, storeTables, viewSql, writesOf } from "./clickhouse/names.ts";
import { asRead, knownSettings, settingsFor } from "./clickhouse/settings.ts";
import type { Limits, Parameters, Row, ServerEngine } from "./engine.ts";
import { jsonRows, type Reader, type ReaderLimits } from "./reader.ts";
import { literal } from "./sql.ts";

export { isServerAddress, type ServerAddress, serverAddress };

/** How a server is opened. */
export interface ServerOptions {
  /** Whether a database without a store may become one; else there must be one. */
  readonly begin: boolean;
  /** Milliseconds without a byte after which a connection counts as lost (5 minutes). */
  readonly idleMs?: number;
  /** Milliseconds that a server is waited for that is away or busy in the middle of a run (30 s). */
  readonly patienceMs?: number;
}

/** From this version on a server tells a failure in the middle of an answer so that it cannot be taken for the end. */
export const oldestVersion = [25, 11] as const;
/** By this comment a run's database is known as such. */
const scratchComment = "tables of one run of vedette";

/**
 * Opens a server for a run, and takes the store for it.
 * @throws VedetteError `engine.failed`, `engine.missing`, `store.locked`, `store.missing`, `usage.option`
 */
export async function openServer(address: ServerAddress, options: ServerOptions): Promise<ServerEngine> {
  const plain = await Connection.to(address, undefined, options.idleMs);
  let lease: Lease | undefined;
  try {
    await checkVersion(plain, address);
    const known = await knownSettings(plain);
    const run = (await first(plain, "SELECT lower(hex(rand64())) AS run")).run as string;
    await prepare(plain, address, options.begin);
    lease = await takeLease(plain, { ...address, run });
    const scratch = `${address.database}_run_${run}`;
    await removeScratch(plain, address.database);
    await plain.run({ sql: `CREATE DATABASE ${scratch} COMMENT ${literal(scratchComment)}` });
    for (const table of await tablesOf(plain, address.database))
      if (storeTables.has(table)) await plain.run({ sql: viewSql(table, address.database, scratch) });
    const connection = await Connection.to(address, scratch, options.idleMs);
    const patienceMs = options.patienceMs ?? patienceDefaultMs;
    return new ClickHouseEngine({ address, plain, connection, lease, known, run, scratch, patienceMs });
  } catch (thrown) {
    await lease?.release().catch(() => undefined);
    await plain.close();
    throw openFailure(address.shown, thrown);
  }
}

/**
 * Opens a server for statements of a person: nothing can be written, and no statement changes the limits.
 * @throws VedetteError `engine.failed`, `store.missing`
 */
export async function openServerReader(address: ServerAddress, limits: ReaderLimits): Promise<Reader> {
  const connection = await Connection.to(address, address.database);
  try {
    const plain = await Connection.to(address);
    const tables = await tablesOf(plain, address.database).finally(() => plain.close());
    if (!tables.has("store_meta")) throw missing(address);
    const known = await knownSettings(connection);
    const settings = settingsFor(
      known,
      {},
      {
        max_execution_time: limits.seconds,
        max_memory_usage: limits.memoryBytes,
        max_result_rows: limits.rows,
        result_overflow_mode: "throw",
        readonly: 1,
      },
    );
    return {
      rows: async (sql, parameters = {}) =>
        jsonRows(
          await trying("question", () => connection.ask({ sql: asRead(sql, known), parameters, settings })),
        ),
      close: () => connection.close(),
    };
  } catch (thrown) {
    await connection.close();
    throw openFailure(address.shown, thrown);
  }
}

async function first(connection: Connection, sql: string): Promise<Row> {
  return jsonRows(await trying("question", () => connection.ask({ sql })))[0] ?? {};
}

async function checkVersion(connection: Connection, { shown }: ServerAddress): Promise<void> {
  // Once: who mistyped a host is told so at once.
  const [row] = jsonRows(await connection.ask({ sql: "SELECT version() AS version" }));
  const version = String(row?.version);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldestVersion[0] || (major === oldestVersion[0] && minor >= oldestVersion[1])) return;
  throw new VedetteError("engine.failed", `${shown}: the server is of version ${version}.`, {
    hint: `A store needs ClickHouse ${oldestVersion.join(".")} or newer.`,
  });
}

async function tablesOf(connection: Connection, database: string): Promise<Set<string>> {
  const { names } = await first(
    connection,
    `SELECT groupArray(name) AS names FROM system.tables WHERE database = ${literal(database)}`,
  );
  return new Set(names as string[]);
}

/** Makes the database where one may be made; one with tables of others is left alone. */
async function prepare(connection: Connection, address: ServerAddress, begin: boolean): Promise<void> {
  const { database, shown } = address;
  const tables = await tablesOf(connection, database);
  if (tables.has("store_meta")) return;
  const others = [...tables].filter((name) => !storeTables.has(name) && !name.startsWith("store_run"));
  if (others.length > 0)
    throw new VedetteError("usage.option", `${shown}: this database holds tables of something else.`, {
      hint: `Name a database of its own; one that is not there is made. It holds ${others.sort().slice(0, 3).join(", ")}.`,
    });
  if (!begin) throw missing(address);
  const { there } = await first(
    connection,
    `SELECT count() AS there FROM system.databases WHERE name = ${literal(database)}`,
  );
  if (Number(there) === 0) await connection.run({ sql: `CREATE DATABASE IF NOT EXISTS ${database}` });
}

function missing({ shown }: ServerAddress): VedetteError {
  return new VedetteError("store.missing", `${shown}: there is no store here.`, {
    hint: "Check the spelling of the database; or name logs as well, and a store is begun with them.",
  });
}

/** Removes what runs have left that were killed; who has the lease is the only run. */
async function removeScratch(connection: Connection, database: string): Promise<void> {
  const { names } = await first(
    connection,
    `SELECT groupArray(name) AS names FROM system.databases WHERE match(name, '^${database}_run_[0-9a-f]{1,16}$') AND comment = ${literal(scratchComment)}`,
  );
  for (const name of names as string[]) await connection.run({ sql: `DROP DATABASE IF EXISTS ${name} SYNC` });
}

interface Opened {
  readonly address: ServerAddress;
  /** Names with their databases. */
  readonly plain: Connection;
  /** Names without one are of the run's database. */
  readonly connection: Connection;
  readonly lease: Lease;
  readonly known: ReadonlySet<string>;
  readonly run: string;
  readonly scratch: string;
  readonly patienceMs: number;
}

class ClickHouseEngine implements ServerEngine {
  readonly #opened: Opened;
  /** Insertions so far; with the run's name they are told from each other, and from those of other runs. */
  #insertions = 0;

  constructor(opened: Opened) {
    this.#opened = opened;
  }

  get place(): string {
    return this.#opened.address.shown;
  }

  get databaseSql(): string {
    return literal(this.#opened.address.database);
  }

  async rows(sql: string, parameters: Parameters = {}, limits: Limits = {}): Promise<Row[]> {
    const { connection, known } = this.#opened;
    const statement = { sql: asRead(sql, known), parameters, settings: settingsFor(known, limits) };
    return jsonRows(await this.#trying("question", () => connection.ask(statement)));
  }

  async *lines(sql: string, parameters: Parameters = {}, limits: Limits = {}): AsyncIterable<Uint8Array> {
    const { connection, known } = this.#opened;
    const statement = {
      sql: `${asRead(sql, known)}\nFORMAT TSVRaw`,
      parameters,
      settings: settingsFor(known, limits),
    };
    // Asked again only while nothing of the answer was handed on.
    const { lines, head } = await this.#trying("question", async () => {
      const lines = wholeLines(connection.stream(statement))[Symbol.asyncIterator]();
      return { lines, head: await lines.next() };
    });
    try {
      for (let next = head; next.done !== true; next = await lines.next()) yield next.value;
    } finally {
      await lines.return?.();
    }
  }

  async run(sql: string, parameters: Parameters = {}, limits: Limits = {}): Promise<void> {
    const { connection, address, known, lease } = this.#opened;
    const writes = writesOf(sql);
    if (writes?.ofStore === true) lease.check();
    const read = asRead(sql, known);
    const statement = {
      sql: writes?.ofStore === true ? inStore(read, address.database) : read,
      parameters,
      settings: settingsFor(known, limits),
    };
    await this.#trying(isSameTwice(sql) ? "same" : "never", () => connection.run(statement));
    if (writes?.ofStore === true) await this.#follow(writes.verb, writes.table);
  }

  /** A table of the run, in memory where its rows are few. */
  async table(name: string, sql: string, parameters: Parameters = {}, limits: Limits = {}): Promise<void> {
    await this.run(
      `CREATE TABLE ${name} ENGINE = ${limits.few === true ? "Memory" : "Log"} AS\n${sql}`,
      parameters,
      limits,
    );
  }

  async insert(table: string, rows: readonly Row[]): Promise<void> {
    const [one] = rows;
    if (one === undefined) return;
    const columns = `(${Object.keys(one).join(", ")})`;
    await this.#add(table, columns, "JSONEachRow", rows.map((row) => JSON.stringify(row)).join("\n"), "rows");
  }

  async add(table: string, blocks: Uint8Array, what: string): Promise<void> {
    await this.#add(table, "", "Native", blocks, what);
  }

  /** How little there is to read decides nothing on a server. */
  expectLittle(): void {}

  async close(): Promise<void> {
    const { plain, connection, lease, scratch } = this.#opened;
    // What a server that is gone keeps is removed by the next run.
    await plain.run({ sql: `DROP DATABASE IF EXISTS ${scratch} SYNC` }).catch(() => undefined);
    await lease.release().catch(() => undefined);
    await connection.close();
    await plain.close();
  }

  async #add(
    table: string,
    columns: string,
    format: string,
    body: Uint8Array | string,
    what: string,
  ): Promise<void> {
    const { connection, address, known, lease, run } = this.#opened;
    const ofStore = storeTables.has(table);
    if (ofStore) lease.check();
    this.#insertions += 1;
    const token: Settings = ofStore
      ? { insert_deduplication_token: `${run}/${this.#insertions}/${what}` }
      : {};
    const statement = {
      sql: `INSERT INTO ${ofStore ? `${address.database}.` : ""}${table} ${columns} FORMAT ${format}`,
      settings: settingsFor(known, {}, token),
    };
    const bytes = typeof body === "string" ? Buffer.from(body, "utf8") : body;
    // Only tables of the store remember tokens; and only a server that knows the setting.
    const safe = ofStore && known.has("insert_deduplication_token");
    await this.#trying(safe ? "same" : "never", () => connection.insert(statement, bytes));
  }

  #trying<T>(again: Again, work: () => Promise<T>): Promise<T> {
    return trying(again, work, this.#opened.patienceMs);
  }

  /** The run's view of a table follows what becomes of it. */
  async #follow(verb: string, table: string): Promise<void> {
    const { plain, address, scratch } = this.#opened;
    if (verb.startsWith("create table")) await plain.run({ sql: viewSql(table, address.database, scratch) });
    if (verb.startsWith("drop table")) await plain.run({ sql: `DROP VIEW IF EXISTS ${scratch}.${table}` });
  }
}

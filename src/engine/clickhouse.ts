/**
 * A ClickHouse server as the engine: it holds a store, and answers the same statements as the embedded engine.
 *
 * It reads no file of this machine; what is read here is sent to it (transfer.ts). What differs from the embedded engine -
 * databases, engines of tables, settings, tokens of insertions - is in this file and in clickhouse/.
 */
import { clickhouseLimits } from "../limits.ts";
import { isServerAddress, type ServerAddress, serverAddress } from "./clickhouse/address.ts";
import { wholeLines } from "./clickhouse/answers.ts";
import {
  nameStatements,
  shardedTables,
  storeStatements,
  syncStatements,
  systemSql,
  unnameStatement,
} from "./clickhouse/cluster.ts";
import { Connection, type Settings } from "./clickhouse/connection.ts";
import {
  checkCluster,
  checkPlace,
  checkVersion,
  first,
  makeScratch,
  missing,
  prepare,
  removeScratch,
  tablesOf,
} from "./clickhouse/database.ts";
import { type Again, openFailure, trying } from "./clickhouse/failures.ts";
import { type Lease, takeLease } from "./clickhouse/lease.ts";
import { isSameTwice, storeTables, type Writes, writesOf } from "./clickhouse/names.ts";
import { asRead, knownSettings, settingsFor } from "./clickhouse/settings.ts";
import { asSharded, shardedIn } from "./clickhouse/shards.ts";
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
    await checkCluster(plain, address);
    await checkPlace(plain, address);
    const run = (await first(plain, "SELECT lower(hex(rand64())) AS run")).run as string;
    await prepare(plain, address, options.begin);
    lease = await takeLease(plain, { ...address, run });
    const scratch = `${address.database}_run_${run}`;
    await removeScratch(plain, address.database);
    await makeScratch(plain, scratch);
    const held = [...(await tablesOf(plain, address.database))].filter((table) => storeTables.has(table));
    for (const sql of [
      ...syncStatements(held, address),
      ...held.flatMap((table) => nameStatements(table, address, scratch)),
    ])
      await plain.run({ sql });
    const connection = await Connection.to(address, scratch, options.idleMs);
    const patienceMs = options.patienceMs ?? clickhouseLimits.patienceMs;
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
    await checkPlace(connection, address);
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
      rows: async (sql, parameters = {}) => {
        const read = asSharded(asRead(sql, known), address.cluster);
        return jsonRows(await trying("question", () => connection.ask({ sql: read, parameters, settings })));
      },
      close: () => connection.close(),
    };
  } catch (thrown) {
    await connection.close();
    throw openFailure(address.shown, thrown);
  }
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
  /** Sharded tables with rows of this run that a replica may not have yet. */
  readonly #unsynced = new Set<string>();

  constructor(opened: Opened) {
    this.#opened = opened;
  }

  get place(): string {
    return this.#opened.address.shown;
  }

  get databaseSql(): string {
    return literal(this.#opened.address.database);
  }

  get sharded(): boolean {
    return this.#opened.address.cluster !== undefined;
  }

  systemSql(table: "parts" | "detached_parts"): string {
    return systemSql(table, this.#opened.address.cluster);
  }

  async rows(sql: string, parameters: Parameters = {}, limits: Limits = {}): Promise<Row[]> {
    const { connection, known } = this.#opened;
    await this.#sync(sql);
    const statement = { sql: this.#read(sql), parameters, settings: settingsFor(known, limits) };
    return jsonRows(await this.#trying("question", () => connection.ask(statement)));
  }

  async *lines(sql: string, parameters: Parameters = {}, limits: Limits = {}): AsyncIterable<Uint8Array> {
    const { connection, known } = this.#opened;
    await this.#sync(sql);
    const statement = {
      sql: `${this.#read(sql)}\nFORMAT TSVRaw`,
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
    await this.#sync(sql);
    const settings = settingsFor(known, limits);
    const again = isSameTwice(sql) ? "same" : "never";
    const read = this.#read(sql);
    if (writes?.ofStore !== true)
      return this.#trying(again, () => connection.run({ sql: read, parameters, settings }));
    lease.check();
    for (const statement of storeStatements(read, writes, address))
      await this.#trying(again, () => connection.run({ sql: statement, parameters, settings }));
    await this.#follow(writes);
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

  /** How much there is to read decides nothing on a server. */
  expect(): void {}

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
    if (shardedTables.has(table)) this.#unsynced.add(table);
  }

  /** A statement as this server, and every shard of it, reads it. */
  #read(sql: string): string {
    return asSharded(asRead(sql, this.#opened.known), this.#opened.address.cluster);
  }

  /** Waits until every replica has what this run put into tables that a statement reads. */
  async #sync(sql: string): Promise<void> {
    const { plain, address } = this.#opened;
    if (this.#unsynced.size === 0) return;
    const tables = shardedIn(sql).filter((table) => this.#unsynced.delete(table));
    for (const statement of syncStatements(tables, address))
      await this.#trying("same", () => plain.run({ sql: statement }));
  }

  #trying<T>(again: Again, work: () => Promise<T>): Promise<T> {
    return trying(again, work, this.#opened.patienceMs);
  }

  /** What the run reads a table by follows what becomes of the table. */
  async #follow({ verb, table }: Writes): Promise<void> {
    const { plain, address, scratch } = this.#opened;
    if (verb === "insert into" && shardedTables.has(table)) this.#unsynced.add(table);
    if (verb.startsWith("create table"))
      for (const sql of nameStatements(table, address, scratch)) await plain.run({ sql });
    if (verb.startsWith("drop table"))
      await plain.run({ sql: unnameStatement(table, address.cluster, scratch) });
  }
}

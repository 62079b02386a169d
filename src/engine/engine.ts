/**
 * What the rest of the program needs from an analytical engine, and no more.
 *
 * SQL text comes from this program and its content; every value that comes from a log,
 * a path or a person travels as a bound parameter (`{name:Type}` in the SQL).
 */

/** How much all statements read: some thousand rows, as a run does, or more than memory holds of a join. */
export type Expected = "little" | "ordinary" | "much";

/** A value the engine can bind. */
export type Parameter =
  | string
  | number
  | bigint
  | boolean
  | readonly string[]
  | readonly number[]
  | readonly (readonly string[])[];

/** What holds a table that lives no longer than the run: files, or memory where it stays small. */
export type PassingTable = "Log" | "Memory";

export type Parameters = Readonly<Record<string, Parameter>>;

/** One result row; 64-bit integers arrive as numbers (all of ours are below 2^53). */
export type Row = Readonly<Record<string, unknown>>;

/** Limits for one statement. */
export interface Limits {
  /** Seconds until the engine gives the statement up. */
  readonly secondsMax?: number;
  /**
   * For reading lines into a table: small blocks, so that the split lines stay in the processor's
   * cache, and inserted as they come, since gathering them costs as much as making them.
   */
  readonly lines?: boolean;
  /**
   * Beside `lines`, for statements of many long columns: the engine puts steps together first. Without, it took 5 s for one of
   * 90 KB before the first row, with 0.5 s; statements of some kilobytes lose 0.05 s.
   */
  readonly planned?: boolean;
  /** Only so many rows are wanted: no more are looked at in one go. */
  readonly first?: number;
  /** For reading lines into a table of many columns that is sorted and merged: blocks that memory holds. */
  readonly wide?: boolean;
  /**
   * Rows come in the order of the file that they are read from; the statement works with one thread where
   * its steps do not lie side by side.
   */
  readonly inOrder?: boolean;
  /** For a table made from a statement: its rows are few, and stay in memory. */
  readonly few?: boolean;
}

/** An engine bound to one data directory, or to a store on a server. */
export interface Engine {
  /** What names the store in words: its folder, or the address of its server. */
  readonly place: string;
  /** SQL of the name of the database that holds the store's tables. */
  readonly databaseSql: string;
  /** Whether the store's rows lie on several servers, none of which can be asked for all of them in a deletion. */
  readonly sharded: boolean;
  /** SQL of a table of what the engine tells of parts of tables, wherever they lie. */
  systemSql(table: "parts" | "detached_parts"): string;
  /** Runs a statement that returns rows. */
  rows(sql: string, parameters?: Parameters, limits?: Limits): Promise<Row[]>;
  /** Runs a statement for its effect. */
  run(sql: string, parameters?: Parameters, limits?: Limits): Promise<void>;
  /**
   * The result of a statement of one text column, as UTF-8 lines in the order of the statement (that of the
   * file, where it reads one). A chunk holds whole lines; the engine works on the next one meanwhile, and on
   * no further one. Ending the iteration early ends the statement.
   * @throws EngineError while it is iterated
   */
  lines(sql: string, parameters?: Parameters, limits?: Limits): AsyncIterable<Uint8Array>;
  /** Makes a table of what a statement yields; the columns get their types from it. */
  table(name: string, sql: string, parameters?: Parameters, limits?: Limits): Promise<void>;
  /** Inserts rows of plain values into a table. */
  insert(table: string, rows: readonly Row[]): Promise<void>;
  /** Says how much all statements read from now on. */
  expect(expected: Expected): void;
  close(): Promise<void>;
}

/** An engine in this process: it reads the files of this machine. */
export interface LocalEngine extends Engine {
  /**
   * The result of a statement in ClickHouse's Native format. A chunk holds whole blocks, each with the names and types of its
   * columns; otherwise as `lines`.
   */
  blocks(sql: string, parameters?: Parameters, limits?: Limits): AsyncIterable<Uint8Array>;
}

/** An engine that is a server: rows are sent to it. */
export interface ServerEngine extends Engine {
  /**
   * Inserts blocks in the Native format. Where an answer is lost they are sent again, and the server keeps them once.
   * @param what they are, in words that stand in the server's log
   */
  add(table: string, blocks: Uint8Array, what: string): Promise<void>;
}

/** A statement's failure, with the engine's own number for it. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  /** ClickHouse error number, 0 where there is none. */
  readonly number: number;

  constructor(message: string, number: number, cause: unknown) {
    super(message, { cause });
    this.number = number;
  }
}

/** ClickHouse error numbers that the program reacts to. */
export const engineErrorNumbers = {
  cannotReadAllData: 33,
  attemptToReadAfterEof: 32,
  memoryLimitExceeded: 241,
  zlibInflateFailed: 354,
  zstdDecoderFailed: 561,
  timeoutExceeded: 159,
  tooSlow: 160,
  notEnoughSpace: 243,
  cannotCompileRegexp: 427,
  badArguments: 36,
  queryCancelled: 394,
} as const;

/** Waits until everything has ended, then fails with what failed first in the list. */
export async function allDone<T>(jobs: readonly Promise<T>[]): Promise<T[]> {
  return (await Promise.allSettled(jobs)).map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  });
}

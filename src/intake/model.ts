/**
 * What an intake, the spool and a reader of the spool tell each other.
 *
 * Intakes append records to streams. The spool keeps a stream as numbered segments, plain files
 * that hold one record a line, and a reader - the worker that fills the store - reads segments as
 * logs that grow and releases each that the store holds. A segment file never holds a byte that is
 * not committed: it may be read at any moment, up to its last line feed.
 */

/** The ways in. */
export type IntakeKind = "file" | "syslog" | "http" | "kafka" | "mail";

/** Records of one origin, in the order of their arrival. */
export interface Stream {
  readonly kind: IntakeKind;
  /** A followed path, `INPUT:PROGRAM` of syslog, an index or a path of HTTP, a topic, a mail folder. */
  readonly name: string;
}

/** A file of the spool. */
export interface Segment {
  readonly stream: Stream;
  /** Rises within a stream, from 1; a number is never given twice, also after {@link Spool.release}. */
  readonly number: number;
  /** `STATE/spool/STREAM/NNNNNNNN.log`, or `.eml` for a mail, which is a segment of its own. */
  readonly path: string;
  /** Length of what is committed. */
  readonly bytes: number;
  /** Lines, or 1 for a mail. */
  readonly records: number;
  /** Whether it will not grow any more. */
  readonly closed: boolean;
}

/** Whether records are taken. */
export type SpoolState =
  | { readonly name: "taking" }
  /** Nothing is acknowledged until there is room; then it goes on by itself. */
  | { readonly name: "full"; readonly sentence: string }
  /** The disk failed; only a new start can tell what it holds. */
  | { readonly name: "failed"; readonly sentence: string }
  | { readonly name: "closed" };

/** Records for one stream. */
export interface Part {
  readonly stream: Stream;
  /** Without their line end, and without a line feed inside; a mail is whole, with whatever it holds. */
  readonly records: readonly Uint8Array[];
  /** Beside `records`: what makes a record known again where it is sent twice; undefined where nothing does. */
  readonly keys?: readonly (string | undefined)[];
  /** Lines that a new segment of this stream has to begin with, such as `#Fields:`; each with its line feed. */
  readonly head?: Uint8Array;
}

/** What is committed as a whole, or not at all. */
export interface Batch {
  readonly parts: readonly Part[];
  /** Whether its streams are those that are shared where there are too many: there is room for them always. */
  readonly isShared?: boolean;
  /** What makes the batch known again where it is sent twice. */
  readonly key?: string;
  /** How far sources were read, by name, as JSON values; null forgets one. */
  readonly positions?: Readonly<Record<string, unknown>>;
}

/** What became of a batch that was committed. */
export interface Appended {
  /** Records that were written. */
  readonly written: number;
  /** For each part, the places of records that were known already, and were not written again. */
  readonly repeated: readonly (readonly number[])[];
}

/** Numbers for people and for `/metrics`. */
export interface SpoolFigures {
  readonly state: SpoolState;
  readonly streams: number;
  readonly segments: number;
  /** Bytes that wait for a reader. */
  readonly bytes: number;
  /** Records that were committed since the spool was opened. */
  readonly records: number;
  /** Records that were known already, since it was opened. */
  readonly repeated: number;
}

export interface Spool {
  /**
   * Commits a batch; it is on disk when the promise resolves. Many that wait share one fsync.
   * @throws VedetteError `intake.full`, `intake.failed`, or `intake.limit` for what can never be taken
   */
  commit(batch: Batch): Promise<Appended>;
  /** Commits records of one stream. */
  append(stream: Stream, records: readonly Uint8Array[], positions?: Batch["positions"]): Promise<Appended>;
  /** The last position that was committed for a source. */
  position(source: string): unknown;
  /** All committed positions. */
  positions(): ReadonlyMap<string, unknown>;
  /** Every segment that is not released, by stream and number; empty ones do not exist. */
  segments(): Segment[];
  /**
   * Tells that the store holds all of a closed segment; it is removed, and stays so.
   * One that is removed already is passed over, so that a reader may repeat itself.
   * @throws VedetteError `intake.limit` where the segment is not closed
   */
  release(segment: Pick<Segment, "stream" | "number">): Promise<void>;
  /** Closes what is open in all streams, or one, so that it can be released. */
  closeSegments(stream?: Stream): Promise<void>;
  figures(): SpoolFigures;
  /** Resolves when records are taken; at once, or when there is room again. Rejects when it closes. */
  room(): Promise<void>;
  /** Calls back when something was committed, closed or released, or the state changed. */
  onChange(listener: () => void): () => void;
  /** Finishes what waits, and gives the lock back. */
  close(): Promise<void>;
}

/** What ways in that hold nothing open need of a spool. */
export type Committing = Pick<Spool, "commit">;

/** An intake that runs. */
export interface Intake {
  /** What it took and did not take, by name, such as `records` and `too_long`. */
  figures(): Readonly<Record<string, number>>;
  /** Sentences for people about what is wrong now or was lost; the last ones. */
  notes(): readonly string[];
  /** Stops taking, and waits for what is under way. */
  close(): Promise<void>;
}

/** Commits messages of partitions to the spool, together with how far each was read. */
import { VedetteError } from "../../errors.ts";
import type { Batch, Part, Spool, Stream } from "../model.ts";
import { Notes } from "../notes.ts";
import type { Message } from "./batches.ts";
import { type Fresh, freshOf, positionBehind, positionOf } from "./positions.ts";
import { heldIn } from "./values.ts";

export interface Counts {
  records: number;
  /** Messages that were taken before. */
  repeated: number;
  /** Messages without a value. */
  tombstones: number;
  /** Records and messages that are longer than is taken. */
  too_long: number;
  /** Messages of batches that could not be read. */
  unreadable: number;
}

/** What one commit holds; small enough that others do not wait long. */
const chunkBytes = 16 << 20;
const chunkRecords = 50_000;

interface Chunk {
  readonly streams: Map<string, { readonly stream: Stream; readonly records: Buffer[] }>;
  records: number;
  bytes: number;
}

export class Writer {
  readonly counts: Counts = { records: 0, repeated: 0, tombstones: 0, too_long: 0, unreadable: 0 };
  readonly notes = new Notes();
  readonly #spool: Spool;
  readonly #topic: string;

  constructor(spool: Spool, topic: string) {
    this.#spool = spool;
    this.#topic = topic;
  }

  /** What of some messages of a partition was not taken yet. */
  fresh(source: string, messages: readonly Message[], looked: boolean): Fresh {
    const fresh = freshOf(messages, positionOf(this.#spool.position(source)), looked);
    if (fresh.kind === "take") this.counts.repeated += fresh.repeated;
    return fresh;
  }

  /**
   * Takes messages, in several commits where they are many.
   * @param waits for room; it throws where there is no use in waiting
   * @throws VedetteError where the disk fails
   */
  async take(source: string, messages: readonly Message[], waits: () => Promise<void>): Promise<void> {
    let chunk: Chunk = { streams: new Map(), records: 0, bytes: 0 };
    for (const [at, message] of messages.entries()) {
      this.#add(chunk, message);
      const isLast = at === messages.length - 1;
      if (!isLast && chunk.records < chunkRecords && chunk.bytes < chunkBytes) continue;
      const position = { [source]: positionBehind(message) };
      await this.#commit({ parts: [...chunk.streams.values()], positions: position }, waits);
      this.counts.records += chunk.records;
      chunk = { streams: new Map(), records: 0, bytes: 0 };
    }
  }

  #add(chunk: Chunk, { value, unreadable, offset }: Message): void {
    if (unreadable !== undefined) {
      this.counts.unreadable += unreadable.records;
      if (unreadable.records > 0)
        this.notes.add(
          `A batch of ${unreadable.records} messages up to offset ${offset} cannot be read and is left out: ${unreadable.because}`,
        );
      return;
    }
    if (value === null) {
      this.counts.tombstones += 1;
      return;
    }
    const held = heldIn(value, this.#topic);
    this.counts.too_long += held?.tooLong ?? 1;
    for (const { stream, record } of held?.kept ?? []) {
      const known = chunk.streams.get(stream.name);
      if (known === undefined) chunk.streams.set(stream.name, { stream, records: [record] });
      else known.records.push(record);
      chunk.records += 1;
      chunk.bytes += record.length + 1;
    }
  }

  async #commit(batch: Batch, waits: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await this.#spool.commit(batch);
        return;
      } catch (thrown) {
        const code = thrown instanceof VedetteError ? thrown.code : undefined;
        if (code === "intake.limit") return this.#commit(this.#together(batch, thrown), waits);
        if (code !== "intake.full") throw thrown;
      }
      await waits();
    }
  }

  /** Senders name hosts and files; where those are too many streams, all are one. */
  #together(batch: Batch, thrown: unknown): Batch {
    const stream: Stream = { kind: "kafka", name: this.#topic };
    if (batch.isShared === true) throw thrown;
    const records = batch.parts.flatMap((part: Part) => part.records);
    return { ...batch, isShared: true, parts: [{ stream, records }] };
  }
}

/** Sorts syslog messages by the program that they are of, and commits them. */

import { asError, VedetteError } from "../errors.ts";
import { intakeLimits, spoolLimits } from "../limits.ts";
import { otherProgram, programOf, recordOf } from "./message.ts";
import type { Part, Spool } from "./model.ts";
import { Notes } from "./notes.ts";

export interface SyslogCounts {
  records: number;
  too_long: number;
  /** Messages of which the connection did not bring all. */
  cut: number;
  dropped: number;
  connections: number;
  refused: number;
  /** Connections that were closed so that another had room. */
  closed_idle: number;
}

/** Where there is no room it waits. */
export class SyslogWriter {
  readonly counts: SyslogCounts = {
    records: 0,
    too_long: 0,
    cut: 0,
    dropped: 0,
    connections: 0,
    refused: 0,
    closed_idle: 0,
  };
  readonly notes = new Notes();
  readonly #spool: Spool;
  readonly #name: string;
  readonly #programs: Set<string>;
  readonly #closing: Promise<void>;
  #close: () => void = () => {};
  #closed = false;

  constructor(spool: Spool, name: string) {
    this.#closing = new Promise((resolve) => {
      this.#close = resolve;
    });
    this.#spool = spool;
    this.#name = name;
    const own = spool
      .segments()
      .filter(({ stream }) => stream.kind === "syslog" && stream.name.startsWith(`${name}:`));
    this.#programs = new Set(own.map(({ stream }) => stream.name.slice(name.length + 1)));
  }

  /** Waits for room no more. */
  close(): void {
    this.#closed = true;
    this.#close();
  }

  async write(messages: readonly Buffer[]): Promise<void> {
    const parts = this.#partsOf(messages.map(recordOf).filter(({ length }) => length > 0));
    const records = parts.reduce((sum, part) => sum + part.records.length, 0);
    while (records > 0) {
      try {
        await this.#spool.commit({ parts });
        this.counts.records += records;
        return;
      } catch (thrown) {
        const isFull = thrown instanceof VedetteError && thrown.code === "intake.full";
        if (!isFull || this.#closed) {
          this.counts.dropped += records;
          this.notes.add(asError(thrown).message);
          throw thrown;
        }
        await Promise.race([this.#spool.room(), this.#closing]);
      }
    }
  }

  #partsOf(records: readonly Buffer[]): Part[] {
    const byProgram = new Map<string, Buffer[]>();
    for (const record of records) {
      if (record.length > spoolLimits.recordBytesMax) {
        this.counts.too_long += 1;
        continue;
      }
      const program = this.#kept(programOf(record));
      const known = byProgram.get(program);
      if (known === undefined) byProgram.set(program, [record]);
      else known.push(record);
    }
    return [...byProgram].map(([program, of]) => ({
      stream: { kind: "syslog", name: `${this.#name}:${program}` },
      records: of,
    }));
  }

  #kept(program: string): string {
    if (this.#programs.has(program)) return program;
    if (this.#programs.size >= intakeLimits.programsMax) return otherProgram;
    this.#programs.add(program);
    return program;
  }
}

/**
 * Spools the records of documents for the engine: one a line, as line number, JSON object and the
 * record's own text, parted by tabs. From there on they are lines like any others.
 */
import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import type { DocumentLimits, DocumentReader, DocumentRecord } from "./document.ts";

/** The key under which a record tells why it could not be read. */
export const rejectKey = "@reject";

/** Where a record of several files stands. */
export interface Member {
  readonly path: string;
  /** 1-based physical line in that file. */
  readonly line: number;
}

const flushBytes = 1 << 20;

/** Writes spooled records to a file. */
export class Spool {
  readonly #handle: number;
  #text: string[] = [];
  #bytes = 0;

  constructor(path: string) {
    this.#handle = openSync(path, "wx", 0o600);
  }

  /** @param line the number that the record goes by; its own line where it is of a single file */
  add(record: DocumentRecord, line: number = record.line): void {
    const value = record.value ?? { [rejectKey]: record.reject ?? "could not be read" };
    const row = `${line}\t${JSON.stringify(value)}\t${JSON.stringify(record.raw)}\n`;
    this.#text.push(row);
    this.#bytes += row.length;
    if (this.#bytes > flushBytes) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#handle);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text.join(""), "utf8");
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#handle, bytes, at);
    this.#text = [];
    this.#bytes = 0;
  }
}

/**
 * Spools a document. Records go by the line that they begin on; where several stand on one line, each further one counts
 * as a line of its own, since a record must be told from its neighbours.
 * @returns how many records share the line of the one before them
 */
export async function spoolDocument(
  reader: DocumentReader,
  path: string,
  spoolPath: string,
  limits: DocumentLimits,
): Promise<number> {
  const spool = new Spool(spoolPath);
  let last = 0;
  let shared = 0;
  try {
    for await (const record of reader.records(createReadStream(path), limits)) {
      if (record.line === last) shared += 1;
      last = record.line;
      spool.add(record, record.line + shared);
    }
  } finally {
    spool.close();
  }
  return shared;
}

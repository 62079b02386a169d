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

/** Spools a document. */
export async function spoolDocument(
  reader: DocumentReader,
  path: string,
  spoolPath: string,
  limits: DocumentLimits,
): Promise<void> {
  const spool = new Spool(spoolPath);
  try {
    for await (const record of reader.records(createReadStream(path), limits)) spool.add(record);
  } finally {
    spool.close();
  }
}

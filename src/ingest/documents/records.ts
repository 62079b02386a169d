/**
 * What the readers share: how records are handed on, and the words for why something is no record.
 */
import type { DocumentLimits, DocumentRecord, Json, JsonObject } from "./document.ts";

/** Takes the bytes of a file one chunk after another, and hands on records as they end. */
export interface RecordParser {
  chunk(bytes: Uint8Array): void;
  end(): void;
}

/** Takes a record. */
export type Emit = (record: DocumentRecord) => void;

/** The records that a parser finds, chunk by chunk; what is held is the records of one chunk. */
export async function* recordsOf(
  chunks: AsyncIterable<Uint8Array>,
  make: (emit: Emit) => RecordParser,
): AsyncIterable<DocumentRecord> {
  let found: DocumentRecord[] = [];
  const parser = make((record) => found.push(record));
  for await (const bytes of chunks) {
    parser.chunk(bytes);
    if (found.length === 0) continue;
    const ready = found;
    found = [];
    yield* ready;
  }
  parser.end();
  yield* found;
}

/** Why a record was not read; the same words for the same fault in every reader. */
export const faults = {
  long: (limits: DocumentLimits) => `longer than the limit of ${limits.recordBytes} bytes`,
  deep: (limits: DocumentLimits) => `nested deeper than the limit of ${limits.depth}`,
  parts: (limits: DocumentLimits) => `more parts than the limit of ${limits.parts}`,
  cut: "ends before it is complete",
};

/** Why the end of a list is no record: it is not there. */
export const openList = "the file ends before its list of records does";

/** A place where a record should have been. */
export function rejected(line: number, raw: string, reject: string): DocumentRecord {
  return { line, value: undefined, raw, reject };
}

/** An object that is being filled. */
export type Filling = { [key: string]: Json };

/** Sets a key that a document chose; `__proto__` is a key like all others. */
export function put(object: Filling, key: string, value: Json): void {
  if (key === "__proto__")
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

/** Whether a document set a key. */
export function has(object: JsonObject, key: string): boolean {
  return Object.hasOwn(object, key);
}

/** As `put`; a key that is taken gets the first free of `key_2`, `key_3` and so on. */
export function putBeside(object: Filling, key: string, value: Json, next: Map<string, number>): void {
  if (!has(object, key)) {
    put(object, key, value);
    return;
  }
  // Remembering the last number keeps a million equal names linear.
  let number = next.get(key) ?? 2;
  while (has(object, `${key}_${number}`)) number += 1;
  next.set(key, number + 1);
  object[`${key}_${number}`] = value;
}

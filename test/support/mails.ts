/** Mails for tests, and reading them. */
import type {
  DocumentLimits,
  DocumentReader,
  DocumentRecord,
  JsonObject,
} from "../../src/ingest/documents/document.ts";
import { eml, mbox } from "../../src/ingest/documents/mail.ts";

export const limits: DocumentLimits = { recordBytes: 33_554_432, depth: 32, parts: 1000 };

/** Header fields that every mail has. */
export const head = "From: Ann <ann@mail.example>\r\nTo: bo@site.example\r\nSubject: Hello\r\n";
export const separator = "From ann@mail.example Thu Aug 22 12:36:23 2002\n";

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** All records of a document. */
export async function recordsOf(
  reader: DocumentReader,
  text: string | Uint8Array,
  given: Partial<DocumentLimits> = {},
  chunkBytes = 65_536,
): Promise<DocumentRecord[]> {
  const bytes = typeof text === "string" ? Buffer.from(text, "utf8") : text;
  const records: DocumentRecord[] = [];
  for await (const record of reader.records(inChunks(bytes, chunkBytes), { ...limits, ...given }))
    records.push(record);
  return records;
}

/** The record of one mail. */
export async function mailOf(
  text: string | Uint8Array,
  given: Partial<DocumentLimits> = {},
): Promise<JsonObject> {
  const records = await recordsOf(eml, text, given);
  const [record] = records;
  if (records.length !== 1 || record?.value === undefined) throw new Error(`no record: ${record?.reject}`);
  return record.value;
}

/** The record of a mail of one part. */
export function partOf(fields: string, body: string | Uint8Array, given: Partial<DocumentLimits> = {}) {
  return mailOf(Buffer.concat([Buffer.from(`${head}${fields}\r\n`), Buffer.from(body)]), given);
}

/** The record of an HTML mail. */
export function pageOf(html: string) {
  return partOf("Content-Type: text/html; charset=utf-8\r\n", html);
}

/** The values of the records of an mbox. */
export async function mailsOf(text: string, chunkBytes?: number) {
  return (await recordsOf(mbox, text, {}, chunkBytes)).map(({ value }) => value);
}

/**
 * Documents: inputs in which a record is not a line - mail, JSON arrays, XML, CSV with line feeds
 * in its cells, audit transactions of several lines.
 *
 * A reader takes records out of the bytes, one JSON object each. They are spooled one a line for the
 * engine, and the format files (content/formats) say which keys become which columns, as for any
 * other JSON log. So a document reader knows how records are parted and nothing of columns.
 */

import { readingLimits } from "../../limits.ts";

/** A value as JSON has it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A record as an object; keys are those of the document. */
export type JsonObject = { readonly [key: string]: Json };

/** One record of a document, or a place where one should have been. */
export interface DocumentRecord {
  /** 1-based physical line of the (decompressed) file on which the record begins. */
  readonly line: number;
  /** The record; undefined where `reject` says why it is none. */
  readonly value: JsonObject | undefined;
  /** The record as it stands in the file, cut to `rawBytesMax` bytes. */
  readonly raw: string;
  /** Why the record could not be read: a few words, the same for every record with the same fault. */
  readonly reject?: string;
}

/** Most bytes of a record's own text that are kept beside it. */
export const { rawBytesMax } = readingLimits;

/** Named limits of reading documents (content/policy). */
export interface DocumentLimits {
  /** Longest record in bytes; a longer one is a reject, is not held in memory, and the next one is read. */
  readonly recordBytes: number;
  /** Deepest nesting: of JSON, of XML elements, of MIME parts. */
  readonly depth: number;
  /** Most parts of one record: MIME parts of a mail, cells of a row, sections of a transaction. */
  readonly parts: number;
}

/** A way to take records out of a document. */
export interface DocumentReader {
  readonly id: string;
  /** What people call such a document. */
  readonly title: string;
  /**
   * Whether a file that begins so is such a document. It has to be sure: what no reader claims is
   * read line by line.
   * @param head the first 64 KiB of the decompressed file, or all of it, as UTF-8 text
   */
  fits(head: string): boolean;
  /**
   * The records in the order of the file. Never throws for bad data: what cannot be read is a reject,
   * and reading goes on with the next record that can be told apart. Memory is bounded by the limits.
   * @param chunks the bytes of the decompressed file
   */
  records(chunks: AsyncIterable<Uint8Array>, limits: DocumentLimits): AsyncIterable<DocumentRecord>;
}

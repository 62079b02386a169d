/** Feeds as a run uses them. */
import { join } from "node:path";
import { counted } from "../words.ts";
import { type EntryKind, entryKinds } from "./entry.ts";
import type { FeedFile } from "./store.ts";

/** A feed as a run uses it. */
export interface Feed extends FeedFile {
  /** Folder of its entries. */
  readonly folder: string;
}

/** Kinds of which a feed has entries. */
export function kindsOf({ entries }: Pick<FeedFile, "entries">): EntryKind[] {
  return entryKinds.filter((kind) => (entries[kind] ?? 0) > 0);
}

/** What the kinds of entries are called. */
const nouns: Readonly<Record<EntryKind, string>> = {
  address: "address",
  range: "range",
  domain: "domain",
  url: "URL",
  agent: "agent",
  hash: "hash",
  ja3: "JA3 hash",
  ja4: "JA4 hash",
};

/** How many entries of each kind some feeds have: "2 addresses". */
export function heldWords(feeds: readonly Pick<FeedFile, "entries">[]): string[] {
  return entryKinds.flatMap((kind) => {
    const n = feeds.reduce((sum, { entries }) => sum + (entries[kind] ?? 0), 0);
    return n === 0 ? [] : [counted(n, nouns[kind])];
  });
}

export function entriesPath({ folder }: Pick<Feed, "folder">, kind: EntryKind): string {
  return join(folder, `${kind}.tsv`);
}

/** Columns after those of the kind. */
const factColumns =
  "confidence UInt8, from_ms Int64, until_ms Int64, dated_ms Int64, id String, label String";

/** Columns of the files of each kind, as the engine reads them. */
export const fileColumns: Readonly<Record<EntryKind, string>> = {
  address: `value String, ${factColumns}`,
  range: `value String, bits UInt8, base IPv6, ${factColumns}`,
  domain: `value String, ${factColumns}`,
  url: `value String, ${factColumns}`,
  agent: `value String, template String, pattern UInt8, ${factColumns}`,
  hash: `value String, ${factColumns}`,
  ja3: `value String, ${factColumns}`,
  ja4: `value String, ${factColumns}`,
};

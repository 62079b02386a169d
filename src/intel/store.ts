/**
 * Feeds in a folder. `NAME/feed.json` says what a feed is and which folder of entries counts; a new state is written
 * beside the old one and takes its place by one rename, so that whoever reads meanwhile has the old or the new, whole.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { z } from "zod";
import { asError, VedetteError } from "../errors.ts";
import { entryKinds } from "./entry.ts";
import { EntryWriter } from "./entry-files.ts";
import { entriesPath, type Feed, kindsOf } from "./feed.ts";

export const feedSchemaName = "vedette.feed/v1";
export const feedForms = ["list", "stix", "misp", "misp-search", "taxii"] as const;

const count = z.number().int().min(0);
const feedFile = z.strictObject({
  schema: z.literal(feedSchemaName),
  name: z.string(),
  /** A path or a URL, without credentials. */
  location: z.string(),
  form: z.enum(feedForms).optional(),
  /** The kind of all values of a list. */
  kind: z.enum(entryKinds).optional(),
  /** Scanners that are known and mean no harm: whoever is in it counts for less, and is still shown. */
  benign: z.boolean(),
  /** Of entries whose source does not say. */
  confidence: count.max(100),
  /** Days for which an entry holds that does not say until when. */
  valid_days: count,
  /** The variable or file that holds the credentials, never themselves. */
  credentials: z.string().optional(),
  allow_private: z.boolean(),
  /** When it was last read, in UTC. */
  updated: z.iso.datetime(),
  /** Up to when a TAXII server has given all. */
  added_after: z.string().optional(),
  entries: z.partialRecord(z.enum(entryKinds), count),
  sha256: z.string(),
  refused: z.array(z.strictObject({ reason: z.string(), count, sample: z.string() })),
});
export type FeedFile = z.infer<typeof feedFile>;

/** What a feed's name may be: it is a folder, and is printed. */
export const feedName = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Letters that the engine takes for patterns in a path. */
const patternLetters = /[*?{}]/;

function damaged(path: string, says: string, cause?: unknown): VedetteError {
  return new VedetteError("intel.damaged", `${path}: ${says}`, {
    place: { path },
    hint: "Remove the feed with vedette intel remove, and add it again.",
    cause,
  });
}

/** Feeds of a folder by name; none where there is no such folder. */
export function readFeeds(folder: string): Feed[] {
  if (!existsSync(folder)) return [];
  if (patternLetters.test(resolve(folder)))
    throw new VedetteError("usage.option", `${folder}: feeds cannot be kept at a path with *, ?, { or }.`, {
      hint: "Name another folder with --intel.",
    });
  return readdirSync(folder, { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() && feedName.test(entry.name) && existsSync(join(folder, entry.name, "feed.json")),
    )
    .map(({ name }) => readFeed(folder, name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @throws VedetteError `intel.damaged` */
export function readFeed(folder: string, name: string): Feed {
  const path = join(folder, name, "feed.json");
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (thrown) {
    throw damaged(path, `cannot be read (${asError(thrown).message}).`, thrown);
  }
  const result = feedFile.safeParse(value);
  if (!result.success)
    throw damaged(
      path,
      `${result.error.issues[0]?.path.join(".") || "(file)"}: ${result.error.issues[0]?.message}.`,
    );
  const feed = { ...result.data, name, folder: resolve(folder, name, entriesFolder(result.data.sha256)) };
  for (const kind of kindsOf(feed))
    if (!existsSync(entriesPath(feed, kind)))
      throw damaged(path, `the file of its ${kind} entries is missing.`);
  return feed;
}

function entriesFolder(sha256: string): string {
  return `entries-${sha256.slice(0, 16)}`;
}

/** A new state of a feed while it is written. */
export interface Writing {
  readonly writer: EntryWriter;
  /** Puts it in the place of the old one. */
  keep(settings: Omit<FeedFile, "schema" | "entries" | "sha256">): Feed;
  /** Leaves the old one as it was. */
  drop(): void;
}

/** Begins a new state of a feed. */
export function beginFeed(folder: string, name: string, confidence: number): Writing {
  const own = join(folder, name);
  const fresh = join(own, "entries-new");
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const before = existsSync(join(own, "feed.json")) ? basename(readFeed(folder, name).folder) : undefined;
  const writer = new EntryWriter(fresh, confidence);
  return {
    writer,
    keep: (settings) => {
      const { counts, sha256 } = writer.end();
      const file: FeedFile = { schema: feedSchemaName, ...settings, entries: counts, sha256 };
      const kept = join(own, entriesFolder(sha256));
      if (existsSync(kept)) rmSync(fresh, { recursive: true });
      else renameSync(fresh, kept);
      const next = join(own, "feed.json.new");
      writeFileSync(next, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flush: true });
      renameSync(next, join(own, "feed.json"));
      // A run that began before still reads the state that this one replaces.
      const still = [entriesFolder(sha256), before];
      for (const old of readdirSync(own))
        if (old.startsWith("entries-") && !still.includes(old)) rmSync(join(own, old), { recursive: true });
      return readFeed(folder, name);
    },
    drop: () => {
      writer.end();
      rmSync(fresh, { recursive: true, force: true });
      if (!existsSync(join(own, "feed.json"))) rmSync(own, { recursive: true, force: true });
    },
  };
}

export function removeFeed(folder: string, name: string): void {
  rmSync(join(folder, name), { recursive: true, force: true });
}

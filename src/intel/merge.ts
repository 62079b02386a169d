/** Keeps of an earlier state of a feed what a later reading does not speak of. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { EntryWriter } from "./entry-files.ts";
import { entriesPath, type Feed, kindsOf } from "./feed.ts";

/**
 * Takes over the entries of a feed.
 * @param ids objects that came anew: their earlier versions are left out, and so are revoked ones
 * @returns how many were taken over
 */
export async function keepEarlier(
  feed: Feed,
  ids: ReadonlySet<string>,
  writer: EntryWriter,
): Promise<number> {
  let kept = 0;
  for (const kind of kindsOf(feed)) {
    for await (const line of createInterface({
      input: createReadStream(entriesPath(feed, kind)),
      crlfDelay: 0,
    })) {
      // The id is the cell before the last; ids of STIX hold nothing that is escaped.
      const id = line.split("\t").at(-2) ?? "";
      if (ids.has(id)) continue;
      writer.line(kind, `${line}\n`);
      kept += 1;
    }
  }
  return kept;
}

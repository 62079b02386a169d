/** Feeds of lines, as a run uses them. */
import { join } from "node:path";
import { Collector } from "../../src/intel/collect.ts";
import type { Feed } from "../../src/intel/feed.ts";
import { ListReader } from "../../src/intel/lists.ts";
import { beginFeed } from "../../src/intel/store.ts";
import { standingNow } from "./effects.ts";
import { temporaryFolder } from "./files.ts";

const folder = temporaryFolder();
let made = 0;

/** A feed of the lines of a list; `benign: true` for one of known scanners. */
export function listFeed(name: string, lines: readonly string[], benign = false): Feed {
  made += 1;
  const writing = beginFeed(join(folder, String(made)), name, 50);
  const collector = new Collector(writing.writer, standingNow, 0);
  const reader = new ListReader();
  for (const line of lines) for (const one of reader.line(line)) collector.add(one);
  return writing.keep({
    name,
    location: `${name}.csv`,
    form: "list",
    benign,
    confidence: 50,
    valid_days: 0,
    allow_private: false,
    updated: new Date(standingNow).toISOString(),
    refused: collector.refused(),
  });
}

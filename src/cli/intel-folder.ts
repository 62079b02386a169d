/** Where feeds of threat intelligence are, and which a run is given. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Effects } from "../effects.ts";
import { VedetteError } from "../errors.ts";
import type { Feed } from "../intel/feed.ts";
import { text, type Values } from "./command.ts";

/** The folder of feeds: named, or that of the user's data (XDG base directories). */
export function intelFolder(options: Values, effects: Effects): string {
  const home = effects.env("XDG_DATA_HOME") || join(effects.env("HOME") ?? "/", ".local", "share");
  return resolve(text(options, "intel") ?? join(home, "vedette", "intel"));
}

/** Feeds that a run is given; a folder that was named must be there. */
export async function feedsOf(options: Values, effects: Effects): Promise<Feed[]> {
  const named = text(options, "intel");
  if (named !== undefined && !existsSync(named))
    throw new VedetteError("intel.missing", `${named}: there is no such folder of feeds.`, {
      place: { path: named },
      hint: `Begin one: vedette intel add NAME FILE --intel ${named}`,
    });
  const folder = intelFolder(options, effects);
  return existsSync(folder) ? (await import("../intel/store.ts")).readFeeds(folder) : [];
}

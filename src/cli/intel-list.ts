/** Feeds in words: what each holds, and what was left out of it. */

import { type Feed, heldWords } from "../intel/feed.ts";
import { readFeeds } from "../intel/store.ts";
import { defang } from "../report/defang.ts";
import { forTerminal } from "../report/safe-text.ts";
import type { Invocation } from "./command.ts";

/** What became of a feed, in words. */
export function told(feed: Feed): string {
  const kinds = heldWords([feed]);
  const lines = [
    `${feed.name}: ${kinds.length === 0 ? "no entry" : kinds.join(", ")}${feed.benign ? "; known scanners" : ""}`,
  ];
  for (const { reason, count, sample } of feed.refused)
    lines.push(
      `  ${count.toLocaleString("en")} left out: ${forTerminal(reason)}${sample === "" ? "" : `, such as ${forTerminal(defang(sample)).slice(0, 80)}`}`,
    );
  return `${lines.join("\n")}\n`;
}

/** `vedette intel list`. */
export function list({ options, effects }: Invocation, folder: string): number {
  const feeds = readFeeds(folder);
  if (options.json === true) {
    effects.stdout(
      `${JSON.stringify(
        feeds.map(({ folder: _, ...feed }) => feed),
        null,
        2,
      )}\n`,
    );
    return 0;
  }
  if (feeds.length === 0) effects.stderr(`No feed in ${folder}. Add one: vedette intel add NAME FILE\n`);
  for (const feed of feeds)
    effects.stdout(
      `${told(feed)}  ${forTerminal(feed.location)}, ${feed.form ?? "list"}, updated ${feed.updated.slice(0, 10)}\n`,
    );
  return 0;
}

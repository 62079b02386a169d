/** Runs `vedette intel`: feeds of threat intelligence, kept in a folder and used by every triage. */
import { existsSync, readdirSync } from "node:fs";
import { VedetteError } from "../../errors.ts";
import type { Feed } from "../../intel/feed.ts";
import { feedName, readFeeds, removeFeed } from "../../intel/store.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { counted, didYouMean } from "../../words.ts";
import type { Invocation } from "../command.ts";
import { actions } from "../intel.ts";
import { intelFolder } from "../intel-folder.ts";
import { list, told } from "../intel-list.ts";
import { takeFeed } from "../intel-read.ts";
import { settingsOf } from "../intel-settings.ts";
import { showProblem } from "../problems.ts";

export async function run(invocation: Invocation): Promise<number> {
  const [action = "", ...rest] = invocation.arguments;
  const folder = intelFolder(invocation.options, invocation.effects);
  switch (action) {
    case "add":
      return add(invocation, folder, rest);
    case "list":
      return list(invocation, folder);
    case "update":
      return update(invocation, folder, rest);
    case "remove":
      return remove(invocation, folder, rest);
    default:
      throw new VedetteError(
        "usage.option",
        `${forTerminal(action)}: intel can add, list, update or remove.`,
        { hint: didYouMean(action, actions) },
      );
  }
}

async function add(
  { options, effects }: Invocation,
  folder: string,
  given: readonly string[],
): Promise<number> {
  const [name = "", location = ""] = given;
  if (given.length !== 2 || !feedName.test(name))
    throw new VedetteError(
      "usage.option",
      "A feed needs a name (small letters, digits, hyphens) and a file or an address.",
      { hint: "vedette intel add scanners ./seen.csv" },
    );
  const known = readFeeds(folder).find((feed) => feed.name === name);
  if (known !== undefined)
    throw new VedetteError("usage.option", `${name}: there is a feed of this name (${known.location}).`, {
      hint: `Read it again with vedette intel update ${name}, or remove it first.`,
    });
  const feed = await takeFeed(folder, settingsOf(name, location, options), effects);
  effects.stderr(told(feed));
  return 0;
}

function noFeed(name: string, known: readonly string[]): VedetteError {
  return new VedetteError("intel.missing", `${forTerminal(name)}: there is no feed of this name.`, {
    hint: didYouMean(name, known),
  });
}

/** Feeds by name, all where none is named. */
function namedFeeds(folder: string, names: readonly string[]): Feed[] {
  const feeds = readFeeds(folder);
  const odd = names.find((name) => !feeds.some((feed) => feed.name === name));
  if (odd !== undefined)
    throw noFeed(
      odd,
      feeds.map(({ name }) => name),
    );
  return names.length === 0 ? feeds : feeds.filter(({ name }) => names.includes(name));
}

/** Feeds are read one after the other; one that fails keeps its state and does not stop the rest. */
async function update({ effects }: Invocation, folder: string, names: readonly string[]): Promise<number> {
  let failed = 0;
  for (const feed of namedFeeds(folder, names)) {
    const { name, location, form, kind, benign, confidence, valid_days, credentials, allow_private } = feed;
    const remote = form === "taxii" || form === "misp-search" ? { form } : {};
    try {
      effects.stderr(
        told(
          await takeFeed(
            folder,
            {
              name,
              location,
              ...remote,
              ...(kind === undefined ? {} : { kind }),
              benign,
              confidence,
              valid_days,
              ...(credentials === undefined ? {} : { credentials }),
              allow_private,
            },
            effects,
            feed,
          ),
        ),
      );
    } catch (thrown) {
      failed += 1;
      effects.stderr(`${name}: kept as it was on ${feed.updated.slice(0, 10)}.\n${showProblem(thrown)}`);
    }
  }
  return failed > 0 ? 2 : 0;
}

function remove({ effects }: Invocation, folder: string, names: readonly string[]): number {
  if (names.length === 0)
    throw new VedetteError("usage.option", "No feed was named.", { hint: "vedette intel list shows them." });
  // A damaged feed must be removable, so none is read for it.
  const known = existsSync(folder) ? readdirSync(folder).filter((name) => feedName.test(name)) : [];
  const odd = names.find((name) => !known.includes(name));
  if (odd !== undefined) throw noFeed(odd, known);
  for (const name of new Set(names)) removeFeed(folder, name);
  effects.stderr(`${counted(new Set(names).size, "feed")} removed.\n`);
  return 0;
}

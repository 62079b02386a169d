/** `vedette intel`: feeds of threat intelligence, kept in a folder and used by every triage. */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { entryKinds } from "../content/intel.ts";
import type { Effects } from "../effects.ts";
import { VedetteError } from "../errors.ts";
import { confidenceWords } from "../intel/entry.ts";
import { type Feed, feedName, readFeeds, removeFeed } from "../intel/store.ts";
import { forTerminal } from "../report/safe-text.ts";
import { counted, didYouMean } from "../words.ts";
import { type Command, type Invocation, type Option, text, type Values } from "./command.ts";
import { list, told } from "./intel-list.ts";
import { takeFeed } from "./intel-read.ts";
import { settingsOf } from "./intel-settings.ts";
import { showProblem } from "./problems.ts";

const actions = ["add", "list", "update", "remove"];

export const intelOption: Option = {
  name: "intel",
  value: "folder",
  says: "folder of threat intelligence feeds (vedette intel); else that of the user's data",
};

export const intelCommand: Command = {
  name: "intel",
  summary: "keep feeds of threat intelligence that every triage compares logs with",
  description:
    "Add reads a feed from a file or an address (lists, CSV, STIX 2.1, MISP events, TAXII 2.1 collections, the search of a MISP instance) and keeps what logs can be compared with; what is left out is counted with its reason. Only add and update ask a network, and only the host of the feed. Update reads feeds again, list shows them, remove takes them away.",
  arguments: [
    { name: "action", required: true, says: "add, list, update or remove", choices: actions },
    {
      name: "name",
      many: true,
      says: "add: the feed's name, and its file or address; update and remove: names",
      completes: "files",
    },
  ],
  options: [
    intelOption,
    {
      name: "benign",
      typedOnly: true,
      says: "add: a list of scanners that mean no harm; whoever is in it weighs less, and is still shown",
    },
    {
      name: "confidence",
      value: "word",
      typedOnly: true,
      choices: [...confidenceWords],
      says: "add: how sure entries are that do not say so: low, medium (default) or high; low never escalates",
    },
    {
      name: "valid-days",
      value: "days",
      typedOnly: true,
      says: "add: how long an entry holds that does not say so, from its own date or the last update; else it holds until it is taken out",
    },
    {
      name: "kind",
      value: "kind",
      typedOnly: true,
      choices: [...entryKinds],
      says: "add: what the values of a list are, where their shape does not tell: agent, ja3",
    },
    {
      name: "form",
      value: "form",
      typedOnly: true,
      choices: ["taxii", "misp-search"],
      says: "add: taxii for a collection (told by /collections/ in the address), misp-search for a MISP instance",
    },
    {
      name: "credentials",
      value: "name",
      typedOnly: true,
      says: "add: where credentials are, never themselves: basic:env:NAME (user:password), bearer:env:NAME, key:file:PATH (MISP)",
    },
    {
      name: "allow-private",
      typedOnly: true,
      says: "add: the server may have a private address, and speak plain HTTP with credentials",
    },
    { name: "json", says: "list: print JSON" },
  ],
  examples: [
    { line: "vedette intel add scanners ./seen.csv", says: "a list from a file" },
    {
      line: "vedette intel add known-good ./surveys.txt --benign",
      says: "surveys of the internet that mean no harm",
    },
    {
      line: "vedette intel add cert https://taxii.example/api/collections/9f1c/ --credentials basic:env:CERT_LOGIN",
      says: "a TAXII collection",
    },
    { line: "vedette intel update", says: "read all feeds again" },
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
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

/** The folder of feeds: named, or that of the user's data (XDG base directories). */
export function intelFolder(options: Values, effects: Effects): string {
  const home = effects.env("XDG_DATA_HOME") || join(effects.env("HOME") ?? "/", ".local", "share");
  return resolve(text(options, "intel") ?? join(home, "vedette", "intel"));
}

/** Feeds that a run is given; a folder that was named must be there. */
export function feedsOf(options: Values, effects: Effects): Feed[] {
  const named = text(options, "intel");
  if (named !== undefined && !existsSync(named))
    throw new VedetteError("intel.missing", `${named}: there is no such folder of feeds.`, {
      place: { path: named },
      hint: `Begin one: vedette intel add NAME FILE --intel ${named}`,
    });
  return readFeeds(intelFolder(options, effects));
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

/** Reads a feed from where it lies into the folder of feeds, or leaves the old state as it was. */

import { createReadStream, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Effects } from "../effects.ts";
import { asError, VedetteError } from "../errors.ts";
import { Collector } from "../intel/collect.ts";
import type { Feed } from "../intel/feed.ts";
import { keepEarlier } from "../intel/merge.ts";
import { readMispSearch } from "../intel/misp-search.ts";
import { readStream, unreadable } from "../intel/read.ts";
import { beginFeed, type FeedFile, type Writing } from "../intel/store.ts";
import { readTaxii } from "../intel/taxii.ts";
import { fetchLimits } from "../limits.ts";
import { feedAsker, pageLimits } from "./fetch.ts";
import { toolVersion } from "./version.ts";

/** What the one who adds a feed says of it. */
export type FeedSettings = Pick<
  FeedFile,
  | "name"
  | "location"
  | "form"
  | "kind"
  | "benign"
  | "confidence"
  | "valid_days"
  | "credentials"
  | "allow_private"
>;

/** Whether a feed is fetched. */
export function isRemote(location: string): boolean {
  return /^https?:\/\//i.test(location);
}

/**
 * Reads a feed.
 * @param before its earlier state
 * @throws VedetteError `intel.unreadable`, `intel.unreachable`; the earlier state then still counts
 */
export async function takeFeed(
  folder: string,
  settings: FeedSettings,
  effects: Effects,
  before?: Feed,
): Promise<Feed> {
  const writing = beginFeed(folder, settings.name, settings.confidence);
  try {
    const collector = new Collector(writing.writer, effects.now(), settings.valid_days);
    const { form, addedAfter, kept } = await readInto(settings, writing, collector, effects, before);
    const refused = collector.refused();
    if (collector.taken + kept === 0 && before?.added_after === undefined) {
      const [first] = refused;
      throw unreadable(
        settings.location,
        `it holds no entry that can be looked for${first === undefined ? "" : ` (${first.count} refused: ${first.reason})`}.`,
        "Name the kind of its values with --kind, if it is a list of them.",
      );
    }
    return writing.keep({
      ...settings,
      ...(form === undefined ? {} : { form }),
      ...(addedAfter === undefined ? {} : { added_after: addedAfter }),
      updated: new Date(effects.now()).toISOString(),
      refused,
    });
  } catch (thrown) {
    writing.drop();
    throw thrown;
  }
}

interface Taken {
  readonly form: FeedSettings["form"];
  readonly addedAfter?: string | undefined;
  readonly kept: number;
}

async function readInto(
  settings: FeedSettings,
  writing: Writing,
  collector: Collector,
  effects: Effects,
  before: Feed | undefined,
): Promise<Taken> {
  const { location, kind } = settings;
  if (!isRemote(location))
    return {
      form: await readStream(location, createReadStream(resolve(location)), collector, kind),
      kept: 0,
    };
  const ask = feedAsker({
    allowPrivate: settings.allow_private,
    authorization: authorizationOf(settings.credentials, effects),
    agent: `vedette/${toolVersion()}`,
    limits: settings.form === undefined || settings.form === "list" ? fetchLimits : pageLimits,
  });
  switch (settings.form) {
    case "taxii": {
      const { ids, addedAfter } = await readTaxii(location, ask, collector, before?.added_after);
      const kept = before?.added_after === undefined ? 0 : await keepEarlier(before, ids, writing.writer);
      return { form: "taxii", addedAfter, kept };
    }
    case "misp-search":
      await readMispSearch(location, ask, collector);
      return { form: "misp-search", kept: 0 };
    default: {
      const answer = await ask({ url: new URL(location), accept: "*/*" });
      return { form: await readStream(location, answer.body, collector, kind), kept: 0 };
    }
  }
}

/** How credentials are named: `basic:env:NAME`, `bearer:file:PATH`, `key:env:NAME`. */
export const credentialsPattern = /^(basic|bearer|key):(env|file):(.+)$/;

/** The Authorization header that a feed's credentials make. They are read anew each time, and kept nowhere. */
export function authorizationOf(named: string | undefined, effects: Effects): string | undefined {
  if (named === undefined) return undefined;
  const [, scheme = "", where = "", name = ""] = credentialsPattern.exec(named) ?? [];
  const secret = where === "env" ? effects.env(name) : secretFile(name);
  if (secret === undefined || secret === "")
    throw new VedetteError("usage.option", `--credentials ${named}: the variable ${name} is not set.`, {
      hint: "Set it in the environment of this command.",
    });
  if (/[\r\n\0]/.test(secret))
    throw new VedetteError("usage.option", `--credentials ${named}: more than one line.`, {
      hint: "It must hold the credentials alone.",
    });
  if (scheme === "basic") return `Basic ${Buffer.from(secret).toString("base64")}`;
  return scheme === "bearer" ? `Bearer ${secret}` : secret;
}

function secretFile(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (thrown) {
    throw new VedetteError(
      "usage.option",
      `--credentials: ${path} cannot be read (${asError(thrown).message}).`,
      { hint: "Name a file that holds user:password, or a token." },
    );
  }
}

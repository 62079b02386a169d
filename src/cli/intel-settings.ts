/** What the options of `vedette intel add` say of a feed. */
import { resolve } from "node:path";
import { VedetteError } from "../errors.ts";
import { type ConfidenceWord, confidenceOf, type EntryKind } from "../intel/entry.ts";
import type { feedForms } from "../intel/store.ts";
import { forTerminal } from "../report/safe-text.ts";
import { text, type Values } from "./command.ts";
import { credentialsPattern, type FeedSettings, isRemote } from "./intel-read.ts";

/** @throws VedetteError `usage.option` */
export function settingsOf(name: string, location: string, options: Values): FeedSettings {
  const wrong = (says: string, hint: string) => new VedetteError("usage.option", says, { hint });
  const remote = isRemote(location);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(location) && !remote)
    throw wrong(
      `${forTerminal(location)}: only files, http and https are read.`,
      "Fetch it by other means and add the file.",
    );
  if (remote && !URL.canParse(location))
    throw wrong(`${forTerminal(location)}: no address.`, "Write https://host/path");
  if (remote && new URL(location).username !== "")
    throw wrong(
      "Credentials in an address would be kept and shown.",
      "Name a variable that holds them: --credentials basic:env:NAME",
    );
  const credentials = text(options, "credentials");
  if (credentials !== undefined && !credentialsPattern.test(credentials))
    throw wrong(
      "--credentials names where they are.",
      "basic:env:NAME, bearer:env:NAME, key:env:NAME, or file:PATH in the place of env:NAME",
    );
  const days = text(options, "valid-days") ?? "0";
  if (!/^\d{1,5}$/.test(days))
    throw wrong(`--valid-days ${forTerminal(days)}: no number of days.`, "Write --valid-days 90");
  const form =
    text(options, "form") ??
    (remote && /\/collections\/[^/]+\/?(?:objects\/?)?$/.test(new URL(location).pathname)
      ? "taxii"
      : undefined);
  if (form !== undefined && !remote)
    throw wrong(`--form ${form} needs an address.`, "A file tells its form by itself.");
  const kind = text(options, "kind") as EntryKind | undefined;
  return {
    name,
    location: remote ? new URL(location).href : resolve(location),
    ...(form === undefined ? {} : { form: form as (typeof feedForms)[number] }),
    ...(kind === undefined ? {} : { kind }),
    benign: options.benign === true,
    confidence: confidenceOf[(text(options, "confidence") ?? "medium") as ConfidenceWord],
    valid_days: Number(days),
    ...(credentials === undefined ? {} : { credentials }),
    allow_private: options["allow-private"] === true,
  };
}

/** What a casebook refuses, and how given texts are checked. */

import { VedetteError } from "../errors.ts";
import { casebookLimits } from "../limits.ts";
import { counted } from "../words.ts";
import { type By, machineActor } from "./model.ts";
import { wellFormed } from "./sqlite.ts";

export function missing(what: string, hint = "vedette casebook list shows the cases."): VedetteError {
  return new VedetteError("casebook.missing", `There is no ${what} in the casebook.`, { hint });
}

export function refused(says: string, hint: string): VedetteError {
  return new VedetteError("casebook.refused", says, { hint });
}

export function stale(id: string, seen: number, now: number): VedetteError {
  return new VedetteError(
    "casebook.stale",
    `${id} has changed since it was looked at: version ${seen} was seen, it is at ${now}.`,
    { hint: `Look at it again: vedette casebook show ${id}` },
  );
}

/** Control, bidirectional and invisible characters: two names must not look alike. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** A name on one line: an owner, an actor, a tag. */
export function nameOf(
  given: string,
  what: string,
  charactersMax: number = casebookLimits.nameCharactersMax,
): string {
  const name = given.trim();
  if (name === "") throw refused(`The ${what} is empty.`, `Give the ${what}.`);
  if (name.length > charactersMax || !wellFormed(name) || invisible.test(name))
    throw refused(
      `This is no ${what}: it may have ${counted(charactersMax, "character")}, none of them invisible.`,
      `Give another ${what}.`,
    );
  return name;
}

export function tagOf(given: string): string {
  return nameOf(given, "tag", casebookLimits.tagCharactersMax);
}

/** Text of a person, as it was given. */
export function textOf(given: string, what: string, charactersMax: number): string {
  if (given.trim() === "") throw refused(`The ${what} is empty.`, `Give the ${what}.`);
  if (given.length > charactersMax)
    throw refused(`The ${what} has more than ${counted(charactersMax, "character")}.`, "Make it shorter.");
  if (given.includes("\0") || !wellFormed(given))
    throw refused(`The ${what} holds a NUL or half a character.`, "Leave it out.");
  return given;
}

export function reasonOf(given: string, what = "reason"): string {
  return textOf(given, what, casebookLimits.reasonCharactersMax);
}

/** Who does something; a person cannot act as the program. */
export function personOf({ at, actor }: By): By {
  const name = nameOf(actor, "name of who does it");
  if (name.toLowerCase() === machineActor)
    throw refused(`${machineActor} is the program itself.`, "Name the person: --as NAME");
  if (!Number.isSafeInteger(at) || at < 0) throw new Error(`no time: ${at}`);
  return { at, actor: name };
}

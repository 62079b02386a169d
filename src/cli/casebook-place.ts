/** Which casebook a command means, who gives it, and which cases its options choose. */
import { join, resolve } from "node:path";
import { type Casebook, openCasebook } from "../casebook/casebook.ts";
import type { By, CaseFilter } from "../casebook/model.ts";
import type { Effects } from "../effects.ts";
import { VedetteError } from "../errors.ts";
import { forTerminal } from "../report/safe-text.ts";
import { type Invocation, text, texts, type Values } from "./command.ts";
import { parseTime } from "./times.ts";

/** The file that was named, that of a named folder, or that of the user's state (XDG base directories). */
export function bookPath(options: Values, effects: Effects): string {
  const file = text(options, "book");
  if (file !== undefined) return resolve(file);
  const home = effects.env("XDG_STATE_HOME") || join(effects.env("HOME") ?? "/", ".local", "state");
  return join(resolve(text(options, "state") ?? join(home, "vedette")), "casebook.db");
}

/** Opens the casebook for as long as it is worked with. */
export function withBook<T>({ options, effects }: Invocation, work: (book: Casebook) => T, begin = false): T {
  const book = openCasebook(bookPath(options, effects), begin);
  try {
    return work(book);
  } finally {
    book.close();
  }
}

/** @throws VedetteError `usage.option` where nobody is known */
export function byOf({ options, effects }: Invocation): By {
  const actor = text(options, "as") ?? (effects.env("USER") || effects.env("LOGNAME"));
  if (actor === undefined || actor === "")
    throw new VedetteError("usage.option", "It is not known who does this.", {
      hint: "Say so with --as NAME; the audit keeps it.",
    });
  return { at: effects.now(), actor };
}

export function filterOf({ options, effects }: Invocation): CaseFilter {
  const list = <K extends keyof CaseFilter>(option: string, name: K) => {
    const values = texts(options, option);
    return values.length === 0 ? {} : ({ [name]: values } as unknown as Pick<CaseFilter, K>);
  };
  const time = (name: "from" | "to") => {
    const given = text(options, name);
    return given === undefined ? {} : { [name]: parseTime(given, effects.now(), name) };
  };
  const entity = text(options, "entity");
  const owners = texts(options, "owner");
  return {
    ...list("in", "state"),
    ...(owners.length === 0 ? {} : { owner: owners.map((one) => (one === "nobody" ? null : one)) }),
    ...list("tagged", "tag"),
    ...list("decision", "action"),
    ...list("priority", "priority"),
    ...list("verdict", "verdict"),
    ...list("clause", "clause"),
    ...list("indicator", "indicator"),
    ...(entity === undefined ? {} : { text: entity }),
    ...time("from"),
    ...time("to"),
  };
}

/** A whole number that an option or an argument gives. */
export function numberOf(given: string, what: string): number {
  if (!/^\d{1,15}$/.test(given))
    throw new VedetteError("usage.option", `${what} ${forTerminal(given)}: not a number.`, {
      hint: "Write it in digits.",
    });
  return Number(given);
}

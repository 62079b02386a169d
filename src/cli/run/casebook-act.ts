/** What a person does to one case, or to many at once, from the command line. */
import type { Casebook } from "../../casebook/casebook.ts";
import type { Action, CaseAct, ClosingReason, OpenState } from "../../casebook/model.ts";
import { VedetteError } from "../../errors.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { counted } from "../../words.ts";
import { byOf, filterOf, numberOf, withBook } from "../casebook-place.ts";
import { say, wholeInput } from "../casebook-say.ts";
import { type Invocation, text, texts } from "../command.ts";

export async function act(
  invocation: Invocation,
  action: CaseAct["kind"],
  names: readonly string[],
): Promise<number> {
  const { options } = invocation;
  const all = options.all === true;
  const id = all ? undefined : names[0];
  const given = all ? names : names.slice(1);
  if (!all && id === undefined) throw usage(action, "No case was named");
  if (action === "note" && (options.edit !== undefined || options.withdraw !== undefined))
    return changeNote(invocation, given);
  const what = await actOf(invocation, action, given);
  return all ? bulk(invocation, what) : one(invocation, id ?? "", what);
}

const usages: Readonly<Record<CaseAct["kind"], string>> = {
  note: "note CASE TEXT",
  assign: "assign CASE OWNER",
  tag: "tag CASE TAG --remove TAG",
  state: "state CASE in-progress",
  override: "override CASE close --why TEXT",
  check: "check CASE C1 done",
  close: "close CASE --reason true-positive --why TEXT",
  reopen: "reopen CASE --why TEXT",
};

function usage(action: CaseAct["kind"], says: string): VedetteError {
  return new VedetteError("usage.option", `${says}.`, { hint: `vedette casebook ${usages[action]}` });
}

/** What the words after the case say; the casebook checks the rest. */
async function actOf(
  { options, stdin }: Invocation,
  action: CaseAct["kind"],
  given: readonly string[],
): Promise<CaseAct> {
  const first = (what: string) => {
    if (given[0] === undefined) throw usage(action, `No ${what} was given`);
    return given[0];
  };
  const why = text(options, "why") ?? "";
  switch (action) {
    case "note":
      return { kind: "note", text: first("text") === "-" ? await wholeInput(stdin) : given.join(" ") };
    case "assign":
      return { kind: "assign", owner: first("owner") === "nobody" ? null : given.join(" ") };
    case "tag":
      return { kind: "tag", add: given, remove: texts(options, "remove") };
    case "state":
      return { kind: "state", state: first("state") as OpenState };
    case "override":
      return {
        kind: "override",
        action: first("decision") === "none" ? null : (given[0] as Action),
        reason: why,
      };
    case "check":
      return {
        kind: "check",
        clause: first("clause"),
        state: (given[1] ?? "done") as "done" | "not-applicable" | "open",
        ...(why === "" ? {} : { reason: why }),
      };
    case "close": {
      const reason = text(options, "reason");
      if (reason === undefined) throw usage(action, "No reason was given");
      const of = text(options, "of");
      return {
        kind: "close",
        reason: reason as ClosingReason,
        note: why,
        ...(of === undefined ? {} : { duplicate_of: of }),
      };
    }
    case "reopen":
      return { kind: "reopen", note: why };
  }
}

/** The version that was seen; without --seen, the one that it has now. */
function versionOf({ options }: Invocation, book: Casebook, id: string): number {
  const seen = text(options, "seen");
  return seen === undefined ? book.get(id).version : numberOf(seen, "--seen");
}

function one(invocation: Invocation, id: string, what: CaseAct): number {
  const by = byOf(invocation);
  return withBook(invocation, (book) => {
    const version = book.act(id, versionOf(invocation, book, id), what, by);
    const proposed =
      what.kind === "close"
        ? book.proposals("open").filter(({ cases }) => cases.includes(book.get(id).id))
        : [];
    return changed(invocation, book, id, version, proposed.length);
  });
}

/** What came of it. */
function changed(invocation: Invocation, book: Casebook, id: string, version: number, proposed = 0): number {
  const view = book.get(id);
  if (invocation.options.json === true)
    say(invocation, { id: view.id, version, state: view.state }, () => "");
  invocation.effects.stderr(
    `${view.id}: ${view.state}, owner ${forTerminal(view.owner ?? "nobody")}, version ${version}\n`,
  );
  if (proposed > 0)
    invocation.effects.stderr(`${counted(proposed, "proposal")}: vedette casebook proposals\n`);
  return 0;
}

function bulk(invocation: Invocation, what: CaseAct): number {
  const filter = filterOf(invocation);
  const token = text(invocation.options, "token");
  const by = byOf(invocation);
  return withBook(invocation, (book) => {
    if (token === undefined) {
      const preview = book.previewBulk(filter);
      say(invocation, preview, () => `${preview.count} ${preview.token}\n`);
      invocation.effects.stderr(
        `This would change ${counted(preview.count, "case")}. Nothing was changed. To do it: the same line with --token ${preview.token}\n`,
      );
      return 0;
    }
    const count = book.applyBulk(filter, token, what, by);
    if (invocation.options.json === true) say(invocation, { changed: count }, () => "");
    invocation.effects.stderr(`${counted(count, "case")} changed.\n`);
    return 0;
  });
}

/** A note is named by its number; the case in front of it is that which it shows in. */
function changeNote(invocation: Invocation, given: readonly string[]): number {
  const { options } = invocation;
  const id = invocation.arguments[1] ?? "";
  const by = byOf(invocation);
  const edit = text(options, "edit");
  return withBook(invocation, (book) => {
    const number = numberOf(
      edit ?? text(options, "withdraw") ?? "",
      edit === undefined ? "--withdraw" : "--edit",
    );
    const seen = versionOf(invocation, book, id);
    if (!book.get(id).notes.some((note) => note.id === number))
      throw new VedetteError("casebook.missing", `${book.get(id).id} has no note ${number}.`, {
        hint: `vedette casebook show ${book.get(id).id}`,
      });
    const version =
      edit === undefined
        ? book.withdrawNote(number, seen, text(options, "why") ?? "", by)
        : book.editNote(number, seen, given.join(" "), by);
    return changed(invocation, book, id, version);
  });
}

export function join(invocation: Invocation, [from, into]: readonly string[]): number {
  if (from === undefined || into === undefined)
    throw new VedetteError(
      "usage.option",
      "Two cases are needed: the one that is merged, and the one it is merged into.",
      {
        hint: "vedette casebook merge CASE INTO --why TEXT",
      },
    );
  const by = byOf(invocation);
  return withBook(invocation, (book) => {
    const version = book.merge(
      { id: from, version: book.get(from).version },
      { id: into, version: versionOf(invocation, book, into) },
      text(invocation.options, "why") ?? "",
      by,
    );
    return changed(invocation, book, into, version);
  });
}

export function takeOut(invocation: Invocation, [id]: readonly string[]): number {
  if (id === undefined)
    throw new VedetteError("usage.option", "No case was named.", {
      hint: "vedette casebook unmerge CASE --why TEXT",
    });
  const by = byOf(invocation);
  return withBook(invocation, (book) => {
    const seen = versionOf(invocation, book, id);
    const version = book.unmerge(id, seen, text(invocation.options, "why") ?? "", by);
    return changed(invocation, book, id, version);
  });
}

/** Runs `vedette casebook`: what its first argument says. */

import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { restoreCasebook } from "../../casebook/backup.ts";
import type { Casebook } from "../../casebook/casebook.ts";
import { asError, VedetteError } from "../../errors.ts";
import { fileLimits } from "../../limits.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { counted, didYouMean } from "../../words.ts";
import { actions } from "../casebook.ts";
import { bookPath, byOf, filterOf, numberOf, withBook } from "../casebook-place.ts";
import { say, wholeInput } from "../casebook-say.ts";
import { auditText, caseText, facetsText, lineOf, listText } from "../casebook-text.ts";
import { type Invocation, text } from "../command.ts";
import { act, join, takeOut } from "./casebook-act.ts";
import { proposals } from "./casebook-proposals.ts";

const auditDefault = 50;

export async function run(invocation: Invocation): Promise<number> {
  const [action = "", ...names] = invocation.arguments;
  switch (action) {
    case "import":
      return bring(invocation, names);
    case "list":
      return list(invocation);
    case "show":
      return show(invocation, names);
    case "note":
    case "assign":
    case "tag":
    case "state":
    case "override":
    case "check":
    case "close":
    case "reopen":
      return act(invocation, action, names);
    case "merge":
      return join(invocation, names);
    case "unmerge":
      return takeOut(invocation, names);
    case "proposals":
      return proposals(invocation, names);
    case "audit":
      return audit(invocation, names);
    case "backup":
      return backup(invocation, names);
    case "restore":
      return restore(invocation, names);
    default:
      throw new VedetteError("usage.option", `${forTerminal(action)}: the casebook has no such action.`, {
        hint: didYouMean(action, actions),
      });
  }
}

function needed(given: string | undefined, what: string, line: string): string {
  if (given !== undefined) return given;
  throw new VedetteError("usage.option", `No ${what} was named.`, { hint: `vedette casebook ${line}` });
}

async function bring(invocation: Invocation, names: readonly string[]): Promise<number> {
  needed(names[0], "report", "import report.json");
  const reports = await Promise.all(
    names.map(async (name) => ({ name, report: await reportIn(name, invocation) })),
  );
  return withBook(
    invocation,
    (book) => {
      const applied = reports.map(({ name, report }) => {
        const done = book.applyReport(report, { at: invocation.effects.now(), run: basename(name) });
        invocation.effects.stderr(
          `${forTerminal(name)}: ${counted(done.created.length, "new case")}, ${done.updated.length} updated, ${done.folded.length} folded into others, ${done.reopened.length} opened again, ${done.unchanged} unchanged\n`,
        );
        return { report: name, ...done };
      });
      if (invocation.options.json === true) say(invocation, applied, () => "");
      return 0;
    },
    true,
  );
}

async function reportIn(name: string, { stdin }: Invocation): Promise<unknown> {
  const wrong = (says: string, cause?: unknown) =>
    new VedetteError("report.invalid", `${name}: ${says}`, {
      place: { path: name },
      hint: "Name what vedette triage --json printed.",
      cause,
    });
  let written: string;
  try {
    if (name !== "-" && statSync(name).size > fileLimits.reportBytesMax)
      throw new Error("it is larger than 512 MiB");
    written = name === "-" ? await wholeInput(stdin) : readFileSync(name, "utf8");
  } catch (thrown) {
    throw wrong(`it cannot be read (${asError(thrown).message}).`, thrown);
  }
  try {
    return JSON.parse(written) as unknown;
  } catch (thrown) {
    throw wrong("it is not JSON.", thrown);
  }
}

function list(invocation: Invocation): number {
  const { options } = invocation;
  const limit = text(options, "limit");
  const many = limit === undefined ? undefined : numberOf(limit, "--limit");
  return withBook(invocation, (book) => {
    const since = text(options, "since");
    if (since !== undefined) {
      const changes = book.changesSince(numberOf(since, "--since"), many);
      say(
        invocation,
        changes,
        () => `${changes.items.map((one) => `${lineOf(one)}\n`).join("")}next: --since ${changes.seq}\n`,
      );
    } else if (options.facets === true) {
      const facets = book.facets(filterOf(invocation));
      say(invocation, facets, () => facetsText(facets));
    } else {
      const page = book.list(filterOf(invocation), {
        sort: text(options, "sort") as NonNullable<Parameters<Casebook["list"]>[1]>["sort"],
        reverse: options.reverse === true,
        limit: many,
        after: text(options, "after"),
      });
      say(invocation, page, () => listText(page));
    }
    return 0;
  });
}

function show(invocation: Invocation, [id]: readonly string[]): number {
  return withBook(invocation, (book) => {
    const view = book.get(needed(id, "case", "show C-5f867083e4"));
    say(invocation, view, () => caseText(view));
    return 0;
  });
}

/** Status 2 where the audit does not hold: whoever runs it from a timer sees it. */
function audit(invocation: Invocation, [id]: readonly string[]): number {
  const { options, effects } = invocation;
  return withBook(invocation, (book) => {
    if (options.verify === true) {
      const result = book.verify(headIn(text(options, "head")));
      if (result.holds) {
        say(invocation, result, () => `${result.head.seq}:${result.head.hash}\n`);
        effects.stderr(`The audit holds: ${counted(result.head.seq, "entry")}.\n`);
        return 0;
      }
      if (options.json === true) say(invocation, result, () => "");
      throw new VedetteError(
        "casebook.damaged",
        `Entry ${result.seq} of the audit does not hold: ${result.because}.`,
        { place: { path: book.path }, hint: "Compare with a backup: vedette casebook audit --book BACKUP" },
      );
    }
    const after = text(options, "after");
    const limit = text(options, "limit");
    const entries = book.audit({
      ...(id === undefined ? {} : { case: book.get(id).id }),
      after: after === undefined ? 0 : numberOf(after, "--after"),
      limit: limit === undefined ? auditDefault : numberOf(limit, "--limit"),
    });
    say(invocation, entries, () => auditText(entries));
    return 0;
  });
}

function headIn(given: string | undefined): { seq: number; hash: string } | undefined {
  if (given === undefined) return undefined;
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(given);
  if (match === null)
    throw new VedetteError("usage.option", "--head is no end of an audit.", {
      hint: "Write what vedette casebook audit --verify printed: NUMBER:HASH",
    });
  return { seq: Number(match[1]), hash: match[2] ?? "" };
}

function backup(invocation: Invocation, [file]: readonly string[]): number {
  const by = byOf(invocation);
  return withBook(invocation, (book) => {
    const target = needed(file, "file", "backup casebook-2026-11-30.db");
    const head = book.backup(target, by);
    say(invocation, { file: target, head }, () => `${head.seq}:${head.hash}\n`);
    invocation.effects.stderr(
      `${forTerminal(target)} holds the casebook. Keep the printed end of the audit elsewhere: --head finds out later what was cut off.\n`,
    );
    return 0;
  });
}

function restore(invocation: Invocation, [file]: readonly string[]): number {
  const path = bookPath(invocation.options, invocation.effects);
  const restored = restoreCasebook(
    path,
    needed(file, "file", "restore casebook-2026-11-30.db"),
    byOf(invocation),
  );
  say(invocation, restored, () => `${restored.head.seq}:${restored.head.hash}\n`);
  invocation.effects.stderr(
    `${forTerminal(path)} is restored.${restored.replaced === undefined ? "" : ` What was there is kept as ${forTerminal(restored.replaced)}.`}\n`,
  );
  return 0;
}

/** Playbooks that a user names: files in the project's own form, or Markdown tables. */

import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { LineCounter, parse } from "yaml";
import { asError, VedetteError } from "../../errors.ts";
import { fileLimits } from "../../limits.ts";
import { didYouMean } from "../../words.ts";
import { sourceKinds } from "../event-columns.ts";
import type { Content } from "../load.ts";
import { type Playbook, playbook } from "../tables.ts";
import { type Imported, importPlaybook } from "./import.ts";
import { isClauseId, rowKinds } from "./rows.ts";
import { loadWords } from "./words.ts";

type Known = Pick<Content, "playbook" | "indicators">;

/** A playbook as it was given to a run. */
export interface NamedPlaybook extends Imported {
  readonly path: string;
  /** Of the file's bytes, hexadecimal. */
  readonly sha256: string;
}

/** @throws VedetteError `playbook.invalid` */
export function readPlaybook(path: string, content: Known): NamedPlaybook {
  const text = readText(path);
  const sha256 = createHash("sha256").update(text, "utf8").digest("hex");
  const read = /\.ya?ml$/i.test(path)
    ? { playbook: ownPlaybook(path, text, content), notes: [] }
    : importPlaybook(path, text, content, loadWords());
  return { ...read, path, sha256 };
}

function invalid(path: string, message: string, hint: string, line?: number, cause?: unknown): VedetteError {
  return new VedetteError("playbook.invalid", `${path}${line === undefined ? "" : `:${line}`}: ${message}`, {
    place: { path, ...(line === undefined ? {} : { line }) },
    hint,
    cause,
  });
}

/** The text of a file, where it is a text of sensible size. */
export function readText(path: string): string {
  const hint =
    "Name a Markdown file with the playbook's table, or a file that `vedette playbook import` wrote.";
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > fileLimits.playbookBytesMax)
      throw invalid(
        path,
        `${size.toLocaleString("en")} bytes are more than the limit of ${fileLimits.playbookBytesMax.toLocaleString("en")}.`,
        "A playbook is one table. Take out what does not belong to it.",
      );
    bytes = readFileSync(path);
  } catch (thrown) {
    if (thrown instanceof VedetteError) throw thrown;
    throw invalid(path, `it cannot be read (${asError(thrown).message}).`, hint, undefined, thrown);
  }
  if (bytes.length === 0) throw invalid(path, "it is empty.", hint);
  const wide =
    bytes.length > 1 &&
    ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  if (wide) throw invalid(path, "it is UTF-16.", "Save it as UTF-8.");
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw invalid(path, `byte ${zero + 1} is zero, so it is no text.`, hint);
  if (!isUtf8(bytes)) throw invalid(path, "it is not UTF-8.", "Save it as UTF-8.", badLine(bytes));
  return bytes.toString("utf8");
}

/** The first line that is not UTF-8, 1-based. */
function badLine(bytes: Buffer): number {
  let line = 1;
  let begin = 0;
  while (begin < bytes.length) {
    const end = bytes.indexOf(0x0a, begin);
    const stop = end < 0 ? bytes.length : end;
    if (!isUtf8(bytes.subarray(begin, stop))) break;
    begin = stop + 1;
    line += 1;
  }
  return line;
}

/** A playbook in the form of content/playbooks/. */
function ownPlaybook(path: string, text: string, content: Known): Playbook {
  const compare = "Compare it with what `vedette playbook import` or content/playbooks/ has.";
  let value: unknown;
  try {
    value = parse(text, {
      schema: "core",
      lineCounter: new LineCounter(),
      maxAliasCount: 0,
      logLevel: "error",
    });
  } catch (thrown) {
    const { message, linePos } = thrown as Error & { linePos?: readonly { line: number }[] };
    throw invalid(
      path,
      `it is not YAML: ${message.split("\n", 1)[0]}`,
      "Quote texts that hold a colon.",
      linePos?.[0]?.line,
      thrown,
    );
  }
  const result = playbook.safeParse(value);
  if (!result.success) {
    const told = result.error.issues
      .slice(0, 3)
      .map((issue) => `${issue.path.join(".") || "(file)"}: ${issue.message}`);
    throw invalid(path, `it is no playbook: ${told.join("; ")}.`, compare);
  }
  checkOwn(path, result.data, content, compare);
  return withPlainTexts(result.data);
}

function checkOwn(path: string, { clauses }: Playbook, content: Known, compare: string): void {
  if (clauses.length === 0) throw invalid(path, "it has no clause.", compare);
  const most = fileLimits.playbookClausesMax;
  if (clauses.length > most)
    throw invalid(path, `${clauses.length} clauses are more than the limit of ${most}.`, compare);
  const rows = rowKinds.map(({ row }) => row);
  const names = {
    indicator: content.indicators.map(({ id }) => id),
    kind: sourceKinds.filter((kind) => kind !== "unknown") as string[],
    clause: content.playbook.clauses.map(({ id }) => id),
  };
  const seen = new Set<string>();
  for (const clause of clauses) {
    const { id, row } = clause;
    const kind = rowKinds.find((one) => one.row === row);
    if (kind === undefined) throw invalid(path, `${id}: there is no row ${row}.`, didYouMean(row, rows));
    if (!isClauseId(kind, id))
      throw invalid(
        path,
        `${id}: a clause of ${row} is called ${kind.prefix}${kind.lettered ? "a" : "1"} and so on.`,
        compare,
      );
    if (seen.has(id)) throw invalid(path, `${id} stands twice.`, "Give each clause an id of its own.");
    seen.add(id);
    const named = { indicator: clause.indicators, kind: clause.kinds, clause: clause.bound_to ?? [] };
    for (const [what, list] of Object.entries(named) as [keyof typeof names, string[]][]) {
      const odd = list.find((name) => !names[what].includes(name));
      if (odd !== undefined)
        throw invalid(
          path,
          `${id} names the ${what} ${odd}, which is not known.`,
          didYouMean(odd, names[what]),
        );
    }
  }
}

/** Texts as a table would give them: in one line, and without what only shapes it. */
function withPlainTexts(given: Playbook): Playbook {
  const plain = (text: string) =>
    text
      .replace(/\s+/g, " ")
      .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, "")
      .trim();
  return {
    ...given,
    id: plain(given.id),
    name: plain(given.name),
    tactic: plain(given.tactic),
    clauses: given.clauses.map((clause) => ({ ...clause, text: plain(clause.text) })),
  };
}

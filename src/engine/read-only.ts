/**
 * What a person's statement may say. The engine forbids nearly all else by itself in its read-only mode; what it lets through
 * there was tried: `INTO OUTFILE` writes a file, and the functions `file` and `catboostEvaluate` read one.
 */
import { VedetteError } from "../errors.ts";

/** Strings, quoted names, comments, here-documents; what is left is words and signs. */
const pieces =
  /'(?:\\[\s\S]|''|[^'\\])*'|`(?:\\[\s\S]|[^`\\])*`|"(?:\\[\s\S]|[^"\\])*"|\$([A-Za-z0-9_]*)\$[\s\S]*?\$\1\$|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?\*\//g;

/**
 * Words that name what writes or reads files, wherever they stand: a function can be called by its bare name in APPLY, and
 * where a string or a comment ends is for the engine alone to say.
 */
const forbidden = /\b(?:file|catboostEvaluate|outfile|infile)\b/i;
const begins = /^\s*\(*\s*(?:select|with|explain|describe|desc|show|exists)\b/i;

/**
 * A statement, if it only reads what the store holds.
 * @throws VedetteError `usage.option`
 */
export function readingStatement(sql: string): string {
  const text = sql.trim().replace(/;\s*$/, "");
  const refuse = (says: string, hint: string) => new VedetteError("usage.option", says, { hint });
  if (text === "")
    throw refuse("There is no statement.", "vedette sql --store FOLDER 'SELECT count() FROM events'");
  if (text.includes("\0")) throw refuse("The statement holds a zero byte.", "Take it out.");
  // A quoted name is a name still; what stands in other quotes is data, and a comment nothing.
  const bare = text.replace(pieces, (piece) =>
    /^[`"]/.test(piece) ? ` ${piece.slice(1, -1)} ` : /^['$]/.test(piece) ? " '' " : " ",
  );
  if (bare.includes(";")) throw refuse("There are several statements.", "Give one at a time.");
  if (!begins.test(bare))
    throw refuse(
      "The statement does not begin with SELECT, WITH, EXPLAIN, DESCRIBE, SHOW or EXISTS.",
      "A store is only read here.",
    );
  // An escape in a quoted name could spell any word.
  if (/\\/.test(text) && /[`"]/.test(text))
    throw refuse(
      "The statement holds a backslash and a double quote or backtick, which could spell any name.",
      "Leave one out: char(92) is a backslash, char(34) a double quote.",
    );
  return withoutFiles(text);
}

/**
 * A text, if no word in it names what reads or writes files; also for what is put around a statement.
 * @throws VedetteError `usage.option`
 */
export function withoutFiles(text: string): string {
  const word = forbidden.exec(text)?.[0];
  if (word !== undefined)
    throw new VedetteError(
      "usage.option",
      `The statement holds the word ${word}, which reads or writes files.`,
      {
        hint: "A store is only read here. A text with that word is written in two: concat('fi', 'le').",
      },
    );
  return text;
}

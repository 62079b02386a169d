/**
 * What a person's statement may say. The engine forbids nearly all else by itself in its read-only mode; what it lets through
 * there was tried: `INTO OUTFILE` writes a file, the functions `file` and `catboostEvaluate` read one, `DESCRIBE` of a table
 * function reads a file or asks another machine to find columns, and `EXISTS` of a path tells whether a file is there.
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
/** Table functions that read files, ask other machines, start programs, or make a statement of a text. */
const outside = [
  "url(?:cluster)?|(?:s3|gcs|oss|cosn|hdfs|hudi|azureblobstorage|iceberg\\w*|deltalake\\w*|paimon\\w*)(?:cluster)?",
  "filesystem|filecluster|executable|python|eval|fuzzquery|dictionary|arrow\\w*|ytsaurus|prometheus\\w*",
  "remote(?:secure)?|cluster(?:allreplicas)?|mysql|postgresql|mongodb|redis|sqlite|jdbc|odbc",
].join("|");
/** A call of one, wherever it stands; quotes, blanks of any alphabet and comments may stand before its bracket. */
const outsideCall = new RegExp(
  `\\b(${outside})(?:["\`]|[^!-~]|--[^\\n]*\\n|#[^\\n]*\\n|/\\*(?:[^*]|\\*(?!/))*\\*/)*\\(`,
  "i",
);
/** What describes or looks for a table names it plainly, or describes a SELECT. */
const asksOfTable = /^\s*\(*\s*(?:describe|desc|exists)\b/i;
const plainTable =
  /^\s*(?:(?:describe|desc)\s+(?:table\s+)?(?:[a-z_][\w.]*|\(\s*(?:select|with)\b[\s\S]*\))|exists\s+(?:table\s+|view\s+|database\s+)?[a-z_][\w.]*)\s*$/i;
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
  if (asksOfTable.test(bare) && !plainTable.test(bare))
    throw refuse(
      "DESCRIBE and EXISTS name a table of the store here.",
      "For example DESCRIBE TABLE events; also DESCRIBE (SELECT ...).",
    );
  // An escape in a quoted name could spell any word.
  if (/\\/.test(text) && /[`"]/.test(text))
    throw refuse(
      "The statement holds a backslash and a double quote or backtick, which could spell any name.",
      "Leave one out: char(92) is a backslash, char(34) a double quote.",
    );
  return withoutFiles(text);
}

/** Whether a text may stand in a statement as it is; one that may not is written as its bytes. */
export function mayStand(text: string): boolean {
  return !forbidden.test(text) && !outsideCall.test(text);
}

/**
 * A text, if no word in it names what reads or writes files, and no call what reaches beyond the store; also for what is put
 * around a statement.
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
  const call = outsideCall.exec(text)?.[1];
  if (call !== undefined)
    throw new VedetteError("usage.option", `The statement calls ${call}, which reaches beyond the store.`, {
      hint: "A store is only read here. A text that looks like it is written in two: concat('url', '(').",
    });
  return text;
}

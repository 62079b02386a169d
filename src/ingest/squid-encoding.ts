/**
 * How Squid writes values into a log line, and the SQL that undoes it
 * (squid.conf, `logformat`; src/format/Quoting.cc and Format.cc of Squid 5, 2026-11-24).
 *
 * `quotes` escapes `"` and `\` by a backslash and writes CR, LF and TAB as `\r`, `\n`, `\t`; `shell` does the
 * same and puts quotes around what holds blanks. `blob` writes `\`, CR and LF as these do, and percent, brackets,
 * controls and all above `~` as `%xx`; blanks and quotes it leaves. `url` writes every unsafe character, and percent itself,
 * as `%xx`. `passed` does so but leaves percent alone, so that it cannot be undone for certain. `raw`
 * changes nothing.
 */

/** The ways to write a value. */
export type Encoding = "quotes" | "blob" | "url" | "shell" | "passed" | "raw";

/** The sign behind `%` by which a directive asks for an encoding. */
export const encodingSigns: Readonly<Record<string, Encoding>> = {
  '"': "quotes",
  "[": "blob",
  "#": "url",
  "/": "shell",
  "'": "raw",
};

/**
 * SQL of the value behind a text in which `\\` and `\"` are folded already (template-plan.ts).
 * @param passed whether the percent codes of `passed` are taken for Squid's own
 */
export function decodedSql(encoding: Encoding, text: string, passed: boolean): string {
  switch (encoding) {
    case "quotes":
      return unescaped(text, ["r", "n", "t"]);
    case "shell":
      return unescaped(`if(startsWith(${text}, '"'), substring(${text}, 2, length(${text}) - 2), ${text})`, [
        "r",
        "n",
        "t",
      ]);
    case "blob":
      // Where no quotes are escaped, nothing was folded yet.
      return unescaped(`replaceAll(${percentDecoded(text)}, '\\\\\\\\', '\\x02')`, ["r", "n"]);
    case "url":
      return percentDecoded(text);
    case "passed":
      return passed ? percentDecoded(text) : text;
    case "raw":
      return text;
  }
}

const controls: Readonly<Record<"r" | "n" | "t", string>> = { r: "\\r", n: "\\n", t: "\\t" };

/** Undoes `\r` and its like; a doubled backslash is folded, so one that is left begins an escape. */
function unescaped(text: string, letters: readonly ("r" | "n" | "t")[]): string {
  const replaced = letters.reduce(
    (inner, letter) => `replaceAll(${inner}, '\\\\${letter}', '${controls[letter]}')`,
    text,
  );
  return `if(position(${text}, '\\\\') = 0, ${text}, ${replaced})`;
}

/**
 * Undoes percent codes, unless that gives bytes that are no text, or the two control characters that folded
 * escapes stand for.
 */
function percentDecoded(text: string): string {
  const decoded = `decodeURLComponent(${text})`;
  return `if(position(${text}, '%') = 0 OR match(${text}, '%0[12]') OR NOT isValidUTF8(${decoded}), ${text}, ${decoded})`;
}

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
 * SQL of the value behind a text.
 * @param passed whether the percent codes of `passed` are taken for Squid's own
 * @param marked whether `\\` and `\"` are folded to marks already (template-plan.ts)
 */
export function decodedSql(encoding: Encoding, text: string, passed: boolean, marked: boolean): string {
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
      return marked ? unescaped(percentDecoded(text, marked), ["r", "n"]) : blobSql(text);
    case "url":
      return percentDecoded(text, marked);
    case "passed":
      return passed ? percentDecoded(text, marked) : text;
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
 * Undoes `blob`: its backslashes become percent codes as all else is, and one pass undoes them. Where that gives
 * bytes that are no text, the percent codes stay.
 */
function blobSql(text: string): string {
  const some = `if(multiSearchAny(${text}, ['%', '\\\\']), ${text}, '')`;
  const escapes = (backslash: string, cr: string, lf: string) =>
    `replaceAll(replaceAll(replaceAll(${some}, '\\\\\\\\', '${backslash}'), '\\\\r', '${cr}'), '\\\\n', '${lf}')`;
  const decoded = `decodeURLComponent(${escapes("%5C", "%0D", "%0A")})`;
  // No control character stands in it as it is.
  const kept = `replaceAll(${escapes("\\x02", "\\r", "\\n")}, '\\x02', '\\\\')`;
  return `if(${some} = '', ${text}, if(isValidUTF8(${decoded}), ${decoded}, ${kept}))`;
}

/** Undoes percent codes, unless that gives bytes that are no text. The control characters that marks are made of stay. */
function percentDecoded(text: string, marked: boolean): string {
  const codes = marked ? `replaceRegexpAll(${text}, '%(0[123])', '%25\\\\1')` : text;
  const decoded = `decodeURLComponent(${codes})`;
  return `if(position(${text}, '%') = 0 OR NOT isValidUTF8(${decoded}), ${text}, ${decoded})`;
}

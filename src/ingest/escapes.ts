/**
 * Undoes the escapes with which servers and sensors write texts that a client chose: `\xHH` (nginx
 * http_log_module, Apache util.c, Zeek's ASCII writer), `\\` and `\"`, and Apache's `\t`, `\n`, `\r`, `\v`, `\b`.
 *
 * All become percent codes and are decoded in one pass, so that nothing is decoded twice. What is
 * no UTF-8 then - a scan that speaks TLS to a plain port - keeps its `\xHH`: everything behind this is text.
 */

/** Stands for `\"` while a record is taken apart (template-plan.ts). */
export const quoteMark = "\\x01";
/** Stands for `\\`. */
export const backslashMark = "\\x02";

const letters: readonly (readonly [letter: string, code: string])[] = [
  ["t", "09"],
  ["n", "0A"],
  ["v", "0B"],
  ["r", "0D"],
  ["b", "08"],
];

/**
 * SQL of a text without its escapes.
 * @param text SQL of the text; `\\` and `\"` in it may be marks already
 */
export function withoutEscapes(text: string): string {
  // Both branches are evaluated for every row; for nearly all of them the heavy one gets nothing to do.
  const some = `multiSearchAny(${text}, ['\\\\', '${quoteMark}', '${backslashMark}'])`;
  const marked = `replaceAll(if(${some}, ${text}, ''), '\\\\\\\\', '${backslashMark}')`;
  let percent = `replaceAll(${marked}, '%', '%25')`;
  for (const [mark, code] of [
    [quoteMark, "22"],
    [backslashMark, "5C"],
    ...letters.map(([letter, code]) => [`\\\\${letter}`, code] as const),
  ] as const)
    percent = `replaceAll(${percent}, '${mark}', '%${code}')`;
  const decoded = `decodeURLComponent(replaceRegexpAll(${percent}, '\\\\\\\\x([0-9A-Fa-f]{2})', '%\\\\1'))`;
  const kept = `decodeURLComponent(${percent})`;
  return `if(${some}, if(isValidUTF8(${decoded}), ${decoded}, ${kept}), ${text})`;
}

/** SQL of a text with both marks turned back, whose other escapes are undone already. */
export function withoutMarks(text: string): string {
  return `replaceAll(replaceAll(${text}, '${quoteMark}', '"'), '${backslashMark}', '\\\\')`;
}

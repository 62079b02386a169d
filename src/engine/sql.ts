/** Small helpers that keep SQL text readable and safe. */

/** A string literal; for constants of this program and its content only, never for log text. */
export function literal(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n").replaceAll("\0", "\\0")}'`;
}

/** An Array(String) literal of content constants. */
export function literals(texts: readonly string[]): string {
  return `[${texts.map(literal).join(", ")}]`;
}

/**
 * An array of numbers of a type, such as UInt16. One text to convert, not an element each: a statement's analysis goes over
 * every element that is an expression, again for each lambda around it (a mask of 300 bits: 200 ms instead of 20).
 */
export function numberArray(numbers: readonly (number | bigint)[], type: string): string {
  return `CAST('[${numbers.join(",")}]', 'Array(${type})')`;
}

/** A regular expression with every special character of `text` escaped (RE2 syntax). */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (character) => (character === "/" ? "/" : `\\${character}`));
}

/**
 * Replaces `{name}` by SQL text from `parts`. Bound parameters (`{name:Type}`) are left alone;
 * an unknown `{name}` is an error, so that a misspelt profile is found when content is loaded.
 */
export function fillSql(template: string, parts: Readonly<Record<string, string>>): string {
  return template.replace(/\{([a-z][a-z0-9_]*)\}/g, (whole, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`unknown part ${whole} in SQL`);
    return part;
  });
}

/** Names of the bound parameters that a SQL text uses. */
export function boundNames(sql: string): string[] {
  return [...sql.matchAll(/\{([A-Za-z][A-Za-z0-9_]*):[A-Z]/g)].map((match) => match[1] ?? "");
}

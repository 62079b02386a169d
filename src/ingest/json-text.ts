/**
 * JSON that is not quite JSON, made readable: what a client sends must not make its record go away.
 */

/**
 * SQL of a record's text as the engine's JSON parser takes it. JSON is UTF-8; bytes that are none become
 * U+FFFD. So do escapes of one half of a surrogate pair, which Python writes for bytes that it could not decode
 * and which RFC 8259 (8.2) allows; whole pairs stay.
 */
export function jsonTextSql(record: string): string {
  // Both branches are evaluated for every row; for nearly all of them the heavy one gets nothing to do.
  const odd = `(NOT isValidUTF8(${record}) OR multiSearchAny(${record}, ['\\\\ud', '\\\\uD']))`;
  const text = `toValidUTF8(if(${odd}, ${record}, ''))`;
  // Escaped backslashes and whole pairs step aside, under characters that JSON cannot hold; what is left of halves goes.
  const pairs =
    "'\\\\\\\\u([dD][89abAB][0-9a-fA-F]{2})\\\\\\\\u([dD][c-fC-F][0-9a-fA-F]{2})', '\\x02\\\\1\\x02\\\\2'";
  const steps = `replaceRegexpAll(replaceRegexpAll(replaceAll(${text}, '\\\\\\\\', '\\x01'), ${pairs}), '\\\\\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}', '\\\\\\\\ufffd')`;
  return `if(${odd}, replaceAll(replaceAll(${steps}, '\\x02', '\\\\u'), '\\x01', '\\\\\\\\'), ${record})`;
}

/**
 * SQL of a value that is changed only where a condition holds. The engine evaluates both branches of an `if` for
 * every row; of an empty list it maps nothing.
 */
export function rarely(when: string, value: string, change: (value: string) => string): string {
  return `if(${when}, arrayMap(rare -> ${change("rare")}, if(${when}, [${value}], []))[1], ${value})`;
}

/** Names in SQL of content stand for columns, and in a text they are only words. */

/** What is quoted: a doubled quote or a backslash before one does not end it. */
const quoted = /'(?:[^'\\]|\\.|'')*'/gs;

/** SQL in which each of the names, as a word of its own outside quoted texts, has a prefix. */
export function renamed(sql: string, names: readonly string[], prefix: string): string {
  if (names.length === 0) return sql;
  const words = new RegExp(`\\b(?:${names.join("|")})\\b`, "g");
  const rename = (part: string) => part.replaceAll(words, (name) => `${prefix}${name}`);
  let end = 0;
  let text = "";
  for (const { 0: literal, index } of sql.matchAll(quoted)) {
    text += rename(sql.slice(end, index)) + literal;
    end = index + literal.length;
  }
  return text + rename(sql.slice(end));
}

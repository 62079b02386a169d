/**
 * Log text made safe for the place it is shown in. Whoever writes a log line chooses its text.
 */

/** Characters that a terminal or a reader's eye could be tricked with. */
const dangerous = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** One line for a terminal: control, escape, bidirectional and invisible characters become visible. */
export function forTerminal(text: string): string {
  return text.replace(dangerous, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return code < 0x100
      ? `\\x${hex.padStart(2, "0")}`
      : code < 0x10000
        ? `\\u${hex.padStart(4, "0")}`
        : `\\u{${hex}}`;
  });
}

/** JSON for a terminal: the same values, with escapes for what a terminal or an eye could be tricked with. */
export function escapedForTerminal(json: string): string {
  return json.replace(dangerous, (character) =>
    character === "\n"
      ? character
      : Array.from(
          { length: character.length },
          (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
        ).join(""),
  );
}

/** Text for HTML content and double-quoted attributes. */
export function forHtml(text: string): string {
  return forTerminal(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Text for Markdown prose and table cells: nothing of it is markup, a link or a picture. */
export function forMarkdown(text: string): string {
  return (
    forTerminal(text)
      .replace(/[\\`*_{}[\]()#+!|<>~$&]/g, (character) =>
        character === "<"
          ? "&lt;"
          : character === ">"
            ? "&gt;"
            : character === "&"
              ? "&amp;"
              : `\\${character}`,
      )
      .replaceAll("://", ":&#47;&#47;")
      .replace(/www\./gi, (found) => `${found.slice(0, 3)}&#46;`)
      // A mail address would become a link, a name a mention.
      .replaceAll("@", "&#64;")
  );
}

/**
 * A sentence of this program in Markdown, with the addresses and names that it tells of: what could begin markup, a link or a tag
 * is escaped, and its own punctuation stands as it is. Not for text of a log.
 */
export function sentenceForMarkdown(text: string): string {
  return forMarkdown(text).replace(/\\([(){}#+!])/g, "$1");
}

/** Text inside a Markdown code fence that the text cannot close. */
export function forFence(text: string): string {
  return forTerminal(text).replaceAll("```", "'''");
}

/** Cut to a number of characters, with a mark; a pair of surrogates is kept or left out whole. */
export function shorten(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  return `${text.slice(0, Math.max(0, charactersMax - 1)).replace(/[\ud800-\udbff]$/, "")}…`;
}

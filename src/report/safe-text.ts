/**
 * Log text made safe for the place it is shown in. Whoever writes a log line chooses its text.
 */

/** Characters that a terminal or a reader's eye could be tricked with. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones to find
const dangerous = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** One line for a terminal: control, escape, bidirectional and invisible characters become visible. */
export function forTerminal(text: string): string {
  return text.replace(dangerous, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
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
  return forTerminal(text)
    .replace(/[\\`*_{}[\]()#+!|<>~$&]/g, (character) => (character === "<" ? "&lt;" : character === ">" ? "&gt;" : character === "&" ? "&amp;" : `\\${character}`))
    .replace(/\b(https?|ftp):\/\//gi, "$1:&#47;&#47;")
    .replace(/\bwww\./gi, "www&#46;");
}

/** Text inside a Markdown code fence that the text cannot close. */
export function forFence(text: string): string {
  return forTerminal(text).replaceAll("```", "'''");
}

/** Cut to a number of characters, with a mark. */
export function shorten(text: string, charactersMax: number): string {
  return text.length <= charactersMax ? text : `${text.slice(0, Math.max(0, charactersMax - 1))}…`;
}

/** An address, URL or domain that nobody can click on by accident. */
export function defang(text: string): string {
  return text
    .replace(/\bhttp(s?):\/\//gi, "hxxp$1://")
    .replace(/(\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,3})/g, "$1[.]$2")
    .replace(/\b([0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,}):([0-9a-f]{0,4})\b/gi, "$1[:]$2")
    .replace(/([a-z0-9-])\.([a-z]{2,24})(?=[/\s:?#,;]|$)/gi, "$1[.]$2");
}

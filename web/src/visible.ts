/**
 * Text of logs as an eye may see it. Whoever writes a log line chooses its text: control, escape, bidirectional and
 * invisible characters are shown as marks, spelled as the terminal's output spells them.
 */

/** As in the program's own safe-text: whatever could trick an eye. */
const dangerous = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export interface Piece {
  readonly text: string;
  /** It stands for a character that would not be seen, or would move others. */
  readonly mark: boolean;
}

function markOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}

/** The text in one line, with marks in it. */
export function visible(text: string): string {
  return text.replace(dangerous, markOf);
}

/** Text of people: line ends and tabs are theirs; everything else is marked. */
export function visibleLines(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(dangerous, (character) =>
      character === "\n" || character === "\t" ? character : markOf(character),
    );
}

/** The text in pieces, so that marks can look like marks. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(dangerous)) {
    if (match.index > at) found.push({ text: text.slice(at, match.index), mark: false });
    const mark = markOf(match[0]);
    const last = found.at(-1);
    if (last?.mark) found[found.length - 1] = { text: last.text + mark, mark: true };
    else found.push({ text: mark, mark: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push({ text: text.slice(at), mark: false });
  return found;
}

/** Cut to a number of characters; a pair of surrogates is kept or left out whole. */
export function shortened(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  return text.slice(0, charactersMax).replace(/[\ud800-\udbff]$/, "");
}

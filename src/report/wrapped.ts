/** Sentences in lines for a terminal. */
import { shorten } from "./safe-text.ts";

/** Lines that a sentence may take; what it lacks stands at its end, so that few are cut. */
const sentenceLinesMax = 4;

/**
 * A sentence in lines, with what stands in front of it on the first.
 * @param linesMax lines that it may take; the last of them is cut
 */
export function wrapped(head: string, text: string, width: number, linesMax = sentenceLinesMax): string[] {
  const room = Math.max(20, width - head.length);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room && lines.length + 1 < linesMax) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one, n) => shorten(`${n === 0 ? head : " ".repeat(head.length)}${one}`, width));
}

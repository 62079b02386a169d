/** Sentences of indicators, in which measured values take the place of names. */
import type { Row } from "../engine/engine.ts";
import { noun } from "../words.ts";

/** `{name}`, `{name:Type}`, or `{name|noun}`: a number with its noun. */
const placeholder = /\{([a-z][a-z0-9_]*)(?::[A-Za-z0-9]+|\|([a-z][a-z -]*))?\}/g;

/**
 * Replaces `{name}` by the measured value, and `{name|noun}` by the number with its noun
 * ("1 answer", "2 answers"), `{name|percent}` by a share in per cent. A name that the row does not hold stays as it is.
 */
export function fillSentence(template: string, row: Row): string {
  return template.replace(placeholder, (whole, name: string, one?: string) => {
    if (!(name in row)) return whole;
    if (one === "percent") return percent(Number(row[name]));
    return one === undefined ? String(row[name]) : `${String(row[name])} ${noun(Number(row[name]), one)}`;
  });
}

/** A share of one in per cent; of less than ten with one decimal. */
function percent(share: number): string {
  const value = share * 100;
  return `${Number(value.toFixed(Math.abs(value) < 10 ? 1 : 0))} %`;
}

/** Names in braces of a sentence. */
export function placeholders(template: string): string[] {
  return [...template.matchAll(placeholder)].map((match) => match[1] ?? "");
}

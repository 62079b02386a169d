/**
 * What a table's cell says, without its Markdown: the items of its list, or its sentences.
 *
 * Characters that are meant as text (escaped, in code, or written as an entity) are set aside
 * in a range of their own while the markup around them is taken away; texts come without
 * characters of that range (see `tidied` in import.ts).
 */

/** An item with the id that stands in front of it in brackets, where one does. */
export interface Item {
  readonly id?: string;
  readonly text: string;
  /** A line that only leads over to the list behind it. */
  readonly leadsIn?: boolean;
}

const aside = 0xe000;
const keep = (text: string) =>
  Array.from(text, (one) =>
    /^[!-/:-@[-`{-~]$/.test(one) ? String.fromCharCode(aside + one.charCodeAt(0)) : one,
  ).join("");
const back = (text: string) =>
  text.replace(/[\ue000-\ue07f]/g, (one) => String.fromCharCode(one.charCodeAt(0) - aside));

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  bull: "•",
  ndash: "–",
  mdash: "—",
  hellip: "…",
};

function entity(name: string): string | undefined {
  if (!name.startsWith("#")) return Object.hasOwn(entities, name) ? entities[name] : undefined;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const valid = code >= 0x20 && code <= 0x10ffff && !(code >= 0x7f && code < 0xa0);
  const character = valid && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : "";
  return /^[\p{Cf}\p{Co}\p{Zl}\p{Zp}]?$/u.test(character) ? undefined : character;
}

/** Sets aside what is meant as text. */
function setAside(cell: string): string {
  return cell.replace(
    /\\([!-/:-@[-`{-~])|(`+)(?!`)([\s\S]*?[^`])\2(?!`)|&(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-z]{2,8});/g,
    (whole, escaped?: string, _fence?: string, inCode?: string, name?: string) => {
      if (escaped !== undefined) return keep(escaped);
      if (inCode !== undefined) return keep(inCode.trim().replaceAll("\\|", "|"));
      const character = entity(name ?? "");
      return character === undefined ? whole : keep(character);
    },
  );
}

/** Tags that only shape the text; all others stay as text. */
const breaks = /<\/?(?:br|p|div|ul|ol|li|tr|td|th|table)(?:\s[^<>]*)?\/?>/gi;
const shapes = /<\/?(?:b|i|u|em|strong|code|span|sub|sup|small|mark|font)(?:\s[^<>]*)?\/?>/gi;
const anchors = /<a\s[^<>]*?href\s*=\s*["']?([^"'<>\s]*)["']?[^<>]*>([\s\S]*?)<\/a>/gi;

/** The name of a tag that does more than shape the text, where a cell has one: it is kept as text. */
export function otherTag(cell: string): string | undefined {
  return /<\/?([a-z][a-z0-9]*)(?:\s[^<>]*)?\/?>/i.exec(withoutTags(setAside(cell)))?.[1];
}

const linked = (text: string, address: string) =>
  text.trim() === "" || text === address ? address : `${text} (${address})`;

function withoutTags(text: string): string {
  return text
    .replace(anchors, (_, address: string, inner: string) => linked(inner, address))
    .replace(breaks, "\n")
    .replace(shapes, "");
}

function withoutMarks(text: string): string {
  return text
    .replace(
      /!?\[([^[\]]*)\]\(\s*<?([^()\s<>]*)>?(?:\s+["'][^"']*["'])?\s*\)/g,
      (_, inner: string, address: string) => linked(inner, address),
    )
    .replace(/<((?:https?|mailto):[^<>\s]+)>/gi, "$1")
    .replace(/(\*\*|__|~~)(?=\S)([\s\S]*?\S)\1/g, "$2")
    .replace(/(?<![*\p{L}\p{N}])\*(?=[^\s*])([^*]*[^\s*])\*(?![*\p{L}\p{N}])/gu, "$1")
    .replace(/(?<![_\p{L}\p{N}])_(?=[^\s_])([^_]*[^\s_])_(?![_\p{L}\p{N}])/gu, "$1");
}

const tidy = (text: string) => back(withoutMarks(text)).replace(/\s+/g, " ").trim();

/** What a cell says as one text. */
export function plainText(cell: string): string {
  return tidy(withoutTags(setAside(cell)));
}

/**
 * The items of a cell: each part of a list, else each sentence.
 * @param isId whether a text in brackets is the id of a clause
 */
export function itemsOf(cell: string, isId: (text: string) => boolean): Item[] {
  const pieces = withoutTags(setAside(cell))
    .split("\n")
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
  const stated = pieces.map((piece) => statedId(piece, isId));
  if (stated.some((one) => one !== undefined))
    return filled(stated.map((one, n) => one ?? { text: tidy(unmarked(pieces[n] ?? "")) }));
  const split = pieces.flatMap((piece) => listParts(piece) ?? [piece]);
  const isList = split.length > 1 || split[0] !== pieces[0] || marker.test(pieces[0] ?? "");
  if (!isList) return filled(sentences(split[0] ?? "").map((text) => ({ text: tidy(text) })));
  return filled(
    split.map((piece, n) => ({
      text: tidy(unmarked(piece)),
      ...(n === 0 && split.length > 1 && /:(\*\*|__)?$/.test(piece) && !marker.test(piece)
        ? { leadsIn: true }
        : {}),
    })),
  );
}

const filled = (items: readonly Item[]) => items.filter(({ text }) => text !== "");

function statedId(piece: string, isId: (text: string) => boolean): Item | undefined {
  const found = /^\[([A-Z][A-Za-z0-9]{0,7})\]\s*([\s\S]*)$/.exec(piece);
  return found?.[1] !== undefined && isId(found[1])
    ? { id: found[1], text: tidy(found[2] ?? "") }
    : undefined;
}

/** What stands in front of a part of a list. */
const marker = /^(?:[-*+•–·▪]\s+|\(?\d{1,3}[.)](?=\s)\s*|\[\d{1,3}\][.:]?\s*|\(?[a-z][.)]\s+)/;
const unmarked = (piece: string) => piece.replace(marker, "").replace(/^\[[ xX]\]\s+/, "");

/** Parts of a list that stands in one line; undefined where there is none. */
function listParts(piece: string): string[] | undefined {
  return quotedList(piece) ?? numbered(piece) ?? bulleted(piece);
}

/** ["a", "b"] and ['a', 'b'], as programs write lists. */
function quotedList(piece: string): string[] | undefined {
  const inner = /^\[\s*(["'][\s\S]*["'])\s*,?\s*\]$/.exec(piece)?.[1];
  if (inner === undefined) return undefined;
  const quote = inner.charAt(0);
  const parts = inner.slice(1, -1).split(new RegExp(`${quote}\\s*[,;]\\s*${quote}`));
  return parts.every((part) => part.trim() !== "") ? parts : undefined;
}

/** 1. a 2. b, also with 1), (1) and [1]: numbers that follow each other from 1. */
function numbered(piece: string): string[] | undefined {
  const forms: readonly ((n: number) => string)[] = [
    (n) => `${n}\\.\\s`,
    (n) => `\\(${n}\\)\\s*`,
    (n) => `${n}\\)\\s`,
    (n) => `\\[${n}\\]\\s*`,
  ];
  for (const form of forms) {
    if (!new RegExp(`^${form(1)}`).test(piece)) continue;
    const parts: string[] = [];
    let rest = piece;
    for (let n = 2; n <= 200; n += 1) {
      const next = new RegExp(`[\\s.;,]${form(n)}`).exec(rest);
      if (next === null) break;
      parts.push(rest.slice(0, next.index + 1));
      rest = rest.slice(next.index + 1);
    }
    return [...parts, rest].map((part) => part.trim().replace(/[;,]$/, ""));
  }
  return undefined;
}

function bulleted(piece: string): string[] | undefined {
  const parts = piece.split(/\s*[•▪]\s+/).filter((part) => part !== "");
  return /^[•▪]\s/.test(piece) && parts.length > 1 ? parts : undefined;
}

const abbreviation = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|incl|approx|resp|no|nr|fig|[A-Za-z])\.$/i;

function sentences(text: string): string[] {
  const found: string[] = [];
  let begin = 0;
  for (const match of text.matchAll(/[.!?]["')\]*_]*(\s+)(?=["'([*_]*[\p{Lu}\p{N}])/gu)) {
    const end = match.index + match[0].length;
    const before = text.slice(Math.max(begin, match.index - 9), match.index + 1);
    if (match[0].startsWith(".") && abbreviation.test(before)) continue;
    found.push(text.slice(begin, end).trim());
    begin = end;
  }
  return [...found, text.slice(begin).trim()];
}

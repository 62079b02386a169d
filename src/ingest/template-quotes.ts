/** The parts of a format string between its quotes and inside them, and how the texts of a record are told apart by them. */
import { escapeRegex, literal } from "../engine/sql.ts";
import type { FieldPiece, Piece } from "./format-string.ts";

export interface Section {
  readonly quoted: boolean;
  readonly pieces: Piece[];
}

/** The pieces between the quotes and inside them, in turn. */
export function quoteSections(pieces: readonly Piece[]): Section[] {
  const sections: Section[] = [{ quoted: false, pieces: [] }];
  const last = () => sections[sections.length - 1] as Section;
  for (const piece of pieces) {
    if ("field" in piece) {
      last().pieces.push(piece);
      continue;
    }
    piece.literal.split('"').forEach((text, index) => {
      if (index > 0) sections.push({ quoted: !last().quoted, pieces: [] });
      if (text !== "") last().pieces.push({ literal: text });
    });
  }
  return sections;
}

/** Whether a section is one value in quotes, where the whole record stands in quotes as well. */
export function isWhole({ pieces }: Section): boolean {
  const only = pieces[0];
  return pieces.length === 1 && only !== undefined && "field" in only && only.shape === "quoted";
}

/**
 * SQL of the texts of a record's sections, in which quotes stand that are not escaped, by what lies around them. Where
 * two values in quotes follow each other, the first ends as soon as it can.
 * @param record SQL of the record
 */
export function sectionsByPattern(
  sections: readonly Section[],
  trailing: boolean,
  fieldPattern: (piece: FieldPiece) => string,
  record: string,
): string {
  const texts = sections.map((section) => {
    const inner = section.pieces.map((piece) =>
      "literal" in piece ? escapeRegex(piece.literal) : `(?:${fieldPattern(piece)})`,
    );
    return `(${section.quoted && isWhole(section) ? ".*?" : inner.join("")}`;
  });
  const pattern = `${texts.join(')"')}${trailing ? "(?:\\s.*)?" : ""})`;
  return `extractGroups(toValidUTF8(${record}), ${literal(`(?s)^${pattern}$`)})`;
}

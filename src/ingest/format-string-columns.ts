/**
 * Records of products that have no format string of their own, written with our column names:
 * `<source_ip>:<source_port> [<time_ms>] "<request>" <->`. `<->` is a value that is not kept, `<time_ms|clf_ms>`
 * says how a time is written, `<captures>` is what stands in braces (captures.ts). What is in quotes ends at the quote, what is in brackets at the bracket, anything else
 * at the next blank or quote.
 */
import { type ColumnName, columnNames, type TimeShape, timeShapes } from "../content/event-columns.ts";
import { VedetteError } from "../errors.ts";
import type { FieldPiece, Piece, Shape } from "./format-string.ts";

const names: readonly string[] = [...columnNames, "request", "query", "captures", "-"];

/** @throws VedetteError `usage.log-format` with the name that is no column */
export function columnsPieces(template: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of template.matchAll(/<([a-z0-9_]+|-)(?:\|([a-z_]+))?>/g)) {
    if (match.index > at) pieces.push({ literal: template.slice(at, match.index) });
    at = match.index + match[0].length;
    pieces.push(
      pieceOf(match[0], match[1] ?? "", match[2], shapeOf(template[match.index - 1], template[at])),
    );
  }
  if (at < template.length) pieces.push({ literal: template.slice(at) });
  return pieces.flatMap((piece, index) => withoutBrackets(piece, pieces, index));
}

function shapeOf(before: string | undefined, behind: string | undefined): Shape {
  if (before === '"' && behind === '"') return "quoted";
  return before === "[" && behind === "]" ? "bracketed" : "word";
}

function pieceOf(field: string, name: string, time: string | undefined, shape: Shape): FieldPiece {
  if (!names.includes(name) || (time !== undefined && !(timeShapes as readonly string[]).includes(time)))
    throw new VedetteError("usage.log-format", `${field} is no column.`, {
      hint: "The columns are in docs/reference/events.md; <-> stands for what is not kept.",
    });
  if (name === "captures") return { field, column: name, shape: "braced" };
  const column = name === "-" ? undefined : (name as ColumnName | "request" | "query");
  if (column !== "time_ms") return { field, column, shape };
  return { field, column, shape, time: (time ?? "iso") as TimeShape };
}

/** Brackets belong to the shape of what is in them. */
function withoutBrackets(piece: Piece, pieces: readonly Piece[], index: number): Piece[] {
  if ("field" in piece) return [piece];
  const bracketed = (other: Piece | undefined) =>
    other !== undefined && "field" in other && other.shape === "bracketed";
  let text = piece.literal;
  if (bracketed(pieces[index + 1]) && text.endsWith("[")) text = text.slice(0, -1);
  if (bracketed(pieces[index - 1]) && text.startsWith("]")) text = text.slice(1);
  return text === "" ? [] : [{ literal: text }];
}

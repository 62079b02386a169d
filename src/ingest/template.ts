/**
 * Compiles a server's own format string - Apache `LogFormat` or nginx `log_format` - to a
 * recogniser and to SQL: its pieces (format-string.ts) give a pattern of the record
 * (template-pattern.ts) and the plan of its columns (template-plan.ts).
 */
import { VedetteError } from "../errors.ts";
import type { Plan } from "./columns.ts";
import { type Piece, piecesOf } from "./format-string.ts";
import { recordPattern } from "./template-pattern.ts";
import { templatePlan } from "./template-plan.ts";

/** A compiled format string. */
export interface CompiledTemplate {
  readonly pieces: readonly Piece[];
  /** Whether a record fits. */
  matches(record: string): boolean;
  readonly plan: Plan;
}

/**
 * Compiles a format string.
 * @param trailing whether further fields may follow the last
 * @throws VedetteError `usage.log-format` with the place in the string
 */
export function compileTemplate(
  dialect: "apache" | "nginx",
  template: string,
  trailing: boolean,
): CompiledTemplate {
  const pieces = piecesOf(dialect, template);
  if (
    !pieces.some(
      (piece) => "field" in piece && (piece.column === "source_ip" || piece.column === "forwarded_for"),
    )
  ) {
    throw new VedetteError("usage.log-format", "The format string names no client address.", {
      hint: dialect === "apache" ? "Apache writes it with %h or %a." : "nginx writes it with $remote_addr.",
    });
  }
  const regex = new RegExp(recordPattern(pieces, trailing));
  return { pieces, matches: (record) => regex.test(record), plan: templatePlan(pieces, trailing) };
}

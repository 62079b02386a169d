/**
 * Compiles a server's own format string - Apache `LogFormat`, nginx `log_format`, Squid `logformat` - to a
 * recogniser and to SQL: its pieces (format-string.ts) give a pattern of the record
 * (template-pattern.ts) and the plan of its columns (template-plan.ts).
 */

import type { EscapeStyle, TemplateFormat } from "../content/schema.ts";
import { VedetteError } from "../errors.ts";
import type { Plan } from "./columns.ts";
import { escapesQuotes } from "./escapes.ts";
import { type Dialect, type Piece, piecesOf } from "./format-string.ts";
import { squidPlan } from "./squid-plan.ts";
import { beginningPattern, type Forwarded, hostPattern, recordPattern } from "./template-pattern.ts";
import { templatePlan } from "./template-plan.ts";
import { testerOf } from "./template-tester.ts";

/** A compiled format string. */
export interface CompiledTemplate {
  readonly pieces: readonly Piece[];
  /** Whether a record fits. */
  matches(record: string): boolean;
  /**
   * Whether a record fits with anything for a forwarding header; undefined where the format has
   * none. Whether the header holds an address is `forwards`.
   */
  readonly forwarded: { matches(record: string): boolean; forwards(record: string): boolean } | undefined;
  /** The piece, as it is written, at which a record does not fit any more; undefined where only its end does not. */
  stopsAt(record: string): string | undefined;
  readonly plan: Plan;
}

/**
 * Compiles a format string.
 * @param trailing whether further fields may follow the last
 * @param more what neither the dialect nor the string says (content/schema.ts)
 * @throws VedetteError `usage.log-format` with the place in the string
 */
export function compileTemplate(
  dialect: Dialect,
  template: string,
  trailing: boolean,
  { escapes = impliedEscapes(dialect, template), looks = {} }: Pick<TemplateFormat, "escapes" | "looks"> = {},
): CompiledTemplate {
  const pieces = piecesOf(dialect, template).map((piece) =>
    "field" in piece && looks[piece.column ?? ""] === "host" ? { ...piece, pattern: hostPattern } : piece,
  );
  if (
    !pieces.some(
      (piece) => "field" in piece && (piece.column === "source_ip" || piece.column === "forwarded_for"),
    )
  ) {
    throw new VedetteError("usage.log-format", "The format string names no client address.", {
      hint: addressHints[dialect],
    });
  }
  checkFields(dialect, pieces);
  const quotes = escapesQuotes(escapes);
  const tester = (forwarded?: Forwarded) =>
    testerOf(recordPattern(pieces, trailing, quotes, forwarded), pieces);
  return {
    pieces,
    matches: tester(),
    forwarded: pieces.some((piece) => "field" in piece && piece.column === "forwarded_for")
      ? { matches: tester("anything"), forwards: tester("addresses") }
      : undefined,
    stopsAt: (record) => {
      const fits = (count: number) =>
        testerOf(beginningPattern(pieces.slice(0, count), quotes), pieces)(record);
      // What fits so many pieces fits fewer; each pattern takes a while to make.
      let at = 0;
      for (let end = pieces.length; at < end; ) {
        const middle = Math.ceil((at + end) / 2);
        if (fits(middle)) at = middle;
        else end = middle - 1;
      }
      const piece = pieces[at];
      return piece === undefined ? undefined : "field" in piece ? piece.field : `the text ${piece.literal}`;
    },
    plan: dialect === "squid" ? squidPlan(pieces, trailing) : templatePlan(pieces, trailing, escapes),
  };
}

/** How a server escapes values that are written by its format string. */
function impliedEscapes(dialect: Dialect, template: string): EscapeStyle {
  switch (dialect) {
    case "apache":
      return "apache";
    case "nginx": {
      const asked = /^\s*log_format\s+\S+\s+escape=(\S+)/.exec(template)?.[1];
      return asked === "json" || asked === "none" ? asked : "nginx";
    }
    case "squid":
      // Each of its fields says how it is written (squid-encoding.ts).
      return "apache";
    case "columns":
      return "none";
  }
}

const addressHints: Readonly<Record<Dialect, string>> = {
  apache: "Apache writes it with %h or %a.",
  nginx: "nginx writes it with $remote_addr.",
  squid: "Squid writes it with %>a.",
  columns: "Write it as <source_ip>.",
};

/** Refuses what would read nothing, or read everything without its time, and not say so. */
function checkFields(dialect: Dialect, pieces: readonly Piece[]): void {
  const fields = pieces.filter((piece) => "field" in piece);
  if (fields.some(({ column, shape }) => column === "request" && shape !== "quoted")) {
    throw new VedetteError(
      "usage.log-format",
      "The request line holds blanks, and without quotes nothing says where it ends.",
      {
        hint: `Put it in quotes in the server's configuration too: "${dialect === "apache" ? "%r" : "$request"}".`,
      },
    );
  }
  const unread = fields.find(({ field, column }) => column === undefined && /^%.*\}t[lg]?$/.test(field));
  if (unread !== undefined && !fields.some(({ column }) => column === "time_ms")) {
    throw new VedetteError("usage.log-format", `Times written as ${unread.field} cannot be read.`, {
      hint: "Times that can: %t, %{%d/%b/%Y:%T %z}t, %{%F %T}t, %{%FT%T%z}t, %{sec}t, %{msec}t, %{usec}t.",
    });
  }
}

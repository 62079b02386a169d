/** Where in a statement the engine found a mistake. */

export interface Place {
  /** Characters before it. */
  readonly start: number;
  readonly end: number;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  /** The line that it stands in. */
  readonly text: string;
}

/** @param message what the engine says, with a position in bytes from 1, or the name that it does not know */
export function placeOf(statement: string, message: string): Place | undefined {
  const position = /failed at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) {
    const bytes = new TextEncoder().encode(statement);
    const start = new TextDecoder().decode(bytes.slice(0, Math.max(0, Number(position) - 1))).length;
    return spread(statement, start, Math.max(1, /^\w+/.exec(statement.slice(start))?.[0].length ?? 1));
  }
  const [, name] =
    /(?:identifier|function|table expression identifier|[Ff]unction with name|column) [`']([^`']{1,200})[`']/.exec(
      message,
    ) ?? [];
  if (name === undefined) return undefined;
  const start = statement.indexOf(name);
  return start < 0 ? undefined : spread(statement, start, name.length);
}

function spread(statement: string, start: number, length: number): Place {
  const at = Math.min(start, statement.length);
  const begins = statement.lastIndexOf("\n", at - 1) + 1;
  const ends = statement.indexOf("\n", at);
  return {
    start: at,
    end: Math.min(statement.length, at + length),
    line: statement.slice(0, at).split("\n").length,
    column: at - begins + 1,
    text: statement.slice(begins, ends < 0 ? undefined : ends),
  };
}

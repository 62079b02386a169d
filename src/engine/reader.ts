/** What can only be asked, by a person's statements, and the rows of its answers. */
import type { Parameters, Row } from "./engine.ts";

/** What a statement of a person may take. */
export interface ReaderLimits {
  readonly seconds: number;
  readonly rows: number;
  readonly memoryBytes: number;
}

/** What can only be asked. */
export interface Reader {
  /** Rows of a statement, which stands as it is: settings cannot be given to it. */
  rows(sql: string, parameters?: Parameters): Promise<Row[]>;
  close(): Promise<void>;
}

/** The rows of an answer with one JSON object a line. */
export function jsonRows(answer: Buffer | string): Row[] {
  if (answer.length === 0) return [];
  return answer
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
}

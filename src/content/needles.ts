/** Many texts of which one is looked for. */
import { literals } from "../engine/sql.ts";

/** Needles that one call of the engine looks for. */
const needlesPerCall = 250;

/** SQL of whether a text holds one of many. */
export function holdsOneSql(column: string, needles: readonly string[]): string {
  const calls = parted([...new Set(needles)].sort()).map(
    (part) => `multiSearchAny(${column}, ${literals(part)})`,
  );
  return calls.length === 0 ? "0" : `(${calls.join(" OR ")})`;
}

export function parted<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / needlesPerCall) }, (_, n) =>
    list.slice(n * needlesPerCall, (n + 1) * needlesPerCall),
  );
}

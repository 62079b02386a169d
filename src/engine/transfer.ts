/** Puts the result of a statement into a table of the store: in place, or over the wire where the store is on a server. */
import { asError } from "../errors.ts";
import { engineLimits } from "../limits.ts";
import type { Limits, LocalEngine, Parameters, ServerEngine } from "./engine.ts";

/** A failure of the store's server, and none of what is read into it. */
export class StoreFailed extends Error {
  override readonly name = "StoreFailed";
  override readonly cause: unknown;

  constructor(cause: unknown) {
    super(asError(cause).message);
    this.cause = cause;
  }
}

/** Rows to put somewhere. */
export interface Rows {
  readonly table: string;
  readonly sql: string;
  readonly parameters?: Parameters;
  readonly limits?: Limits;
  /** What they are, in words. */
  readonly what: string;
}

/**
 * Puts rows into a table.
 * @param from reads them
 * @param to holds the table
 * @throws EngineError where they cannot be read, StoreFailed where a server does not take them
 */
export async function transfer(
  from: LocalEngine,
  to: LocalEngine | ServerEngine,
  { table, sql, parameters = {}, limits = {}, what }: Rows,
): Promise<void> {
  if (!("add" in to)) return to.run(`INSERT INTO ${table} ${sql}`, parameters, limits);
  let batch: Uint8Array[] = [];
  let bytes = 0;
  let sent = 0;
  const send = async () => {
    if (bytes === 0) return;
    sent += 1;
    try {
      await to.add(table, Buffer.concat(batch), `${what}/${sent}`);
    } catch (thrown) {
      throw new StoreFailed(thrown);
    }
    batch = [];
    bytes = 0;
  };
  for await (const piece of from.blocks(sql, parameters, limits)) {
    batch.push(piece);
    bytes += piece.length;
    if (bytes >= engineLimits.transferBytes) await send();
  }
  await send();
}

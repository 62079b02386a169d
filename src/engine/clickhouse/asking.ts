/** Questions to a server about itself, outside of any store. */
import type { Row } from "../engine.ts";
import { jsonRows } from "../reader.ts";
import type { ServerAddress } from "./address.ts";
import { Connection } from "./connection.ts";
import { openFailure, trying } from "./failures.ts";

/** What answers questions. */
export interface Asker {
  /** @throws EngineError */
  rows(sql: string): Promise<Row[]>;
  close(): Promise<void>;
}

/**
 * Opens a server for questions.
 * @throws VedetteError `engine.failed` where it cannot be reached, or does not let the user in
 */
export async function openAsker(address: ServerAddress): Promise<Asker> {
  const connection = await Connection.to(address);
  try {
    await connection.ask({ sql: "SELECT 1" });
  } catch (thrown) {
    await connection.close();
    throw openFailure(address.shown, thrown);
  }
  return {
    rows: async (sql) =>
      takesFormat(sql)
        ? jsonRows(await trying("question", () => connection.ask({ sql })))
        : [{ result: await trying("question", () => plainText(connection, sql)) }],
    close: () => connection.close(),
  };
}

/** The grammar of some statements has no FORMAT at the end; they answer in the server's own: one value. */
function takesFormat(sql: string): boolean {
  return !/^CHECK GRANT\b/.test(sql);
}

async function plainText(connection: Connection, sql: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of connection.stream({ sql })) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8").trim();
}

/** Adds what was read of one source to the base profile of a store. */
import type { LocalEngine } from "../engine/engine.ts";
import { transfer } from "../engine/transfer.ts";
import { activityParts, activitySql, activityTablesSql } from "../ingest/activity.ts";
import type { ReadContext } from "../ingest/context.ts";
import { requestsTable } from "../ingest/requests.ts";
import { blameBase, type Store } from "./store.ts";

/**
 * Adds the requests that were read.
 * @param ended condition on them
 * @param what they are, in words
 */
export async function addProfile(
  { engine, content }: Pick<ReadContext, "engine" | "content">,
  store: Store,
  ended: string,
  what: string,
): Promise<void> {
  if (store === engine) return grouped(engine, content, ended);
  // Grouped here, where the requests are; what is sent is a fraction of them.
  const tables = Object.values(activityParts("activity"));
  const drop = async () => {
    for (const table of tables) await engine.run(`DROP TABLE IF EXISTS ${table}`);
  };
  await drop();
  await blameBase(content, async () => {
    for (const sql of activityTablesSql("activity", content.base, "Log")) await engine.run(sql);
  });
  await grouped(engine, content, ended);
  for (const table of tables) await transfer(engine, store, { table, sql: `SELECT * FROM ${table}`, what });
  await drop();
}

function grouped(engine: LocalEngine, content: ReadContext["content"], ended: string): Promise<void> {
  return blameBase(content, async () => {
    for (const sql of activitySql("activity", requestsTable, content.base, ended)) await engine.run(sql);
  });
}

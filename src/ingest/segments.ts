/** The catalogue's names as the scan looks them up. */
import type { Content } from "../content/load.ts";
import { interestingOf } from "../content/patterns.ts";
import type { Engine } from "../engine/engine.ts";

/** The table of those names. */
export const segmentsTable = "catalogue_segments";

/** DDL of their table. Hashes: integers are looked up faster than texts, and a chance hit only keeps a request. */
export const segmentsTableSql = `CREATE TABLE ${segmentsTable} (name UInt64) ENGINE = Memory`;

/** Loads the catalogue's names that the scan looks up; once, before anything is read. */
export async function loadSegments(engine: Engine, content: Content): Promise<void> {
  const { one, two } = interestingOf(content.endpoints, content.watchWords);
  await engine.run(`DROP TABLE IF EXISTS ${segmentsTable}`);
  await engine.run(segmentsTableSql);
  // Names, and folder/name.
  await engine.run(
    "INSERT INTO catalogue_segments SELECT cityHash64(name) FROM (SELECT arrayJoin({names:Array(String)}) AS name)",
    { names: [...one, ...two] },
  );
}

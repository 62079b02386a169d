/** The catalogue's names as the scan looks them up. */
import type { Content } from "../content/load.ts";
import { interestingOf } from "../content/patterns.ts";
import type { Engine } from "../engine/engine.ts";

/** Loads the catalogue's names that the scan looks up; once, before anything is read. */
export async function loadSegments(engine: Engine, content: Content): Promise<void> {
  const { one, two } = interestingOf(content.endpoints, content.watchWords);
  await engine.run("DROP TABLE IF EXISTS catalogue_segments");
  // Hashes of names and of folder/name: integers are looked up faster than texts, and a chance hit only keeps a request.
  await engine.run("CREATE TABLE catalogue_segments (name UInt64) ENGINE = Memory");
  await engine.run(
    "INSERT INTO catalogue_segments SELECT cityHash64(name) FROM (SELECT arrayJoin({names:Array(String)}) AS name)",
    { names: [...one, ...two] },
  );
}

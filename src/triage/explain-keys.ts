/**
 * The numbers under which the base profile knows who asked, with what and for what. They are computed from the
 * line as the scan does: texts that went through JSON have lost bytes that are no characters, and long paths are cut.
 */

import type { Content } from "../content/load.ts";
import type { Engine } from "../engine/engine.ts";
import { requestsSelect } from "../ingest/requests.ts";
import type { SourceReport } from "../ingest/source.ts";

/** Numbers in decimal, as literals of SQL. */
export interface Keys {
  readonly client: string;
  readonly agent: string;
  readonly path: string;
}

/** The keys of a line of a file; undefined where it is no request. */
export async function keysOf(
  engine: Engine,
  content: Content,
  source: SourceReport,
  line: number,
): Promise<Keys | undefined> {
  for (const { lines, plan } of source.parts) {
    const one = {
      ...lines,
      from: `(SELECT line, line_number FROM ${lines.from} WHERE line_number = ${line})`,
    };
    const requests = requestsSelect(one, plan, content.base, content.endpoints);
    const [row] = await engine.rows(
      `SELECT toString(client_id) AS client, toString(agent_id) AS agent, toString(path_id) AS path FROM (${requests}) WHERE reject = '' AND profiled`,
      { file: source.opened?.file ?? "" },
    );
    if (row !== undefined)
      return { client: String(row.client), agent: String(row.agent), path: String(row.path) };
  }
  return undefined;
}

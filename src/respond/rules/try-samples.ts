/** Rules over their samples: each on its own requests, which are read as a log. */
import type { Engine } from "../../engine/engine.ts";
import type { SourceReport } from "../../ingest/source.ts";
import { sigmaHitsInto, suricataInto } from "./back-test.ts";
import { hitsTable } from "./marks.ts";
import type { Draft } from "./model.ts";
import { statementOf, within } from "./try-sql.ts";

/** Lines of the samples on which a rule must fire and on which it must not. */
export interface Expected {
  readonly draft: Draft;
  readonly mustFire: readonly number[];
  readonly mustNotFire: readonly number[];
}

const lineOf = `event_id % ${2 ** 40}`;

/**
 * Runs rules over a log of samples that an engine has read.
 * @returns what does not hold, by rule
 */
export async function trySamples(
  engine: Engine,
  sources: readonly SourceReport[],
  expected: readonly Expected[],
): Promise<Map<Draft, string[]>> {
  const drafts = expected.map(({ draft }) => draft);
  const failed = new Map<Draft, string[]>();
  const fail = (draft: Draft, says: string) => failed.set(draft, [...(failed.get(draft) ?? []), says]);
  await engine.run(`DROP TABLE IF EXISTS ${hitsTable}`);
  await engine.run(`CREATE TABLE ${hitsTable} (check UInt32, event_id Int64, alert String) ENGINE = Memory`);
  try {
    const { refusals } = await sigmaHitsInto(
      engine,
      { sources, window: {} },
      drafts.filter(({ language }) => language === "sigma"),
      drafts,
    );
    const refused = new Map(refusals);
    await suricataInto(
      engine,
      "event_class = 'http'",
      drafts.filter(({ language }) => language === "suricata"),
      drafts,
      refused,
    );
    for (const [draft, because] of refused) fail(draft, `it cannot be run: ${because}`);
    const rows = await engine.rows(`SELECT check, ${lineOf} AS line FROM ${hitsTable}`);
    for (const [at, { draft, mustFire, mustNotFire }] of expected.entries()) {
      if (draft.language === "sql") {
        for (const says of await trySql(engine, draft, mustFire, mustNotFire)) fail(draft, says);
        continue;
      }
      const hit = new Set(rows.filter(({ check }) => Number(check) === at).map(({ line }) => Number(line)));
      const silent = mustFire.filter((line) => !hit.has(line));
      // A correlation fires with the request that completes its window, and not with those before.
      if (
        mustFire.length > 0 &&
        (draft.threshold === undefined ? silent.length > 0 : silent.length === mustFire.length)
      )
        fail(draft, `it does not fire on samples ${some(silent)}`);
      const loud = mustNotFire.filter((line) => hit.has(line));
      if (loud.length > 0) fail(draft, `it fires on samples ${some(loud)}, on which it must not`);
    }
  } finally {
    await engine.run(`DROP TABLE IF EXISTS ${hitsTable}`);
  }
  return failed;
}

/** A check in SQL is asked about the samples of each kind alone. */
async function trySql(
  engine: Engine,
  { text, threshold }: Draft,
  mustFire: readonly number[],
  mustNotFire: readonly number[],
): Promise<string[]> {
  let statement: string;
  try {
    statement = statementOf(text);
  } catch (thrown) {
    return [`it cannot be run: ${thrown instanceof Error ? thrown.message : ""}`];
  }
  const rowsOver = async (lines: readonly number[]) => {
    const over = within(statement, `${lineOf} IN (${lines.join(", ")})`);
    const [row] = await engine.rows(`SELECT count() AS n, sum(requests) AS requests FROM (${over})`);
    return { n: Number(row?.n ?? 0), requests: Number(row?.requests ?? 0) };
  };
  const says: string[] = [];
  const fired = mustFire.length > 0 ? await rowsOver(mustFire) : undefined;
  if (fired?.n === 0) says.push(`it has no row for samples ${some(mustFire)}`);
  else if (fired !== undefined && threshold === undefined && fired.requests < mustFire.length)
    says.push(`it counts ${fired.requests} of the ${mustFire.length} samples ${some(mustFire)}`);
  if (mustNotFire.length > 0 && (await rowsOver(mustNotFire)).n > 0)
    says.push(`it has rows for samples ${some(mustNotFire)}, for which it must not`);
  return says;
}

function some(lines: readonly number[]): string {
  return `${lines.slice(0, 5).join(", ")}${lines.length > 5 ? " …" : ""}`;
}

/** Back-test: drafts as they are written, over a history whose requests are marked. */
import { loadSigmaSources } from "../../content/sigma.ts";
import type { Engine, Row } from "../../engine/engine.ts";
import { EngineError } from "../../engine/engine.ts";
import { VedetteError } from "../../errors.ts";
import type { SourceReport } from "../../ingest/source.ts";
import { hitsTable as sigmaHits } from "../../sigma/passes.ts";
import { rulesOf } from "../../sigma/read-rules.ts";
import { runSigma, type SigmaMatch } from "../../sigma/run.ts";
import { type History, hitsTable, hostSql, ofCase, webSql, whoColumns, whoseSql } from "./marks.ts";
import type { Draft, Tally } from "./model.ts";
import { readSuricata } from "./suricata-text.ts";
import { eventsMax, tallyOf, windowEventsMax } from "./tally.ts";
import { type SqlTally, sqlTallies, statementOf } from "./try-sql.ts";

/** Groups of a correlation that are looked through for a sample. */
const groupsMax = 200;

export interface BackTest {
  readonly tallies: ReadonlyMap<Draft, Tally>;
  /** Why a draft could not be run. */
  readonly refused: ReadonlyMap<Draft, string>;
  /** Event ids of a window of the case that a correlation fires on. */
  readonly windows: ReadonlyMap<Draft, readonly number[]>;
}

/**
 * Runs drafts over a history.
 * @param good whether a draft may be offered: less sensitive ones of its family are then not asked in SQL, where each takes a
 *   statement of its own
 */
export async function backTest(
  history: History,
  drafts: readonly Draft[],
  good: (tally: Tally) => boolean = () => false,
): Promise<BackTest> {
  const refused = new Map<Draft, string>();
  await history.engine.run(`TRUNCATE TABLE ${hitsTable}`);
  // What writes hits and what only asks do not touch each other, and the engine works on two statements at a time. Checks
  // are asked first: the engine is at work on them while the rules are read.
  const [checks, hits] = await Promise.all([
    sqlTalliesOf(history, drafts, refused, good),
    hitTallies(history, drafts, refused),
  ]);
  return {
    tallies: new Map([...hits.tallies, ...checks.tallies]),
    refused,
    windows: new Map([...hits.windows, ...checks.windows]),
  };
}

type Tried = Pick<BackTest, "tallies" | "windows">;

/** Drafts in Sigma and for Suricata, of which each hit is noted. */
async function hitTallies(
  history: History,
  drafts: readonly Draft[],
  refused: Map<Draft, string>,
): Promise<Tried> {
  const of = (language: Draft["language"]) => drafts.filter((draft) => draft.language === language);
  const windows = await sigmaInto(history, of("sigma"), drafts, refused);
  await suricataInto(history.engine, webSql(history), of("suricata"), drafts, refused);
  return { tallies: await talliesOf(history, drafts), windows };
}

/** Checks in SQL; of a family that counts, the most sensitive ones first, until one is good. */
async function sqlTalliesOf(
  history: History,
  drafts: readonly Draft[],
  refused: Map<Draft, string>,
  good: (tally: Tally) => boolean,
): Promise<Tried> {
  const checks = drafts.filter(({ language }) => language === "sql");
  const tallies = new Map<Draft, Tally>();
  const windows = new Map<Draft, readonly number[]>();
  const plain = await sqlInto(history, checks, false, refused);
  for (const [draft, { tally }] of plain) tallies.set(draft, tally);
  const done = new Set<string>();
  for (const draft of checks.filter(({ threshold }) => threshold !== undefined)) {
    if (done.has(draft.family)) continue;
    const found = (await sqlInto(history, [draft], true, refused)).get(draft);
    if (found === undefined) continue;
    tallies.set(draft, found.tally);
    if (good(found.tally)) done.add(draft.family);
    if (found.window !== undefined) windows.set(draft, found.window);
  }
  return { tallies, windows };
}

/** Asks checks in SQL, those that count or those that do not, in one statement; where the engine refuses it, each alone. */
async function sqlInto(
  history: History,
  drafts: readonly Draft[],
  counts: boolean,
  refused: Map<Draft, string>,
): Promise<Map<Draft, SqlTally>> {
  const refuse = (draft: Draft, thrown: unknown) => {
    if (!(thrown instanceof EngineError || thrown instanceof VedetteError)) throw thrown;
    refused.set(draft, thrown.message.split("\n", 1)[0]?.slice(0, 300) ?? "");
  };
  const ready = drafts.flatMap((draft) => {
    if ((draft.threshold !== undefined) !== counts) return [];
    try {
      return [{ draft, statement: statementOf(draft.text) }];
    } catch (thrown) {
      refuse(draft, thrown);
      return [];
    }
  });
  const ask = async (some: typeof ready): Promise<[Draft, SqlTally][]> => {
    const found = await sqlTallies(
      history,
      some.map(({ statement }) => statement),
      counts,
    );
    return found.map((one, at) => [(some[at] as (typeof ready)[number]).draft, one]);
  };
  if (ready.length === 0) return new Map();
  try {
    return new Map(await ask(ready));
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
  }
  const each: [Draft, SqlTally][] = [];
  for (const one of ready)
    try {
      each.push(...(await ask([one])));
    } catch (thrown) {
      refuse(one.draft, thrown);
    }
  return new Map(each);
}

/** Runs Sigma drafts with the engine that runs rules, and notes each hit; the windows of correlations are handed back. */
async function sigmaInto(
  history: History,
  drafts: readonly Draft[],
  all: readonly Draft[],
  refused: Map<Draft, string>,
): Promise<Map<Draft, readonly number[]>> {
  const { matches, refusals } = await sigmaHitsInto(history.engine, history, drafts, all);
  for (const [draft, because] of refusals) refused.set(draft, because);
  const marked = await markOf(history, [...new Set(matches.flatMap(({ events }) => events))]);
  const windows = new Map<Draft, readonly number[]>();
  for (const { rule, events } of matches) {
    const draft = drafts.find(({ file }) => file === rule.place.path);
    if (draft === undefined || rule.kind !== "correlation" || windows.has(draft)) continue;
    if (events.every((id) => marked.get(id) === ofCase)) windows.set(draft, events);
  }
  return windows;
}

/** The hits of Sigma drafts into the table of hits, by their place among all drafts. */
export async function sigmaHitsInto(
  engine: Engine,
  scope: { readonly sources: readonly SourceReport[]; readonly window: History["window"] },
  drafts: readonly Draft[],
  all: readonly Draft[],
): Promise<{ matches: readonly SigmaMatch[]; refusals: Map<Draft, string> }> {
  const refusals = new Map<Draft, string>();
  if (drafts.length === 0) return { matches: [], refusals };
  const byFile = new Map(drafts.map((draft) => [draft.file, draft]));
  const refuse = ({ place, message }: { place: { path: string }; message: string }) => {
    const draft = byFile.get(place.path);
    if (draft !== undefined && !refusals.has(draft)) refusals.set(draft, message);
  };
  // What several thresholds count is read and asked once.
  const seen = new Set<string>();
  const rules = drafts.flatMap(({ file, text }) =>
    text.split(/^---\n/m).flatMap((part) => {
      if (seen.has(part)) return [];
      seen.add(part);
      const read = rulesOf(file, part);
      read.refusals.forEach(refuse);
      return read.rules;
    }),
  );
  const correlating = new Set(
    rules.filter(({ kind }) => kind === "correlation").map(({ place }) => place.path),
  );
  const result = await runSigma(engine, rules, {
    sources: scope.sources,
    ...scope.window,
    mappings: loadSigmaSources(),
    eventsMax: windowEventsMax,
    entitiesMax: groupsMax,
    inspect: async (numbers) => {
      // What stands beside a correlation in its file is only what it counts.
      const told = [...numbers].filter(
        ([, { kind, place }]) => !correlating.has(place.path) || kind === "correlation",
      );
      if (told.length === 0) return;
      const list = (values: readonly number[]) => `[${values.join(", ")}]`;
      const names = list(told.map(([number]) => number));
      const checks = list(told.map(([, { place }]) => all.indexOf(byFile.get(place.path) as Draft)));
      const spans = list(told.map(([, rule]) => (rule.kind === "correlation" ? rule.spanMs : 1)));
      const isWindow = list(told.map(([, { kind }]) => (kind === "correlation" ? 1 : 0)));
      await engine.run(
        `INSERT INTO ${hitsTable} SELECT DISTINCT arrayElement(${checks}, at) AS check, event_id,
  if(arrayElement(${isWindow}, at) = 1, concat(arrayStringConcat(who, '\\t'), ' ', toString(intDiv(time_ms, arrayElement(${spans}, at)))), toString(event_id)) AS alert
FROM (SELECT *, indexOf(${names}, rule) AS at FROM ${sigmaHits}) WHERE at > 0`,
      );
    },
  });
  result.refusals.forEach(refuse);
  return { matches: result.matches, refusals };
}

/** The hits of Suricata drafts, told by a matcher that reads what is written: agents and targets byte for byte. */
export async function suricataInto(
  engine: Engine,
  where: string,
  drafts: readonly Draft[],
  all: readonly Draft[],
  refused: Map<Draft, string>,
): Promise<void> {
  const wire = "profile_rule_wire";
  const rows: Row[] = [];
  for (const draft of drafts) {
    const read = readSuricata(draft.text);
    const [refusal] = read.refusals;
    if (refusal !== undefined) refused.set(draft, `${refusal.what}: ${refusal.because}`);
    for (const { agent, path, host } of read.rules)
      rows.push({
        check: all.indexOf(draft),
        shape: host !== undefined ? 3 : agent === undefined ? 1 : path === undefined ? 0 : 2,
        agent: agent ?? "",
        path: path ?? "",
        host: host ?? "",
      });
  }
  if (rows.length === 0) return;
  await engine.run(`DROP TABLE IF EXISTS ${wire}`);
  await engine.run(
    `CREATE TABLE ${wire} (check UInt32, shape UInt8, agent String, path String, host String) ENGINE = Memory`,
  );
  try {
    await engine.insert(wire, rows);
    const asked = `SELECT event_id, toString(user_agent_original) AS agent, cutQueryStringAndFragment(url_original) AS path, ${hostSql} AS host FROM events WHERE ${where}`;
    for (const [shape, on] of [
      [0, ["agent"]],
      [1, ["path"]],
      [2, ["agent", "path"]],
      [3, ["host"]],
    ] as const)
      if (rows.some((row) => row.shape === shape))
        await engine.run(
          `INSERT INTO ${hitsTable} SELECT DISTINCT rule.check, one.event_id, toString(one.event_id) FROM (${asked}) AS one INNER JOIN (SELECT * FROM ${wire} WHERE shape = ${shape}) AS rule ON ${on.map((column) => `rule.${column} = one.${column}`).join(" AND ")}`,
        );
  } finally {
    await engine.run(`DROP TABLE IF EXISTS ${wire}`);
  }
}

async function talliesOf(history: History, drafts: readonly Draft[]): Promise<Map<Draft, Tally>> {
  const hit = `SELECT ${whoColumns} FROM events WHERE event_id IN (SELECT event_id FROM ${hitsTable})`;
  const rows = await history.engine.rows(
    `SELECT hit.check AS check, countIf(mark = ${ofCase}) AS hits, countIf(mark = 1) AS hostile, countIf(mark = 0) AS ordinary,
  uniqExactIf(hit.alert, mark = 0) AS alerts, uniqExactIf(client, mark = 0) AS clients,
  groupArraySortedIf(${eventsMax})(hit.event_id, mark = ${ofCase}) AS fired, groupArraySortedIf(${eventsMax})(hit.event_id, mark = 0) AS disturbed
FROM ${hitsTable} AS hit INNER JOIN (${whoseSql(history, hit, "one.event_id AS event_id")}) AS whose ON whose.event_id = hit.event_id
GROUP BY check`,
  );
  const found = new Map(rows.map((row) => [Number(row.check), row]));
  return new Map(
    drafts.flatMap((draft, at) =>
      draft.language === "sql" ? [] : [[draft, tallyOf(history, found.get(at) ?? {})]],
    ),
  );
}

/** Whose some events are. */
async function markOf(history: History, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const some = `SELECT ${whoColumns} FROM events WHERE event_id IN (${ids.join(", ")})`;
  const rows = await history.engine.rows(
    `SELECT event_id, mark FROM (${whoseSql(history, some, "one.event_id AS event_id")})`,
  );
  return new Map(rows.map((row) => [Number(row.event_id), Number(row.mark)]));
}

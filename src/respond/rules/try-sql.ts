/** Checks in SQL, over a history and over samples. */
import type { Row } from "../../engine/engine.ts";
import { readingStatement } from "../../engine/read-only.ts";
import { VedetteError } from "../../errors.ts";
import { type History, marksTable, ofCase, timeSql, webSql, whoColumns, whoseSql } from "./marks.ts";
import type { Tally } from "./model.ts";
import { eventsLine, overAll } from "./sql-text.ts";
import { eventsMax, tallyOf, windowEventsMax } from "./tally.ts";

/** A statement over some of the events. */
export function within(statement: string, where: string | undefined): string {
  return where === undefined
    ? statement
    : statement.replace(`\n${eventsLine}\n`, `\nFROM (SELECT * FROM events WHERE ${where}) AS one\n`);
}

export interface SqlTally {
  readonly tally: Tally;
  /** Event ids of an hour of the case that a check which counts has a row for. */
  readonly window: readonly number[] | undefined;
}

/**
 * What the rows of checks in SQL would have been: each is a client's, and whose it is is told by what it did.
 * @param statements of checks that all count over hours, or none of which does, over all times
 * @returns for each of them in its place
 */
export async function sqlTallies(
  history: History,
  statements: readonly string[],
  counts: boolean,
): Promise<SqlTally[]> {
  const { engine } = history;
  const time = timeSql(history);
  const whose = whoseRows(
    history,
    statements.map((statement) => within(statement, time)),
    counts,
  );
  const rows = await engine.rows(
    `SELECT check, sumIf(requests, mark = ${ofCase}) AS hits, sumIf(requests, mark = 1) AS hostile, sumIf(requests, mark = 0) AS ordinary,
  ${counts ? "countIf(mark = 0)" : "ordinary"} AS alerts, uniqExactIf(client, mark = 0) AS clients,
  groupArraySortedIf(${eventsMax})(event_id, mark = ${ofCase}) AS fired, groupArraySortedIf(${eventsMax})(event_id, mark = 0) AS disturbed
  ${counts ? `, argMinIf((source_ip, forwarded_for, hour), event_id, mark = ${ofCase}) AS first` : ""} FROM (${whose}) GROUP BY check`,
  );
  const found = new Map(rows.map((row) => [Number(row.check), row]));
  const tallies: SqlTally[] = [];
  for (const at of statements.keys()) {
    const row = found.get(at) ?? {};
    const tally = tallyOf(history, row);
    const window = counts && tally.hits > 0 ? await windowOf(history, row) : undefined;
    tallies.push({ tally, window });
  }
  return tallies;
}

/** Events of the case in the hour of a client that came first. */
async function windowOf(history: History, row: Row): Promise<number[]> {
  const [source = "", forwarded = "", hour = 0] = row.first as [string, string, number];
  const inHour = `SELECT ${whoColumns} FROM events WHERE ${webSql(history)} AND toString(source_ip) = {source:String} AND forwarded_for = {forwarded:String} AND intDiv(time_ms, 3600000) = ${Number(hour)}`;
  const rows = await history.engine.rows(
    `SELECT event_id FROM (${whoseSql(history, inHour, "one.event_id AS event_id")}) WHERE mark = ${ofCase} ORDER BY event_id LIMIT ${windowEventsMax}`,
    { source: String(source), forwarded: String(forwarded) },
  );
  return rows.map(({ event_id }) => Number(event_id));
}

/** SQL of the rows of checks, each with the number of its check and with whose it is. */
function whoseRows(history: History, statements: readonly string[], counts: boolean): string {
  const ids = counts
    ? "0 AS agent_id, 0 AS path_id"
    : history.kind === "proxy"
      ? "1 AS asked"
      : "cityHash64(agent) AS agent_id, cityHash64(path) AS path_id";
  const columns = `one.check AS check, one.source_ip AS source_ip, one.forwarded_for AS forwarded_for, one.requests AS requests, one.event_id AS event_id${counts ? ", one.hour AS hour" : ""}`;
  const found = statements
    .map((statement, at) => `SELECT *, toUInt32(${at}) AS check, ${ids} FROM (${statement})`)
    .join("\nUNION ALL\n");
  const whose = whoseSql(history, found, columns);
  // What counts over an hour is whose the client is.
  return counts
    ? whose
        .replace(
          / AS marked ON marked\.source = known\.source_ip.*$/,
          " AS marked ON marked.source = known.source_ip",
        )
        .replace(
          `LEFT JOIN ${marksTable} `,
          `LEFT JOIN (SELECT source, max(mark) AS mark FROM ${marksTable} GROUP BY source) `,
        )
    : whose;
}

/** Functions and words before brackets that checks are written with; a folder of somebody else's may hold any others. */
const known = new Set(
  "and or in if as by from where count min max uniqexact intdiv tostring lower right translate match concat replaceregexpone cutquerystringandfragment unhex".split(
    " ",
  ),
);

/**
 * The statement of a check over all times.
 * @throws VedetteError where it is none as this program writes them
 */
export function statementOf(text: string): string {
  const refuse = (says: string) => new VedetteError("usage.option", says, {});
  const all = overAll(text);
  if (all === undefined) throw refuse("the line by which it looks at the last day is not there");
  const statement = readingStatement(all);
  // No text that is written here holds a backslash, so that a string ends at the next quote.
  if (/["`$\\#]|\/\*/.test(statement.replaceAll(/'[^'\\]*'/g, (one) => one.replaceAll(/[$#"]|\/\*/g, ""))))
    throw refuse("it holds signs that no check holds");
  const bare = statement.replaceAll(/'[^'\\]*'|--[^\n]*/g, " ");
  const stranger = [...bare.matchAll(/([A-Za-z_][A-Za-z0-9_]*)\s*\(/g)].find(
    ([, name = ""]) => !known.has(name.toLowerCase()),
  );
  if (stranger !== undefined) throw refuse(`it calls ${stranger[1]}, which no check does`);
  if (
    [...bare.matchAll(/\b(?:from|join)\s+([^\s(]*)/gi)].some(([, table]) => table !== "events") ||
    [...bare.matchAll(/([A-Za-z_][A-Za-z0-9_]*)\s*\./g)].some(([, name]) => name !== "one")
  )
    throw refuse("it asks another table than events");
  return statement;
}

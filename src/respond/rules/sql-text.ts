/** Checks in SQL over the event table: a statement that `vedette sql` and ClickHouse run as it is. */
import { mayStand } from "../../engine/read-only.ts";
import type { Entry } from "./watches.ts";

/** The line by which a scheduled check looks at the last day alone; a back-test leaves it out, and looks at all. */
export const lastDay =
  "  AND time_ms > (SELECT max(time_ms) FROM events) - 86400000 -- the last day that the store holds";

/** The line that names the events. */
export const eventsLine = "FROM events AS one";

const plainText = /^[A-Za-z0-9 ._/()+:;,=@~!%?$-]*$/;
/** Words that a reading statement must not hold, whatever they stand in. */
const refusedWords = /\b(?:file|catboostEvaluate|outfile|infile)\b/i;

/** A text in a statement: in quotes where it is plain, else as its bytes, in which no grammar sees anything. */
export function sqlValue(text: string): string {
  if (plainText.test(text) && !text.includes("--") && mayStand(text)) return `'${text}'`;
  return `unhex('${Buffer.from(text, "utf8").toString("hex")}')`;
}

const pathOf = "cutQueryStringAndFragment(url_original)";
/** The path as a server looks at it, also of a request that names scheme and host. */
export const serverPath = `if(match(url_original, '^[A-Za-z][A-Za-z0-9+.-]*://'), concat('/', replaceRegexpOne(${pathOf}, '^[A-Za-z][A-Za-z0-9+.-]*://[^/]*/?', '')), ${pathOf})`;

/** A condition on events for some entries of one kind. */
export function entriesSql(entries: readonly Entry[]): string {
  const agent = "if(user_agent_original = '-', '', toString(user_agent_original))";
  const [first] = entries;
  const list = (texts: readonly string[]) => texts.join(",\n    ");
  if (first?.path === undefined)
    return `${agent} IN (\n    ${list(entries.map((one) => sqlValue(one.agent ?? "")))})`;
  if (first.agent === undefined)
    return `${serverPath} IN (\n    ${list(entries.map((one) => sqlValue(one.path ?? "")))})`;
  return `(${agent}, ${serverPath}) IN (\n    ${list(entries.map((one) => `(${sqlValue(one.agent ?? "")}, ${sqlValue(one.path ?? "")})`))})`;
}

const head = (title: string) => [
  `-- ${title.replaceAll(/[^A-Za-z0-9 .,:/_-]/g, "?").replaceAll(new RegExp(refusedWords, "gi"), "?")}`,
  "-- vedette sql --store FOLDER - < this; of other times: take the line with the last day out.",
];

/** Names of expressions that a condition uses, as a clause in front of the statement. */
const withNames = (names: readonly string[]) => (names.length === 0 ? [] : [`WITH ${names.join(",\n  ")}`]);

/** A row for each client, agent and path. */
export function requestsSql(title: string, condition: string, names: readonly string[] = []): string {
  return `${[
    ...head(title),
    ...withNames(names),
    "SELECT toString(source_ip) AS source_ip, forwarded_for, toString(user_agent_original) AS agent,",
    `  ${pathOf} AS path, count() AS requests, min(one.event_id) AS event_id`,
    eventsLine,
    "WHERE event_class = 'http'",
    lastDay,
    `  AND ${condition}`,
    "GROUP BY source_ip, forwarded_for, agent, path",
    "ORDER BY requests DESC, source_ip, forwarded_for, agent, path",
  ].join("\n")}\n`;
}

/** A row for each client and host that it asked through a proxy. */
export function hostsSql(title: string, hosts: readonly string[]): string {
  const host = "lower(replaceRegexpOne(toString(url_domain), ':[0-9]*$', ''))";
  return `${[
    ...head(title),
    `SELECT toString(source_ip) AS source_ip, forwarded_for, ${host} AS host,`,
    "  count() AS requests, min(one.event_id) AS event_id",
    eventsLine,
    "WHERE event_class = 'http'",
    lastDay,
    `  AND ${host} IN (\n    ${hosts.map(sqlValue).join(",\n    ")})`,
    "GROUP BY source_ip, forwarded_for, host",
    "ORDER BY requests DESC, source_ip, forwarded_for, host",
  ].join("\n")}\n`;
}

/** A row for each client and hour in which it asked for several paths, or several times. */
export function manyPathsSql(
  title: string,
  condition: string,
  atLeast: number,
  { of = "paths", names = [] }: { of?: "paths" | "requests"; names?: readonly string[] } = {},
): string {
  return `${[
    ...head(title),
    ...withNames(names),
    "SELECT toString(source_ip) AS source_ip, forwarded_for, intDiv(time_ms, 3600000) AS hour,",
    `  uniqExact(${pathOf}) AS paths, count() AS requests, min(one.event_id) AS event_id`,
    eventsLine,
    "WHERE event_class = 'http'",
    lastDay,
    `  AND ${condition}`,
    "GROUP BY source_ip, forwarded_for, hour",
    `HAVING ${of} >= ${atLeast}`,
    `ORDER BY ${of} DESC, source_ip, forwarded_for, hour`,
  ].join("\n")}\n`;
}

/** The statement over all of a history; undefined where it is none of these. */
export function overAll(text: string): string | undefined {
  const lines = text.split("\n");
  return lines.includes(lastDay) ? lines.filter((line) => line !== lastDay).join("\n") : undefined;
}

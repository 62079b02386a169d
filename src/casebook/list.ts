/** Lists of cases: filtered, sorted, page by page, counted by value, and by what changed last. */
import { casebookLimits } from "../limits.ts";
import { conditionOf } from "./filter.ts";
import {
  type Action,
  type CaseFilter,
  type CaseSummary,
  type ClosingReason,
  type Facets,
  type IndicatorCount,
  type Page,
  type PageRequest,
  type Priority,
  type Severity,
  type Sort,
  type State,
  sorts,
} from "./model.ts";
import { refused } from "./problems.ts";
import { setAsideIn } from "./set-aside.ts";
import type { Row, Sqlite, Value } from "./sqlite.ts";

/** Columns that decide the order; the id makes it one. */
const keys: Readonly<Record<Sort, readonly string[]>> = {
  priority: ["priority_rank", "last_seen", "id"],
  last_seen: ["last_seen", "id"],
  first_seen: ["first_seen", "id"],
  score: ["score", "id"],
  updated_at: ["updated_at", "id"],
  id: ["id"],
};
const pageDefault = 50;

export function listCases(db: Sqlite, filter: CaseFilter, page: PageRequest = {}): Page<CaseSummary> {
  const sort = page.sort ?? "priority";
  if (!sorts.includes(sort)) throw refused("Cases cannot be sorted so.", `One of ${sorts.join(", ")}.`);
  const limit = page.limit ?? pageDefault;
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > casebookLimits.pageMax)
    throw refused("This is no length of a page.", `From 1 to ${casebookLimits.pageMax}.`);
  const down = (sort !== "id") !== (page.reverse === true);
  const columns = keys[sort];
  const { sql, values } = conditionOf(filter);
  const after = page.after === undefined ? undefined : cursorIn(page.after, sort, columns.length);
  const beyond =
    after === undefined
      ? ""
      : ` AND (${columns.map((name) => `cases.${name}`).join(", ")}) ${down ? "<" : ">"} (${columns.map(() => "?").join(", ")})`;
  const order = columns.map((name) => `cases.${name} ${down ? "DESC" : "ASC"}`).join(", ");
  return db.read(() => {
    const rows = db.all(
      `SELECT ${summaryColumns} FROM cases WHERE ${sql}${beyond} ORDER BY ${order} LIMIT ?`,
      ...values,
      ...(after ?? []),
      limit + 1,
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: shown.map((row) => summaryOf(db, row)),
      total: Number(db.one(`SELECT count(*) AS n FROM cases WHERE ${sql}`, ...values)?.n ?? 0),
      next:
        rows.length > limit && last !== undefined
          ? cursorOf(
              sort,
              columns.map((name) => last[name] ?? null),
            )
          : null,
    };
  });
}

/** Where a page ended: its sort, and the values of the last row. */
function cursorOf(sort: Sort, values: readonly Value[]): string {
  return Buffer.from(JSON.stringify([sort, ...values])).toString("base64url");
}

function cursorIn(text: string, sort: Sort, length: number): Value[] {
  try {
    const [of, ...values] = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as unknown[];
    const fine =
      of === sort &&
      values.length === length &&
      values.every((value, at) =>
        at === length - 1 ? typeof value === "string" : Number.isSafeInteger(value),
      );
    if (fine) return values as Value[];
  } catch {
    // Told below.
  }
  throw refused("This is no mark of a next page with this order.", "Begin with the first page.");
}

const facetSql = {
  state: "cases.state",
  owner: "cases.owner",
  action: "cases.action",
  priority: "cases.priority",
  verdict: "cases.closing_reason",
} as const;

export function facetsOf(db: Sqlite, filter: CaseFilter): Facets {
  return db.read(() => {
    const count = (name: keyof Facets, value: string, joined = "") => {
      const { sql, values } = conditionOf(filter, name);
      return db
        .all(
          `SELECT ${value} AS value, count(DISTINCT cases.id) AS count FROM cases${joined} WHERE ${sql} GROUP BY 1 ORDER BY 2 DESC, 1`,
          ...values,
        )
        .map((row) => ({ value: row.value === null ? null : String(row.value), count: Number(row.count) }));
    };
    const parts = (table: string) =>
      // A case that stands by itself is the root of all its members, itself among them; only one that was merged is not.
      ` JOIN cases AS member ON member.root = cases.id${filter.merged === true ? " OR member.id = cases.id" : ""} JOIN ${table} ON ${table}.case_id = member.id`;
    return {
      state: count("state", facetSql.state),
      owner: count("owner", facetSql.owner),
      tag: count("tag", "tags.tag", parts("tags")),
      action: count("action", facetSql.action),
      priority: count("priority", facetSql.priority),
      verdict: count("verdict", facetSql.verdict),
      clause: count("clause", "case_clauses.clause", parts("case_clauses")),
      indicator: count("indicator", "case_indicators.indicator", parts("case_indicators")),
    };
  });
}

/** Cases with a finding of each indicator: those that are not closed, and the others by why they were. */
export function indicatorCounts(db: Sqlite): IndicatorCount[] {
  const counts = new Map<string, { -readonly [K in keyof IndicatorCount]: IndicatorCount[K] }>();
  for (const { indicator, reason, count } of db.all(
    `SELECT indicator, CASE WHEN whole.state = 'closed' THEN whole.closing_reason END AS reason, count(DISTINCT whole.id) AS count
FROM case_indicators
JOIN cases AS part ON part.id = case_indicators.case_id
JOIN cases AS whole ON whole.id = part.root
GROUP BY 1, 2 ORDER BY 1, 2`,
  )) {
    const id = String(indicator);
    const one = counts.get(id) ?? { indicator: id, open: 0, closed: {} };
    counts.set(
      id,
      reason === null
        ? { ...one, open: Number(count) }
        : { ...one, closed: { ...one.closed, [String(reason)]: Number(count) } },
    );
  }
  return [...counts.values()];
}

/** Cases whose last change is later than an entry of the audit; `seq` is where to go on. */
export function changedSince(
  db: Sqlite,
  seq: number,
  limit: number = casebookLimits.pageMax,
): { items: CaseSummary[]; seq: number } {
  return db.read(() => {
    // One entry may have changed several cases; they stay together.
    const rows = db.all(
      `SELECT ${summaryColumns} FROM cases WHERE changed > ?1 AND changed <= (
  SELECT coalesce(max(changed), 0) FROM (SELECT changed FROM cases WHERE changed > ?1 ORDER BY changed LIMIT ?2)
) ORDER BY changed, id`,
      seq,
      Math.min(limit, casebookLimits.pageMax),
    );
    return {
      items: rows.map((row) => summaryOf(db, row)),
      seq: Math.max(seq, Number(rows.at(-1)?.changed ?? 0)),
    };
  });
}

/** What a summary is made of: everything but the snapshot, which is most of a row. */
const summaryColumns = [
  ...["id", "version", "changed", "updated_at", "created_at", "title", "state", "owner", "action"],
  ...["machine_action", "priority", "priority_rank", "severity", "score", "background", "first_seen"],
  ...[
    "last_seen",
    "entities",
    "findings",
    "events",
    "questions",
    "closing_reason",
    "closed_at",
    "merged_into",
    "set_aside",
  ],
].join(", ");

export function summaryOf(db: Sqlite, row: Row): CaseSummary {
  const text = (value: Value | undefined) => (value === null || value === undefined ? null : String(value));
  return {
    id: String(row.id),
    version: Number(row.version),
    changed: Number(row.changed),
    updated_at: Number(row.updated_at),
    created_at: Number(row.created_at),
    title: String(row.title),
    state: row.state as State,
    owner: text(row.owner),
    tags: tagsOf(db, row),
    action: row.action as Action,
    machine_action: row.machine_action as Action,
    priority: row.priority as Priority,
    severity: row.severity as Severity,
    score: Number(row.score),
    background: row.background === 1,
    first_seen: Number(row.first_seen),
    last_seen: Number(row.last_seen),
    entities: Number(row.entities),
    findings: Number(row.findings),
    events: Number(row.events),
    questions: JSON.parse(String(row.questions)) as string[],
    verdict: row.closing_reason as ClosingReason | null,
    closed_at: row.closed_at === null ? null : Number(row.closed_at),
    merged_into: text(row.merged_into),
    set_aside: setAsideIn(row),
  };
}

/** Its own tags and those of all merged into it. */
function tagsOf(db: Sqlite, { id }: Row): string[] {
  return db
    .all(
      "SELECT DISTINCT tag FROM tags JOIN cases ON cases.id = tags.case_id WHERE cases.root = ?1 OR cases.id = ?1 ORDER BY tag",
      String(id),
    )
    .map(({ tag }) => String(tag));
}

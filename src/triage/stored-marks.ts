/** What entities of earlier runs on a kept store carried, so that later ones can be tied to them. */
import type { Campaign, EarlierEntity, EarlierMark } from "../assess/campaigns.ts";
import type { Mark } from "../assess/marks.ts";
import type { Entity } from "../assess/model.ts";
import type { Engine, Row } from "../engine/engine.ts";
import { triageLimits } from "../limits.ts";

const { earlierMarksMax: rowsMax } = triageLimits;

/** DDL of what is kept. */
export const marksTableSql = `CREATE TABLE IF NOT EXISTS store_marks (entity String, first_ms Int64, last_ms Int64, case_id String, campaign String, link String, key String, shown String, written UInt64)
ENGINE = ReplacingMergeTree(written) ORDER BY (entity, link, key)`;

/** A row of what is kept. */
export type KeptMark = Row;

/** The marks that the last run kept; see takeMarks. */
export async function lastMarks(engine: Engine): Promise<KeptMark[]> {
  await engine.run(marksTableSql);
  return engine.rows(
    `SELECT * FROM store_marks WHERE written = (SELECT max(written) FROM store_marks) ORDER BY entity, link, key LIMIT ${rowsMax}`,
  );
}

/** Takes over the marks that a run on a copy of the store kept there. */
export async function takeMarks(engine: Engine, marks: readonly KeptMark[]): Promise<void> {
  await engine.run(marksTableSql);
  const written = await nextWritten(engine);
  await engine.insert(
    "store_marks",
    marks.map((mark) => ({ ...mark, written })),
  );
}

async function nextWritten(engine: Engine): Promise<number> {
  const [last] = await engine.rows("SELECT max(written) AS written FROM store_marks");
  return Number(last?.written ?? 0) + 1;
}

function toEarlier(row: Row): EarlierEntity {
  return {
    id: String(row.entity),
    firstMs: Number(row.first_ms),
    lastMs: Number(row.last_ms),
    caseId: String(row.case_id),
    campaign: String(row.campaign),
  };
}

/** Marks of earlier runs that some of this run share. */
export async function earlierMarks(engine: Engine, marks: readonly Mark[]): Promise<EarlierMark[]> {
  await engine.run(marksTableSql);
  if (marks.length === 0) return [];
  await engine.run("CREATE TABLE profile_marks (link String, key String) ENGINE = Memory");
  try {
    await engine.insert(
      "profile_marks",
      marks.map(({ link, key }) => ({ link, key })),
    );
    const rows = await engine.rows(
      `SELECT * FROM (
  SELECT * FROM store_marks WHERE (link, key) IN (SELECT link, key FROM profile_marks) ORDER BY written DESC LIMIT 1 BY entity, link, key
) ORDER BY entity, link, key LIMIT ${rowsMax}`,
    );
    return rows.map((row) => ({
      entity: toEarlier(row),
      link: String(row.link),
      key: String(row.key),
      shown: String(row.shown),
    }));
  } finally {
    await engine.run("DROP TABLE profile_marks");
  }
}

/** Everybody who was in some campaigns of earlier runs. */
export async function earlierMembers(engine: Engine, campaigns: readonly string[]): Promise<EarlierEntity[]> {
  if (campaigns.length === 0) return [];
  const rows = await engine.rows(
    `SELECT entity, min(first_ms) AS first_ms, max(last_ms) AS last_ms, argMax(case_id, written) AS case_id, argMax(campaign, written) AS campaign
FROM store_marks WHERE campaign IN ({campaigns:Array(String)}) GROUP BY entity ORDER BY entity LIMIT ${rowsMax}`,
    { campaigns: [...campaigns] },
  );
  return rows.map(toEarlier);
}

/** Keeps the marks of a run's entities for later ones. */
export async function keepMarks(
  engine: Engine,
  marks: readonly Mark[],
  entities: readonly Entity[],
  campaigns: readonly Campaign[],
  caseOf: ReadonlyMap<string, string>,
): Promise<void> {
  await engine.run(marksTableSql);
  const campaignOf = new Map(campaigns.flatMap(({ id, members }) => members.map((one) => [one.id, id])));
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  const written = await nextWritten(engine);
  const rows = marks.flatMap(({ link, key, shown, carriers }) =>
    carriers.flatMap(({ entity: id }) => {
      const entity = byId.get(id);
      if (entity === undefined) return [];
      const { findings } = entity;
      return [
        {
          entity: id,
          first_ms: findings.reduce(
            (least, { firstMs }) => Math.min(least, firstMs),
            Number.MAX_SAFE_INTEGER,
          ),
          last_ms: findings.reduce((most, { lastMs }) => Math.max(most, lastMs), 0),
          case_id: caseOf.get(id) ?? "",
          campaign: campaignOf.get(id) ?? "",
          link,
          key,
          shown,
          written,
        },
      ];
    }),
  );
  if (rows.length > 0) await engine.insert("store_marks", rows);
}

/** What entities of a run carry that may tie them (T2c): agents, hellos, paths, schedules, networks, links of mails. */
import { blame } from "../content/blame.ts";
import { contentPath } from "../content/errors.ts";
import type { LinkFile } from "../content/links.ts";
import { partName } from "../content/names.ts";
import type { Parts } from "../detect/profiles.ts";
import { allDone, type Engine } from "../engine/engine.ts";
import { boundNames, fillSql } from "../engine/sql.ts";
import { triageLimits } from "../limits.ts";
import type { Entity } from "./model.ts";

/** A key of a link, and the entities that carry it. */
export interface Mark {
  /** Id of the link. */
  readonly link: string;
  readonly key: string;
  readonly shown: string;
  /** All who carry it in this run, entities or not. */
  readonly holders: number;
  readonly carriers: readonly { readonly entity: string; readonly record: number | undefined }[];
}

/** Of an entity the rarest keys, which are the same ones for all who share them. */
const { marksOfEntityMax: keysMax, marksMax } = triageLimits;

const table = "profile_worked";

const typesOf: Readonly<Record<LinkFile["of"], readonly Entity["type"][]>> = {
  source: ["ip", "ip_range"],
  mail: ["mail"],
  destination: ["domain"],
  host: ["host"],
};

/** What `who` of a link's SQL is for an entity: a mail is named by its event. */
function nameOf(entity: Entity): string {
  return entity.type === "mail" ? String(entity.findings[0]?.records[0] ?? "") : entity.value;
}

/**
 * Marks of some entities, by link and key. A link whose profiles this run did not make gives none.
 * @param inside networks inside, in CIDR form
 * @param carriersMin 2 where only marks of this run are compared, 1 where earlier ones are
 */
export async function marksOf(
  engine: Engine,
  links: readonly LinkFile[],
  parts: Parts,
  entities: readonly Entity[],
  inside: readonly string[],
  carriersMin: 1 | 2,
): Promise<Mark[]> {
  const wanted = links.filter(
    ({ of, reads }) =>
      reads.every((name) => parts[partName(name)] !== undefined) &&
      entities.filter(({ type }) => typesOf[of].includes(type)).length >= carriersMin,
  );
  if (wanted.length === 0) return [];
  const ids = new Map<string, string>();
  const rows = wanted
    .flatMap(({ of }) => of)
    .filter((of, at, all) => all.indexOf(of) === at)
    .flatMap((of) =>
      entities
        .filter(({ type }) => typesOf[of].includes(type))
        .map((entity) => {
          ids.set(`${of} ${nameOf(entity)}`, entity.id);
          return { of, who: nameOf(entity) };
        }),
    );
  await engine.run(`CREATE TABLE ${table} (of String, who String) ENGINE = Memory`);
  try {
    await engine.insert(table, rows);
    const all = await allDone(
      wanted.map((link) => marksOfLink(engine, link, parts, ids, inside, carriersMin)),
    );
    return all.flat();
  } finally {
    await engine.run(`DROP TABLE ${table}`);
  }
}

async function marksOfLink(
  engine: Engine,
  link: LinkFile,
  parts: Parts,
  ids: ReadonlyMap<string, string>,
  inside: readonly string[],
  carriersMin: number,
): Promise<Mark[]> {
  const sql = `SELECT key, min(shown) AS shown_first, max(carried) AS holders_all, arraySort(groupArray((who, record))) AS carriers
FROM (
  SELECT toString(who) AS who, toString(key) AS key, min(toString(shown)) AS shown, min(toInt64(record)) AS record, max(holders) AS carried
  FROM (
${fillSql(link.sql, parts)}
  )
  WHERE key != '' AND toString(who) IN (SELECT who FROM ${table} WHERE of = '${link.of}')
  GROUP BY who, key
  ORDER BY who, carried, key
  LIMIT ${keysMax} BY who
)
WHERE carried <= ${link.holders_max}
GROUP BY key
HAVING count() >= ${carriersMin}
ORDER BY key
LIMIT ${marksMax}`;
  const found = await blame(contentPath("links", link.id), () =>
    engine.rows(sql, boundNames(sql).length === 0 ? {} : { internal: [...inside] }),
  );
  return found.map((row) => ({
    link: link.id,
    key: String(row.key),
    shown: String(row.shown_first),
    holders: Number(row.holders_all),
    carriers: (row.carriers as [string, number][]).flatMap(([who, record]) => {
      const entity = ids.get(`${link.of} ${who}`);
      return entity === undefined
        ? []
        : [{ entity, record: Number(record) < 0 ? undefined : Number(record) }];
    }),
  }));
}

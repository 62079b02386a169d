/** What the web clients of a campaign asked for between them, by purpose. */
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import type { Campaign } from "./campaigns.ts";

/** Catalogued endpoints of one purpose. */
export interface Asked {
  readonly purpose: string;
  readonly endpoints: number;
  readonly requests: number;
  readonly sources: number;
}

export interface Extent {
  readonly asked: readonly Asked[];
  readonly days: number;
}

const table = "profile_campaign";

/** What campaigns asked for, by their ids; the most requests first. */
export async function askedBy(
  engine: Engine,
  parts: Parts,
  campaigns: readonly Campaign[],
): Promise<Map<string, Extent>> {
  const rows = campaigns.flatMap(({ id, members }) =>
    members
      .filter(({ type }) => type === "ip" || type === "ip_range")
      .map(({ value }) => ({ campaign: id, who: value })),
  );
  if (rows.length === 0 || parts.visits === undefined) return new Map();
  await engine.run(`CREATE TABLE ${table} (campaign String, who String) ENGINE = Memory`);
  try {
    await engine.insert(table, rows);
    const found = await engine.rows(
      `SELECT campaign, known.purpose AS purpose, uniqExact(visit.canonical_id) AS endpoints, sum(visit.requests) AS asked_for, uniqExact(visit.source_id) AS askers
FROM ${parts.visits} AS visit
INNER JOIN ${table} AS member ON member.who = visit.source_ip
INNER JOIN ${parts.catalogue_endpoints} AS known ON known.id = visit.endpoint
WHERE visit.endpoint != ''
GROUP BY campaign, purpose
ORDER BY campaign, asked_for DESC, purpose`,
    );
    const days = await engine.rows(
      `SELECT campaign, uniqExact(intDiv(visit.hour, 24)) AS days
FROM ${parts.visits} AS visit INNER JOIN ${table} AS member ON member.who = visit.source_ip
GROUP BY campaign`,
    );
    return new Map(
      campaigns.map(({ id }) => [
        id,
        {
          asked: found
            .filter(({ campaign }) => campaign === id)
            .map(({ purpose, endpoints, asked_for, askers }) => ({
              purpose: String(purpose),
              endpoints: Number(endpoints),
              requests: Number(asked_for),
              sources: Number(askers),
            })),
          days: Number(days.find(({ campaign }) => campaign === id)?.days ?? 0),
        },
      ]),
    );
  } finally {
    await engine.run(`DROP TABLE ${table}`);
  }
}

/** Owner and country of the networks of entities, where files that tell them were named. */
import type { Entity } from "../assess/model.ts";
import { type Engine, EngineError, type Row } from "../engine/engine.ts";
import { literal } from "../engine/sql.ts";
import type { LocationFile } from "../intel/ip-location.ts";

/** What is known of a network, as the report's contract names it. */
export interface NetworkOwner {
  readonly asn?: number;
  readonly organisation?: string;
  readonly country?: string;
}

export interface Ownership {
  /** By the entity's id. */
  readonly owners: ReadonlyMap<string, NetworkOwner>;
  readonly notes: readonly string[];
}

const textMax = 200;

/** Looks up the addresses of entities; a file that cannot be read is told, and stops nothing. */
export async function ownersOf(
  engine: Engine,
  files: readonly LocationFile[],
  entities: readonly Entity[],
): Promise<Ownership> {
  const owners = new Map<string, NetworkOwner>();
  const notes: string[] = [];
  const addresses = entities.filter(({ type }) => type === "ip" || type === "ip_range");
  if (files.length === 0 || addresses.length === 0) return { owners, notes };
  for (const file of files) {
    const asked = addresses.filter(({ value }) => value.includes(":") === file.v6);
    if (asked.length === 0) continue;
    try {
      const rows = await engine.rows(lookUpSql(file), {
        ids: asked.map(({ id }) => id),
        values: asked.map(({ value }) => value.split("/")[0] ?? ""),
      });
      for (const row of rows)
        owners.set(String(row.id), { ...owners.get(String(row.id)), ...said(file, row) });
    } catch (thrown) {
      if (!(thrown instanceof EngineError)) throw thrown;
      notes.push(
        `${file.path} cannot be read as a file of ip-location-db (${thrown.message.split("\n", 1)[0]?.slice(0, 120)})`,
      );
    }
  }
  const told = [...new Set(files.map(({ attribution }) => attribution))].sort();
  return {
    owners,
    notes: [...notes, `network ownership by ip-location-db, from data of ${told.join("; ")}`],
  };
}

function said({ says }: LocationFile, { first, second }: Row): NetworkOwner {
  if (says === "country") return /^[A-Z]{2}$/.test(String(first)) ? { country: String(first) } : {};
  const organisation = String(second).slice(0, textMax);
  return { asn: Number(first), ...(organisation === "" ? {} : { organisation }) };
}

/**
 * The row that begins last before an address, if the address lies in it. Ranges do not overlap. IPv6 is compared by its first half,
 * the network, and then whole.
 */
function lookUpSql({ path, says, v6 }: LocationFile): string {
  const read = `file(${literal(path)}, 'CSV', ${literal(says === "owner" ? "begin String, end String, first String, second String" : "begin String, end String, first String")})`;
  const half = (text: string) =>
    `reinterpretAsUInt64(reverse(substring(IPv6StringToNumOrDefault(${text}), 1, 8)))`;
  const number = (text: string) => (v6 ? half(text) : `toUInt32(toIPv4OrDefault(${text}))`);
  const whole = (text: string) => (v6 ? `toIPv6OrDefault(${text})` : `toIPv4OrDefault(${text})`);
  return `SELECT asked.id AS id, row.first AS first, row.second AS second
FROM (
  SELECT 1 AS one, tupleElement(pair, 1) AS id, tupleElement(pair, 2) AS value, ${number("value")} AS number
  FROM (SELECT arrayJoin(arrayZip({ids:Array(String)}, {values:Array(String)})) AS pair)
) AS asked
ASOF INNER JOIN (
  SELECT 1 AS one, ${number("begin")} AS number, begin, end, first, ${says === "owner" ? "second" : "''"} AS second FROM ${read}
) AS row ON asked.one = row.one AND asked.number >= row.number
WHERE ${whole("asked.value")} BETWEEN ${whole("row.begin")} AND ${whole("row.end")}
ORDER BY id`;
}

/** Requests of inside clients to the hosts outside that a case is about, and to names below those. */
import { fits } from "../assess/justify.ts";
import type { Case } from "../assess/model.ts";
import type { Register } from "../assess/register.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import type { HistoryRow } from "./history.ts";

/** What a run knows of a host outside. */
export interface HostStanding {
  /** A service that many use; '' for none. */
  readonly service: string;
  readonly inside: boolean;
}

export interface Outgoing {
  readonly history: readonly HistoryRow[];
  readonly standings: ReadonlyMap<string, HostStanding>;
}

/**
 * What clients asked of a case's hosts. To the case belongs all that goes to one, except what a client asks that read pages there
 * and told nothing, while others told something.
 */
export async function outgoingOf(engine: Engine, parts: Parts, one: Case): Promise<Outgoing> {
  const named = one.entities.filter(({ type }) => type === "domain").map(({ value }) => value);
  const { exits, destinations, disclosed } = parts;
  if (named.length === 0 || exits === undefined || destinations === undefined)
    return { history: [], standings: new Map() };
  const told =
    disclosed === undefined
      ? "SELECT '' AS client, '' AS host WHERE 0"
      : `SELECT toString(client) AS client, toString(host) AS host FROM ${disclosed}`;
  const rows = await engine.rows(
    `WITH told AS (${told}), telling AS (SELECT DISTINCT host FROM told)
    SELECT client, host, requests, first_record AS record,
      has({named:Array(String)}, host) AND ((client, host) IN (SELECT client, host FROM told) OR plain_pages = 0 OR host NOT IN (SELECT host FROM telling)) AS malicious
    FROM ${exits}
    WHERE arrayExists(name -> host = name OR endsWith(host, concat('.', name)), {named:Array(String)})
    ORDER BY record, client, host`,
    { named },
  );
  const known = await engine.rows(
    `SELECT host, if(rented = 0, service_name, '') AS service, inside FROM ${destinations} WHERE has({named:Array(String)}, host)`,
    { named },
  );
  return {
    history: rows.map((row) => ({
      source: String(row.client),
      agent: `to ${String(row.host)}`,
      path: "",
      peer: "",
      destination: String(row.host),
      requests: Number(row.requests),
      malicious: Number(row.malicious) === 1,
      hostile: false,
      sought: true,
      record: Number(row.record),
      forwarded: false,
    })),
    standings: new Map(
      known.map((row) => [
        String(row.host),
        { service: String(row.service), inside: Number(row.inside) === 1 },
      ]),
    ),
  };
}

/** Two labels at least, each of letters, digits, hyphens and underscores. */
const domainPattern =
  /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/** Why a domain must not be blocked; undefined where it may. */
export function neverDomain(
  domain: string,
  standings: ReadonlyMap<string, HostStanding>,
  register: Register["entries"],
): string | undefined {
  if (!domainPattern.test(domain)) return "it is no name that DNS could answer for";
  const standing = standings.get(domain);
  if (standing?.inside === true) return "it is inside";
  if (standing !== undefined && standing.service !== "")
    return `it is a host of ${standing.service}, which many use`;
  const entry = register.find(({ destination }) => destination?.some((pattern) => fits(pattern, domain)));
  return entry === undefined ? undefined : `entry ${entry.id} of the register names it`;
}

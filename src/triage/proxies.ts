/**
 * Which proxies may speak for others.
 *
 * A forwarding header counts only from a peer that is trusted: configured, in the ranges
 * that an edge operator publishes, this machine itself, or one of the few inside addresses
 * that make nearly all requests of the logs and always send the header.
 */
import type { Content } from "../content/load.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import { counted, noun } from "../words.ts";

export interface Trust {
  /** Networks in CIDR form. */
  readonly networks: readonly string[];
  /** What was recognised, for the report. */
  readonly notes: readonly string[];
}

const peerText =
  "multiIf(startsWith(peer_raw, '['), extract(peer_raw, '^\\\\[([^\\\\]]+)\\\\]'), countSubstrings(peer_raw, ':') = 1, substringIndex(peer_raw, ':', 1), peer_raw)";

/** Settles which peers are trusted, from what was configured and from the requests themselves. */
export async function settleTrust(
  engine: Engine,
  content: Content,
  parts: Parts,
  configured: readonly string[],
): Promise<Trust> {
  const edges = content.networks.edge_proxies.flatMap(({ ranges }) => ranges);
  const reserved = content.networks.reserved
    .map(({ network }) => network)
    .filter((network) => !network.startsWith("::ffff:"));
  const headers = await engine.rows(
    `SELECT count() AS n FROM ${parts.client_texts} WHERE position(client, '\\t') > 0`,
  );
  const rows =
    Number(headers[0]?.n) === 0
      ? []
      : await engine.rows(
          `WITH peers AS (
  SELECT ${peerText} AS peer, sum(n) AS requests, sumIf(n, header != '') AS with_header
  FROM (SELECT splitByChar('\\t', client)[1] AS peer_raw, splitByChar('\\t', client)[2] AS header, n FROM (SELECT client_id, sum(requests) AS n FROM ${parts.activity} GROUP BY client_id) AS part INNER JOIN (SELECT DISTINCT client_id, client FROM ${parts.client_texts}) AS known ON known.client_id = part.client_id)
  GROUP BY peer
)
SELECT peer, requests, with_header,
  isIPv4String(peer) OR isIPv6String(peer) AS numeric,
  arrayExists(network -> isIPAddressInRange(if(isIPv4String(peer) OR isIPv6String(peer), peer, '8.8.8.8'), network), {edges:Array(String)}) AS edge,
  arrayExists(network -> isIPAddressInRange(if(isIPv4String(peer) OR isIPv6String(peer), peer, '8.8.8.8'), network), {reserved:Array(String)}) AS inside
FROM peers
WHERE with_header > 0
ORDER BY requests DESC, peer
LIMIT 1000`,
          { edges, reserved },
        );
  const all = rows.reduce((sum, row) => sum + Number(row.requests), 0);
  const notes: string[] = [];
  const edgePeers = rows.filter((row) => Number(row.edge) === 1);
  if (edgePeers.length > 0)
    notes.push(
      `the forwarding headers of ${counted(edgePeers.length, "edge proxy")} of known operators (published ranges) were believed`,
    );
  const few = rows
    .filter((row) => Number(row.inside) === 1 && Number(row.with_header) >= Number(row.requests) * 0.5)
    .slice(0, content.policy.hidden_client.addresses_max);
  const share = few.reduce((sum, row) => sum + Number(row.requests), 0) / Math.max(1, all);
  const recognised =
    share >= content.policy.hidden_client.share_min ? few.map((row) => String(row.peer)) : [];
  if (recognised.length > 0)
    notes.push(
      `${recognised.join(", ")} recognised as reverse ${noun(recognised.length, "proxy")}: not routed on the internet, ${Math.round(share * 100)} % of the requests, always with a forwarding header`,
    );
  if (configured.length > 0) notes.push(`configured as trusted: ${configured.join(", ")}`);
  const ignored = rows.filter(
    (row) =>
      Number(row.edge) === 0 &&
      Number(row.inside) === 0 &&
      !configured.some((network) => network.startsWith(String(row.peer))),
  );
  if (ignored.length > 0)
    notes.push(
      `the forwarding header of ${counted(ignored.length, "other peer")} was not believed (name with --trusted-proxy what is yours)`,
    );
  return {
    networks: [
      ...configured,
      ...edges,
      "127.0.0.0/8",
      "::1/128",
      ...recognised.map((peer) => (peer.includes(":") ? `${peer}/128` : `${peer}/32`)),
    ],
    notes,
  };
}

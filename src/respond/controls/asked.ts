/** Reads from the tables of a review what was asked of client configuration and how it was answered. */
import type { Parts } from "../../detect/profiles.ts";
import type { Engine, Row } from "../../engine/engine.ts";
import { literal } from "../../engine/sql.ts";
import type { TimeWindow } from "../../ingest/window.ts";
import { sitedSql } from "./hosts.ts";
import { type Asked, type ReaderKind, readerKinds, type Sensitivity, type Shown } from "./model.ts";
import { tables } from "./tables.ts";

/** Paths of front pages and of pages to sign in. */
const frontPath = "'^/(?:index[.][a-z]+)?$|/[^/]*(?:log-?in|sign-?in|log-?on)[^/]*$'";

/** Names under which a path was asked for, and which are not known to be the server's. */
const namesMax = 3;

/** What was asked, one row a path of a site. */
export async function askedOf(engine: Engine, parts: Parts, window: TimeWindow): Promise<Asked[]> {
  const at = "(time_ms, event_id)";
  const others = readerKinds.filter((kind) => kind !== "outsider");
  const rows = await engine.rows(`WITH
  spans AS (
    SELECT site AS of_site, path AS of_path, endpoint AS of_endpoint, minIf(${at}, outsider AND outcome = 'open') AS first_open, maxIf(${at}, outsider AND outcome = 'open') AS last_open,
      maxIf(${at}, outsider AND outcome IN ('open', 'unmodified')) AS last_known
    FROM ${tables.judged}
    GROUP BY of_site, of_path, of_endpoint
  ),
  people AS (
    SELECT site, path, endpoint, client, min(network) AS of_network, countIf(outcome = 'open') AS given,
      -- Who is refused after it was last given to anybody shows a change; who was barred before it first was, one before.
      countIf(outcome = 'refused' AND status = 401 AND ${at} < spans.last_known) AS asked_for_credentials,
      countIf(outcome = 'refused' AND status != 401 AND ${at} > spans.first_open AND ${at} < spans.last_known) AS barred,
      countIf(outcome = 'refused') AS denials, minIf(${at}, outcome = 'refused') AS first_denied, maxIf(${at}, outcome = 'open') AS last_given
    FROM ${tables.judged} AS one
    INNER JOIN spans ON spans.of_site = one.site AND spans.of_path = one.path AND spans.of_endpoint = one.endpoint
    WHERE outsider
    GROUP BY site, path, endpoint, client
  ),
  crowds AS (
    SELECT site AS crowd_site, path AS crowd_path, endpoint AS crowd_endpoint, uniqExactIf(of_network, given > 0) AS given_networks,
      countIf(given = 0 AND asked_for_credentials > 0) AS asked_others, countIf(given = 0 AND barred > 0) AS barred_others, countIf(given > 0 AND denials > 0 AND first_denied < last_given) AS turned, maxIf(denials, given > 0) AS most_denied
    FROM people
    GROUP BY crowd_site, crowd_path, crowd_endpoint
  ),
  fronts AS (
    SELECT one.site AS front_of, groupUniqArray(one.bytes) AS lengths
    FROM ${sitedSql(parts, window)} AS one
    INNER JOIN ${tables.logs} AS log ON log.source = one.source_number
    WHERE log.has_bytes = 1 AND one.status = 200 AND one.method = 'GET' AND NOT one.passed AND one.bytes > 0
      AND match(lower(one.path), ${frontPath})
      -- A page may show its query, and so be as long as the client wants; and a file can be asked for by a spelling that holds the word.
      AND one.query = '' AND one.event_id NOT IN (SELECT event_id FROM ${tables.asks} WHERE NOT match(lower(path), ${frontPath}))
    GROUP BY front_of
    -- A front page that is as long as it likes proves nothing by its length.
    HAVING length(lengths) <= 20
  )
SELECT judged.site AS site, judged.path AS path, judged.endpoint AS endpoint, min(judged.domain) AS domain, min(judged.purpose) AS purpose, min(judged.product) AS product,
  if(min(place.sensitivity) != '', min(place.sensitivity), min(judged.sensitivity)) AS sensitivity, min(judged.discloses) AS discloses,
  countIf(outsider AND outcome = 'open') AS opened, uniqExactIf(client, outsider AND outcome = 'open') AS opened_clients,
  min(spans.first_open) AS first_open, min(spans.last_open) AS last_open, min(spans.last_known) AS last_known,
  maxIf(length, outsider AND outcome = 'open' AND status = 200) AS largest, minIf(length, outsider AND outcome = 'open' AND status = 200) AS smallest,
  countIf(outsider AND outcome = 'open' AND status = 200) AS whole,
  countIf(outsider AND outcome = 'open' AND status = 206) AS in_part, countIf(outsider AND outcome = 'open' AND judged.html) AS html,
  countIf(outsider AND outcome = 'unmodified') AS unmodified, countIf(outsider AND outcome = 'bodyless') AS bodyless, countIf(outsider AND outcome = 'empty') AS empty, countIf(outsider AND outcome = 'unlogged') AS unlogged, countIf(outsider AND outcome = 'written') AS written, countIf(outsider AND outcome = 'passed') AS passed,
  maxIf(${at}, outsider AND outcome IN ('unmodified', 'bodyless', 'empty', 'unlogged', 'written', 'passed')) AS last_unshown,
  maxIf(${at}, who = 'justified' AND outcome = 'open') AS last_justified, maxIf(${at}, who = 'signed in' AND outcome = 'open') AS last_signed_in,
  countIf(outsider AND denied) AS refused, maxIf(time_ms, outsider AND denied) AS refused_last,
  countIf(outsider AND denied AND ${at} BETWEEN spans.first_open AND spans.last_known) AS refused_between,
  countIf(outsider AND denied AND ${at} > spans.last_known) AS refused_after,
  minIf(${at}, outsider AND denied AND ${at} > spans.last_known) AS first_after,
  argMinIf(status, ${at}, outsider AND denied AND ${at} > spans.last_known) AS after_status,
  countIf(outsider AND outcome = 'sent' AND ${at} > spans.last_known) AS sent_after, countIf(outsider AND outcome = 'sent') AS sent,
  argMaxIf(status, ${at}, outsider AND outcome = 'sent') AS sent_status,
  countIf(outsider AND outcome = 'blocked' AND ${at} > spans.last_known) AS blocked_after, countIf(outsider AND outcome = 'walled' AND ${at} > spans.last_known) AS walled_after,
  arraySlice(arraySort(if(opened > 0, groupUniqArrayIf(strange, strange != '' AND outsider AND outcome = 'open'), groupUniqArrayIf(strange, strange != '' AND outsider AND outcome = 'passed'))), 1, ${namesMax}) AS asked_as,
  max(headers) AS headers,
  countIf(outsider AND denied AND ${at} > spans.last_known AND (judged.site, judged.path, judged.endpoint, client, agent_id) IN (SELECT site, path, endpoint, client, agent_id FROM ${tables.judged} WHERE outsider AND outcome = 'open')) > 0 AS refused_same,
  max(crowds.given_networks) AS given_networks, max(crowds.asked_others) AS asked_others, max(crowds.barred_others) AS barred_others, max(crowds.turned) AS turned, max(crowds.most_denied) AS most_denied,
  uniqExactIf(sorted, outsider AND outcome = 'open') AS orders,
  ${others.map((kind, n) => `countIf(who = ${literal(kind)} AND outcome IN ('open', 'unmodified')) AS other_${n}`).join(", ")},
  minIf(place.catch_all, outsider AND outcome = 'open') AS catch_all, minIf(place.part_of_site, outsider AND outcome = 'open') AS part_of_site, minIf(place.like_error, outsider AND outcome = 'open') AS like_error, minIf(place.like_others, outsider AND outcome = 'open') AS like_others, minIf(place.parts_of_all, outsider AND outcome = 'open') AS parts_of_all,
  has(max(fronts.lengths), largest) AND has(max(fronts.lengths), smallest) AND largest > 0 AS like_front
FROM ${tables.judged} AS judged
INNER JOIN spans ON spans.of_site = judged.site AND spans.of_path = judged.path AND spans.of_endpoint = judged.endpoint
LEFT JOIN crowds ON crowds.crowd_site = judged.site AND crowds.crowd_path = judged.path AND crowds.crowd_endpoint = judged.endpoint
LEFT JOIN (SELECT domain, canonical_path, sensitivity, catch_all, part_of_site, like_error, like_others, parts_of_all FROM ${parts.endpoints}) AS place ON place.domain = judged.domain AND place.canonical_path = judged.path AND judged.purpose != judged.endpoint
LEFT JOIN fronts ON fronts.front_of = judged.site
GROUP BY judged.site, judged.path, judged.endpoint
ORDER BY site, path, endpoint`);
  return rows.map((row) => askedFrom(row, others));
}

function askedFrom(row: Row, others: readonly ReaderKind[]): Asked {
  const n = (name: string) => Number(row[name]);
  const s = (name: string) => String(row[name]);
  return {
    site: s("site"),
    domain: s("domain"),
    path: s("path"),
    endpoint: s("endpoint"),
    purpose: s("purpose"),
    product: s("product"),
    sensitivity: s("sensitivity") as Sensitivity,
    discloses: s("discloses"),
    opened: n("opened"),
    openedClients: n("opened_clients"),
    firstOpen: shown(row.first_open),
    lastOpen: shown(row.last_open),
    lastKnown: shown(row.last_known),
    bytesMax: n("whole") === 0 ? -1 : n("largest"),
    bytesMin: n("whole") === 0 ? -1 : n("smallest"),
    inPart: n("in_part"),
    html: n("html"),
    unmodified: n("unmodified"),
    bodyless: n("bodyless"),
    empty: n("empty"),
    unlogged: n("unlogged"),
    written: n("written"),
    passed: n("passed"),
    askedAs: row.asked_as as string[],
    lastUnshown: shown(row.last_unshown),
    lastJustified: shown(row.last_justified),
    lastSignedIn: shown(row.last_signed_in),
    refused: n("refused"),
    refusedBetween: n("refused_between"),
    refusedAfter: n("opened") === 0 ? 0 : n("refused_after"),
    refusedLast: n("refused_last"),
    refusedAfterStatus: n("after_status"),
    firstRefusedAfter: shown(row.first_after),
    refusedSame: n("refused_same") === 1,
    sent: n("sent"),
    sentAfter: n("opened") === 0 ? 0 : n("sent_after"),
    sentStatus: n("sent_status"),
    blockedAfter: n("opened") === 0 ? 0 : n("blocked_after"),
    walledAfter: n("opened") === 0 ? 0 : n("walled_after"),
    others: Object.fromEntries(
      others.map((kind, at) => [kind, n(`other_${at}`)] as const).filter(([, count]) => count > 0),
    ),
    catchAll: n("catch_all") === 1,
    partOfSite: n("part_of_site") === 1,
    likeError: n("like_error") === 1,
    likeOthers: n("like_others") === 1,
    partsOfAll: n("parts_of_all") === 1,
    likeFront: n("like_front") === 1,
    orders: n("orders"),
    givenNetworks: n("given_networks"),
    askedOthers: n("asked_others"),
    barredOthers: n("barred_others"),
    turned: n("turned"),
    mostDenied: n("most_denied"),
    withHeaders: n("headers") === 1,
  };
}

/** A pair of time and event id; the engine's zeros stand for none. */
function shown(pair: unknown): Shown | undefined {
  const [ms, record] = pair as readonly [number, number];
  return Number(record) === 0 ? undefined : { ms: Number(ms), record: Number(record) };
}

/** Answers that count; what was asked for of another host does where nothing else was given. */
const answered = `(outcome IN ('open', 'unmodified') OR outcome = 'passed' AND (site, path, endpoint) NOT IN (SELECT site, path, endpoint FROM ${tables.judged} WHERE outcome IN ('open', 'unmodified')))`;

/** Who was answered, the most frequent of each path first. */
export async function readersOf(engine: Engine, parts: Parts, eachMax: number): Promise<Row[]> {
  return engine.rows(`SELECT site, path, endpoint, client, who, action, count() AS requests, min(known.agent) AS agent
FROM ${tables.judged} AS judged
LEFT JOIN (SELECT agent_id, agent FROM ${parts.agents}) AS known ON known.agent_id = judged.agent_id
WHERE ${answered}
GROUP BY site, path, endpoint, client, who, action
ORDER BY site, path, endpoint, who = 'outsider' DESC, action = 'escalate' DESC, requests DESC, client
LIMIT ${eachMax} BY site, path, endpoint`);
}

/** How many outsiders that were answered are escalated, by place. */
export async function escalatedOf(engine: Engine): Promise<Row[]> {
  return engine.rows(`SELECT site, path, endpoint, uniqExactIf(client, action = 'escalate') AS escalated
FROM ${tables.judged} WHERE outsider AND ${answered}
GROUP BY site, path, endpoint`);
}

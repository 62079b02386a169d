/** The control review (C4): what of the client configuration outsiders can read, by the proof of a run's logs. */
import { type Fix, fixOf, loadFixes } from "../../content/fixes.ts";
import type { EvidenceLine } from "../../detect/evidence.ts";
import { fetchEvidence } from "../../detect/evidence.ts";
import { VedetteError } from "../../errors.ts";
import { windowOf } from "../../triage/request.ts";
import type { OpenTriage } from "../../triage/triage.ts";
import { askedOf, escalatedOf, readersOf } from "./asked.ts";
import { makeAsks, refusalsMinOf } from "./asks.ts";
import { countsHeaders, namedByServer } from "./hosts.ts";
import { judge, type Verdict } from "./judge.ts";
import { makeJudged } from "./judged.ts";
import {
  type Asked,
  type Control,
  controlStates,
  type Reader,
  type ReaderKind,
  type Review,
  type Site,
  sensitivities,
} from "./model.ts";
import { answersAll, familiesOf, gapsOf, sitesOf, withCatchAll } from "./sites.ts";
import { tables } from "./tables.ts";

/** Readers of one path that are named. */
const readersMax = 8;

/** @throws VedetteError `usage.option` where no log of a web server was read */
export async function reviewControls(open: OpenTriage, fixes: readonly Fix[] = loadFixes()): Promise<Review> {
  const { engine, parts, result } = open;
  const web = result.sources.filter(({ kind, events }) => kind === "web" && events > 0);
  if (parts === undefined || web.length === 0)
    throw new VedetteError(
      "usage.option",
      "No request of a web server's log was read, so nothing can be reviewed.",
      {
        hint: "Name access logs: vedette review-controls /var/log/nginx/",
      },
    );
  const window = windowOf(open.request);
  try {
    await makeTables(open);
    await makeAsks(engine, result.content, parts, fixes, window);
    await makeJudged(engine, parts, window);
    const asked = withCatchAll(await askedOf(engine, parts, window));
    const sites = await sitesOf(engine, parts, web, asked, window);
    const judged = judgeAll(asked, sites, plainFilesOf(open), refusalsMinOf(result.content));
    const readers = readersBy(await readersOf(engine, parts, readersMax));
    const escalated = new Map(
      (await escalatedOf(engine)).map((row) => [keyOf(row as unknown as Asked), Number(row.escalated)]),
    );
    const records = judged.flatMap(({ one, verdict }) => recordsOf(one, verdict));
    const evidence = await fetchEvidence(engine, result.sources, records, "events");
    const purposes = [...new Set(result.content.endpoints.map(({ purpose }) => purpose))].sort();
    return {
      firstMs: Math.min(...sites.map(({ firstMs }) => firstMs)),
      lastMs: Math.max(...sites.map(({ lastMs }) => lastMs)),
      requests: sites.reduce((sum, { requests }) => sum + requests, 0),
      controls: judged
        .map(({ one, verdict }) =>
          controlOf(
            one,
            verdict,
            fixes,
            evidence,
            readers.get(keyOf(one)) ?? [],
            escalated.get(keyOf(one)) ?? 0,
          ),
        )
        .sort(byWeight),
      sites,
      gaps: gapsOf(result.sources, sites, asked, open.hidden, purposes),
    };
  } finally {
    for (const table of Object.values(tables)) await engine.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

/** Tables of logs and of who was judged. */
async function makeTables({ engine, result, request }: OpenTriage): Promise<void> {
  const web = result.sources.filter(({ kind, events }) => kind === "web" && events > 0);
  const families = familiesOf(web);
  const formats = new Map([...result.content.formats, ...request.ownFormats].map((one) => [one.id, one]));
  await engine.run(
    `CREATE TABLE ${tables.logs} (source UInt32, family String, has_status UInt8, has_bytes UInt8, headers UInt8, names UInt8) ENGINE = Memory`,
  );
  await engine.insert(
    tables.logs,
    web.map(({ number, fields, format }) => ({
      source: number,
      family: families.get(number) ?? "",
      has_status: fields.includes("http_response_status_code") ? 1 : 0,
      has_bytes: fields.includes("http_response_body_bytes") ? 1 : 0,
      headers: countsHeaders(formats.get(format)) ? 1 : 0,
      names: namedByServer(formats.get(format)) ? 1 : 0,
    })),
  );
  await engine.run(`CREATE TABLE ${tables.standings} (source_ip String, action String) ENGINE = Memory`);
  const standings = result.assessment.entities
    .filter(({ type }) => type === "ip" || type === "ip_range")
    // An entry of the register justifies who is meant, also where what was given is an exposure.
    .map(({ value, action, register }) => ({
      source_ip: value,
      action: register[0] !== undefined && register[0].but === undefined ? "justified" : action,
    }));
  if (standings.length > 0) await engine.insert(tables.standings, standings);
}

/** Names of files that no server makes a page of, as the indicator of exposures has them. */
function plainFilesOf({ result }: OpenTriage): RegExp {
  const exposed = result.content.indicators.find(({ id }) => id === "endpoint.config-exposed");
  return new RegExp(String(exposed?.thresholds.plain_files ?? "(?!)"));
}

interface Judged {
  readonly one: Asked;
  readonly verdict: Verdict;
}

function judgeAll(
  asked: readonly Asked[],
  sites: readonly Site[],
  plainFiles: RegExp,
  refusalsMin: number,
): Judged[] {
  const all = new Map(sites.map((site) => [site.name, answersAll(site, asked)]));
  return asked.flatMap((one) => {
    const answers = {
      answersAll: all.get(one.site) === true,
      named: one.site === one.domain,
      refusalsMin,
    };
    const verdict = judge(one, answers, plainFiles);
    return verdict === undefined ? [] : [{ one, verdict }];
  });
}

/** The request that shows it, and of one that was closed the refusal. */
function recordsOf(one: Asked, { state }: Verdict): number[] {
  const shown = one.lastOpen ?? one.lastUnshown ?? one.lastJustified ?? one.lastSignedIn;
  const closing = state === "closed" || one.refusedAfter > 0 ? one.firstRefusedAfter : undefined;
  return [shown, closing].flatMap((at) => (at === undefined ? [] : [at.record]));
}

function controlOf(
  one: Asked,
  verdict: Verdict,
  fixes: readonly Fix[],
  evidence: ReadonlyMap<number, EvidenceLine>,
  readers: readonly Reader[],
  escalated: number,
): Control {
  const [first, second] = recordsOf(one, verdict);
  const fix = fixOf(fixes, { id: one.endpoint, purpose: one.purpose });
  return {
    state: verdict.state,
    asked: one,
    doubts: verdict.doubts,
    notes: verdict.notes,
    readers,
    outsiders: one.openedClients,
    escalated,
    evidence: first === undefined ? undefined : evidence.get(first),
    closing: second === undefined ? undefined : evidence.get(second),
    fix,
    change: changeOf(one, verdict, fix),
  };
}

/** A secret that was given to outsiders is known to them, also when it was taken away since. */
function changeOf(one: Asked, { state, doubts }: Verdict, fix: Fix | undefined): Control["change"] {
  if (
    one.sensitivity !== "secret" ||
    fix?.change === undefined ||
    one.opened + one.passed === 0 ||
    one.catchAll
  )
    return undefined;
  return doubts.length === 0 && state !== "unshown" ? "now" : "look";
}

function keyOf({ site, path, endpoint }: Pick<Asked, "site" | "path" | "endpoint">): string {
  return `${site}\0${path}\0${endpoint}`;
}

function readersBy(rows: readonly Readonly<Record<string, unknown>>[]): Map<string, Reader[]> {
  const found = new Map<string, Reader[]>();
  for (const row of rows) {
    const key = keyOf(row as unknown as Asked);
    const reader: Reader = {
      source: String(row.client),
      kind: String(row.who) as ReaderKind,
      requests: Number(row.requests),
      agent: String(row.agent),
      action: String(row.action),
    };
    found.set(key, [...(found.get(key) ?? []), reader]);
  }
  return found;
}

/** What is open first, of that secrets, of those what most outsiders took. */
function byWeight(a: Control, b: Control): number {
  return (
    controlStates.indexOf(a.state) - controlStates.indexOf(b.state) ||
    sensitivities.indexOf(a.asked.sensitivity) - sensitivities.indexOf(b.asked.sensitivity) ||
    b.outsiders - a.outsiders ||
    compare(a.asked.site, b.asked.site) ||
    compare(a.asked.path, b.asked.path)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

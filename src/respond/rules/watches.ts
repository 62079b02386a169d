/** What of a case can be watched for: agents, agents on paths, paths that nobody else asked for, many of its paths. */
import { compare } from "../../detect/finding.ts";
import { counted } from "../../words.ts";
import { unmatchable } from "../block.ts";
import { type LeftOut, nameOf } from "../candidates.ts";
import { type History, marksTable, ofCase } from "./marks.ts";

/** An agent, a path, or both; all that are given must be equal. */
export interface Entry {
  readonly agent?: string;
  readonly path?: string;
}

export interface Watch {
  readonly kind: "agent" | "agent-and-path" | "path";
  readonly entries: readonly Entry[];
  readonly leftOut: readonly LeftOut[];
}

/** What a case did under an agent on a path. */
export interface Did extends Required<Entry> {
  readonly requests: number;
  readonly sought: boolean;
}

/** Entries of one rule, and bytes of them: larger ones no engine reads gladly. */
const entriesMax = 1000;
const bytesMax = 60_000;
const rowsMax = 300_000;

/** What the case did, the most requests first. */
export async function didOf({ engine }: History): Promise<Did[]> {
  const rows = await engine.rows(
    `SELECT agent, path, sum(requests) AS total, max(seeks) AS sought FROM ${marksTable} WHERE mark = ${ofCase} GROUP BY agent, path ORDER BY total DESC, agent, path LIMIT ${rowsMax}`,
  );
  return rows.map((row) => ({
    agent: String(row.agent) === "-" ? "" : String(row.agent),
    path: String(row.path),
    requests: Number(row.total),
    sought: Number(row.sought) === 1,
  }));
}

/**
 * Watches of a case.
 * @param common agents that are many people's: under these only what was sought is watched
 * @param budget ordinary requests in all the history that one rule may fire on
 */
export function watchesOf(
  did: readonly Did[],
  ordinary: readonly (Required<Entry> & { requests: number })[],
  common: (agent: string) => boolean,
  budget: number,
): Watch[] {
  const noise = new Map<string, number>();
  for (const { agent, path, requests } of ordinary)
    for (const key of [keyOf({ agent }), keyOf({ path }), keyOf({ agent, path })])
      noise.set(key, (noise.get(key) ?? 0) + requests);
  const make = (kind: Watch["kind"], entries: readonly Entry[]): Watch => ({
    kind,
    ...within(entries, noise, budget),
  });
  const agents = make(
    "agent",
    once(did.flatMap(({ agent }) => (agent === "" || common(agent) ? [] : [{ agent }]))),
  );
  const whole = new Set(agents.entries.map(({ agent }) => agent));
  const pairs = make(
    "agent-and-path",
    once(
      did.flatMap(({ agent, path, sought }) =>
        whole.has(agent) || !(sought || !common(agent)) ? [] : [{ agent, path }],
      ),
    ),
  );
  const paths = make("path", once(did.flatMap(({ path, sought }) => (sought ? [{ path }] : []))));
  return [agents, pairs, paths];
}

/** Paths that the case sought and that can be written, whoever else asked for them. */
export function soughtPaths(did: readonly Did[]): Watch {
  const entries = once(did.flatMap(({ path, sought }) => (sought ? [{ path }] : [])));
  return { kind: "path", ...within(entries, new Map(), 0) };
}

const keyOf = ({ agent, path }: Entry) => JSON.stringify([agent, path]);

function once(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()];
}

/** Why an entry does not fit: by itself it is too much, or with those that were taken before it. */
function tooMuch(own: number, spent: number, budget: number): string {
  const had = `ordinary traffic has it too: ${counted(own, "request")}`;
  return own > budget
    ? `${had}; a rule may fire on ${budget.toLocaleString("en")}`
    : `${had}, and with the ${spent.toLocaleString("en")} of the entries before it that is more than the ${budget.toLocaleString("en")} that a rule may fire on`;
}

/** Entries that can be written exactly, as many as ordinary traffic and the size of a rule allow. */
function within(
  entries: readonly Entry[],
  noise: ReadonlyMap<string, number>,
  budget: number,
): Pick<Watch, "entries" | "leftOut"> {
  const kept: Entry[] = [];
  const leftOut: LeftOut[] = [];
  let spent = 0;
  let bytes = 0;
  let further = 0;
  const noiseOf = (entry: Entry) => noise.get(keyOf(entry)) ?? 0;
  // The quiet ones first; of equals in the order that they came in, which is that of their requests.
  for (const entry of [...entries].sort((a, b) => noiseOf(a) - noiseOf(b))) {
    const odd =
      entry.path === undefined || entry.path.startsWith("/") ? undefined : "no server takes it for a path";
    const because = odd ?? unmatchable(entry.agent ?? "") ?? unmatchable(entry.path ?? "");
    const size = Buffer.byteLength(`${entry.agent ?? ""}${entry.path ?? ""}`) + 8;
    if (because !== undefined) leftOut.push({ what: nameOf(entry), because });
    else if (spent + noiseOf(entry) > budget)
      leftOut.push({
        what: nameOf(entry),
        because: tooMuch(noiseOf(entry), spent, budget),
      });
    else if (kept.length >= entriesMax || bytes + size > bytesMax) further += 1;
    else {
      kept.push(entry);
      spent += noiseOf(entry);
      bytes += size;
    }
  }
  if (further > 0)
    leftOut.push({
      what: `${further.toLocaleString("en")} further ones, those with the fewest requests`,
      because: `a rule has ${entriesMax} entries and ${bytesMax.toLocaleString("en")} bytes of them at most`,
    });
  return {
    entries: kept.sort(
      (a, b) => compare(a.agent ?? "", b.agent ?? "") || compare(a.path ?? "", b.path ?? ""),
    ),
    leftOut,
  };
}

/** Which entries of a list stop which requests of a history. */
import type { Engine, Row } from "../engine/engine.ts";
import { VedetteError } from "../errors.ts";
import { triageLimits } from "../limits.ts";
import type { Further, ListEntry } from "./list-entry.ts";
import { networkIndex } from "./network-index.ts";

const { checkRowsMax: rowsMax } = triageLimits;
/** What was asked, by client, agent and, where an entry asks for it, path. */
export const askedTable = "profile_check_asked";

/** Patterns that an entry has over a part of a request. */
export function patternsOf(entry: ListEntry, part: Further["part"]): { pattern: string; not: boolean }[] {
  const own = entry[part];
  return [
    ...(own === undefined ? [] : [{ pattern: own, not: false }]),
    ...(entry.further ?? []).filter((one) => one.part === part),
  ];
}

/** A part of a request as a server compares it: where no agent was sent a log has a dash, and a server compares with nothing. */
const columns = { agent: "if(agent = '-', '', agent)", path: "place" } as const;

/** Numbers of entries by a text that meets all that they ask of it. */
type Met = ReadonlyMap<string, ReadonlySet<number>>;

/** Requests that any entry stops, by client, agent and, where an entry asks for it, path, with the numbers of these entries. */
export async function stoppedRows(
  engine: Engine,
  entries: readonly ListEntry[],
): Promise<{ row: Row; entries: number[] }[]> {
  const ofPeer = await peersOf(engine, entries);
  const ofAgent = await matching(engine, entries, "agent");
  const ofPath = await matching(engine, entries, "path");
  const ofBoth = await joined(engine, entries);
  const texts = (of: Met, kind: number) => [...of.keys()].map((text) => ({ kind, text }));
  await engine.run("CREATE TABLE profile_check_texts (kind UInt8, text String) ENGINE = Memory");
  try {
    await engine.insert("profile_check_texts", [
      ...texts(ofPeer, 0),
      ...texts(ofAgent, 1),
      ...texts(ofPath, 2),
      ...texts(ofBoth, 3),
    ]);
    const of = (kind: number) => `(SELECT text FROM profile_check_texts WHERE kind = ${kind})`;
    const rows = await engine.rows(`SELECT source, peer, agent, place, malicious, requests FROM ${askedTable}
WHERE peer IN ${of(0)} OR agent IN ${of(1)} OR place IN ${of(2)} OR ${bothSql} IN ${of(3)}
ORDER BY first, source, agent, place
LIMIT ${rowsMax + 1}`);
    if (rows.length > rowsMax)
      throw new VedetteError(
        "usage.option",
        `--check: the list stops more than ${rowsMax.toLocaleString("en")} different clients and agents.`,
        { hint: "Take less time with --from and --to." },
      );
    return rows
      .map((row) => {
        const [peer, agent, path] = [String(row.peer), String(row.agent), String(row.place)];
        const met = [ofPeer.get(peer), ofAgent.get(agent), ofPath.get(path), ofBoth.get(`${agent}\n${path}`)];
        const some = new Set(met.flatMap((numbers) => [...(numbers ?? [])]));
        return {
          row,
          entries: [...some].filter((n) => {
            const asks = asksOf(entries[n] as ListEntry);
            return met.every((numbers, part) => asks[part] !== true || numbers?.has(n) === true);
          }),
        };
      })
      .filter(({ entries: found }) => found.length > 0);
  } finally {
    await engine.run("DROP TABLE profile_check_texts");
  }
}

/** Whether an entry asks something of the peer, the agent, the path, and agent and path in one text. */
const asksOf = (entry: ListEntry): readonly boolean[] => [
  entry.network !== undefined,
  patternsOf(entry, "agent").length > 0,
  patternsOf(entry, "path").length > 0,
  entry.joined !== undefined,
];

/** Agent and path as one text; neither holds a line end. */
const bothSql = "concat(agent, '\\n', place)";

async function peersOf(engine: Engine, entries: readonly ListEntry[]): Promise<Met> {
  const around = networkIndex(entries.flatMap(({ network }) => network ?? []));
  const byNetwork = new Map<string, number[]>();
  for (const [n, { network }] of entries.entries())
    if (network !== undefined) byNetwork.set(network, [...(byNetwork.get(network) ?? []), n]);
  const peers = await engine.rows(`SELECT DISTINCT toString(peer) AS peer FROM ${askedTable}`);
  return new Map(
    peers
      .map(
        ({ peer }) =>
          [
            String(peer),
            new Set(around(String(peer)).flatMap((network) => byNetwork.get(network) ?? [])),
          ] as const,
      )
      .filter(([, found]) => found.size > 0),
  );
}

/** Texts that meet the patterns of entries over a part. */
async function matching(engine: Engine, entries: readonly ListEntry[], part: Further["part"]): Promise<Met> {
  const found = new Map<string, Set<number>>();
  const column = part === "agent" ? "agent" : "place";
  for (const [n, entry] of entries.entries()) {
    const patterns = patternsOf(entry, part);
    if (patterns.length === 0) continue;
    const tests = patterns.map(({ not }, at) => `match(${columns[part]}, {p${at}:String}) = ${not ? 0 : 1}`);
    const rows = await engine.rows(
      `SELECT DISTINCT toString(${column}) AS text FROM ${askedTable} WHERE ${tests.join(" AND ")}`,
      Object.fromEntries(patterns.map(({ pattern }, at) => [`p${at}`, pattern])),
    );
    note(found, rows, n);
  }
  return found;
}

/** Agents and paths that meet the patterns of entries over both in one text. */
async function joined(engine: Engine, entries: readonly ListEntry[]): Promise<Met> {
  const found = new Map<string, Set<number>>();
  for (const [n, { joined: own }] of entries.entries()) {
    if (own === undefined) continue;
    const parameters: Record<string, string> = { pattern: own.pattern };
    const parts = own.parts.map((part, at) => {
      if (typeof part === "string") return columns[part];
      parameters[`b${at}`] = part.between;
      return `{b${at}:String}`;
    });
    const rows = await engine.rows(
      `SELECT DISTINCT ${bothSql} AS text FROM ${askedTable} WHERE match(concat(${parts.join(", ")}), {pattern:String})`,
      parameters,
    );
    note(found, rows, n);
  }
  return found;
}

function note(found: Map<string, Set<number>>, rows: readonly Row[], n: number): void {
  for (const { text } of rows) {
    const known = found.get(String(text)) ?? new Set<number>();
    known.add(n);
    found.set(String(text), known);
  }
}

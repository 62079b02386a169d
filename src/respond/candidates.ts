/** Ways to block a case, weighed on the history: what each stops of it, and what else. */

import { networkAround } from "../assess/networks.ts";
import { compare } from "../detect/finding.ts";
import { counted } from "../words.ts";
import { type BlockKind, blockKinds, type Matcher, unmatchable } from "./block.ts";
import type { HistoryRow } from "./history.ts";
import { keyOf, matchingOf, stopper } from "./matching.ts";

/** Something that is not blocked, and why. */
export interface LeftOut {
  readonly what: string;
  readonly because: string;
}

/** Somebody else whom a block would have stopped. */
export interface Bystander {
  readonly source: string;
  readonly requests: number;
  /** An agent of it that would have been stopped. */
  readonly agent: string;
  readonly record: number;
}

export interface Impact {
  /** Requests of the case that the block would have stopped, and all of them. */
  readonly stopped: number;
  readonly ofCase: number;
  /** The like by others who are escalated. */
  readonly hostile: number;
  /** Requests that are none of the case, and of nobody who is escalated for them. */
  readonly others: number;
  /** Clients of the case apart, who else would have been stopped; the most requests first. */
  readonly bystanders: readonly Bystander[];
  /** Requests of clients of the case that are not malicious: others behind the same address. */
  readonly sharing: number;
}

export interface Candidate {
  readonly kind: BlockKind;
  /** Whether what would also have stopped others was taken out. */
  readonly pruned: boolean;
  readonly matchers: readonly Matcher[];
  readonly leftOut: readonly LeftOut[];
  readonly impact: Impact;
}

export interface Weighed {
  /** The narrowest first. */
  readonly candidates: readonly Candidate[];
  readonly recommended: Candidate | undefined;
  /** Why that one, or why none. */
  readonly because: string;
}

/** Matchers of one block; a longer list is a sign that another kind fits better. */
const matchersMax = 5000;
const furtherOnes: LeftOut = {
  what: "further ones",
  because: `a block has ${matchersMax} entries at most`,
};

/**
 * Weighs ways to block what a history marks as malicious.
 * @param never why a matcher must not be used
 * @param shared networks that may be blocked though others come from them, too
 * @param common agents that are many people's: under these only what was sought is blocked, no ordinary page
 */
export function weigh(
  history: readonly HistoryRow[],
  never: (matcher: Matcher) => string | undefined,
  {
    shared = () => false,
    common = () => false,
  }: { readonly shared?: (network: string) => boolean; readonly common?: (agent: string) => boolean } = {},
): Weighed {
  const bad = history.filter(({ malicious }) => malicious);
  const candidates = blockKinds.flatMap((kind): Candidate[] => {
    const all = kind === "mixed" ? mixedOf(bad, history, never, common) : matchersOf(kind, bad, common);
    if (all.length === 0) return [];
    const { kept, leftOut } = usable(all, never, untold(kind, bad));
    const costs = costsOf(kept, history);
    const harmful = (matcher: Matcher) => costs.has(keyOf(matcher));
    const lean = kept.filter((matcher) => !harmful(matcher));
    const cut = kept
      .filter(harmful)
      .map((matcher) => ({ what: nameOf(matcher), because: costText(matcher, costs) }));
    const pruned: Candidate = {
      kind,
      pruned: cut.length > 0,
      matchers: lean,
      leftOut: [...leftOut, ...cut],
      impact: impactOf(lean, history),
    };
    if (cut.length === 0) return [pruned];
    // An address that others share is blocked only by who names it.
    const wanted = kept.filter(
      (matcher) => !harmful(matcher) || matcher.network === undefined || shared(matcher.network),
    );
    if (wanted.length === lean.length) return [pruned];
    return [pruned, { kind, pruned: false, matchers: wanted, leftOut, impact: impactOf(wanted, history) }];
  });
  return { candidates, ...recommend(candidates, bad.length) };
}

interface Cost {
  requests: number;
  readonly sources: Set<string>;
}

/** What single matchers would have stopped besides the case, by their keys; none of those that stop nobody else. */
function costsOf(matchers: readonly Matcher[], history: readonly HistoryRow[]): Map<string, Cost> {
  const matching = matchingOf(matchers);
  const costs = new Map<string, Cost>();
  for (const row of history) {
    if (row.malicious || row.hostile) continue;
    for (const key of matching(row)) {
      const cost = costs.get(key) ?? { requests: 0, sources: new Set<string>() };
      cost.requests += row.requests;
      cost.sources.add(row.source);
      costs.set(key, cost);
    }
  }
  return costs;
}

function costText(matcher: Matcher, costs: ReadonlyMap<string, Cost>): string {
  const { requests, sources } = costs.get(keyOf(matcher)) ?? { requests: 0, sources: new Set() };
  const what = `${counted(requests, "request")} of ${counted(sources.size, "client")}`;
  // An address alone does not tell a second person from the same one who reads the front page.
  if (
    matcher.network !== undefined &&
    sources.size === 1 &&
    sources.has(matcher.network.replace(/\/(?:32|128)$/, ""))
  )
    return `from it came also ${counted(requests, "request")} that ${requests === 1 ? "is" : "are"} none of this case; --shared ${matcher.network} blocks it all the same`;
  return matcher.network === undefined
    ? `it would also have stopped ${what} that are none of this case`
    : `others share it: ${what} that are none of this case; --shared ${matcher.network} blocks it all the same`;
}

/** A matcher as people read it. */
export function nameOf({ agent, path, network, domain }: Matcher): string {
  const by = agent === "" ? "no agent" : agent;
  return (
    network ??
    domain ??
    [path === "" ? "an empty path" : path, by].filter((text) => text !== undefined).join(" by ")
  );
}

/** Paths under one agent from which on the agent itself is the shorter block. */
const pathsOfAgentMin = 3;

/** Agents whole that nobody else has and that asked for several paths, and the others on theirs; none where all can be taken whole, or none. */
function mixedOf(
  bad: readonly HistoryRow[],
  history: readonly HistoryRow[],
  never: (matcher: Matcher) => string | undefined,
  common: (agent: string) => boolean,
): Matcher[] {
  const pairs = matchersOf("agent-and-path", bad, common);
  const paths = new Map<string, number>();
  for (const { agent = "" } of pairs) paths.set(agent, (paths.get(agent) ?? 0) + 1);
  for (const { agent, several, paths: more = 0 } of bad)
    if (several === "paths") paths.set(agent, (paths.get(agent) ?? 0) + more);
  const several = matchersOf("agent", bad, common).filter(
    ({ agent = "" }) => (paths.get(agent) ?? 0) >= pathsOfAgentMin,
  );
  const { kept } = usable(several, never);
  const costs = costsOf(kept, history);
  const whole = kept.filter((matcher) => !costs.has(keyOf(matcher)));
  if (whole.length === 0) return [];
  const taken = new Set(whole.map(({ agent }) => agent));
  const others = pairs.filter(({ agent }) => !taken.has(agent));
  return others.length === 0 ? [] : [...whole, ...others];
}

function matchersOf(
  kind: BlockKind,
  bad: readonly HistoryRow[],
  common: (agent: string) => boolean,
): Matcher[] {
  const all = bad.flatMap((row): Matcher[] => {
    const { agent, path, peer, forwarded, sought, destination, several } = row;
    if (destination !== undefined || kind === "destination")
      return destination !== undefined && kind === "destination" ? [{ domain: destination }] : [];
    const sent = agent === "-" ? "" : agent;
    // Health checks of everybody come without an agent.
    if (kind === "agent-and-path")
      return several === undefined && (sought || (sent !== "" && !common(agent)))
        ? [{ agent: sent, path }]
        : [];
    if (kind === "agent") return several === "agents and paths" ? [] : [{ agent: sent }];
    // Behind a proxy the server sees the proxy.
    if (forwarded) return [];
    if (kind === "address") return [{ network: hostNetwork(peer) }];
    const around = networkAround(peer);
    return around === undefined ? [] : [{ network: around.endsWith("/48") ? subnet64(peer) : around }];
  });
  const seen = new Map(all.map((matcher) => [keyOf(matcher), matcher]));
  return [...seen.entries()].sort(([a], [b]) => compare(a, b)).map(([, matcher]) => matcher);
}

function hostNetwork(address: string): string {
  return address.includes(":") ? `${address}/128` : `${address}/32`;
}

/** The /64 around an IPv6 address in canonical text. */
function subnet64(address: string): string {
  const [head = "", tail] = address.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups =
    tail === undefined
      ? front
      : [...front, ...Array(Math.max(0, 8 - front.length - back.length)).fill("0"), ...back];
  const four = groups.slice(0, 4);
  while (four.length > 1 && four.at(-1) === "0") four.pop();
  return `${four.join(":")}::/64`;
}

/** Whether a case has agents or paths that are summed, so that no matcher was made of them. */
function untold(kind: BlockKind, bad: readonly HistoryRow[]): boolean {
  if (kind === "agent") return bad.some(({ several }) => several === "agents and paths");
  return (kind === "agent-and-path" || kind === "mixed") && bad.some(({ several }) => several !== undefined);
}

function usable(
  matchers: readonly Matcher[],
  never: (matcher: Matcher) => string | undefined,
  more = false,
): { kept: Matcher[]; leftOut: LeftOut[] } {
  const kept: Matcher[] = [];
  const leftOut: LeftOut[] = [];
  for (const matcher of matchers) {
    const odd =
      matcher.path === undefined || matcher.path.startsWith("/")
        ? undefined
        : "no server takes it for a path";
    const because =
      never(matcher) ?? odd ?? unmatchable(matcher.agent ?? "") ?? unmatchable(matcher.path ?? "");
    if (because !== undefined) leftOut.push({ what: nameOf(matcher), because });
    else if (kept.length < matchersMax) kept.push(matcher);
    else return { kept, leftOut: [...leftOut, furtherOnes] };
  }
  if (more) leftOut.push(furtherOnes);
  return { kept, leftOut };
}

/** What matchers would have stopped of a history. */
export function impactOf(matchers: readonly Matcher[], history: readonly HistoryRow[]): Impact {
  const stops = stopper(matchers);
  const ofCase = new Set(history.filter(({ malicious }) => malicious).map(({ source }) => source));
  const others = new Map<string, { requests: number; agent: string; record: number }>();
  const sum = { stopped: 0, ofCase: 0, hostile: 0, others: 0, sharing: 0 };
  for (const row of history) {
    if (row.malicious) sum.ofCase += row.requests;
    if (!stops(row)) continue;
    if (row.malicious) {
      sum.stopped += row.requests;
      continue;
    }
    if (row.hostile) {
      sum.hostile += row.requests;
      continue;
    }
    sum.others += row.requests;
    if (ofCase.has(row.source)) sum.sharing += row.requests;
    const known = others.get(row.source);
    if (known === undefined)
      others.set(row.source, { requests: row.requests, agent: row.agent, record: row.record });
    else known.requests += row.requests;
  }
  return {
    ...sum,
    bystanders: [...others]
      .map(([source, one]) => ({ source, ...one }))
      .sort((a, b) => b.requests - a.requests || compare(a.source, b.source)),
  };
}

/** The smallest block that stops all and nobody else; else the one that stops most without touching others. */
function recommend(candidates: readonly Candidate[], bad: number): Pick<Weighed, "recommended" | "because"> {
  if (bad === 0)
    return { recommended: undefined, because: "Nothing that a web server could block belongs to this case." };
  const harmless = candidates.filter(({ impact }) => impact.others === 0 && impact.stopped > 0);
  if (harmless.length === 0)
    return {
      recommended: undefined,
      because: candidates.some(({ impact }) => impact.stopped > 0)
        ? "Each of them would also stop somebody who is none of this case; choose one knowing whom."
        : "Nothing of it may be blocked; the reasons stand with what is left out.",
    };
  const most = Math.max(...harmless.map(({ impact }) => impact.stopped));
  const all = harmless.filter(({ impact }) => impact.stopped === most);
  // A /24 is one entry, and 256 addresses: it is the smallest only where nothing narrower stops as much. A /64 is one client.
  const narrow = all.filter(({ matchers }) => !matchers.some(({ network }) => network?.endsWith("/24")));
  const best = narrow.length > 0 ? narrow : all;
  const [first] = [...best].sort(
    (a, b) =>
      a.matchers.length - b.matchers.length || blockKinds.indexOf(a.kind) - blockKinds.indexOf(b.kind),
  ) as [Candidate];
  const share = Math.floor((100 * first.impact.stopped) / first.impact.ofCase);
  return {
    recommended: first,
    because: `Of the blocks that stop nobody else in these logs none stops more of the case, and it does so with the fewest entries: ${first.impact.stopped.toLocaleString("en")} of ${first.impact.ofCase.toLocaleString("en")} requests (${share} %).`,
  };
}

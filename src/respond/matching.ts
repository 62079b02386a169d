/** Which matchers of a block a request meets. */
import type { Asked, Matcher } from "./block.ts";
import type { HistoryRow } from "./history.ts";
import { networkIndex } from "./network-index.ts";

/** A matcher as a text that only its equals have. */
export const keyOf = ({ agent, path, network, domain }: Matcher): string =>
  JSON.stringify([agent, path, network, domain]);

/** A name and all that it lies below. */
function namesAbove(host: string): string[] {
  const labels = host.split(".");
  return labels.map((_, n) => labels.slice(n).join("."));
}

/** Keys of the matchers that each request meets. */
export function matchingOf(matchers: readonly Matcher[]): (asked: Asked) => string[] {
  const known = new Set(matchers.map(keyOf));
  const around = networkIndex(matchers.flatMap(({ network }) => network ?? []));
  const ofNetwork = new Map(
    matchers.flatMap((one) => (one.network === undefined ? [] : [[one.network, keyOf(one)] as const])),
  );
  const ofAgent = new Map<string, AgentKeys>();
  const ofPath = new Map<string, string>();
  for (const matcher of matchers) {
    const { agent, path, network, domain } = matcher;
    if (network !== undefined || domain !== undefined) continue;
    if (agent === undefined) {
      if (path !== undefined) ofPath.set(path, keyOf(matcher));
      continue;
    }
    const keys = ofAgent.get(agent) ?? { whole: undefined, byPath: new Map<string, string>() };
    if (path === undefined) keys.whole = keyOf(matcher);
    else keys.byPath.set(path, keyOf(matcher));
    ofAgent.set(agent, keys);
  }
  return ({ agent, path, peer, destination }) => {
    if (destination !== undefined)
      return namesAbove(destination)
        .map((domain) => keyOf({ domain }))
        .filter((key) => known.has(key));
    const keys = ofAgent.get(agent === "-" ? "" : agent);
    return [
      keys?.byPath.get(path),
      keys?.whole,
      ofPath.get(path),
      ...around(peer).map((network) => ofNetwork.get(network)),
    ].filter((key) => key !== undefined);
  };
}

/** Keys of the matchers of one agent. */
interface AgentKeys {
  whole: string | undefined;
  readonly byPath: Map<string, string>;
}

/** Whether matchers stop a request. */
export function stopper(matchers: readonly Matcher[]): (asked: Asked) => boolean {
  const matching = matchingOf(matchers);
  return (asked) => matching(asked).length > 0;
}

/** What one matcher would have stopped. */
export interface Stops {
  /** Requests of the case. */
  malicious: number;
  /** Requests of nobody who is escalated, and of how many clients. */
  others: number;
  readonly clients: Set<string>;
}

/** What each matcher by itself would have stopped of a history, by its key. */
export function stopsOf(
  matchers: readonly Matcher[],
  history: readonly HistoryRow[],
): ReadonlyMap<string, Stops> {
  const matching = matchingOf(matchers);
  const stops = new Map<string, Stops>(
    matchers.map((matcher) => [keyOf(matcher), { malicious: 0, others: 0, clients: new Set() }]),
  );
  for (const row of history)
    for (const key of matching(row)) {
      const one = stops.get(key);
      if (one === undefined) continue;
      if (row.malicious) one.malicious += row.requests;
      else if (!row.hostile) {
        one.others += row.requests;
        one.clients.add(row.source);
      }
    }
  return stops;
}

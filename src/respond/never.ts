/** What is never blocked, with the reason. */
import ipaddr from "ipaddr.js";
import { namesSource } from "../assess/justify.ts";
import type { Register } from "../assess/register.ts";
import type { Content } from "../content/load.ts";
import type { Matcher } from "./block.ts";

export interface Protected {
  readonly content: Content;
  /** Networks inside, in CIDR form. */
  readonly inside: readonly string[];
  /** Proxies that are trusted, in CIDR form. */
  readonly trusted: readonly string[];
  readonly register: Register["entries"];
  /** Networks of reserved use that may be blocked all the same: only laboratories and tests need that. */
  readonly allowReserved: boolean;
}

type Range = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Ranges by their text: a case of thousands of addresses is compared with the same thousands of networks. */
const ranges = new Map<string, Range | undefined>();
const rangesMax = 100_000;

function rangeOf(text: string): Range | undefined {
  if (ranges.has(text)) return ranges.get(text);
  if (ranges.size >= rangesMax) ranges.clear();
  const range = parsed(text);
  ranges.set(text, range);
  return range;
}

function parsed(text: string): Range | undefined {
  try {
    if (text.includes("/")) return ipaddr.parseCIDR(text);
    const address = ipaddr.parse(text);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  } catch {
    return undefined;
  }
}

/** Whether two networks have an address in common. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  if (a === undefined || b === undefined || a[0].kind() !== b[0].kind()) return false;
  const bits = Math.min(a[1], b[1]);
  return (a[0] as ipaddr.IPv4).match([b[0] as ipaddr.IPv4, bits]);
}

/** Why a network must not be blocked; undefined where it may. */
export function neverNetwork(
  network: string,
  { content, inside, trusted, register, allowReserved }: Protected,
): string | undefined {
  const range = rangeOf(network);
  if (range === undefined) return "it is no address";
  if (range[1] < (range[0].kind() === "ipv4" ? 16 : 32)) return "it is wider than a /16 (IPv6: a /32)";
  const own = inside.find((one) => overlap(one, network));
  if (own !== undefined) return `it lies in ${own}, which is inside`;
  const proxy = trusted.find((one) => overlap(one, network));
  if (proxy !== undefined) return `it lies in ${proxy}, a proxy that speaks for others`;
  const edge = content.networks.edge_proxies.find(({ ranges }) =>
    ranges.some((one) => overlap(one, network)),
  );
  if (edge !== undefined)
    return `it lies in a network of ${edge.name}, which speaks for many sites' visitors`;
  const crawler = content.agents.find(({ verify }) =>
    [...(verify?.networks ?? []), ...(verify?.ranges ?? [])].some((one) => overlap(one, network)),
  );
  if (crawler !== undefined) return `it lies in a network from which ${crawler.name} is verified`;
  const entry = register.find(
    (one) => namesSource([one], network) || (one.source ?? []).some((own) => overlap(own, network)),
  );
  if (entry !== undefined) return `entry ${entry.id} of the register names it`;
  const reserved = allowReserved
    ? undefined
    : content.networks.reserved.find(({ network: one }) => overlap(one, network));
  return reserved === undefined
    ? undefined
    : `it lies in ${reserved.network}, which nobody has (${reserved.name})`;
}

/** Agents that a run knows, as far as a block by agent alone asks. */
export interface AgentStanding {
  /** Browsers, everyday programs, and libraries that programs are made with (curl, python-requests) are many people's. */
  readonly common: boolean;
  readonly name: string;
}

/** Why a matcher must not be used; undefined where it may. */
export function never(
  matcher: Matcher,
  all: Protected,
  agents: ReadonlyMap<string, AgentStanding>,
): string | undefined {
  if (matcher.network !== undefined) return neverNetwork(matcher.network, all);
  if (matcher.agent !== undefined && matcher.path === undefined) {
    const standing = agents.get(matcher.agent);
    if (matcher.agent === "" || matcher.agent === "-") return "requests without an agent are many programs'";
    if (standing?.common === true) return `it is what ${standing.name} sends, which is many people's`;
  }
  return undefined;
}

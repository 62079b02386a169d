/** A product that can be told to block: its grammar, how its files are put in place, and how they are taken back. */
import { exactRegex, type Matcher } from "./block.ts";

/** What stands in the head of a block. */
export interface BlockHead {
  /** Id of the case. */
  readonly caseId: string;
  readonly ticket: string | undefined;
  readonly reason: string;
  /** Until when it holds, and from when on. */
  readonly expiresMs: number;
  readonly fromMs: number;
  /** Folder in which the product will find the files; undefined for its usual one. */
  readonly place: string | undefined;
}

/** A block that somebody wants. */
export interface BlockOrder extends BlockHead {
  readonly matchers: readonly Matcher[];
}

export interface BlockFile {
  readonly name: string;
  readonly text: string;
}

export interface Rendered {
  readonly files: readonly BlockFile[];
  /** Steps for a person: plain sentences and commands. */
  readonly apply: readonly string[];
  readonly rollback: readonly string[];
  /** What becomes of it when the time is up. */
  readonly expiry: string;
}

/** What a matcher consists of. */
export type MatcherShape = "agent-and-path" | "agent" | "path" | "network" | "domain";

export interface Target {
  readonly id: string;
  readonly title: string;
  readonly shapes: readonly MatcherShape[];
  /** Where its grammar is told. */
  readonly source: string;
  /** Why it cannot match something that the others can; undefined where it can. */
  cannot?(matcher: Matcher): string | undefined;
  render(order: BlockOrder): Rendered;
}

export function shapeOf({ agent, path, network, domain }: Matcher): MatcherShape {
  if (domain !== undefined) return "domain";
  if (network !== undefined) return "network";
  if (agent !== undefined) return path === undefined ? "agent" : "agent-and-path";
  return "path";
}

/** A name for a product's variables, sets and files: letters, digits and `_`. */
export function blockName({ caseId }: BlockHead): string {
  return `vedette_${caseId.toLowerCase().replaceAll(/[^a-z0-9]/g, "_")}`;
}

/** A text in a comment: one line of plain letters, so that no grammar sees anything in it. */
export function plainComment(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9 .,:/_-]/g, "?")
    .slice(0, 200)
    .trim();
}

/** The head of a file whose comments begin with `#`. */
export function heading(order: BlockHead, title: string, undo: string): string[] {
  return [
    `# ${title}: case ${plainComment(order.caseId)}${order.ticket === undefined ? "" : `, ticket ${plainComment(order.ticket)}`}`,
    `# Reason: ${plainComment(order.reason)}`,
    `# Until ${new Date(order.expiresMs).toISOString()}. To take it back: ${undo}`,
  ];
}

/** Digits less than one, as a class; undefined where there is none. */
function below(digit: string): string | undefined {
  const n = Number(digit);
  return n === 0 ? undefined : n === 1 ? "0" : `[0-${n - 1}]`;
}

/** A pattern of all dates of ISO 8601 before a day, or of all numbers of as many digits that are less. */
export function before(day: string): string {
  const smaller = [...day].flatMap((char, at) => {
    const less = /\d/.test(char) ? below(char) : undefined;
    return less === undefined ? [] : [`${day.slice(0, at)}${less}`];
  });
  return `^(?:${smaller.join("|")})`;
}

/** For how long a block holds that is counted from when it is applied. */
export const secondsOf = ({ expiresMs, fromMs }: BlockOrder): number =>
  Math.max(1, Math.ceil((expiresMs - fromMs) / 1000));

/** The first number of a case's own stretch, for products that number their rules. */
export function firstNumber(caseId: string, { from, count, size }: Stretches): number {
  let sum = 0;
  for (const char of caseId) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % count;
  return from + sum * size;
}

interface Stretches {
  readonly from: number;
  readonly count: number;
  readonly size: number;
}

/** Paths by the agent that they are blocked under. */
export function pathsByAgent(matchers: readonly Matcher[]): [agent: string, paths: string[]][] {
  const paths = new Map<string, string[]>();
  for (const { agent, path } of pairsOf(matchers)) paths.set(agent, [...(paths.get(agent) ?? []), path]);
  return [...paths];
}

/** A list in groups of some items each. */
export function inGroups<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

/** Patterns of some length each, so that no line is longer than a program reads. */
export function chunked(patterns: readonly string[], bytesMax: number): string[][] {
  const chunks: string[][] = [];
  let bytes = 0;
  for (const pattern of patterns) {
    const last = chunks.at(-1);
    const own = Buffer.byteLength(pattern);
    if (last === undefined || bytes + own > bytesMax) {
      chunks.push([pattern]);
      bytes = own;
    } else {
      last.push(pattern);
      bytes += own + 1;
    }
  }
  return chunks;
}

/** A path as the whole of a request's target, with any query or fragment: servers leave both off, whoever sends them. */
export function targetRegex(path: string): string {
  return `${exactRegex(path)}(?:[?\\x23][^ ]*)?`;
}

export const networksOf = (matchers: readonly Matcher[]): string[] =>
  matchers.flatMap(({ network }) => network ?? []);
/** A network as a single address where it is one, for programs that take no full mask. */
export const withoutFullMask = (network: string): string =>
  network.replace(network.includes(":") ? /\/128$/ : /\/32$/, "");
/** Names without those that lie below another, which some programs take for a mistake. */
export function domainsOf(matchers: readonly Matcher[]): string[] {
  const all = [...new Set(matchers.flatMap(({ domain }) => domain ?? []))];
  return all.filter((one) => !all.some((other) => one.endsWith(`.${other}`)));
}
export const agentsOf = (matchers: readonly Matcher[]): string[] =>
  matchers.flatMap(({ agent, path }) => (agent !== undefined && path === undefined ? [agent] : []));
export const pathsOf = (matchers: readonly Matcher[]): string[] =>
  matchers.flatMap(({ agent, path }) => (path !== undefined && agent === undefined ? [path] : []));
export const pairsOf = (matchers: readonly Matcher[]): { agent: string; path: string }[] =>
  matchers.flatMap(({ agent, path }) => (agent !== undefined && path !== undefined ? [{ agent, path }] : []));

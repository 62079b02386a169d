/** Reads a block list that somebody has, whatever product it is of. */
import { escapeRegex } from "../engine/sql.ts";
import { VedetteError } from "../errors.ts";
import { fileLimits } from "../limits.ts";
import type { BlockList, ListEntry } from "./list-entry.ts";
import type { Beside } from "./list-haproxy.ts";
import { listOfLines, networksIn } from "./list-lines.ts";
import { memberSpares } from "./list-verdict.ts";

/**
 * The entries of a list: lines of addresses, networks and agents, directives of nginx, Apache, HAProxy, Squid, iptables, ipset
 * and nftables, and JSON documents with addresses, or with matchers as `contain` writes them.
 * @param beside files that lie beside it
 * @throws VedetteError `input.format` where it holds no entry
 */
export function readBlockList(name: string, text: string, beside?: Beside): BlockList {
  const lines = () => listOfLines(text, beside);
  const list = /^\s*[[{]/.test(text) ? (listOfJson(text) ?? lines()) : lines();
  if (list.entries.length > 0) return list;
  const [first] = list.leftOut;
  throw new VedetteError("usage.option", `--check ${name}: the list holds no entry that blocks somebody.`, {
    hint:
      first === undefined
        ? "It is empty, or holds comments only."
        : `Line ${first.line} was left out: ${first.because}.`,
  });
}

const depthMax = fileLimits.listDepthMax;

/** Undefined where the text is no JSON document: a list of nftables begins with a brace as well. */
function listOfJson(text: string): BlockList | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    document = linesOfJson(text);
    if (document === undefined) return undefined;
  }
  const entries: ListEntry[] = [];
  const leftOut: { line: number; text: string; because: string }[] = [];
  const walk = (value: unknown, at: string, depth = 0) => {
    if (depth > depthMax) {
      leftOut.push({
        line: 1,
        text: `${at.slice(0, 100)}…`,
        because: `it lies deeper than ${depthMax} levels`,
      });
      return;
    }
    if (typeof value === "string")
      for (const network of networksIn(value)) entries.push({ line: 1, text: `${at}: ${value}`, network });
    else if (Array.isArray(value))
      for (const [n, one] of value.entries()) walk(one, `${at}[${n}]`, depth + 1);
    else if (typeof value === "object" && value !== null) {
      const matcher = matcherOf(value as Record<string, unknown>);
      // Of what `contain` weighed, the block that it recommends.
      if (matcher !== undefined && (value as { recommended?: unknown }).recommended === false) return;
      const because = Object.entries(value)
        .map(([key, one]) => memberSpares(key, one))
        .find((one) => one !== undefined);
      if (matcher !== undefined) entries.push({ line: 1, text: at, ...matcher });
      else if (because !== undefined) leftOut.push({ line: 1, text: at, because });
      else
        for (const [key, one] of Object.entries(value))
          if (!tells.has(key.toLowerCase()) && !letsIn.test(key))
            walk(one, at === "" ? key : `${at}.${key}`, depth + 1);
    }
  };
  walk(document, "");
  return { entries: distinct(entries), leftOut, taken: undefined };
}

/** A document a line; undefined where any line is none. */
function linesOfJson(text: string): unknown[] | undefined {
  try {
    return text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "")
      .map((line) => JSON.parse(line) as unknown);
  } catch {
    return undefined;
  }
}

/** Members that name whom a list lets in. */
const letsIn =
  /^(?:allow|allowed|white_?list|allow_?list|safe_?list|ignore|ignore_?ip|except|exclude|trusted)/i;

/** Members in which an address is told of, and not blocked. */
const tells = new Set([
  "match",
  "because",
  "why_not",
  "reason",
  "comment",
  "message",
  "description",
  "scenario",
]);

/** A matcher as `containment.json` has it. */
function matcherOf({
  matcher,
}: Record<string, unknown>): Pick<ListEntry, "network" | "agent" | "path"> | undefined {
  if (typeof matcher !== "object" || matcher === null) return undefined;
  const { agent, path, network } = matcher as Record<string, unknown>;
  const exact = (text: string) => `^${escapeRegex(text)}$`;
  return {
    ...(typeof network === "string" ? { network } : {}),
    ...(typeof agent === "string" ? { agent: agent === "" ? "^-?$" : exact(agent) } : {}),
    ...(typeof path === "string" ? { path: exact(path) } : {}),
  };
}

function distinct(entries: readonly ListEntry[]): ListEntry[] {
  return [
    ...new Map(entries.map((one) => [JSON.stringify([one.network, one.agent, one.path]), one])).values(),
  ];
}

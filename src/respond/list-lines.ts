/** Lines of block lists: plain lists of addresses and of agents, and the directives of common servers and filters. */
import ipaddr from "ipaddr.js";
import { escapeRegex } from "../engine/sql.ts";
import { directive, mapsOf, namesOnly, partialNetworks } from "./list-context.ts";
import type { BlockList, JoinedPart, ListEntry } from "./list-entry.ts";
import { type Beside, fromFiles } from "./list-haproxy.ts";
import { rewritesOf } from "./list-rewrite.ts";
import { comparing, type Kept, type Left, unquoted, words } from "./list-text.ts";
import { lettingMarks, lettingVariables, markSpares, spared } from "./list-uses.ts";
import { verdictsOf } from "./list-verdict.ts";

const comment = /^(?:#|\/\/|;|!|--)/;
/** Lines that only hold others together. */
const frame =
  /^(?:[{}\][(),;]*|COMMIT|\*(?:filter|nat|mangle|raw)|:[A-Z]+ .*|<\/?[A-Za-z].*>|geo .*\{|map .*\{|default .*;?|create .*|table .*\{|set .*\{|chain .*\{|type .*|flags .*|RewriteEngine .*|RewriteRule .*|Order .*|http_access .*|http-request .*|include .*|ip6? saddr @.*)$/i;
/** Lines that let somebody in. */
const lets =
  /^(?:allow\b|ufw\s+(?:route\s+|insert\s+\d+\s+)*(?:allow|limit)\b|require\s+(?:ip|all\s+granted|host)\b|allow\s+from\b|-A\b.*-j\s+(?:ACCEPT|RETURN)\b|(?!type\s).*\baccept\b\s*[;'"]*$|\+\s*:)/i;
const agentDirectives: readonly {
  readonly like: RegExp;
  readonly insensitive: (found: RegExpExecArray) => boolean;
}[] = [
  // nginx: if ($http_user_agent ~* "a|b") { … }
  {
    like: /\$http_user_agent\s+(?<tilde>~\*?|=)\s*(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\([^{]*\)|\S+)/i,
    insensitive: (found) => found.groups?.tilde === "~*",
  },
  // nginx, a line of a map: "~*a" 1;
  {
    like: /^(?<text>"~\*?(?:[^"\\]|\\.)*"|'~\*?(?:[^'\\]|\\.)*'|~\*?\S+)\s+\S+\s*;$/,
    insensitive: (found) => /^["']?~\*/.test(found.groups?.text ?? ""),
  },
  // Apache
  {
    like: /^(?:SetEnvIf(?<fold>NoCase)?\s+"?\^?User-Agent\$?"?|BrowserMatch(?<any>NoCase)?)\s+(?<text>"(?:[^"\\]|\\.)*"|\S+)\s+\S/i,
    insensitive: (found) => found.groups?.fold !== undefined || found.groups?.any !== undefined,
  },
  // HAProxy, a regular expression
  {
    like: /^acl\s+\S+\s+(?:req\.)?hdr_reg\(user-agent\)\s+(?<fold>-i\s+)?(?<text>.+)$/i,
    insensitive: (found) => found.groups?.fold !== undefined,
  },
];

/**
 * Reads the lines of a list.
 * @param beside files that lie beside it
 */
export function listOfLines(text: string, beside: Beside = () => undefined): BlockList {
  const entries: ListEntry[] = [];
  const leftOut: { line: number; text: string; because: string }[] = [];
  const unknown: { line: number; text: string }[] = [];
  const lines = text.split(/\r?\n/).map((raw) => raw.trim());
  const maps = mapsOf(lines);
  const sparing: Sparing = { lists: spared(lines), marks: lettingMarks(lines) };
  const variables = lettingVariables(lines);
  const rewrites = rewritesOf(lines, networksIn);
  const verdicts = verdictsOf(lines, (one) => cidr(one) !== undefined);
  for (const [index, one] of lines.entries()) {
    const line = index + 1;
    if (one === "" || comment.test(one)) continue;
    const verdict = verdicts.get(index);
    if (verdict === "head") continue;
    const variable = frame.test(one) ? undefined : variables[index];
    const told =
      verdict ??
      rewrites.get(index) ??
      (variable === undefined
        ? entriesOf(one, maps[index], sparing, beside)
        : { because: `it fills ${variable}, which by its name lets somebody in` });
    if (told === undefined) unknown.push({ line, text: one });
    else if ("because" in told) leftOut.push({ line, text: one, because: told.because });
    else for (const kept of told) entries.push({ line, text: one, ...kept });
  }
  const plain = unknown.filter(({ text: one }) => !frame.test(one));
  // A file of nothing else is what people keep as a list of bad bots: parts of agents, in capitals or not.
  if (
    entries.length === 0 &&
    leftOut.length === 0 &&
    plain.length > 0 &&
    !lines.some((one) => directive.test(one))
  )
    return {
      entries: plain.map(({ line, text: one }) => ({ line, text: one, agent: `(?i)${escapeRegex(one)}` })),
      leftOut: [],
      taken: "texts of agents",
    };
  return {
    entries,
    leftOut: [
      ...leftOut,
      ...plain.map((one) => ({ ...one, because: "it holds no address, and is no directive that is known" })),
    ].sort((a, b) => a.line - b.line),
    taken: undefined,
  };
}

const mapLine = /^("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\S+)\s+("[^"]*"|'[^']*'|\S+)\s*;/;
const addressVariables = /^\$(?:binary_|realip_|proxy_protocol_)?(?:remote_)?addr$|^\$http_x_forwarded_for$/i;
const opens = /^(?:0|off|allow|false|)$/i;

/** A line of a map of nginx; undefined where other lines read the same. */
function ofMap(over: string, line: string): Kept[] | Left | undefined {
  const found = mapLine.exec(line);
  const [, key = "", value = ""] = found ?? [];
  if (found === null || /^(?:default|include|hostnames|volatile)$/i.test(key)) return undefined;
  const named = unquoted(over);
  const agents = /^\$\{?http_user_agent\}?$/i.test(named);
  const parts = agents || addressVariables.test(named) ? undefined : partsOf(named);
  if (!agents && !addressVariables.test(named) && parts === undefined)
    return {
      because: `it is of a map over ${named}, which is not checked${named.includes("$http_user_agent") ? "; containment.json beside files of vedette contain is" : ""}`,
    };
  if (opens.test(unquoted(value))) return { because: "its value is none that blocks" };
  const text = unquoted(key);
  if (parts !== undefined) {
    const pattern = /^~\*?/.test(text)
      ? `${text.startsWith("~*") ? "(?i)" : ""}${text.replace(/^~\*?/, "")}`
      : `(?i)^${escapeRegex(text.replace(/^\\/, ""))}$`;
    return [{ joined: { parts, pattern } }];
  }
  if (!agents || text.startsWith("~")) return undefined;
  // nginx compares strings without regard to case, and reads "\default" as the word.
  return [{ agent: text === "" ? "^-?$" : `(?i)^${escapeRegex(text.replace(/^\\/, ""))}$` }];
}

/** What a text of several variables of nginx consists of; undefined where not all are known, or no agent is one of them. */
function partsOf(text: string): JoinedPart[] | undefined {
  const parts: JoinedPart[] = [];
  for (const [, name, between] of text.matchAll(/\$\{?(\w+)\}?|([^$]+|\$)/g)) {
    if (between !== undefined) parts.push({ between });
    else if (/^http_user_agent$/i.test(name ?? "")) parts.push("agent");
    else if (/^(?:request_uri|uri|document_uri)$/i.test(name ?? "")) parts.push("path");
    else return undefined;
  }
  return parts.includes("agent") && parts.includes("path") ? parts : undefined;
}

/** Values of Squid's `browser`: each word is a pattern, and an option counts for those behind it. */
function ofBrowsers(text: string): Kept[] | Left {
  if (/^"/.test(text)) return { because: "its values are in a file, which is not read" };
  let folds = false;
  const kept: Kept[] = [];
  for (const word of text.split(/\s+/)) {
    if (word === "-i" || word === "+i") folds = word === "-i";
    else kept.push({ agent: `${folds ? "(?i)" : ""}${word}` });
  }
  return kept;
}

/** Why access lists stop nobody, and marks that let in. */
interface Sparing {
  readonly lists: ReadonlyMap<string, string>;
  readonly marks: ReadonlySet<string>;
}

function entriesOf(
  line: string,
  map: string | undefined,
  sparing: Sparing,
  beside: Beside,
): Kept[] | Left | undefined {
  if (lets.test(line)) return { because: "it lets somebody in" };
  const named = namesOnly(line);
  if (named !== undefined) return { because: named };
  const because = sparing.lists.get(/^acl\s+(\S+)/i.exec(line)?.[1] ?? "") ?? markSpares(line, sparing.marks);
  if (because !== undefined) return { because };
  if (/^(?:deny\s+(?:from\s+)?all\b|require\s+all\s+denied)/i.test(line))
    return { because: "it stops everybody whom no line before it lets in" };
  const mapped = map === undefined || frame.test(line) ? undefined : ofMap(map, line);
  if (mapped !== undefined) return mapped;
  const [, key = "", value = "1"] = mapLine.exec(line) ?? [];
  if (opens.test(unquoted(value)) && (/^["']?~/.test(key) || networksIn(key).length > 0))
    return { because: "its value is none that blocks" };
  const filed = fromFiles(line, beside, networksIn);
  if (filed !== undefined) return filed;
  for (const { like, insensitive } of agentDirectives) {
    const found = like.exec(line);
    const text = found?.groups?.text;
    if (found === null || text === undefined) continue;
    if (found.groups?.tilde === "=") return [{ agent: `^${escapeRegex(unquoted(text))}$` }];
    const pattern = unquoted(text).replace(/^~\*?/, "");
    if (pattern.startsWith("!")) return { because: "it names whom it does not stop" };
    return [{ agent: insensitive(found) ? `(?i)${pattern}` : pattern }];
  }
  const parts = /^acl\s+\S+\s+(?:req\.)?hdr_(sub|beg|end|dom)\(user-agent\)\s+(-i\s+)?(.+)$/i.exec(line);
  if (parts !== null)
    return words(parts[3] ?? "").map((word) => ({
      agent: comparing(parts[1] ?? "", word, parts[2] !== undefined),
    }));
  const squid = /^acl\s+\S+\s+browser\s+(.+)$/.exec(line);
  if (squid !== null) return ofBrowsers(squid[1] ?? "");
  const networks = [...networksIn(line), ...partialNetworks(line)];
  return networks.length === 0 ? undefined : networks.map((network) => ({ network }));
}

/** Addresses, networks and ranges of a line, in CIDR form. */
export function networksIn(line: string): string[] {
  // What stands behind a comment sign tells about the entry.
  const text = line.replace(/\s(?:#|;|\/\/).*$/, "");
  const range = /^\s*([0-9a-f.:]+)\s*-\s*([0-9a-f.:]+)(?:[\s,;]|$)/i.exec(text);
  if (range !== null) {
    const all = ofRange(range[1] ?? "", range[2] ?? "");
    if (all.length > 0) return all;
  }
  const found = new Set<string>();
  for (const token of text.split(/[^0-9A-Fa-f.:/]+/)) {
    // An address with a port, as `1.2.3.4:443`, and one at the end of a sentence.
    const bare = token
      .replace(/^(?:[./]|:(?!:))+|(?:[./]|(?<!:):)+$/g, "")
      .replace(/^((?:\d+[.]){3}\d+):\d+$/, "$1");
    const network = cidr(bare);
    if (network !== undefined) found.add(network);
  }
  return [...found];
}

function cidr(text: string): string | undefined {
  const dotted = /^(?:\d{1,3}[.]){3}\d{1,3}(?:\/\d{1,2})?$/.test(text);
  const colons = /^(?=.*:.*:)[0-9A-Fa-f:.]+(?:\/\d{1,3})?$/.test(text);
  if (!dotted && !colons) return undefined;
  // A time of day has colons as well.
  if (/^\d{1,2}:\d{2}:\d{2}$/.test(text)) return undefined;
  try {
    const [address, bits] = text.includes("/") ? ipaddr.parseCIDR(text) : [ipaddr.parse(text), undefined];
    // Servers that listen for both families write an IPv4 client so.
    if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && (bits ?? 128) >= 96)
      return `${address.toIPv4Address().toString()}/${(bits ?? 128) - 96}`;
    return `${address.toString()}/${bits ?? (address.kind() === "ipv4" ? 32 : 128)}`;
  } catch {
    return undefined;
  }
}

/** The fewest networks between two addresses of IPv4; none where they are not in order. */
function ofRange(from: string, to: string): string[] {
  if (!ipaddr.IPv4.isValidFourPartDecimal(from) || !ipaddr.IPv4.isValidFourPartDecimal(to)) return [];
  const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  let [at, end] = [number(from), number(to)];
  const networks: string[] = [];
  while (at <= end) {
    let bits = 32;
    while (bits > 0 && at % 2 ** (33 - bits) === 0 && at + 2 ** (33 - bits) - 1 <= end) bits--;
    networks.push(`${[24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256).join(".")}/${bits}`);
    at += 2 ** (32 - bits);
  }
  return networks;
}

/** Conditions of rules of Apache's mod_rewrite: all before a rule must hold, those that [OR] joins one of them. */
import { escapeRegex } from "../engine/sql.ts";
import type { Further } from "./list-entry.ts";
import { type Kept, type Left, unquoted } from "./list-text.ts";

/** A condition by itself. */
interface Test {
  readonly at: number;
  readonly raw: string;
  readonly or: boolean;
  /** Undefined where it is not understood. */
  readonly of: Further | { readonly networks: readonly string[] } | undefined;
  readonly not: boolean;
}

const condition =
  /^RewriteCond\s+(?<of>"[^"]*"|\S+)\s+(?<text>"(?:[^"\\]|\\.)*"|(?:[^\s\\]|\\.)+)(?:\s+\[(?<flags>[^\]]*)\])?\s*$/i;
const rule = /^RewriteRule\s+(?<pattern>"[^"]*"|\S+)\s+(?<to>"[^"]*"|\S+)(?:\s+\[(?<flags>[^\]]*)\])?/i;
/** Patterns of a rule that are for every path. */
const everything = /^(?:\^|\.|\.\?|\^\.|\^?\(?\.[*+]\)?\$?|\^\/?\(?\.\*\)?\$?)$/;
const refuses = /(?:^|,)\s*(?:F|forbidden|G|gone|(?:R|redirect)=[45]\d\d)\s*(?:,|$)/i;
/** Entries of one rule: alternatives of several conditions multiply. */
const entriesMax = 1000;

/**
 * What lines of conditions say, by their places in the list.
 * @param networksIn addresses of a text
 */
export function rewritesOf(
  lines: readonly string[],
  networksIn: (text: string) => readonly string[],
): ReadonlyMap<number, Kept[] | Left> {
  const told = new Map<number, Kept[] | Left>();
  const off = switchedOff(lines);
  let tests: Test[] = [];
  const close = (line: string | undefined, at: number) => {
    const because = line === undefined ? undefined : (off(at) ?? objection(line, at));
    const read = because === undefined ? joined(tests) : { because };
    for (const { at: own } of tests) told.set(own, "because" in read ? read : (read.byLine.get(own) ?? []));
    tests = [];
  };
  for (const [at, line] of lines.entries()) {
    if (/^RewriteCond\s/i.test(line)) tests.push(testOf(line, at, networksIn));
    else if (/^RewriteRule\s/i.test(line) && tests.length > 0) close(line, at);
  }
  if (tests.length > 0) close(undefined, lines.length);
  return told;
}

/** Why the rules around a line are not looked at: the last word on the engine in a section holds for all of it. */
function switchedOff(lines: readonly string[]): (at: number) => string | undefined {
  const open: number[] = [];
  const last = new Map<number, { readonly off: boolean; readonly at: number }>();
  const sections = lines.map((line, at) => {
    if (/^<\//.test(line)) open.pop();
    else if (/^<(?!If(?:Module|Define|Version|File|Directive|Section)\b)\w/i.test(line)) open.push(at);
    // What only asks whether something is there is no section of its own, but ends with a line like others.
    else if (/^<\w/.test(line)) open.push(open.at(-1) ?? -1);
    const section = open.at(-1) ?? -1;
    const says = /^RewriteEngine\s+"?(?<says>on|off)\b/i.exec(line)?.groups?.says;
    if (says !== undefined) last.set(section, { off: says.toLowerCase() === "off", at });
    return section;
  });
  return (at) => {
    const said = last.get(sections[at] ?? -1);
    return said?.off === true ? `line ${said.at + 1} switches the engine of its rules off` : undefined;
  };
}

/** Why a rule stops nobody, or not everybody who meets its conditions; undefined where it does. */
function objection(line: string, at: number): string | undefined {
  const { pattern = "", to = "", flags = "" } = rule.exec(line)?.groups ?? {};
  if (!refuses.test(flags) && !/^"?https?:\/\//i.test(to))
    return `its rule on line ${at + 1} is none that is known to refuse ([F], [G])`;
  return everything.test(unquoted(pattern))
    ? undefined
    : `its rule on line ${at + 1} is for some paths only, and these are not read`;
}

function testOf(line: string, at: number, networksIn: (text: string) => readonly string[]): Test {
  const { of = "", text = "", flags = "" } = condition.exec(line)?.groups ?? {};
  const value = unquoted(text);
  const not = value.startsWith("!");
  const bare = not ? value.slice(1) : value;
  const or = /(?:^|,)\s*(?:OR|ornext)\s*(?:,|$)/i.test(flags);
  const fold = /(?:^|,)\s*(?:NC|nocase)\s*(?:,|$)/i.test(flags) ? "(?i)" : "";
  const base = { at, raw: line, or, not };
  const named = unquoted(of);
  if (/^%\{REMOTE_ADDR\}$/i.test(named)) {
    const networks = networksIn(bare.replace(/^=/, ""));
    return { ...base, of: networks.length === 0 ? undefined : { networks } };
  }
  const part = /^%\{HTTP(?:_|:)USER[_-]AGENT\}$/i.test(named)
    ? "agent"
    : /^%\{REQUEST_URI\}$/i.test(named)
      ? "path"
      : undefined;
  // Comparisons and tests of files.
  if (part === undefined || text === "" || /^(?:-[A-Za-z]|[<>])/.test(bare))
    return { ...base, of: undefined };
  const pattern = bare.startsWith("=")
    ? `${fold}^${escapeRegex(unquoted(bare.slice(1)))}$`
    : `${fold}${bare}`;
  return { ...base, of: { part, pattern, not } };
}

/** Entries of the conditions of one rule, by the lines that they are told with. */
function joined(tests: readonly Test[]): Left | { byLine: Map<number, Kept[]> } {
  if (tests.every(({ not }) => not)) return { because: "it names whom it does not stop" };
  const odd = tests.find(({ of, not }) => of === undefined || (not && "networks" in of));
  if (odd !== undefined && tests.length === 1) return { because: "it is no condition that is known" };
  if (odd !== undefined)
    return {
      because: `the condition on line ${odd.at + 1}, which its rule needs as well or instead, is not understood`,
    };
  const clauses: Test[][] = [[]];
  for (const [n, test] of tests.entries()) {
    clauses.at(-1)?.push(test);
    if (!test.or && n < tests.length - 1) clauses.push([]);
  }
  if (clauses.some((all) => all.length > 1 && all.some(({ not }) => not)))
    return { because: "an alternative of its rule names whom it does not stop, and is not read" };
  if (clauses.length > 1 && clauses.reduce((count, all) => count * all.length, 1) > entriesMax)
    return { because: `its rule has more than ${entriesMax} combinations of conditions` };
  const sets = clauses.reduce<Test[][]>(
    (all, some) => all.flatMap((set) => some.map((one) => [...set, one])),
    [[]],
  );
  // An entry is told with its line of the longest list of alternatives.
  const longest = clauses.reduce((best, one) => (one.length > best.length ? one : best));
  const byLine = new Map<number, Kept[]>();
  for (const set of sets) {
    const kept = keptOf(set);
    if ("because" in kept) return kept;
    const at = set.find((one) => longest.includes(one))?.at ?? 0;
    const known = byLine.get(at);
    if (known === undefined) byLine.set(at, kept);
    else known.push(...kept);
  }
  return { byLine };
}

/** Entries for conditions that must all hold. */
function keptOf(set: readonly Test[]): Kept[] | Left {
  const networks = set.flatMap(({ of }) => (of !== undefined && "networks" in of ? [of.networks] : []));
  if (networks.length > 1) return { because: "its rule needs two addresses at once, which is not read" };
  const rest = set.flatMap(({ of }) => (of !== undefined && "part" in of ? [of] : []));
  const first = (part: Further["part"]) => rest.find((one) => one.part === part && !one.not);
  const [agent, path] = [first("agent"), first("path")];
  const further = rest.filter((one) => one !== agent && one !== path);
  const kept: Kept = {
    ...(agent === undefined ? {} : { agent: agent.pattern }),
    ...(path === undefined ? {} : { path: path.pattern }),
    ...(further.length === 0 ? {} : { further }),
    ...(set.length === 1 ? {} : { text: set.map(({ raw }) => raw).join(" ") }),
  };
  return networks.length === 0 ? [kept] : (networks[0] ?? []).map((network) => ({ ...kept, network }));
}

/** Strict readers of rules whose programs are not here: each takes what its product's documentation says, and throws at the rest. */
import { parse } from "yaml";

export interface Request {
  readonly agent: string | undefined;
  /** Path and any query, as sent. */
  readonly target: string;
  readonly peer: string;
}
export type Reader = (request: Request) => boolean;
export type InNetwork = (peer: string, network: string) => boolean;
export interface Files {
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

export const fail = (what: string): never => {
  throw new Error(`not of the grammar: ${what}`);
};
export const pathOf = (target: string) => target.split("?")[0] ?? "";
export const bytesOf = (text: string) => Buffer.from(text, "utf8");
const textOf = ({ files }: Files, end: string) =>
  files.filter(({ name }) => name.endsWith(end)).map(({ text }) => text);

/** The bytes of a content in quotes: no sign that must be escaped, and bars in pairs around pairs of hexadecimal digits. */
function contentBytes(quoted: string): Buffer {
  const inner = /^"([^";\\:]+)"$/.exec(quoted)?.[1] ?? fail(quoted);
  const parts = inner.split("|");
  if (parts.length % 2 === 0) fail(`bars of ${quoted}`);
  return Buffer.concat(
    parts.map((part, n) =>
      n % 2 === 0
        ? Buffer.from(part, "latin1")
        : /^[0-9A-F]{2}(?: [0-9A-F]{2})*$/.test(part)
          ? Buffer.from(part.replaceAll(" ", ""), "hex")
          : fail(`hexadecimal ${part}`),
    ),
  );
}

/** Options as keyword and value; a value in quotes ends at its quote. */
function suricataOptions(text: string): [string, string][] {
  const options: [string, string][] = [];
  let rest = text;
  while (rest !== "") {
    const found =
      /^([a-z][a-z._]*)(?::(!?"[^"\\;]*"|[A-Za-z0-9_,]+))?;(?: |$)/.exec(rest) ?? fail(rest.slice(0, 60));
    options.push([found[1] ?? "", found[2] ?? ""]);
    rest = rest.slice(found[0].length);
  }
  return options;
}

function suricataRequest(options: readonly [string, string][], { agent, target }: Request): boolean {
  const buffers: Record<string, Buffer | undefined> = {
    "http.uri.raw": bytesOf(target),
    "http.user_agent": agent === undefined || agent === "" ? undefined : bytesOf(agent),
    "http.header_names": Buffer.from(`\r\nHost\r\n${agent === undefined ? "" : "User-Agent\r\n"}\r\n`),
  };
  let buffer: Buffer | undefined = Buffer.alloc(0);
  let end = 0;
  for (const [n, [keyword, value]] of options.entries()) {
    if (keyword in buffers) {
      buffer = buffers[keyword];
      end = 0;
      if (buffer === undefined) return false;
    } else if (keyword === "content") {
      if (value.startsWith("!")) {
        if (buffer.includes(contentBytes(value.slice(1)))) return false;
        continue;
      }
      const bytes = contentBytes(value);
      const modifiers = options.slice(n + 1, n + 3).map(([key, of]) => `${key}:${of}`);
      const follows = modifiers[0] === "distance:0" && modifiers[1] === `within:${bytes.length}`;
      if (!follows && modifiers[0] !== "startswith:") fail(`a content that floats: ${modifiers}`);
      const at = follows ? end : 0;
      end = at + bytes.length;
      if (!buffer.subarray(at, end).equals(bytes)) return false;
    } else if (keyword === "bsize") {
      if (buffer.length !== Number(value)) return false;
    } else if (!["startswith", "distance", "within", "nocase"].includes(keyword)) fail(keyword);
  }
  return true;
}

export function readSuricata(files: Files, inNetwork: InNetwork): Reader {
  const sids = new Set<string>();
  const rules = textOf(files, ".rules").flatMap((text) =>
    text
      .trim()
      .split("\n")
      .filter((line) => !line.startsWith("#"))
      .map((line): Reader => {
        if (Buffer.byteLength(line) >= 8192) fail("a rule that is too long");
        const found =
          /^drop (?:(http) any|ip \[([0-9a-f.:/,]+)\]) any -> any any \((.*)\)$/.exec(line) ?? fail(line);
        const options = suricataOptions(found[3] ?? "");
        const values = new Map(options);
        const sid = values.get("sid") ?? "";
        if (!/^1\d{6}$/.test(sid) || sids.has(sid)) fail(`sid ${sid}`);
        sids.add(sid);
        const own = options.filter(([keyword]) => !["msg", "sid", "rev", "flow"].includes(keyword));
        if (found[1] === undefined) {
          if (own.length > 0) fail("options of a rule for addresses");
          const networks = (found[2] ?? "").split(",");
          return ({ peer }) => networks.some((network) => inNetwork(peer, network));
        }
        if (values.get("flow") !== "established,to_server") fail("flow");
        return (request) => suricataRequest(own, request);
      }),
  );
  return (request) => rules.some((rule) => rule(request));
}

/** A pattern of Go's as one of this engine. */
const goPattern = (pattern: string) =>
  new RegExp(
    /^\^\(\?:(?:[A-Za-z0-9|-]|\\x[0-9a-f]{2}|\\x\{[0-9a-f]{6}\}|\(\?:\\x23\.\*\)\?)+\)\$$|^\.$/.test(pattern)
      ? pattern.replaceAll("\\x{", "\\u{")
      : fail(pattern),
    "u",
  );

function traefikRule(rule: string, inNetwork: InNetwork): Reader {
  const matcher = (text: string): Reader => {
    const found = /^(!?)([A-Za-z]+)\(`([^`]*)`(?:, `([^`]*)`)?\)$/.exec(text) ?? fail(text);
    const [, not, name, one = "", two] = found;
    const of = (): Reader => {
      if (name === "ClientIP" && two === undefined) return ({ peer }) => inNetwork(peer, one);
      if (name === "PathRegexp" && two === undefined) {
        const pattern = goPattern(one);
        return ({ target }) => pattern.test(pathOf(target));
      }
      if (name === "HeaderRegexp" && one === "User-Agent" && two !== undefined) {
        const pattern = goPattern(two);
        return ({ agent }) => agent !== undefined && pattern.test(agent);
      }
      return fail(text);
    };
    const holds = of();
    return (request) => holds(request) !== (not === "!");
  };
  // && binds more tightly than ||; in back quotes neither stands, since patterns hold no space.
  const either = rule.split(" || ").map((part) => part.split(" && ").map(matcher));
  return (request) => either.some((all) => all.every((one) => one(request)));
}

export function readTraefik(files: Files, inNetwork: InNetwork): Reader {
  const rules = textOf(files, ".yml").flatMap((text) => {
    // The file is read as a template first.
    if (text.includes("{{")) fail("a template");
    const { http } = parse(text);
    const routers = Object.entries(http.routers) as [string, Record<string, unknown>][];
    for (const [name, router] of routers) {
      const [middleware = ""] = router.middlewares as string[];
      const allowed = http.middlewares[middleware].ipAllowList.sourceRange;
      if (String(allowed) !== "255.255.255.255/32" || router.service !== "noop@internal") fail(name);
      const twin = routers.find(([other]) => other === `${name}_tls`)?.[1];
      if (router.tls === undefined && (twin?.rule !== router.rule || twin?.tls === undefined)) fail(name);
    }
    return routers.map(([, { rule }]) => traefikRule(String(rule), inNetwork));
  });
  return (request) => rules.some((rule) => rule(request));
}

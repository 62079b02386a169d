/** What a block stops, before any product's grammar: matchers, each of which must hold in all its parts. */

/** Stops a request that has this agent, and this path, and comes from this network, as far as they are given. */
export interface Matcher {
  /** The whole User-Agent header, byte for byte as UTF-8; '' for one that is empty or missing. */
  readonly agent?: string;
  /** The whole path as the client sent it, without its query. */
  readonly path?: string;
  /** A network in CIDR form. */
  readonly network?: string;
  /** A host outside that inside clients ask, in lower case, with all names below it; stands alone. */
  readonly domain?: string;
}

/** Kinds of blocks, the narrowest first. Mixed: agents that nobody else has whole, the others on their paths. A destination is one of requests that go out. */
export const blockKinds = ["agent-and-path", "mixed", "agent", "address", "network", "destination"] as const;
export type BlockKind = (typeof blockKinds)[number];

/** A request of the history, as far as blocks look at it. */
export interface Asked {
  readonly agent: string;
  readonly path: string;
  /** The address that the server sees: that of a proxy in front of it, where there is one. */
  readonly peer: string;
  /** The host outside that an inside client asked; undefined for a request that came in. */
  readonly destination?: string;
}

/** A text as an anchored regular expression of letters, digits and `\xHH` alone: no grammar gives any of it a meaning. */
export function exactRegex(text: string): string {
  return [...Buffer.from(text, "utf8")].map(hexByte).join("");
}

function hexByte(byte: number): string {
  const char = String.fromCharCode(byte);
  return /[A-Za-z0-9]/.test(char) ? char : `\\x${byte.toString(16).padStart(2, "0")}`;
}

/**
 * The same for Go's regular expressions, where `\xHH` is a character and not a byte. The zeros keep a brace from being read as
 * the start of a placeholder's name.
 */
export function goRegex(text: string): string {
  return [...text]
    .map((char) => {
      if (/[A-Za-z0-9]/.test(char)) return char;
      const code = char.codePointAt(0) ?? 0;
      return code < 0x100
        ? `\\x${code.toString(16).padStart(2, "0")}`
        : `\\x{${code.toString(16).padStart(6, "0")}}`;
    })
    .join("");
}

/**
 * Why a text cannot be matched byte for byte; undefined where it can. A log cuts and rewrites, and what it rewrote is not what
 * the client sends.
 */
export function unmatchable(text: string): string | undefined {
  if (text.includes("\0")) return "it holds a NUL, which no header and no path can hold";
  if (/[\r\n]/.test(text)) return "it holds a line end, which no header and no path can hold";
  if (/\\x[0-9A-Fa-f]{2}/.test(text))
    return "it holds bytes that are no UTF-8, of which the log does not say how they were sent";
  if (text.includes("\ufffd")) return "it holds a character that the log could not write";
  if (Buffer.byteLength(text) > textBytesMax) return `it is longer than ${textBytesMax} bytes`;
  return undefined;
}

/** Servers take longer headers; as a pattern such a text only costs. */
export const textBytesMax = 1024;

/** A whole agent. None is logged as a dash, and so is one that is a dash: the log does not tell them apart. */
export function agentRegex(agent: string): string {
  return agent === "" ? "-?" : exactRegex(agent);
}

/**
 * Whether a file is a mail or an mbox, from its beginning.
 *
 * It has to be sure: what is claimed here is not read line by line. Headers of HTTP have Date and may have From,
 * YAML may have `to:` and `subject:`, so values count and not names alone.
 */
import { mailTime } from "./mail-date.ts";
import { isSeparator } from "./mail-split.ts";

const fieldLine = /^([!-9;-~]{1,76})[ \t]{0,9}:(.*)$/;
/** Fields that only HTTP or SIP have; `Accept-Language` and `User-Agent` are in mail too. */
const otherFields = new Set([
  "host",
  "accept",
  "accept-encoding",
  "call-id",
  "connection",
  "cookie",
  "cseq",
  "etag",
  "referer",
  "server",
  "set-cookie",
  "transfer-encoding",
  "upgrade-insecure-requests",
]);
/** Fields of mail, and what their values have to look like. */
const proofs: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ["received", (value: string) => /\b(?:from|by)\s/i.test(value)],
  ["return-path", (value: string) => /<[^<>]*>|@/.test(value)],
  ["delivered-to", (value: string) => value.includes("@")],
  ["message-id", (value: string) => /<[^<>]+>/.test(value)],
  ["from", (value: string) => /[^\s@]@[^\s@]/.test(value)],
  ["to", (value: string) => /[^\s@]@[^\s@]|undisclosed|:\s*;/i.test(value)],
  ["date", (value: string) => mailTime(value) !== undefined],
  ["mime-version", (value: string) => /\d\.\d/.test(value)],
  ["subject", () => true],
]);
const carriers = ["from", "received", "return-path"];
/** Characters of a value that are looked at. */
const valueCharacters = 1000;
/** Lines of a header that are looked at. */
const linesMax = 1000;

/** Whether a text begins with header fields that together can only be a mail's. */
export function beginsWithMail(head: string): boolean {
  const proven = new Set<string>();
  let isOther = false;
  const lines = head.replace(/^\ufeff/, "").split(/\r\n|\n|\r/, linesMax);
  const fields = headerFields(lines);
  if (fields === undefined) return false;
  for (const [name, value] of fields) {
    const lower = name.toLowerCase();
    if (otherFields.has(lower)) isOther = true;
    // Mail programs write `From`; what writes `from` may be any settings file.
    if (name !== lower || lower === "received") {
      if (proofs.get(lower)?.(value)) proven.add(lower);
      else if (lower.startsWith("x-")) proven.add("x-");
    }
  }
  return !isOther && proven.size >= 2 && carriers.some((name) => proven.has(name));
}

/** Whether a text begins with an mbox separator and a header field after it. */
export function beginsWithMbox(head: string): boolean {
  const [first = "", second = ""] = head.split(/\r?\n/, 2);
  return isSeparator(first) && (second === "" || second.startsWith(">From ") || fieldLine.test(second));
}

/** The fields up to the blank line; undefined where a line before it is none. */
function headerFields(lines: readonly string[]): [string, string][] | undefined {
  const fields: [string, string][] = [];
  for (const [index, line] of lines.entries()) {
    if (line === "") break;
    if (/^[ \t]/.test(line)) {
      const last = fields[fields.length - 1];
      if (last === undefined) return undefined;
      if (last[1].length < valueCharacters) last[1] += ` ${line.trim().slice(0, valueCharacters)}`;
      continue;
    }
    const found = fieldLine.exec(line.slice(0, valueCharacters));
    // The last line may be cut off.
    if (found === null && index === lines.length - 1 && index > 0) break;
    if (found === null) return undefined;
    fields.push([found[1] ?? "", found[2] ?? ""]);
  }
  return fields.length === 0 ? undefined : fields;
}

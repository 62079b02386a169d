/**
 * Header fields of a mail or of a part of it (RFC 5322 section 2.2, RFC 2045, RFC 2231).
 *
 * Names of fields and parameters come from the mail, so they are keys of a Map and never of an object.
 */

import { decodeWords } from "postal-mime";
import { mailLimits } from "../../limits.ts";
import type { LeftOut } from "./mail-limits.ts";
import { cut, decodeGuessing, decoderOf, decodeText, withWindowsCharacters } from "./mail-text.ts";

/** The header fields of one part. */
export interface Fields {
  /** Unfolded values by lower-case name, in the order of the mail. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Number of fields. */
  readonly count: number;
  /** Where the body begins. */
  readonly end: number;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Reads header fields up to the blank line, or to what is not part of them.
 * @param bytes the mail
 * @param start where the fields begin
 * @param isBoundary whether the line of "--" at an offset ends the part early
 */
export function readFields(
  bytes: Buffer,
  start: number,
  isBoundary: (offset: number) => boolean,
  leftOut: LeftOut,
): Fields {
  const values = new Map<string, string[]>();
  let count = 0;
  let kept = 0;
  let at = start;
  let field: { readonly from: number; to: number } | undefined;
  const keep = () => {
    if (field === undefined) return;
    if (kept > mailLimits.headersBytes)
      leftOut.add(`headers beyond the limit of ${mailLimits.headersBytes} bytes`);
    else if (keepField(bytes, field.from, field.to, values, leftOut)) count++;
    kept += Math.min(field.to - field.from, mailLimits.headerBytes);
    field = undefined;
  };
  while (at < bytes.length) {
    const found = bytes.indexOf(lineFeed, at);
    const next = found < 0 ? bytes.length : found + 1;
    const first = bytes[at];
    if (first === lineFeed || (first === carriageReturn && bytes[at + 1] === lineFeed)) {
      at = next;
      break;
    }
    if (first === 0x2d && bytes[at + 1] === 0x2d && isBoundary(at)) break;
    if (field !== undefined && (first === 0x20 || first === 0x09)) field.to = next;
    else {
      keep();
      field = { from: at, to: next };
    }
    at = next;
  }
  keep();
  return { values, count, end: at };
}

function keepField(
  bytes: Buffer,
  from: number,
  to: number,
  values: Map<string, string[]>,
  leftOut: LeftOut,
): boolean {
  const end = Math.min(to, from + mailLimits.headerBytes);
  const colon = bytes.subarray(from, end).indexOf(0x3a);
  if (colon <= 0 || colon > mailLimits.wordCharacters) return false;
  const name = bytes.toString("latin1", from, from + colon).toLowerCase();
  // Space before the colon is an old form; within a name there is none.
  const trimmed = name.trimEnd();
  if (/[^!-9;-~]/.test(trimmed)) return false;
  if (end < to) leftOut.add(`a header beyond the limit of ${mailLimits.headerBytes} bytes`);
  const value = decodeGuessing(bytes.subarray(from + colon + 1, end))
    .replace(/\r?\n/g, "")
    .replace(/\r/g, " ");
  const earlier = values.get(trimmed);
  if (earlier === undefined) values.set(trimmed, [value.trim()]);
  else earlier.push(value.trim());
  return true;
}

/** The first value of a field. */
export function first(fields: Fields, name: string): string | undefined {
  return fields.values.get(name)?.[0];
}

/** A value with its encoded words (RFC 2047) decoded. */
export function words(value: string, leftOut: LeftOut): string {
  if (!value.includes("=?")) return value;
  noteCharsets(value, leftOut);
  return withWindowsCharacters(decodeWords(value));
}

/** Notes encoded words in a charset that is not known. */
export function noteCharsets(value: string, leftOut: LeftOut): void {
  for (const [, label] of value.matchAll(/=\?([^?*\s]{1,40})[^?\s]{0,40}\?[bq]\?/gi)) {
    if (label === undefined || decoderOf(label) !== undefined) continue;
    leftOut.add(unknownCharset);
    return;
  }
}

/** Said of text in a charset that nobody knows. */
export const unknownCharset = "a charset that is not known, read as latin1";

/** A value of the kind `text/plain; charset=utf-8`. */
export interface Structured {
  /** Lower case. */
  readonly value: string;
  /** By lower-case name; of several with one name the first. */
  readonly parameters: ReadonlyMap<string, string>;
}

const parametersMax = mailLimits.parameters;
/** One parameter; quoted text has its own form, so a `;` in it parts nothing. */
const parameter = /;\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;\s]*))/gs;

/** Reads a structured value; joins and decodes what RFC 2231 parts or encodes. */
export function structured(text: string, leftOut: LeftOut): Structured {
  const end = text.indexOf(";");
  const value =
    (end < 0 ? text : text.slice(0, end))
      .replace(/\([^()]*\)/g, "")
      .trim()
      .split(/\s/)[0] ?? "";
  const given = new Map<string, string>();
  for (const [, name = "", quoted, token] of end < 0 ? [] : text.slice(end).matchAll(parameter)) {
    if (given.size >= parametersMax) break;
    const key = name.toLowerCase();
    if (!given.has(key)) given.set(key, quoted?.replace(/\\(.)/gs, "$1") ?? token ?? "");
  }
  return {
    value: cut(value.toLowerCase(), mailLimits.wordCharacters),
    parameters: joinedParameters(given, leftOut),
  };
}

/** `name*0*=utf-8''a%20`, `name*1=b` become `name`. */
function joinedParameters(given: ReadonlyMap<string, string>, leftOut: LeftOut): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const [key, value] of given) if (!key.includes("*")) parameters.set(key, value);
  for (const [key, value] of given) {
    const match = /^([^*]+)\*(0\*?)?$/.exec(key);
    const name = match?.[1];
    if (name === undefined) continue;
    const encodedFirst = key.endsWith("*");
    const prefix = encodedFirst ? /^([^']*)'[^']*'/.exec(value) : null;
    const pieces = [encodedFirst ? percentBytes(value.slice(prefix?.[0].length ?? 0)) : Buffer.from(value)];
    for (let index = 1; match?.[2] !== undefined && index < parametersMax; index++) {
      const encoded = given.get(`${name}*${index}*`);
      const plain = given.get(`${name}*${index}`);
      if (encoded === undefined && plain === undefined) break;
      pieces.push(encoded === undefined ? Buffer.from(plain ?? "") : percentBytes(encoded));
    }
    parameters.set(
      name,
      decodeText(Buffer.concat(pieces), prefix?.[1], () => leftOut.add(unknownCharset)),
    );
  }
  return parameters;
}

function percentBytes(text: string): Buffer {
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(bytes, "latin1");
}

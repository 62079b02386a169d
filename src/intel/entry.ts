/**
 * What a feed of threat intelligence comes down to, whatever it was written in: entries of eight kinds, each with
 * how sure its source is and until when it holds. What cannot become an entry is refused with a reason.
 */

import { entryKinds } from "../content/intel.ts";
import { intelLimits } from "../limits.ts";

export { entryKinds };
export type EntryKind = (typeof entryKinds)[number];

/** What a source says beside a value. */
export interface EntryFacts {
  /** 0 to 100, as STIX 2.1 has it; undefined where the source does not say. */
  readonly confidence: number | undefined;
  /** Milliseconds since 1970: from when and until when it holds; 0 where the source does not say. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** When its source last said so, 0 where that is not told. */
  readonly datedMs: number;
  /** Name of it in its source: a STIX id, a UUID of MISP, `line 7`. */
  readonly id: string;
  /** What it is, in the source's words. */
  readonly label: string;
}

/** A value in the one way in which it is looked for. */
export interface EntryValue {
  readonly kind: EntryKind;
  readonly value: string;
  /** Of a range: bits of its prefix as of an IPv6 network (IPv4 within ::ffff:0:0/96), and its first address. */
  readonly bits?: number;
  readonly base?: string;
  /** Of an agent: value is a pattern and not the text itself. */
  readonly pattern?: boolean;
}

export type Entry = EntryValue & EntryFacts;

/** What was left out of a feed, and why. */
export interface Refusal {
  readonly refused: string;
  /** The beginning of what was refused. */
  readonly sample: string;
}

export const noFacts: EntryFacts = {
  confidence: undefined,
  fromMs: 0,
  untilMs: 0,
  datedMs: 0,
  id: "",
  label: "",
};

const sampleMax = 120;

export function refuse(refused: string, sample: string): Refusal {
  return { refused, sample: beginningOf(sample, sampleMax) };
}

/** An id or a label as it is kept. */
export function keptText(text: string): string {
  return beginningOf(text, intelLimits.textCharactersMax);
}

/** A copy where something is cut off: a part of a text holds the whole of it in memory. */
function beginningOf(text: string, most: number): string {
  return text.length <= most ? text : Buffer.from(text.slice(0, most)).toString();
}

/** An entry of a value with what is said of it. Written out: of millions, spreading each takes longer than reading it. */
export function entryOf(value: EntryValue, facts: EntryFacts): Entry {
  const { kind, bits, base, pattern } = value;
  const { confidence, fromMs, untilMs, datedMs, id, label } = facts;
  const entry = { kind, value: value.value, confidence, fromMs, untilMs, datedMs, id, label };
  if (bits !== undefined && base !== undefined) return { ...entry, bits, base };
  return pattern === undefined ? entry : { ...entry, pattern };
}

export function isRefusal(one: Entry | EntryValue | Refusal): one is Refusal {
  return "refused" in one;
}

/** Words for confidence and the least number of each: the low/medium/high scale of STIX 2.1, appendix A. */
export const confidenceFloors = { low: 1, medium: 30, high: 70 } as const;
export type ConfidenceWord = keyof typeof confidenceFloors;
export const confidenceWords = Object.keys(confidenceFloors) as readonly ConfidenceWord[];

/** The number that a word stands for where a feed has no numbers: the middle of its band in STIX 2.1, appendix A. */
export const confidenceOf: Readonly<Record<ConfidenceWord, number>> = { low: 15, medium: 50, high: 85 };

/** A moment in milliseconds; 0 for what is none. Digits alone are seconds since 1970. */
export function momentOf(text: unknown): number {
  if (typeof text !== "string" && typeof text !== "number") return 0;
  const written = String(text).trim();
  const ms = /^\d{9,11}$/.test(written)
    ? Number(written) * 1000
    : /^\d{4}-\d{2}-\d{2}/.test(written)
      ? Date.parse(dayOrMoment(written))
      : Number.NaN;
  return Number.isFinite(ms) && ms > 0 ? Math.trunc(ms) : 0;
}

/** A moment without a zone is UTC, as feeds mean it. */
function dayOrMoment(written: string): string {
  const joined = written.replace(/^(\d{4}-\d{2}-\d{2})[ T](\d)/, "$1T$2").replace(/ ?UTC$/, "Z");
  return /T\d{2}:\d{2}/.test(joined) && !/(?:Z|[+-]\d{2}:?\d{2})$/i.test(joined) ? `${joined}Z` : joined;
}

/**
 * Says which format a file is in, from sample lines of its content, with a confidence.
 *
 * The name of the file is never looked at. Of the formats that fit nearly as many lines as
 * the best does, the one that says most (`specificity`) wins. A layer around the records - syslog,
 * a container runtime - is peeled off and the question asked again.
 */

import type { FormatFile, NamedFormat, TemplateFormat, WrapperFile } from "../content/schema.ts";
import { counted } from "../words.ts";
import type { Plan, SourceKind } from "./columns.ts";
import { after, formatFor, type Header, headerPlan, unknownPlan, valuesOf } from "./header.ts";
import { fitsJson, jsonPlan, type Leaves, leavesOf, parsedObject } from "./json.ts";
import { fitsObject, namedJsonPlan } from "./named.ts";
import { patternMatcher, patternPlan } from "./pattern.ts";
import { profiledSql, tellsPaths } from "./profiled.ts";
import { fitsRow, rowPlan } from "./rows.ts";
import { type CompiledTemplate, compileTemplate } from "./template.ts";
import { unwrapper, unwrapSql } from "./wrappers.ts";
import { lacksZone } from "./zones.ts";

/** A recognised format. */
export interface Recognised {
  /** Format id, with the wrappers around it: `syslog-rfc3164+ncsa-combined`. */
  readonly format: string;
  readonly kind: SourceKind;
  /** Share of the sample lines that fit. */
  readonly confidence: number;
  /** False for a format that many kinds of records fit, which is taken where nothing else fits. */
  readonly telling: boolean;
  /** SQL of the record over `line`. */
  readonly recordSql: string;
  readonly plan: Plan;
  /** True where the last column ends with the line, so that a carriage return would be part of it. */
  readonly endsInColumn: boolean;
  /** True where its times do not say in which zone they are. */
  readonly lacksZone: boolean;
  /** The record inside a line; undefined where the line has none. */
  unwrap(line: string): string | undefined;
  /** For logs with a header: what the records below one are. */
  readonly under?: (header: Header) => { readonly format: string; readonly plan: Plan };
}

/** Sample records, with what several formats ask of them. */
class Samples {
  readonly records: readonly string[];
  #objects: readonly object[] | undefined;
  #leaves: readonly Leaves[] | undefined;

  constructor(records: readonly string[]) {
    this.records = records;
  }

  /** The records that are JSON objects. */
  get objects(): readonly object[] {
    this.#objects ??= this.records.flatMap((record) => parsedObject(record) ?? []);
    return this.#objects;
  }

  /** What stands in them. */
  get leaves(): readonly Leaves[] {
    this.#leaves ??= this.objects.map(leavesOf);
    return this.#leaves;
  }
}

/** A format, and the share of the samples that fit it. */
interface Fit {
  readonly format: FormatFile;
  readonly share: number;
}

/** Recognises formats; compiled once a run. */
export class Recogniser {
  readonly #formats: readonly FormatFile[];
  readonly #wrappers: readonly WrapperFile[];
  readonly #own: readonly TemplateFormat[];
  readonly #named: readonly NamedFormat[];
  /** The one format that is looked for, and the wrappers around it from the outside in. */
  readonly #only: { readonly id: string; readonly around: readonly string[] } | undefined;
  readonly #inside: readonly string[];
  readonly #templates = new Map<string, CompiledTemplate>();
  readonly #patterns = new Map<string, (record: string) => boolean>();

  /**
   * @param own formats of this user, which win over all others
   * @param as the one format that all lines are read as, with wrappers around it; lines that do not fit it are
   *   rejects, however many they are
   * @param inside networks in CIDR form that are inside besides the private ones
   */
  constructor(
    formats: readonly FormatFile[],
    wrappers: readonly WrapperFile[],
    own: readonly TemplateFormat[] = [],
    as?: string,
    inside: readonly string[] = [],
  ) {
    this.#inside = inside;
    const around = as?.split("+") ?? [];
    const id = around.pop();
    this.#only = id === undefined ? undefined : { id, around };
    this.#formats = [...own, ...formats].filter((format) => id === undefined || format.id === id);
    this.#own = own;
    this.#named = this.#formats.filter((format): format is NamedFormat => format.reader === "named");
    this.#wrappers = wrappers;
    for (const format of this.#formats) {
      if (format.reader === "named" && format.pattern !== undefined)
        this.#patterns.set(format.id, patternMatcher(format));
      if (format.reader === "template")
        this.#templates.set(
          format.id,
          compileTemplate(format.dialect, format.template, format.trailing, format),
        );
    }
  }

  /** Smallest share of sample lines for a format to be taken. */
  static readonly shareMin = 0.2;

  /** Smallest share of sample lines with addresses in a forwarding header for the column to be one. */
  static readonly forwardedShareMin = 0.05;

  /** The format of some lines, undefined where none fits. Formats named in `except` are not considered. */
  recognise(lines: readonly string[], except: ReadonlySet<string> = new Set()): Recognised | undefined {
    return this.#recognise(
      lines.map((line) => line.replace(/^\uFEFF/, "").replace(/\r$/, "")),
      except,
      0,
    );
  }

  /** What the user's own formats say to lines that nothing fits: how many fit, and where the first one stops. */
  describeOwn(lines: readonly string[]): string[] {
    const records = lines.map((line) => line.replace(/\r$/, "")).filter((line) => line.trim() !== "");
    return this.#own.flatMap((format) => {
      const template = this.#templates.get(format.id);
      if (template === undefined || records[0] === undefined) return [];
      const first = records.find((record) => !template.matches(record));
      if (first === undefined) return [];
      const fits = records.filter((record) => template.matches(record)).length;
      const stop = template.stopsAt(first);
      return [
        `the format string ${format.template} fits ${fits} of the first ${counted(records.length, "line")}; one stops ${stop === undefined ? "behind the last field, where there is more" : `at ${stop}`}`,
      ];
    });
  }

  #recognise(lines: readonly string[], except: ReadonlySet<string>, depth: number): Recognised | undefined {
    const records = lines.filter((line) => line.trim() !== "");
    if (records.length === 0 && this.#only === undefined) return undefined;
    if (this.#only !== undefined)
      return depth < this.#only.around.length
        ? this.#wrapped(records, except, depth)
        : this.#direct(records, except);
    const direct = this.#direct(records, except);
    // A wrapped line may pass for a bare one ("<190>May" as host, the rest of the header as user),
    // but a bare line never has a wrapper's head: where both fit as many lines, it is wrapped.
    const wrapped = depth < 2 ? this.#wrapped(records, except, depth) : undefined;
    if (wrapped === undefined || direct === undefined) return direct ?? wrapped;
    // A message of syslog says who sent it, so of two that say little the bare one says more.
    if (!direct.telling && !wrapped.telling) return direct;
    // A pattern that fits the whole line and what is inside it alike knows the header, and reads who sent it.
    if (wrapped.format.endsWith(`+${direct.format}`) && this.#patterns.has(direct.format)) return direct;
    return saysMore(direct, wrapped) ? direct : wrapped;
  }

  #direct(records: readonly string[], except: ReadonlySet<string>): Recognised | undefined {
    const samples = new Samples(records);
    const fitting = (formats: readonly FormatFile[]) =>
      formats
        .filter((format) => !except.has(format.id))
        .map((format) => ({ format, share: this.#share(format, samples) }))
        .filter(({ format, share }) => share >= this.#shareMin(format));
    const infers = (format: FormatFile) => format.reader === "json" && format.infer;
    const telling = this.#formats.filter(({ specificity }) => specificity > 0);
    const known: Fit[] = fitting(telling.filter((format) => !infers(format)));
    // Keys are guessed where none are known.
    if (known.every(({ share }) => share < 0.9)) known.push(...fitting(telling.filter(infers)));
    const headed = this.#headed(records);
    if (headed !== undefined && !except.has(headed.format.id)) known.push(headed);
    // What fits many kinds of records must not hide that a part of them is known better.
    const candidates =
      known.length > 0 ? known : fitting(this.#formats.filter(({ specificity }) => specificity === 0));
    const most = Math.max(0, ...candidates.map(({ share }) => share));
    const best = candidates
      .filter(({ share }) => share >= most * 0.9)
      .sort((a, b) => b.format.specificity - a.format.specificity)[0];
    if (best === undefined) return undefined;
    const header = best === headed ? headed.header : undefined;
    return {
      ...this.#describe(best.format, records, header),
      confidence: Math.round(best.share * 100) / 100,
      telling: best.format.specificity > 0,
    };
  }

  /** Records under a header are nothing without one, whatever they are said to be. */
  #shareMin(format: FormatFile): number {
    const headed =
      format.reader === "named" && !format.in.some((writing) => writing === "json" || writing === "csv");
    return this.#only === undefined || headed ? Recogniser.shareMin : 0;
  }

  /** The format of records below a header, and the header by which it is known. */
  #headed(records: readonly string[]): { format: NamedFormat; share: number; header: Header } | undefined {
    let header: Header | undefined;
    let found: { format: NamedFormat; header: Header } | undefined;
    let fit = 0;
    let all = 0;
    for (const record of records) {
      const next = after(header, record);
      if (next !== header && next !== undefined && next.fields.length > 0) {
        const format = formatFor(next, this.#named);
        if (format !== undefined) found ??= { format, header: next };
      }
      header = next;
      if (record.startsWith("#")) continue;
      all += 1;
      if (header !== undefined && valuesOf(header, record) !== undefined) fit += 1;
    }
    // A file of directives alone (a server that has just started) is recognised as well.
    return found === undefined ? undefined : { ...found, share: all === 0 ? 1 : fit / all };
  }

  #share(format: FormatFile, samples: Samples): number {
    const { records } = samples;
    // None may be left inside a wrapper that was asked for.
    const total = Math.max(1, records.length);
    if (format.reader === "named") {
      if (format.in.includes("csv"))
        return records.filter((record) => fitsRow(format, record)).length / total;
      if (format.in.includes("text"))
        return records.filter(this.#patterns.get(format.id) ?? (() => false)).length / total;
      if (!format.in.includes("json")) return 0;
      return samples.objects.filter((object) => fitsObject(format, object)).length / total;
    }
    if (format.reader === "json") return samples.leaves.filter((one) => fitsJson(format, one)).length / total;
    const template = this.#templates.get(format.id);
    const forwarded = template?.forwarded;
    // Where some records have a forwarding header with addresses, it is one in all of them: a client that
    // sends something else must not make it go away.
    if (
      forwarded !== undefined &&
      records.filter(forwarded.forwards).length >= records.length * Recogniser.forwardedShareMin
    )
      return records.filter(forwarded.matches).length / total;
    return records.filter((record) => template?.matches(record) === true).length / total;
  }

  #describe(
    format: FormatFile,
    records: readonly string[],
    header: Header | undefined,
  ): Omit<Recognised, "confidence" | "telling"> {
    const base = {
      format: format.id,
      kind: format.kind,
      recordSql: "line",
      endsInColumn:
        header !== undefined ||
        (format.reader === "template" && !format.trailing) ||
        (format.reader === "named" && format.in.includes("text")),
      lacksZone: header === undefined && lacksZone(format, records, this.#templates.get(format.id)),
      unwrap: (line: string) => line,
    };
    if (header !== undefined) {
      const under = (next: Header) => {
        const known = formatFor(next, this.#named);
        return known === undefined
          ? { format: "", plan: unknownPlan(next) }
          : { format: known.id, plan: finished(headerPlan(next, known), known.kind, this.#inside) };
      };
      return { ...base, plan: under(header).plan, under };
    }
    return { ...base, plan: finished(this.#planOf(format, records), format.kind, this.#inside) };
  }

  #planOf(format: FormatFile, records: readonly string[]): Plan {
    switch (format.reader) {
      case "json":
        return jsonPlan(format, records);
      case "named":
        if (format.in.includes("csv")) return rowPlan(format);
        return format.in.includes("text") ? patternPlan(format) : namedJsonPlan(format);
      case "template":
        return (this.#templates.get(format.id) as CompiledTemplate).plan;
    }
  }

  #wrapped(lines: readonly string[], except: ReadonlySet<string>, depth: number): Recognised | undefined {
    let best: Recognised | undefined;
    const around = this.#only?.around[depth];
    for (const wrapper of this.#wrappers) {
      if (around !== undefined && wrapper.id !== around) continue;
      const unwrap = unwrapper(wrapper);
      const inner = lines.map(unwrap).filter((record): record is string => record !== undefined);
      if (this.#only === undefined && inner.length < lines.length * Recogniser.shareMin) continue;
      // The same format without this wrapper, or within another one, is another thing.
      const exceptInside = new Set(
        [...except]
          .filter((id) => id.startsWith(`${wrapper.id}+`))
          .map((id) => id.slice(wrapper.id.length + 1)),
      );
      const found = this.#recognise(inner, exceptInside, depth + 1);
      if (found === undefined || found.under !== undefined) continue;
      const share = inner.length / Math.max(1, lines.length);
      const confidence = Math.round(found.confidence * share * 100) / 100;
      if (best !== undefined && !saysMore({ ...found, confidence }, best)) continue;
      best = {
        ...found,
        format: `${wrapper.id}+${found.format}`,
        confidence,
        // A function, because a pattern's "$'" would mean something to replaceAll.
        recordSql: found.recordSql.replaceAll(/\bline\b/g, () => `(${unwrapSql(wrapper)})`),
        unwrap: (line) => {
          const record = unwrap(line);
          return record === undefined ? undefined : found.unwrap(record);
        },
      };
    }
    return best;
  }
}

type Says = Pick<Recognised, "telling" | "confidence">;

/** Whether one is to be taken before another: what fits many kinds of records must not hide that some are known better. */
function saysMore(one: Says, other: Says): boolean {
  return one.telling === other.telling ? one.confidence > other.confidence : one.telling;
}

/** A plan with what holds of all records of a kind. */
function finished(plan: Plan, kind: SourceKind, inside: readonly string[]): Plan {
  const { only } = plan;
  return {
    ...plan,
    ...(only === undefined ? {} : { only: (columns) => finished(only(columns), kind, inside) }),
    columns: { event_class: "'http'", ...plan.columns },
    profiled: profiledSql(kind, plan.columns, inside),
    ...(tellsPaths(kind) ? {} : { detailed: false as const }),
  };
}

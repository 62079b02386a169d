/** Whether the times of a log say in which zone they are; those that do not are taken for UTC, and a person has to know. */
import type { FormatFile, JsonFormat, NamedFormat } from "../content/schema.ts";
import type { TimeShape } from "./columns.ts";
import { leavesOf, parsedObject } from "./json.ts";
import { textUnder } from "./key-places.ts";
import type { CompiledTemplate } from "./template.ts";

/** Records that are looked at; a program writes all of its times alike. */
const recordsMax = 20;

/** A date with a time of day, as far as it goes, and no zone behind it. */
const zoneless =
  /^\[?(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|[A-Z][a-z]{2} \d{1,2}, \d{4}(?: @)?|\d{1,2}\/[A-Z][a-z]{2}\/\d{4}),?[T :]+\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[AP]M)?\]?$/i;
const isoInLine = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?![\d.,:]* ?(?:Z|[+-]\d\d))/;
/** The same in lines of text, by how a format's times are written. */
const zonelessInText: Readonly<Partial<Record<TimeShape, RegExp>>> = {
  month_name:
    /(?:^|[^A-Za-z0-9])(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]?\d (?:\d{4} )?\d\d:\d\d:\d\d/,
  iso: /^\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?![\d.,:]* ?(?:Z|[+-]\d\d))/,
};

/** Whether times of some records of a format have no zone. Of W3C logs it is known: theirs are in UTC. */
export function lacksZone(
  format: FormatFile,
  records: readonly string[],
  template: CompiledTemplate | undefined,
): boolean {
  const some = records.slice(0, recordsMax);
  if (format.reader === "template") {
    const time = template?.pieces.find((piece) => "field" in piece && piece.column === "time_ms");
    const shape = time !== undefined && "field" in time ? time.time : undefined;
    return shape === "clf_ms" || (shape === "iso" && some.some((record) => isoInLine.test(record)));
  }
  if (format.reader === "named" && format.time === "month_day") return true;
  if (format.reader === "named" && format.in.includes("text"))
    return some.some((record) => zonelessInText[format.time]?.test(record) === true);
  const texts = some.flatMap((record) => {
    const parsed = parsedObject(record);
    if (parsed === undefined) return [];
    return format.reader === "json" ? textsOf(format, parsed) : namedTexts(format, parsed);
  });
  return texts.some((text) => zoneless.test(text));
}

function textsOf(format: JsonFormat, parsed: object): string[] {
  const leaves = leavesOf(parsed);
  return (format.keys.time_ms ?? []).flatMap((key) => String(leaves.get(key.toLowerCase())?.value ?? ""));
}

/** The text under the first key that holds something. */
function namedTexts(format: NamedFormat, parsed: object): string[] {
  const columns = format.columns.time_ms;
  const sources = columns === undefined ? [] : Array.isArray(columns) ? columns : [columns];
  const keys = sources.flatMap((source) => (typeof source === "string" ? [source] : (source.from ?? [])));
  const text = keys.map((key) => textUnder(format, key, parsed)).find((one) => one !== "");
  return text === undefined ? [] : [text];
}

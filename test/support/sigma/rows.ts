/** Rows of the event table as a naive evaluator sees them, and as generated events fill them. */
import { type ColumnName, columnNames, eventColumns } from "../../../src/content/event-columns.ts";
import type { SigmaPlace, SigmaSource } from "../../../src/content/sigma.ts";

export interface TestRow {
  readonly columns: Record<string, string | number>;
  /** The raw record: an object of a JSON record, or a text. */
  raw: Record<string, unknown>;
  words: string[];
  /** Set where the record is text: its beginning, and pairs of keys and values behind it. */
  readonly text?: string;
  readonly pairs: Record<string, string>;
}

/** A number that stands for none. */
const noneOf = (column: string): number | undefined => {
  const { type } = eventColumns[column as ColumnName];
  if (type === "status" || type === "port" || type === "time") return 0;
  return type === "count" || type === "level" ? -1 : undefined;
};

/** The event that a logsource is described with. */
export function sampleRow({ sample }: SigmaSource): TestRow {
  return {
    columns: { ...sample.columns },
    raw: structuredClone({ ...(sample.raw ?? {}) }),
    words: [],
    ...(sample.text === undefined ? {} : { text: sample.text }),
    pairs: {},
  };
}

/** The text of a row's raw record. */
export function rawText({ raw, words, text, pairs }: TestRow): string {
  if (text !== undefined) {
    const quoted = (value: string) => `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
    return [text, ...Object.entries(pairs).map(([key, value]) => `${key}=${quoted(value)}`), ...words].join(
      " ",
    );
  }
  return JSON.stringify(words.length === 0 ? raw : { ...raw, words: words.join(" ") });
}

/** A row as it is written into the event table. */
export function tableRow(row: TestRow, eventId: number, timeMs: number): Record<string, string | number> {
  const all = columnNames.map((name): [string, string | number] => [
    name,
    row.columns[name] ?? noneOf(name) ?? "",
  ]);
  return { event_id: eventId, ...Object.fromEntries(all), time_ms: timeMs, raw: rawText(row) };
}

function keysOf(path: string): string[] {
  return path.split(/(?<!\\)\./).map((key) => key.replaceAll("\\.", "."));
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function under(raw: unknown, path: string): unknown {
  let value: unknown = raw;
  for (const key of keysOf(path)) {
    const list = /^(.*)\[\]$/.exec(key);
    value = (value as Record<string, unknown> | undefined)?.[list?.[1] ?? key];
    if (list !== null) value = Array.isArray(value) ? value[0] : undefined;
  }
  return value;
}

/** Texts of a field of a row. */
export function fieldTexts(source: SigmaSource, row: TestRow, field: string): string[] {
  if (field === "") return [rawText(row), [rawText(row), ...row.words].join("\n")];
  return (source.fields.get(field) ?? []).flatMap((place) => placeTexts(place, row));
}

function placeTexts(place: SigmaPlace, row: TestRow): string[] {
  const column = (name: string) => {
    const value = row.columns[name];
    return value === undefined || value === noneOf(name) ? "" : String(value);
  };
  if (typeof place === "string") return [column(place)];
  if ("pair" in place) return [row.pairs[place.pair] ?? ""];
  if ("raw_list" in place)
    return [textOf((under(row.raw, place.raw_list) as unknown[] | undefined)?.[place.item])];
  if ("raw_each" in place) {
    const list = under(row.raw, place.raw_each);
    return (Array.isArray(list) ? list : [])
      .map((one) => textOf(place.at.reduce((value, key) => (value as Record<string, unknown>)?.[key], one)))
      .filter((text) => text !== "");
  }
  if ("raw" in place) {
    const lists = place.raw.filter((path) => path.endsWith("[*]"));
    if (lists.length > 0)
      return lists.flatMap((path) =>
        ((under(row.raw, path.slice(0, -3)) as unknown[] | undefined) ?? []).map(textOf),
      );
    return [place.raw.map((path) => textOf(under(row.raw, path))).find((text) => text !== "") ?? ""];
  }
  const text = column(place.column);
  if (place.part === "host") return [text.replace(/:\d*$/, "")];
  const [, path = "", query = ""] =
    /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?]*)?([^?#]*)(?:\?([^#]*))?/i.exec(text) ?? [];
  if (place.part === "stem") return [path];
  if (place.part === "query") return [query];
  if (place.part === "extension") return [/\.([^./]*)$/.exec(path)?.[1] ?? ""];
  return [text.split("#")[0]?.includes("?") ? `${path}?${query}` : path];
}

/** Puts a text where a field is read from. */
export function putText(source: SigmaSource, row: TestRow, field: string, text: string): void {
  if (field === "") {
    row.words.push(text);
    return;
  }
  const place = source.fields.get(field)?.[0];
  if (place === undefined) throw new Error(`no field ${field}`);
  if (typeof place === "string") {
    row.columns[place] = noneOf(place) === undefined ? text : Number(text);
    return;
  }
  if ("pair" in place) {
    row.pairs[place.pair] = text;
    return;
  }
  if ("raw_list" in place) {
    const list = (row.raw[place.raw_list] ?? []) as string[];
    for (let at = list.length; at < place.item; at += 1) list.push("x");
    list[place.item] = text;
    row.raw[place.raw_list] = list;
    return;
  }
  if ("raw" in place) {
    putRaw(row.raw, place.raw[0] ?? "", text);
    return;
  }
  if ("raw_each" in place) {
    // Behind an element that has nothing there.
    const value = place.at.reduceRight<unknown>((inner, key) => ({ [key]: inner }), text);
    putRaw(row.raw, place.raw_each, [{ name: "first" }, value]);
    return;
  }
  const now = String(row.columns[place.column] ?? "");
  row.columns[place.column] =
    place.part === "query"
      ? `${now.split("?")[0]}?${text}`
      : place.part === "extension"
        ? `${now.split("?")[0]}/x.${text}`
        : text;
}

function putRaw(raw: Record<string, unknown>, path: string, text: unknown): void {
  if (path.endsWith("[*]")) {
    const name = path.slice(0, -3);
    raw[name] = [...((raw[name] as unknown[] | undefined) ?? []), text];
    return;
  }
  const keys = keysOf(path);
  let inner = raw;
  for (const key of keys.slice(0, -1)) {
    inner[key] ??= {};
    inner = inner[key] as Record<string, unknown>;
  }
  inner[keys.at(-1) ?? ""] = text;
}

/** A naive evaluator of Sigma rules: one event, one rule, plain JavaScript, every text as a regular expression. */
import { BlockList, isIP } from "node:net";
import type { Leaf, Tree } from "./rules.ts";

/** Values of an event under the names of rules; the field without a name is the record's text. */
export type ValuesOf = (field: string) => readonly string[];

export function evaluate(tree: Tree, valuesOf: ValuesOf): boolean {
  switch (tree.kind) {
    case "and":
      return tree.of.every((one) => evaluate(one, valuesOf));
    case "or":
      return tree.of.some((one) => evaluate(one, valuesOf));
    case "not":
      return !evaluate(tree.of, valuesOf);
    case "leaf":
      return leafHolds(tree, valuesOf);
  }
}

function leafHolds({ field, modifiers, values }: Leaf, valuesOf: ValuesOf): boolean {
  const texts = valuesOf(field);
  const tests = values.map((value) => valueHolds(field, modifiers, value, texts, valuesOf));
  const held = modifiers.includes("all") ? tests.every(Boolean) : tests.some(Boolean);
  return modifiers.includes("neq") ? !held : held;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

/** A value with wildcards as the source of an expression. */
export function patternOf(value: string): string {
  let source = "";
  for (let at = 0; at < value.length; at += 1) {
    const pair = value.slice(at, at + 2);
    if (pair === "\\*" || pair === "\\?" || pair === "\\\\") {
      source += escaped(pair[1] as string);
      at += 1;
    } else if (value[at] === "*") source += "[^]*";
    else if (value[at] === "?") source += "[^]";
    else source += escaped(value[at] as string);
  }
  return source;
}

function valueHolds(
  field: string,
  modifiers: readonly string[],
  value: unknown,
  texts: readonly string[],
  valuesOf: ValuesOf,
): boolean {
  const has = (name: string) => modifiers.includes(name);
  if (value === null) return texts.every((text) => text === "");
  if (has("exists")) return texts.some((text) => text !== "") === value;
  if (has("cidr")) return texts.some((text) => inNetwork(text, String(value)));
  const comparison = modifiers.find((name) => ["lt", "lte", "gt", "gte"].includes(name));
  const unit = modifiers.find((name) => ["minute", "hour", "day", "week", "month", "year"].includes(name));
  if (comparison !== undefined || unit !== undefined)
    return texts.some((text) => {
      if (text === "") return false;
      const number = unit === undefined ? Number(text) : partOfTime(text, unit);
      return compared(number, comparison ?? "eq", Number(value));
    });
  if (has("re")) {
    const flags = ["i", "m", "s"].filter((flag) => has(flag)).join("");
    return texts.some((text) => regex(String(value), flags).test(text));
  }
  const around = (source: string) =>
    `${has("endswith") || has("contains") || field === "" ? "[^]*" : ""}${source}${has("startswith") || has("contains") || field === "" ? "[^]*" : ""}`;
  const flags = has("cased") ? "u" : "iu";
  if (has("fieldref"))
    return valuesOf(String(value)).some(
      (other) =>
        other !== "" &&
        texts.some((text) => new RegExp(`^${around(escaped(other))}$`, flags.replace("u", "")).test(text)),
    );
  const sources = sourcesOf(modifiers, value);
  return sources.some((source) => {
    if (source === "[^]*" && around(source) === source) return texts.some((text) => text !== "");
    const whole = new RegExp(`^(?:${around(source)})$`, flags.replace("u", ""));
    // A record may be written as JSON, with its backslashes and quotes escaped.
    return texts.some((text) => whole.test(text));
  });
}

function sourcesOf(modifiers: readonly string[], value: unknown): string[] {
  const text = String(value);
  if (!modifiers.some((name) => /^(base64|utf16|wide|windash)/.test(name)))
    return [typeof value === "string" ? patternOf(text) : escaped(text)];
  if (modifiers.includes("windash"))
    return [patternOf(text).replace(/(?<![\w])(?:\\-|\\\/|[–—―])(?=\w)/g, "[-/–—―]")];
  let bytes = Buffer.from(text.replace(/\\([*?\\])/g, "$1"), "utf8");
  if (modifiers.some((name) => name === "wide" || name === "utf16le")) bytes = Buffer.from(text, "utf16le");
  if (modifiers.includes("utf16be")) bytes = Buffer.from(text, "utf16le").swap16();
  if (modifiers.includes("utf16")) bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  if (modifiers.includes("base64")) return [escaped(bytes.toString("base64"))];
  if (!modifiers.includes("base64offset")) return [escaped(bytes.toString("utf8"))];
  return [0, 1, 2].map((offset) => escaped(commonBase64(bytes, offset)));
}

/** What all encodings of some bytes behind so many others have in common. */
function commonBase64(bytes: Buffer, offset: number): string {
  const [one = "", ...others] = [0x00, 0xff, 0x5a].map((around) =>
    Buffer.concat([Buffer.alloc(offset, around), bytes, Buffer.alloc(3, around)]).toString("base64"),
  );
  const same = [...one].map((character, at) => others.every((other) => other[at] === character));
  const first = same.indexOf(true);
  const end = same.indexOf(false, first);
  return one.slice(first, end < 0 ? undefined : end);
}

export function regex(source: string, flags = ""): RegExp {
  const inline = /^\(\?([ims]+)\)/.exec(source);
  return new RegExp(
    inline === null ? source : source.slice(inline[0].length),
    [...new Set(`${flags}${inline?.[1] ?? ""}`)].join(""),
  );
}

function inNetwork(text: string, network: string): boolean {
  const version = isIP(text);
  const [address = "", bits = ""] = network.split("/");
  if (version === 0 || isIP(address) !== version) return false;
  const list = new BlockList();
  const family = version === 4 ? "ipv4" : "ipv6";
  list.addSubnet(address, Number(bits), family);
  return list.check(text, family);
}

function compared(number: number, comparison: string, limit: number): boolean {
  if (Number.isNaN(number)) return false;
  if (comparison === "lt") return number < limit;
  if (comparison === "lte") return number <= limit;
  if (comparison === "gt") return number > limit;
  return comparison === "gte" ? number >= limit : number === limit;
}

function partOfTime(text: string, unit: string): number {
  const date = new Date(text.includes("T") || text.includes("Z") ? text : `${text.replace(" ", "T")}Z`);
  if (unit === "week") {
    // The week of its Thursday (ISO 8601).
    const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * 86_400_000);
    const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
    return 1 + Math.floor((thursday.getTime() - start) / (7 * 86_400_000));
  }
  const parts: Record<string, number> = {
    minute: date.getUTCMinutes(),
    hour: date.getUTCHours(),
    day: date.getUTCDate(),
    month: date.getUTCMonth() + 1,
    year: date.getUTCFullYear(),
  };
  return parts[unit] ?? Number.NaN;
}

/** Events made from a rule: one that it fires for, and one like it that it does not fire for. */
import { emptyNumber, type SigmaSource } from "../../../src/content/sigma.ts";
import { evaluate, regex } from "./naive.ts";
import { regexSample } from "./regex-sample.ts";
import { fieldTexts, putText, sampleRow, type TestRow } from "./rows.ts";
import type { Leaf, Tree } from "./rules.ts";

/** Small numbers that look random and are the same at each run. */
export function seeded(seed: number): (n: number) => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

export interface MadeEvents {
  readonly firing: TestRow | undefined;
  readonly silent: TestRow | undefined;
}

const triesMax = 300;

export function makeEvents(tree: Tree, source: SigmaSource, seed: number): MadeEvents {
  const pick = seeded(seed);
  const fires = (row: TestRow) => evaluate(tree, (field) => fieldTexts(source, row, field));
  let firing: TestRow | undefined;
  for (let n = 0; n < triesMax && firing === undefined; n += 1) {
    const row = rowFor(tree, true, source, pick);
    if (fires(row)) firing = row;
  }
  return { firing, silent: silentOf(firing, fires, source, tree, pick) };
}

/** The firing event with one field emptied or changed; or, failing that, the plain event of the logsource. */
function silentOf(
  firing: TestRow | undefined,
  fires: (row: TestRow) => boolean,
  source: SigmaSource,
  tree: Tree,
  pick: (n: number) => number,
): TestRow | undefined {
  const fields = [...new Set(leavesOf(tree).map(({ field }) => field))];
  for (let n = 0; firing !== undefined && n < fields.length * 4; n += 1) {
    const row = structuredClone(firing);
    const field = fields[pick(fields.length)] as string;
    if (field === "") row.words = [];
    else {
      const [text = ""] = fieldTexts(source, row, field);
      const place = source.fields.get(field)?.[0];
      const numeric = isNumber(source, firing, field);
      const list = typeof place === "object" && "raw" in place && place.raw[0]?.endsWith("[*]") === true;
      if (list) row.raw[(place.raw[0] as string).slice(0, -3)] = ["zzz"];
      else putText(source, row, field, numeric ? "4711" : n % 2 === 0 ? "zzz" : `${text.slice(0, -1)}~`);
    }
    if (!fires(row)) return row;
  }
  for (let n = 0; n < triesMax; n += 1) {
    const row = rowFor(tree, false, source, pick);
    if (!fires(row)) return row;
  }
  return undefined;
}

function isNumber(source: SigmaSource, row: TestRow, field: string): boolean {
  const place = source.fields.get(field)?.[0];
  return (
    typeof place === "string" && (typeof row.columns[place] === "number" || emptyNumber(place) !== undefined)
  );
}

function leavesOf(tree: Tree): Leaf[] {
  if (tree.kind === "leaf") return [tree];
  return tree.kind === "not" ? leavesOf(tree.of) : tree.of.flatMap(leavesOf);
}

/** Leaves that shall hold, and some that shall not. */
function solve(tree: Tree, want: boolean, pick: (n: number) => number): { leaf: Leaf; want: boolean }[] {
  switch (tree.kind) {
    case "leaf":
      return [{ leaf: tree, want }];
    case "not":
      return solve(tree.of, !want, pick);
    default: {
      const all = (tree.kind === "and") === want;
      const some = all ? tree.of : [tree.of[pick(tree.of.length)] as Tree];
      return some.flatMap((one) => solve(one, want, pick));
    }
  }
}

interface Wanted {
  whole?: string;
  front: string;
  inside: string[];
  behind: string;
}

/** An event that is likely to be one that a rule fires for, or does not. */
function rowFor(tree: Tree, fire: boolean, source: SigmaSource, pick: (n: number) => number): TestRow {
  const wanted = new Map<string, Wanted>();
  const of = (field: string): Wanted => {
    const known = wanted.get(field) ?? { front: "", inside: [], behind: "" };
    wanted.set(field, known);
    return known;
  };
  const unwanted = new Set<string>();
  for (const { leaf, want } of solve(tree, fire, pick)) {
    const has = (name: string) => leaf.modifiers.includes(name);
    if (has("neq") === want) {
      unwanted.add(leaf.field);
      continue;
    }
    const given = has("all") ? leaf.values : [leaf.values[pick(leaf.values.length)]];
    for (const value of given) {
      const into = of(leaf.field);
      if (value === null || (has("exists") && value === false)) into.whole = "";
      else if (has("exists")) into.whole ??= "there";
      else if (has("fieldref")) {
        into.whole = "same";
        of(String(value)).whole = has("cased") ? "same" : "SAME";
      } else {
        const text = textFor(value, leaf, pick);
        if (has("startswith")) into.front = text;
        else if (has("endswith")) into.behind = text;
        else if (has("contains") || has("re") || leaf.field === "") into.inside.push(text);
        else into.whole = text;
      }
    }
  }
  const row = sampleRow(source);
  // What a field must not be is another thing than what it has to be: half of them are logged, and something else.
  for (const field of unwanted)
    if (field !== "" && !wanted.has(field) && pick(2) === 0)
      putText(source, row, field, isNumber(source, row, field) ? "4711" : "zzz");
  for (const [field, { whole, front, inside, behind }] of wanted) {
    const place = source.fields.get(field)?.[0];
    const list = typeof place === "object" && "raw" in place && place.raw[0]?.endsWith("[*]") === true;
    const texts =
      list || field === ""
        ? [...inside, front, behind, whole ?? ""].filter((text) => text !== "")
        : [whole ?? `${front}${inside.join(" ")}${behind}`];
    for (const text of texts) putText(source, row, field, text);
  }
  return row;
}

function textFor(value: unknown, { modifiers }: Leaf, pick: (n: number) => number): string {
  const has = (name: string) => modifiers.includes(name);
  const text = String(value);
  if (has("re")) {
    const made = regexSample(text, pick);
    return regex(text, modifiers.filter((one) => /^[ims]$/.test(one)).join("")).test(made) ? made : "";
  }
  if (has("cidr")) return text.split("/")[0] ?? "";
  const unit = modifiers.find((one) => /^(minute|hour|day|week|month|year)$/.test(one));
  if (unit !== undefined) return timeWith(unit, Number(text) + (has("lt") ? -1 : has("gt") ? 1 : 0));
  if (has("lt")) return String(Number(text) - 1);
  if (has("gt")) return String(Number(text) + 1);
  let plain = "";
  for (let at = 0; at < text.length; at += 1) {
    const next = text[at + 1];
    if (text[at] === "\\" && (next === "*" || next === "?" || next === "\\")) {
      plain += next;
      at += 1;
    } else if (typeof value === "string" && text[at] === "*") plain += ["", "q", "any"][pick(3)];
    else if (typeof value === "string" && text[at] === "?") plain += "q";
    else plain += text[at];
  }
  let bytes = Buffer.from(plain, "utf8");
  if (has("wide") || has("utf16le")) bytes = Buffer.from(plain, "utf16le");
  if (has("utf16be")) bytes = Buffer.from(plain, "utf16le").swap16();
  if (has("utf16")) bytes = Buffer.from(`\ufeff${plain}`, "utf16le");
  if (has("base64")) return bytes.toString("base64");
  if (has("base64offset"))
    return Buffer.concat([Buffer.alloc(pick(3), 0x41), bytes, Buffer.from("ZZ")]).toString("base64");
  if (plain === "" && text === "*") return "any";
  // Case does not count unless a rule says so.
  const turned = pick(3) === 0 ? plain.toUpperCase() : plain;
  return has("cased")
    ? bytes.toString("utf8")
    : has("wide") || has("utf16le") || has("utf16be")
      ? bytes.toString("utf8")
      : turned;
}

/** A time of 2026 of which one part has a value. */
function timeWith(unit: string, value: number): string {
  const date = new Date(Date.UTC(2026, 0, 31, 5, 6, 7));
  if (unit === "minute") date.setUTCMinutes(value);
  if (unit === "hour") date.setUTCHours(value);
  if (unit === "day") date.setUTCDate(value);
  if (unit === "month") date.setUTCMonth(value - 1, 1);
  if (unit === "year") date.setUTCFullYear(value);
  // The week of the fourth of January is the first (ISO 8601).
  if (unit === "week") date.setTime(Date.UTC(2026, 0, 4 + (value - 1) * 7));
  return date.toISOString().replace("T", " ").replace("Z", "");
}

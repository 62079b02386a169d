/** Tests of values as SQL conditions. Texts of rules are hostile: each stands in a literal of its own. */
import { literal } from "../engine/sql.ts";
import { timeSql } from "../ingest/columns.ts";
import type { Member } from "./field-sql.ts";

import type { Comparison, Match, Part, Position, Test, TimeUnit } from "./model.ts";

const operators: Readonly<Record<Comparison, string>> = {
  eq: "=",
  neq: "!=",
  lt: "<",
  lte: "<=",
  gt: ">",
  gte: ">=",
};

/** Needles that one search of the engine takes. */
const needlesMax = 255;
/** From so many endings (or beginnings) of one length on, looking up is cheaper than comparing. */
const lookedUpMin = 4;

const or = (parts: readonly string[]) =>
  parts.length === 1 ? (parts[0] as string) : `(${parts.join(" OR ")})`;
const and = (parts: readonly string[]) =>
  parts.length === 1 ? (parts[0] as string) : `(${parts.join(" AND ")})`;

/** What a condition takes from the fields of its pass. */
export interface Around {
  readonly membersOf: (field: string) => readonly Member[];
  /** SQL of a search for texts inside a value, in lower case; undefined where they have to be searched for alone. */
  readonly inside: (member: Member, texts: readonly string[]) => string | undefined;
}

/** What a match asks, of any of the values of its field. */
export function matchSql({ tests, all }: Match, members: readonly Member[], around: Around): string {
  if (all) return and(tests.map((test) => anySql([test], members, around)));
  return anySql(tests, members, around);
}

function anySql(tests: readonly Test[], members: readonly Member[], around: Around): string {
  const parts: string[] = [];
  // Of several values none may be there, or one must.
  for (const test of tests) {
    if (test.kind === "null") parts.push(and(members.map((member) => `empty(${member.text})`)));
    if (test.kind === "exists")
      parts.push(
        test.wanted
          ? or(members.map(({ text }) => `notEmpty(${text})`))
          : and(members.map(({ text }) => `empty(${text})`)),
      );
    if (test.kind === "field") parts.push(fieldSql(test, members, around.membersOf(test.other)));
  }
  const valued = tests.filter(({ kind }) => kind !== "null" && kind !== "exists" && kind !== "field");
  if (valued.length > 0)
    for (const member of members)
      parts.push(
        member.many
          ? `arrayExists((x, y) -> ${or(valuesSql(valued, { text: "x", lower: "y", many: false }, () => undefined))}, ${member.text}, ${member.lower})`
          : or(valuesSql(valued, member, around.inside)),
      );
  return or(parts);
}

function fieldSql(
  { position, cased }: { position: Position; cased: boolean },
  members: readonly Member[],
  others: readonly Member[],
): string {
  const pairs = members
    .flatMap((one) => others.map((other) => [one, other] as const))
    .filter(([a, b]) => !a.many && !b.many);
  const side = (member: Member) => (cased ? member.text : member.lower);
  return or([
    ...pairs.map(
      ([one, other]) => `(${other.text} != '' AND ${placedSql(position, side(one), side(other))})`,
    ),
    ...(pairs.length === 0 ? ["0"] : []),
  ]);
}

function placedSql(where: Position, text: string, sought: string): string {
  switch (where) {
    case "whole":
      return `${text} = ${sought}`;
    case "start":
      return `startsWith(${text}, ${sought})`;
    case "end":
      return `endsWith(${text}, ${sought})`;
    case "inside":
      return `position(${text}, ${sought}) > 0`;
  }
}

/** Conditions of which one must hold. */
function valuesSql(tests: readonly Test[], member: Member, inside: Around["inside"]): string[] {
  const parts: string[] = [];
  /** Plain texts by how they are looked for, and in what. */
  const plain = new Map<string, { where: Position; text: string; sought: Set<string> }>();
  const numbers = new Set<string>();
  for (const test of tests) {
    if (test.kind !== "text") {
      parts.push(otherSql(test, member));
      continue;
    }
    const shape = plainShape(test.parts);
    if (shape?.where === "whole" && member.number !== undefined && /^(0|[1-9]\d{0,14})$/.test(shape.text))
      numbers.add(shape.text);
    else if (shape !== undefined) {
      const { text, fold } = sideOf(test.parts, test.cased, member);
      const key = `${shape.where} ${text}`;
      const group = plain.get(key) ?? { where: shape.where, text, sought: new Set<string>() };
      plain.set(key, group);
      group.sought.add(fold(shape.text));
    } else {
      const { text, fold } = sideOf(test.parts, test.cased, member);
      parts.push(wildSql(test.parts, text, fold));
    }
  }
  if (member.number !== undefined && numbers.size > 0)
    parts.unshift(
      `(${member.number.column} != ${member.number.none} AND ${member.number.column} IN (${[...numbers].join(", ")}))`,
    );
  const plainParts = [...plain.values()].flatMap(({ where, text, sought }) => {
    const together = where === "inside" && text === member.lower ? inside(member, [...sought]) : undefined;
    return together === undefined ? plainSql(where, text, [...sought]) : [together];
  });
  return [...plainParts, ...parts];
}

/** Whether a text is looked for as a whole, or with any text in front or behind; undefined for other wildcards. */
export function plainShape(parts: readonly Part[]): { where: Position; text: string } | undefined {
  const isStar = (part: Part | undefined) => part !== undefined && "wild" in part && part.wild === "*";
  const front = isStar(parts[0]);
  const behind = parts.length > 1 && isStar(parts.at(-1));
  const inner = parts.slice(front ? 1 : 0, behind ? -1 : undefined);
  if (inner.length > 1 || inner.some((part) => "wild" in part)) return undefined;
  const [only] = inner;
  if (only === undefined && front) return undefined;
  const text = only !== undefined && "text" in only ? only.text : "";
  return { where: front ? (behind ? "inside" : "end") : behind ? "start" : "whole", text };
}

/** The side of a value that a text is compared with, and how the text has to be folded for it. */
function sideOf(
  parts: readonly Part[],
  cased: boolean,
  member: Member,
): { text: string; fold: (text: string) => string } {
  if (cased) return { text: member.text, fold: (text) => text };
  const ascii = parts.every((part) => "wild" in part || /^\p{ASCII}*$/u.test(part.text));
  return { text: ascii ? member.lower : `lowerUTF8(${member.text})`, fold: (text) => text.toLowerCase() };
}

function plainSql(where: Position, text: string, sought: readonly string[]): string[] {
  if (where === "whole")
    return sought.length === 1
      ? [`${text} = ${literal(sought[0] as string)}`]
      : [`${text} IN (${sought.map(literal).join(", ")})`];
  if (where === "inside") {
    if (sought.length === 1) return [`position(${text}, ${literal(sought[0] as string)}) > 0`];
    const parts: string[] = [];
    for (let at = 0; at < sought.length; at += needlesMax)
      parts.push(
        `multiSearchAny(${text}, [${sought
          .slice(at, at + needlesMax)
          .map(literal)
          .join(", ")}])`,
      );
    return parts;
  }
  const byLength = new Map<number, string[]>();
  for (const one of sought) {
    const length = Buffer.byteLength(one);
    byLength.set(length, [...(byLength.get(length) ?? []), one]);
  }
  return [...byLength].flatMap(([length, some]) =>
    some.length < lookedUpMin
      ? some.map((one) => placedSql(where, text, literal(one)))
      : [
          `${where === "end" ? `right(${text}, ${length})` : `left(${text}, ${length})`} IN (${some.map(literal).join(", ")})`,
        ],
  );
}

/** Nothing is matched across bytes that are no UTF-8, so that one of them would hide what stands around it. */
const readable = (text: string) => `toValidUTF8(${text})`;

/** A text with wildcards inside: `*` is any text, `?` one character. */
function wildSql(parts: readonly Part[], text: string, fold: (text: string) => string): string {
  // One star alone asks for a value.
  if (parts.length === 1 && "wild" in (parts[0] as Part) && (parts[0] as { wild: string }).wild === "*")
    return `${text} != ''`;
  const pattern = parts
    .map((part) =>
      "wild" in part
        ? part.wild === "*"
          ? "%"
          : "_"
        : fold(part.text).replace(/[\\%_]/g, (one) => `\\${one}`),
    )
    .join("");
  return `${readable(text)} LIKE ${literal(pattern)}`;
}

function otherSql(test: Test, { text, number }: Member): string {
  switch (test.kind) {
    case "regex":
      return `match(${readable(text)}, ${literal(test.pattern)})`;
    case "network": {
      const address = (one: string) => `toIPv6(${literal(one)})`;
      const mapped = (one: string) => (test.version === 4 ? `::ffff:${one}` : one);
      return `ifNull(toIPv6OrNull(${text}) BETWEEN ${address(mapped(test.first))} AND ${address(mapped(test.last))}, 0)`;
    }
    case "number":
      return number === undefined
        ? `ifNull(toFloat64OrNull(${text}) ${operators[test.comparison]} ${test.value}, 0)`
        : `(${number.column} != ${number.none} AND ${number.column} ${operators[test.comparison]} ${test.value})`;
    case "time": {
      const ms = number?.column === "time_ms" ? "time_ms" : `${timeSql(text, "iso")}`;
      return `(${ms} > 0 AND ${unitSql(test.unit, ms)} ${operators[test.comparison]} ${test.value})`;
    }
    default:
      throw new Error(`a test of ${test.kind} is none of one value`);
  }
}

function unitSql(unit: TimeUnit, ms: string): string {
  const time = `fromUnixTimestamp64Milli(toInt64(${ms}), 'UTC')`;
  const functions: Readonly<Record<TimeUnit, string>> = {
    minute: "toMinute",
    hour: "toHour",
    day: "toDayOfMonth",
    week: "toISOWeek",
    month: "toMonth",
    year: "toYear",
  };
  return `${functions[unit]}(${time})`;
}

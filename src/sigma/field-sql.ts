/** Fields of a logsource as SQL over the event table. */
import type { SigmaPart, SigmaPlace, SigmaSource } from "../content/sigma.ts";
import { emptyNumber } from "../content/sigma.ts";
import { escapeRegex, literal } from "../engine/sql.ts";
import { jsonTextSql } from "../ingest/json-text.ts";
import { JsonObjects, keyPath } from "../ingest/key-path.ts";
import { pairsSql } from "../ingest/pattern.ts";
import { chain } from "../ingest/scan.ts";

/** One value of a field, as names in the statement of a pass. */
export interface Member {
  /** The text as it was logged, '' where it was not; of several values a list of texts. */
  readonly text: string;
  /** The same in lower case (ASCII). */
  readonly lower: string;
  readonly many: boolean;
  /** A column of numbers, and the one that stands for none. */
  readonly number?: { readonly column: string; readonly none: number };
}

/** Columns of many equal texts, of which the engine then looks at each once in a block. */
const repeated: ReadonlySet<string> = new Set(["process_executable", "process_parent_executable"]);

/** Characters of a text that is looked for together with others. */
const soughtMax = 200;

/** Bytes from which on a condition is worth a name. */
const sharedMin = 1_000;

/** Whether the scan takes a text: it ends a pattern at a NUL, and folds no letters beyond ASCII. */
function isSought(text: string): boolean {
  return text !== "" && text.length <= soughtMax && !text.includes("\0") && /^\p{ASCII}*$/u.test(text);
}

/** Fields that the rules of one pass ask for, each computed once. */
export class PassFields {
  readonly #source: SigmaSource;
  readonly #objects = new JsonObjects("json_text", "json_object");
  readonly #byField = new Map<string, readonly Member[]>();
  readonly #bySql = new Map<string, Member>();
  readonly #pairs: [string, string][] = [];
  /** What is looked for inside of a value, by the member's name: each group of texts as one pattern. */
  readonly #sought = new Map<string, { member: Member; patterns: Map<string, number> }>();
  /** Long conditions that several rules may have, by their SQL. */
  readonly #shared = new Map<string, string>();
  #reads = false;
  #pairsRead = false;

  constructor(source: SigmaSource) {
    this.#source = source;
  }

  /** Values of a field; undefined where the logsource has no such field. */
  membersOf(field: string): readonly Member[] | undefined {
    const places = this.#source.fields.get(field);
    if (places === undefined) return undefined;
    const known = this.#byField.get(field);
    if (known !== undefined) return known;
    const members = places.map((place) => this.#memberOf(place));
    this.#byField.set(field, members);
    return members;
  }

  /** Whether raw records are read, which costs more than all columns. */
  get readsRecords(): boolean {
    return this.#reads || this.#pairsRead || this.#bySql.has("raw");
  }

  /** Bytes of what is looked for. */
  get soughtBytes(): number {
    return [...this.#sought.values()].reduce(
      (sum, { patterns }) => sum + [...patterns.keys()].join("").length,
      0,
    );
  }

  /**
   * SQL that is true where one of some texts stands in a value, its case aside. One scan looks for all texts of all
   * rules: measured over 205,000 command lines, 1,500 texts in 20 ms, where a search for 12 of them took 15 ms.
   * @returns undefined for texts that such a scan does not take
   */
  inside(member: Member, texts: readonly string[]): string | undefined {
    if (member.many) return undefined;
    if (!texts.every(isSought)) return undefined;
    const pattern =
      texts.length === 1
        ? escapeRegex(texts[0] as string)
        : `(?:${[...texts].sort().map(escapeRegex).join("|")})`;
    const known = this.#sought.get(member.text) ?? { member, patterns: new Map<string, number>() };
    this.#sought.set(member.text, known);
    const at = known.patterns.get(pattern) ?? known.patterns.size + 1;
    known.patterns.set(pattern, at);
    return `bitTest(found_${member.text}_${Math.floor((at - 1) / 64)}, ${(at - 1) % 64})`;
  }

  /**
   * A condition under a name, so that rules with the same list of values have it looked at once: to analyse it takes the
   * engine longer than to run it.
   */
  shared(sql: string): string {
    if (sql.length < sharedMin) return sql;
    const name = this.#shared.get(sql) ?? `shared_${this.#shared.size}`;
    this.#shared.set(sql, name);
    return name;
  }

  /** Bytes of the conditions that stand under a name. */
  get sharedBytes(): number {
    return [...this.#shared.keys()].reduce((sum, sql) => sum + Buffer.byteLength(sql), 0);
  }

  /** The whole record. */
  record(): Member {
    return this.#named("raw", false);
  }

  /**
   * The rows with all fields that were asked for.
   * @param from the events
   * @param columns names of the columns that `from` has
   * @param keep further columns to hand on
   */
  rowsSql(from: string, columns: readonly string[], keep: readonly string[]): string {
    const prelude: [string, string][] = [
      ...(this.#reads
        ? [["json_text", jsonTextSql("raw")] as [string, string], ...this.#objects.prelude()]
        : []),
      ...(this.#pairsRead ? [["record_pairs", pairsSql("toValidUTF8(raw)")] as [string, string]] : []),
    ];
    const found = [...this.#sought.values()].flatMap(({ member, patterns }) =>
      foundSql(member, [...patterns.keys()]),
    );
    const shared = [...this.#shared].map(([sql, name]): [string, string] => [name, `toUInt8(${sql})`]);
    const names = [...this.#pairs, ...found, ...shared].map(([name]) => name);
    const numbers = [...this.#bySql.values()].flatMap(({ number }) =>
      number === undefined ? [] : [number.column],
    );
    return chain(
      from,
      columns,
      [...prelude, ...this.#pairs, ...found, ...shared],
      [...new Set([...keep, ...names, ...numbers])],
    );
  }

  #memberOf(place: SigmaPlace): Member {
    if (typeof place === "string") return this.#column(place);
    if ("column" in place) return this.#named(partSql(place.part, place.column), false);
    if ("pair" in place) return this.#pair(place.pair);
    this.#reads = true;
    if ("raw_list" in place)
      return this.#named(this.#list(place.raw_list).replace(/$/, `[${place.item + 1}]`), false);
    if ("raw_each" in place) return this.#named(insideEachSql(this.#list(place.raw_each), place.at), true);
    const [first = "", ...more] = place.raw;
    if (first.endsWith("[*]")) {
      const lists = place.raw.filter((key) => key.endsWith("[*]")).map((key) => this.#list(key.slice(0, -3)));
      return this.#named(
        lists.length === 1 ? (lists[0] as string) : `arrayConcat(${lists.join(", ")})`,
        true,
      );
    }
    const texts = [first, ...more].map((key) => this.#objects.access(keyPath(key)));
    return this.#named(
      texts.reduceRight((rest, text) => `if(${text} != '', ${text}, ${rest})`),
      false,
    );
  }

  /** SQL of a list of texts; the access to its first is the list with `[1]` behind it. */
  #list(key: string): string {
    return this.#objects.access(keyPath(`${key}[]`)).replace(/\[1\]$/, "");
  }

  /** The value of a key in a record of pairs, which all fields of a pass share. */
  #pair(key: string): Member {
    this.#pairsRead = true;
    return this.#named(`record_pairs[${literal(key)}]`, false);
  }

  #column(name: string): Member {
    const none = emptyNumber(name);
    if (none === undefined)
      return this.#named(repeated.has(name) ? `toLowCardinality(${name})` : name, false);
    const member = this.#named(`if(${name} = ${none}, '', toString(${name}))`, false, { column: name, none });
    return member;
  }

  #named(sql: string, many: boolean, number?: Member["number"]): Member {
    const known = this.#bySql.get(sql);
    if (known !== undefined) return known;
    const at = this.#bySql.size;
    const text = `field_${at}`;
    const lower = `lower_${at}`;
    this.#pairs.push([text, sql], [lower, many ? `arrayMap(x -> lower(x), ${text})` : `lower(${text})`]);
    const member: Member = { text, lower, many, ...(number === undefined ? {} : { number }) };
    this.#bySql.set(sql, member);
    return member;
  }
}

/** SQL of what stands under keys inside each of a list of JSON objects, where anything does. */
function insideEachSql(objects: string, at: readonly string[]): string {
  const raw = `JSONExtractRaw(object, ${at.map(literal).join(", ")})`;
  const text = `if(startsWith(${raw}, '"'), JSONExtractString(object, ${at.map(literal).join(", ")}), ${raw})`;
  return `arrayFilter(text -> text NOT IN ('', 'null'), arrayMap(object -> ${text}, ${objects}))`;
}

/**
 * What is found in a value: a bit for each pattern, 64 in a number. A list of their numbers would be searched
 * for each pattern of each rule (50 ns where common words are looked for, a bit takes 1 ns).
 */
function foundSql({ text, lower }: Member, patterns: readonly string[]): [string, string][] {
  return Array.from({ length: Math.ceil(patterns.length / 64) }, (_, word): [string, string] => {
    const some = patterns.slice(word * 64, word * 64 + 64).map(literal);
    // The scan wants UTF-8; what is none holds none of these texts either.
    const hits = `multiMatchAllIndices(toValidUTF8(${lower}), [${some.join(", ")}])`;
    return [`found_${text}_${word}`, `arraySum(hit -> bitShiftLeft(toUInt64(1), toUInt8(hit - 1)), ${hits})`];
  });
}

/** SQL of a part of a target, or of a name with a port. */
function partSql(part: SigmaPart, column: string): string {
  const bare = `cutFragment(${column})`;
  const local = `replaceRegexpOne(${bare}, '^[A-Za-z][A-Za-z0-9+.-]*://[^/?]*', '')`;
  const stem = `substringIndex(${local}, '?', 1)`;
  switch (part) {
    case "local":
      return local;
    case "stem":
      return stem;
    case "query":
      return `if(position(${bare}, '?') = 0, '', substring(${bare}, position(${bare}, '?') + 1))`;
    case "extension":
      return `extract(${stem}, '[.]([^./]*)$')`;
    case "host":
      return `replaceRegexpOne(${column}, ':[0-9]*$', '')`;
  }
}

/**
 * Logs whose columns a header names: Zeek (`#fields` and its neighbours) and W3C extended logs (`#Fields`).
 * The header may change in mid-file - a server was set up anew, several logs were put together -
 * and each stretch below one is read by what it says.
 */
import type { NamedFormat } from "../content/schema.ts";
import { literal } from "../engine/sql.ts";
import type { Plan } from "./columns.ts";
import { withoutEscapes } from "./escapes.ts";
import { rarely } from "./json-text.ts";
import { alternatives, namedPlan, type Writing } from "./named.ts";

/** What is known of the records below some directives. */
export interface Header {
  readonly style: "zeek" | "w3c";
  readonly fields: readonly string[];
  /** What a Zeek header calls the log. */
  readonly path: string;
  readonly separator: string;
  /** Between the elements of a list. */
  readonly setSeparator: string;
  readonly unset: string;
  readonly empty: string;
}

/** SQL condition of lines that may be directives of a header. */
export const directiveSql =
  "startsWith(line, '#') AND match(line, '^#(separator|set_separator|empty_field|unset_field|path|fields|Fields)\\\\b')";

const fresh: Header = {
  style: "zeek",
  fields: [],
  path: "",
  separator: "\t",
  setSeparator: ",",
  unset: "-",
  empty: "(empty)",
};

/**
 * What holds after a line.
 * @param header what held before it
 * @returns the same header where the line is no directive
 */
export function after(header: Header | undefined, line: string): Header | undefined {
  if (!line.startsWith("#")) return header;
  const text = line.replace(/\r$/, "");
  const w3c = /^#Fields:\s*(.+?)\s*$/i.exec(text);
  if (w3c !== null) return { ...fresh, style: "w3c", separator: " ", fields: (w3c[1] ?? "").split(/\s+/) };
  const separator = /^#separator (.+)$/.exec(text);
  // It stands first, so it begins a new header.
  if (separator !== null) return { ...fresh, separator: unescaped(separator[1] ?? "") || "\t" };
  const base = header ?? fresh;
  const [name, ...values] = text.slice(1).split(base.separator);
  const value = values.join(base.separator);
  switch (name) {
    case "set_separator":
      return { ...base, setSeparator: unescaped(value) };
    case "empty_field":
      return { ...base, empty: value };
    case "unset_field":
      return { ...base, unset: value };
    case "path":
      return { ...base, path: value };
    case "fields":
      return { ...base, style: "zeek", fields: values };
    default:
      return header;
  }
}

function unescaped(text: string): string {
  return text.replaceAll(/\\x([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The values of a record below a header; undefined where it has not as many as the header names. */
export function valuesOf(header: Header, record: string): readonly string[] | undefined {
  if (record === "" || record.startsWith("#")) return undefined;
  const values = splitRecord(header, record.replace(/\r$/, ""));
  return values.length === header.fields.length ? values : undefined;
}

/** A value in quotes, in which blanks stand; a time in brackets (ProxySG); any other. */
const timePattern = "\\[\\d\\d/\\w{2,9}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [^\\] ]{1,6}\\]";
const valuePattern = `"(?:[^"]|"")*"|${timePattern}|[^ ]+`;
/** What parts values in another way than one blank. */
const oddPattern = `"|  |${timePattern}`;
/** A word that is a value in quotes, if it is one. */
const quotedWord = '^"(?:[^"]|"")*"$';

function splitRecord(header: Header, record: string): string[] {
  if (header.style === "zeek") return record.split(header.separator);
  const tabbed = record.split("\t");
  // CloudFront and ISA Server part values by tabs; elsewhere a tab is one that a client sent.
  if (tabbed.length === header.fields.length) return tabbed;
  // IIS writes no blank into a value, and quotes as they are: where blanks alone part as many values as there are
  // fields, a quote is one that a client sent.
  const words = record.split(" ");
  return words.length !== header.fields.length && new RegExp(oddPattern).test(record)
    ? [...record.matchAll(new RegExp(valuePattern, "g"))].map(([value]) => value)
    : words;
}

/** The format that a header's log is in, of those whose records can be written so. */
export function formatFor(header: Header, formats: readonly NamedFormat[]): NamedFormat | undefined {
  const has = (key: string) => header.fields.some((field) => field.toLowerCase() === key.toLowerCase());
  const fitting = formats.filter(
    (format) =>
      format.in.includes(header.style) &&
      (header.style === "w3c" || format.path === undefined || isCalled(header.path, format.path)) &&
      format.requires.every((keys) => alternatives(keys).some(has)),
  );
  return fitting.sort(
    (a, b) => Number(b.path !== undefined) - Number(a.path !== undefined) || b.specificity - a.specificity,
  )[0];
}

/** Whether a log is of a kind by its name; further logs of a kind (`conn_long`, `http-2`) are called like the first. */
function isCalled(name: string, kind: string): boolean {
  return name === kind || name.startsWith(`${kind}_`) || name.startsWith(`${kind}-`);
}

/** The plan for the records below a header; undefined where no format knows the log. */
export function headerPlan(header: Header, format: NamedFormat): Plan {
  return namedPlan(format, writingOf(header));
}

/** A plan that rejects all records below a header, and says why. */
export function unknownPlan(header: Header): Plan {
  const name = header.path === "" ? "with these columns" : `called ${header.path.slice(0, 60)}`;
  return rejectingPlan(`no format for a log ${name}`);
}

/** A plan that rejects all records below the headers that are too many. */
export function beyondPlan(headersMax: number): Plan {
  return rejectingPlan(`below a header beyond the limit of ${headersMax} different ones in a file`);
}

function rejectingPlan(reason: string): Plan {
  return { prelude: [], columns: {}, reject: literal(reason), skip: skipSql };
}

const unescapedValue = (text: string) => withoutEscapes(text, "zeek");

const skipSql = "(empty(record) OR startsWith(record, '#'))";

/** SQL of the values of a record below a W3C header; the same as `splitRecord`, without the quotes around values. */
function w3cSplit(fields: number): string {
  // Both branches are evaluated for every record; nearly all of them have nothing odd, and give the other nothing to do.
  const odd = `match(record, ${literal(oddPattern)})`;
  const text = `if(${odd}, record, '')`;
  const words = `if(length(splitByChar(' ', ${text})) = ${fields}, splitByChar(' ', ${text}), extractAll(toValidUTF8(${text}), ${literal(valuePattern)}))`;
  const bare = `if(match(word, ${literal(quotedWord)}), replaceAll(substring(word, 2, length(word) - 2), '""', '"'), word)`;
  return `multiIf(length(splitByChar('\\t', record)) = ${fields}, splitByChar('\\t', record), NOT ${odd}, splitByChar(' ', record), arrayMap(word -> ${bare}, ${words}))`;
}

/** SQL of what stands in front of the first separator; without one, or where it is empty, of the whole text. */
function firstElementSql(text: string, separator: string): string {
  if (separator === "") return text;
  // The faster function takes one byte.
  return separator.length === 1 && separator < "\x80"
    ? `substringIndex(${text}, ${literal(separator)}, 1)`
    : `splitByString(${literal(separator)}, ${text})[1]`;
}

function writingOf(header: Header): Writing {
  const lower = header.fields.map((field) => field.toLowerCase());
  const zeek = header.style === "zeek";
  const split = zeek
    ? `${header.separator.length === 1 && header.separator < "\x80" ? "splitByChar" : "splitByString"}(${literal(header.separator)}, record)`
    : w3cSplit(header.fields.length);
  // What is not set is told by the text as it is written; a value that looks like it is escaped.
  const words = zeek
    ? `if(escaped, arrayMap(word -> ${unescapedValue("word")}, if(escaped, words_written, [])), words_written)`
    : "words_written";
  const unset = [header.unset, ...(zeek ? [header.empty] : [])];
  return {
    access: (key) => {
      const list = /\[[*]?\]$/.exec(key)?.[0] ?? "";
      const index = lower.indexOf(key.slice(0, key.length - list.length).toLowerCase()) + 1;
      if (index === 0) return undefined;
      const written = `words_written[${index}]`;
      const between = literal(header.setSeparator);
      const value =
        list === "[]"
          ? rarely("escaped", firstElementSql(written, header.setSeparator), unescapedValue)
          : list === "[*]"
            ? rarely("escaped", `replaceAll(${written}, ${between}, '\\n')`, unescapedValue)
            : `words[${index}]`;
      return `if(${unset.map((text) => `${written} = ${literal(text)}`).join(" OR ")}, '', ${value})`;
    },
    prelude: () => [
      // Few records hold an escape; undoing it in all of them would take as long as all else.
      ...(zeek ? [["escaped", "position(record, '\\\\') > 0"] as const] : []),
      ["words_written", split],
      ["words", words],
    ],
    rejects: [
      [
        `length(words_written) != ${header.fields.length}`,
        literal(
          `does not have the ${header.fields.length} fields of its #${zeek ? "fields" : "Fields"} line`,
        ),
      ],
    ],
    skip: skipSql,
    ...(zeek ? { time: "epoch_s" as const } : {}),
  };
}

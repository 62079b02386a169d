/** Plain lists and CSV: one value a line, or columns under a header that say what each is. */
import {
  type ConfidenceWord,
  confidenceOf,
  type Entry,
  type EntryFacts,
  type EntryKind,
  entryOf,
  isRefusal,
  momentOf,
  type Refusal,
  refuse,
} from "./entry.ts";
import { observable } from "./values.ts";

/** Names of columns in use for each thing that one can say; blanks, hyphens and case do not matter. */
const columnNames: Readonly<Record<string, readonly string[]>> = {
  value: ["value", "indicator", "ioc", "observable", "ioc_value", "indicator_value"],
  type: ["type", "kind", "ioc_type", "indicator_type", "observable_type", "category_type"],
  confidence: ["confidence", "confidence_level", "score"],
  from: ["valid_from", "from", "first_seen", "first_seen_utc", "start"],
  until: ["valid_until", "until", "expires", "expiration", "expiration_date", "end"],
  dated: [
    "last_seen",
    "last_seen_utc",
    "last_online",
    "date",
    "dateadded",
    "date_added",
    "listingdate",
    "updated",
    "modified",
    "created",
  ],
  label: [
    "label",
    "labels",
    "description",
    "threat",
    "threat_type",
    "malware",
    "malware_printable",
    "listingreason",
    "comment",
    "tags",
    "name",
  ],
  id: ["id", "uuid", "reference", "urlhaus_link"],
};

/** Columns that are a kind by their own name. */
const valueColumns: Readonly<Record<string, EntryKind>> = {
  ip: "address",
  ip_address: "address",
  dst_ip: "address",
  src_ip: "address",
  ipaddress: "address",
  address: "address",
  cidr: "address",
  network: "address",
  range: "address",
  subnet: "address",
  domain: "domain",
  hostname: "domain",
  fqdn: "domain",
  host: "domain",
  url: "url",
  uri: "url",
  user_agent: "agent",
  useragent: "agent",
  agent: "agent",
  http_user_agent: "agent",
  sha256: "hash",
  sha256_hash: "hash",
  hash: "hash",
  ja3: "ja3",
  ja3_md5: "ja3",
  ja3_hash: "ja3",
  ja4: "ja4",
};

/** Words of a column `type`, as feeds, STIX and MISP write them. */
export const typeWords: Readonly<Record<string, EntryKind>> = {
  ...valueColumns,
  ipv4: "address",
  ipv6: "address",
  "ipv4-addr": "address",
  "ipv6-addr": "address",
  "ip-src": "address",
  "ip-dst": "address",
  ip: "address",
  "ip:port": "address",
  "domain-name": "domain",
  "user-agent": "agent",
  filehash: "hash",
  "filehash-sha256": "hash",
  sha256_hash: "hash",
  "ja3-fingerprint-md5": "ja3",
};

const fold = (name: string) =>
  name
    .trim()
    .replace(/^[#"\s]+|"$/g, "")
    .toLowerCase()
    .replace(/[\s-]+/g, "_");

/** What the columns of a header say, by their place; undefined where no column holds values. */
interface Header {
  readonly values: readonly { readonly at: number; readonly kind: EntryKind | undefined }[];
  readonly places: Readonly<Record<string, number>>;
  readonly separator: string;
}

export function headerOf(line: string): Header | undefined {
  const separator = [",", ";", "\t", "|"].find((mark) => line.includes(mark)) ?? ",";
  const names = cells(line, separator).map(fold);
  const places = Object.fromEntries(
    Object.entries(columnNames).flatMap(([what, known]) => {
      const at = names.findIndex((name) => known.includes(name));
      return at < 0 ? [] : [[what, at]];
    }),
  );
  const values =
    places.value === undefined
      ? names.flatMap((name, at) =>
          Object.hasOwn(valueColumns, name) ? [{ at, kind: valueColumns[name] }] : [],
        )
      : [{ at: places.value, kind: undefined }];
  // A file of agents may have one column: its name alone then says so.
  return values.length === 0 ? undefined : { values, places, separator };
}

/** The cells of a line (RFC 4180, without line feeds inside). */
export function cells(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const found: string[] = [];
  let at = 0;
  while (at <= line.length) {
    while (line[at] === " ") at += 1;
    if (line[at] === '"') {
      let text = "";
      at += 1;
      for (; at < line.length; at += 1) {
        if (line[at] !== '"') text += line[at];
        else if (line[at + 1] === '"') {
          text += '"';
          at += 1;
        } else break;
      }
      found.push(text);
      const next = line.indexOf(separator, at);
      if (next < 0) return found;
      at = next + 1;
    } else {
      const next = line.indexOf(separator, at);
      found.push(line.slice(at, next < 0 ? undefined : next).trim());
      if (next < 0) return found;
      at = next + 1;
    }
  }
  return found;
}

/** A comment that holds names of columns, two or more, and no sentence. */
const namesOnly = /^#+\s*"?[\w-]+"?(?:\s*[,;|\t]\s*"?[\w-]+"?)+$/;

/** Reads a list line by line; it holds what the first line said, and nothing else. */
export class ListReader {
  #header: Header | undefined;
  #begun = false;
  readonly #kind: EntryKind | undefined;
  #number = 0;

  /** @param kind of all values, where the one who adds the feed says so */
  constructor(kind?: EntryKind) {
    this.#kind = kind;
  }

  /** What a line says; nothing for comments and headers. */
  line(text: string): readonly (Entry | Refusal)[] {
    this.#number += 1;
    const bare = this.#number === 1 ? text.replace(/^\uFEFF/, "") : text;
    const line = bare.trim();
    if (!this.#begun && this.#kind === undefined && line !== "") {
      // The header of some feeds stands in a comment.
      const header = headerOf(line.replace(/^#+\s*/, ""));
      if (header !== undefined && (!line.startsWith("#") || namesOnly.test(line))) {
        this.#header = header;
        this.#begun = !line.startsWith("#");
        return [];
      }
    }
    if (line === "" || /^(?:#|\/\/|;)/.test(line)) return [];
    this.#begun = true;
    const id = `line ${this.#number}`;
    if (this.#header !== undefined) return this.#row(line, this.#header, id);
    // Some lists say in a comment behind the value what it is.
    const comment = this.#kind === "agent" ? -1 : line.search(/\s*[#;]/);
    const value = comment < 0 ? line : line.slice(0, comment);
    const label = comment < 0 ? "" : line.slice(comment).replace(/^\s*[#;]\s*/, "");
    return [
      listed(value, this.#kind, { confidence: undefined, fromMs: 0, untilMs: 0, datedMs: 0, id, label }),
    ];
  }

  #row(line: string, { values, places, separator }: Header, id: string): readonly (Entry | Refusal)[] {
    const row = cells(line, separator);
    const cell = (what: string) => row[places[what] ?? -1] ?? "";
    const facts: EntryFacts = {
      confidence: confidenceIn(cell("confidence")),
      fromMs: momentOf(cell("from")),
      untilMs: momentOf(cell("until")),
      datedMs: momentOf(cell("dated")) || momentOf(cell("from")),
      id: cell("id") === "" ? id : cell("id"),
      label: cell("label"),
    };
    const word = cell("type").toLowerCase();
    const found = values.flatMap(({ at, kind }) => {
      const text = row[at] ?? "";
      if (text === "" && values.length > 1) return [];
      if (kind === undefined && word !== "" && !Object.hasOwn(typeWords, word))
        return [refuse(`of the type ${word.slice(0, 40)}, which is not looked for`, text)];
      const said = kind ?? typeWords[word];
      return [listed(said === "address" ? text.replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1") : text, said, facts)];
    });
    return found.length === 0 ? [refuse("no value in this line", line)] : found;
  }
}

function listed(text: string, kind: EntryKind | undefined, facts: EntryFacts): Entry | Refusal {
  const value = observable(text, kind);
  return isRefusal(value) ? value : entryOf(value, facts);
}

/** A number from 0 to 100 or a word; undefined for what is neither. */
export function confidenceIn(text: unknown): number | undefined {
  const word = String(text ?? "")
    .trim()
    .toLowerCase();
  if (word === "") return undefined;
  if (Object.hasOwn(confidenceOf, word)) return confidenceOf[word as ConfidenceWord];
  const number = Number(word.replace(/%$/, ""));
  return Number.isFinite(number) && number >= 0 && number <= 100 ? Math.round(number) : undefined;
}

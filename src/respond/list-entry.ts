/** What an entry of somebody's block list stops, as far as it can be told from its line. */

/** One more condition of an entry. */
export interface Further {
  readonly part: "agent" | "path";
  /** A regular expression. */
  readonly pattern: string;
  /** Whether it must not match. */
  readonly not: boolean;
}

/** Parts of a request in one text, with what stands between them. */
export type JoinedPart = "agent" | "path" | { readonly between: string };

/** All that is given must hold. */
export interface ListEntry {
  /** 1-based line of the file. */
  readonly line: number;
  /** As it stands there. */
  readonly text: string;
  /** A network in CIDR form. */
  readonly network?: string;
  /** A regular expression over the whole User-Agent header. */
  readonly agent?: string;
  /** A regular expression over the path without its query. */
  readonly path?: string;
  readonly further?: readonly Further[];
  /** A regular expression over several parts of the request in one text. */
  readonly joined?: { readonly parts: readonly JoinedPart[]; readonly pattern: string };
}

export interface BlockList {
  readonly entries: readonly ListEntry[];
  /** Lines that say something else, or nothing that is known, with the reason. */
  readonly leftOut: readonly { readonly line: number; readonly text: string; readonly because: string }[];
  /** How lines that hold neither an address nor a known directive were taken; undefined where there are none. */
  readonly taken: "texts of agents" | undefined;
}

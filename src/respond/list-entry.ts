/** What an entry of somebody's block list stops, as far as it can be told from its line. */

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
}

export interface BlockList {
  readonly entries: readonly ListEntry[];
  /** Lines that say something else, or nothing that is known, with the reason. */
  readonly leftOut: readonly { readonly line: number; readonly text: string; readonly because: string }[];
  /** How lines that hold neither an address nor a known directive were taken; undefined where there are none. */
  readonly taken: "texts of agents" | undefined;
}

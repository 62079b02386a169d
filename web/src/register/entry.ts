/** Entries of the register, as the API tells and takes them. */

/** Who an entry is about, by the type of an entity; a mail is known by its file, which no entry names. */
export const partOf: Readonly<Record<string, string>> = {
  ip: "source",
  ip_range: "source",
  user: "user",
  host: "host",
  domain: "destination",
};

/** Parts of an entry that name somebody or something, in the order in which they are told. */
export const parts = ["source", "user", "host", "program", "destination", "sender", "agent", "path"] as const;
export type Part = (typeof parts)[number];

export interface Entry extends Partial<Readonly<Record<Part, readonly string[]>>> {
  readonly id: string;
  readonly between?: string;
  readonly owner: string;
  readonly reason: string;
  readonly ticket?: string;
  readonly expires: string;
}

export interface RegisterItem {
  readonly entry: Entry;
  readonly expired: boolean;
  /** Null where it is of the file that the service was started with. */
  readonly number: number | null;
  readonly by: string | null;
  readonly at: number | null;
  readonly cases: readonly string[];
}

/** Days that an entry holds where nobody says otherwise. */
export const validDays = 90;

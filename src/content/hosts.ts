/**
 * Contracts of the catalogues about hosts (content/catalogues/hosts): what asks a host about its configuration,
 * where clients keep theirs, which programs have business with it, and how files leave a host.
 */
import { z } from "zod";
import { literals } from "../engine/sql.ts";
import { holdsOneSql } from "./needles.ts";

const slug = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "a lower-case slug");
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a date as YYYY-MM-DD");
const origin = { source: z.string().url(), date: day };

/** Lower-case words of which one must be there, of each list; blanks are the ends of words. Paths have slashes. */
const words = z.array(z.array(z.string().regex(/^[^A-Z\\"'`^]+$/, "as commands are folded")).min(1)).min(1);

/** What can be asked about the configuration of a client; `account` and `machine` only complete a picture. */
export const questionKinds = [
  "system",
  "updates",
  "browser",
  "software",
  "security",
  "locale",
  "network",
  "proxy-vpn",
  "wireless",
  "hardware",
  "account",
] as const;

export const discoveryEntry = z.strictObject({
  id: slug,
  kinds: z.array(z.enum(questionKinds)).min(1),
  says: z.string(),
  words,
  /** A program that was made to survey hosts. */
  tool: z.boolean().default(false),
  examples: z.array(z.string()).min(1),
  counterexamples: z.array(z.string()).default([]),
  ...origin,
});

export const locationEntry = z.strictObject({
  id: slug,
  product: z.string(),
  holds: z.enum(["browser", "vpn", "mail", "remote-access"]),
  /** Words of its path, as above; of a registry key, too. */
  words,
  /** Whether secrets are kept there beside settings. */
  secret: z.boolean().default(false),
  /** Programs that it belongs to: folder and name, in lower case, `*` for any name; see `programs` in docs/guides/hosts.md. */
  owners: z.array(z.string().regex(/^\/[^A-Z\\]+$/)).default([]),
  examples: z.array(z.string()).min(1),
  counterexamples: z.array(z.string()).default([]),
  ...origin,
});

/** What programs are: why they may look, or why they should not. */
export const programRoles = [
  "inventory",
  "management",
  "backup",
  "security",
  "sync",
  "system",
  "editor",
  "office",
  "browser",
  "mail-client",
  "reader",
  "chat",
  "script-host",
  "server",
  "shell",
  "terminal",
  "interpreter",
] as const;

export const programEntry = z.strictObject({
  id: slug,
  name: z.string(),
  role: z.enum(programRoles),
  /** Folder and name in lower case; `**` stands for folders below. A name without folder fits anywhere. */
  programs: z.array(z.string().regex(/^[^A-Z\\]+$/)).min(1),
  ...origin,
});

export const uploadEntry = z.strictObject({
  id: slug,
  name: z.string(),
  /** Words of a folded command, as above: what it takes to look at the pattern at all. */
  words,
  /** A linear-time pattern over a command line as written, carets and quotes taken out. */
  pattern: z.string(),
  examples: z.array(z.string()).min(1),
  counterexamples: z.array(z.string()).default([]),
  ...origin,
});

export const hostCatalogue = z.discriminatedUnion("catalogue", [
  z.strictObject({
    catalogue: z.literal("host-discovery"),
    title: z.string(),
    entries: z.array(discoveryEntry),
  }),
  z.strictObject({
    catalogue: z.literal("host-locations"),
    title: z.string(),
    entries: z.array(locationEntry),
  }),
  z.strictObject({
    catalogue: z.literal("host-programs"),
    title: z.string(),
    entries: z.array(programEntry),
  }),
  z.strictObject({ catalogue: z.literal("host-uploads"), title: z.string(), entries: z.array(uploadEntry) }),
  z.strictObject({
    catalogue: z.literal("host-places"),
    title: z.string(),
    /** Beginnings of folders in which no program is installed, and linear-time patterns of paths. */
    entries: z.array(
      z.strictObject({
        id: slug,
        folders: z.array(z.string()).default([]),
        patterns: z.array(z.string()).default([]),
        ...origin,
      }),
    ),
  }),
]);

type HostCatalogue = z.infer<typeof hostCatalogue>;
export type DiscoveryEntry = z.infer<typeof discoveryEntry>;
export type LocationEntry = z.infer<typeof locationEntry>;
export type ProgramEntry = z.infer<typeof programEntry>;
export type UploadEntry = z.infer<typeof uploadEntry>;

/** All catalogues about hosts, each by its kind. */
export interface Hosts {
  readonly discovery: readonly DiscoveryEntry[];
  readonly locations: readonly LocationEntry[];
  readonly programs: readonly ProgramEntry[];
  readonly uploads: readonly UploadEntry[];
  readonly places: readonly string[];
  readonly placePatterns: readonly string[];
}

/** Puts the files of the folder together, in the order of their names. */
export function hostsOf(catalogues: readonly HostCatalogue[]): Hosts {
  const of = <K extends HostCatalogue["catalogue"]>(kind: K) =>
    catalogues
      .filter((one): one is Extract<HostCatalogue, { catalogue: K }> => one.catalogue === kind)
      .flatMap(({ entries }) => entries as Extract<HostCatalogue, { catalogue: K }>["entries"][number][]);
  return {
    discovery: of("host-discovery"),
    locations: of("host-locations"),
    programs: of("host-programs"),
    uploads: of("host-uploads"),
    places: of("host-places").flatMap(({ folders }) => folders),
    placePatterns: of("host-places").flatMap(({ patterns }) => patterns),
  };
}

/** Of each entry the list of words that is the hardest to hold; a text without any of them fits no entry. */
export function rarest(entries: readonly { readonly words: readonly (readonly string[])[] }[]): string[] {
  const shortest = (list: readonly string[]) => Math.min(...list.map(({ length }) => length));
  return entries.flatMap((entry) => entry.words.reduce((a, b) => (shortest(b) > shortest(a) ? b : a)));
}

/** Names of programs of some roles that count wherever they lie. */
export function namesOf({ programs }: Hosts, roles: readonly ProgramEntry["role"][]): string[] {
  return programs
    .filter(({ role }) => roles.includes(role))
    .flatMap((entry) => entry.programs.filter((name) => !name.includes("/")));
}

/** Names of programs of some roles, without their folders: what may be one of them. */
export function baseNamesOf({ programs }: Hosts, roles: readonly ProgramEntry["role"][]): string[] {
  const names = programs
    .filter(({ role }) => roles.includes(role))
    .flatMap((entry) => entry.programs.map((path) => path.slice(path.lastIndexOf("/") + 1)));
  return [...new Set(names)].sort();
}

/** Pieces of SQL that profiles of records may name in braces. */
export function recordsParts(hosts: Hosts): Record<string, string> {
  return {
    host_asks: holdsOneSql("folded_command", rarest(hosts.discovery)),
    host_names_place: holdsOneSql("folded_command", rarest(hosts.locations)),
    host_place: holdsOneSql(
      "concat(replaceAll(lower(concat(file_path, registry_path)), '\\\\', '/'), ' ')",
      rarest(hosts.locations),
    ),
    host_uploads: holdsOneSql("folded_command", rarest(hosts.uploads)),
    host_managers: `has(${literals(baseNamesOf(hosts, ["inventory", "management", "backup", "security", "sync"]))}, program_name)`,
    host_scripts: `has(${literals(namesOf(hosts, ["shell", "script-host", "interpreter"]))}, program_name)`,
  };
}

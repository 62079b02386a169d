/**
 * The shape of the catalogues under content/catalogues/, and how they are read for checking.
 *
 * The program's own contracts, and more: a misspelt field is a problem and not a silent default, since nobody
 * notices a detection that never matched; each entry says where it is from.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import { agentCatalogue, agentEntry, endpointCatalogue, endpointEntry } from "../src/content/schema.ts";
import {
  contradiction,
  frozenForm,
  malformed,
  operatingSystem,
  platformFacts,
} from "../src/content/tables.ts";

const Slug = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "lower-case letters, digits, dots and hyphens");
const Source = z.string().min(8);
const Cidr = z.union([z.cidrv4(), z.cidrv6()]);
const day = z.iso.date();

export const Endpoint = endpointEntry.extend({
  product: z.string().min(2),
  paths: z.array(z.string().startsWith("/")).min(1),
  discloses: z.string().min(5).max(140),
  source: Source,
  date: day,
});
export type Endpoint = z.infer<typeof Endpoint>;

export const EndpointFile = endpointCatalogue.extend({ entries: z.array(Endpoint).min(1) });

export const Agent = agentEntry.extend({
  pattern: z.string().min(4),
  source: Source,
  date: day,
  verify: z
    .strictObject({
      domains: z.array(z.string()).optional(),
      ranges: z.array(Cidr).optional(),
      networks: z.array(Cidr).optional(),
      publishes: z.boolean(),
    })
    .optional(),
});
export type Agent = z.infer<typeof Agent>;

export const AgentFile = agentCatalogue.extend({ entries: z.array(Agent).min(1) });

const origin = { id: Slug, source: Source, date: day };
const Fact = z.object(origin);

export const PlatformFacts = platformFacts
  .extend({
    title: z.string(),
    date: day,
    prerelease_source: Source,
    operating_systems: z.array(operatingSystem.extend(origin).strict()),
    contradictions: z.array(contradiction.extend(origin).strict()),
    malformed: z.array(malformed.extend(origin).strict()),
    frozen_forms: z.array(
      frozenForm
        .extend({ ...origin, since_version: z.number(), until_version: z.number().optional(), since: day })
        .strict(),
    ),
    last_versions: z.array(Fact.extend({ name: z.string(), last: z.string(), ended: day }).strict()),
  })
  .strict();
export type PlatformFacts = z.infer<typeof PlatformFacts>;

/** An entry that matches by patterns, one or several. */
export type Matched = Pick<z.infer<typeof malformed>, "id" | "examples" | "counterexamples"> & {
  readonly pattern?: string;
  readonly all?: readonly string[];
  readonly none?: readonly string[];
};

export const Networks = z.strictObject({
  catalogue: z.literal("networks"),
  title: z.string(),
  date: day,
  reserved: z.array(
    z.strictObject({
      network: Cidr,
      use: z.string(),
      internal: z.boolean(),
      name: z.string(),
      standard: z.string().regex(/^RFC \d+$/),
    }),
  ),
  reserved_sources: z.array(Source),
  edge_proxies: z.array(
    Fact.extend({
      name: z.string(),
      ranges: z.array(Cidr),
      client_headers: z.array(z.strictObject({ name: z.string(), form: z.enum(["single", "list"]) })).min(1),
      note: z.string().optional(),
    }).strict(),
  ),
});

/** A catalogue file that parsed, with the place it came from. */
export interface Loaded<T> {
  readonly file: string;
  readonly content: T;
}

/** Reads one file; YAML and schema problems go to `problems`, the result is then undefined. */
export function readCatalogue<T>(
  file: string,
  schema: z.ZodType<T>,
  problems: string[],
): Loaded<T> | undefined {
  const document = parseDocument(readFileSync(file, "utf8"), { uniqueKeys: true });
  if (document.errors.length > 0) {
    for (const error of document.errors) problems.push(`${file}: ${error.message.split("\n")[0] ?? "YAML"}`);
    return undefined;
  }
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { file, content: parsed.data };
  for (const issue of parsed.error.issues)
    problems.push(`${file}: ${issue.path.join(".")}: ${issue.message}`);
  return undefined;
}

/** Every .yaml file of a folder, by name. */
export function readFolder<T>(folder: string, schema: z.ZodType<T>, problems: string[]): Loaded<T>[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort();
  return names.flatMap((name) => readCatalogue(join(folder, name), schema, problems) ?? []);
}

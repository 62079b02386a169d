/**
 * The shape of the catalogues under content/catalogues/, and how they are read for checking.
 *
 * The schemas are strict: a misspelt field is a problem and not a silent default, since nobody notices a
 * detection that never matched.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";

const Slug = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "lower-case letters, digits, dots and hyphens");
const Source = z.string().min(8);
const Cidr = z.union([z.cidrv4(), z.cidrv6()]);
const day = z.iso.date();

export const Endpoint = z.strictObject({
  id: Slug,
  product: z.string().min(2),
  paths: z.array(z.string().startsWith("/")).min(1),
  at: z.enum(["root", "anywhere"]),
  kind: z.enum(["config", "version"]),
  sensitivity: z.enum(["secret", "internal", "public"]),
  discloses: z.string().min(5).max(140),
  /** Classes of agents that ask for it by themselves. */
  asked_by: z.array(Slug).optional(),
  source: Source,
  date: day,
});
export type Endpoint = z.infer<typeof Endpoint>;

export const EndpointFile = z.strictObject({
  catalogue: z.literal("endpoints"),
  purpose: Slug,
  title: z.string(),
  entries: z.array(Endpoint).min(1),
});

export const Agent = z.strictObject({
  id: Slug,
  name: z.string(),
  pattern: z.string().min(4),
  what: z.string(),
  examples: z.array(z.string()).min(1),
  counterexamples: z.array(z.string()),
  /** An internet survey that says who it is. */
  survey: z.boolean().optional(),
  /** A platform's own client: names the application's class only when no other entry matches. */
  generic: z.boolean().optional(),
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

export const AgentFile = z.strictObject({
  catalogue: z.literal("agents"),
  class: Slug,
  title: z.string(),
  entries: z.array(Agent).min(1),
});

const Matched = z.object({
  id: Slug,
  pattern: z.string().optional(),
  all: z.array(z.string()).optional(),
  none: z.array(z.string()).optional(),
  examples: z.array(z.string()).min(1),
  counterexamples: z.array(z.string()),
  source: Source,
  date: day,
});
export type Matched = z.infer<typeof Matched>;

const Fact = z.object({ id: Slug, source: Source, date: day });

export const PlatformFacts = z.strictObject({
  catalogue: z.literal("platform-facts"),
  title: z.string(),
  date: day,
  prerelease_slack_days: z.number().int(),
  prerelease_source: Source,
  operating_systems: z.array(
    Fact.extend({ name: z.string(), pattern: z.string(), first: day, preview: day.optional() }).strict(),
  ),
  contradictions: z.array(Matched.extend({ why: z.string(), strength: z.enum(["strong", "weak"]) }).strict()),
  malformed: z.array(
    Matched.extend({ why: z.string(), strength: z.enum(["strong", "weak"]).optional() }).strict(),
  ),
  frozen_forms: z.array(
    Fact.extend({
      browser: z.string(),
      since_version: z.number(),
      until_version: z.number().optional(),
      since: day,
      form: z.string(),
      broken: z.string(),
      none: z.array(z.string()),
    }).strict(),
  ),
  last_versions: z.array(Fact.extend({ name: z.string(), last: z.string(), ended: day }).strict()),
});
export type PlatformFacts = z.infer<typeof PlatformFacts>;

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

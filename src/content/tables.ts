/** Contracts of the content files that hold one table each. */
import { z } from "zod";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** Release days of browser versions, generated from public data. */
export const browserReleases = z.looseObject({
  catalogue: z.literal("browser-releases"),
  source: z.string(),
  date: day,
  browsers: z.record(z.string(), z.looseObject({ name: z.string(), releases: z.record(z.string(), day) })),
});
export type BrowserReleases = z.infer<typeof browserReleases>;

/** Reserved networks and the edge proxies of content delivery networks. */
export const networks = z.looseObject({
  catalogue: z.literal("networks"),
  reserved: z.array(z.looseObject({ network: z.string(), use: z.string(), internal: z.boolean() })),
  edge_proxies: z.array(z.looseObject({ id: z.string(), name: z.string(), ranges: z.array(z.string()) })),
});
export type Networks = z.infer<typeof networks>;

export const contradiction = z.looseObject({
  id: z.string(),
  why: z.string(),
  strength: z.enum(["strong", "weak"]).default("strong"),
  all: z.array(z.string()).min(1),
  none: z.array(z.string()).default([]),
  examples: z.array(z.string()).min(1),
  counterexamples: z.array(z.string()).default([]),
});
export const malformed = z.looseObject({
  id: z.string(),
  why: z.string(),
  strength: z.enum(["strong", "weak"]).default("strong"),
  pattern: z.string(),
  none: z.array(z.string()).default([]),
  examples: z.array(z.string()).min(1),
  counterexamples: z.array(z.string()).default([]),
});
export const frozenForm = z.looseObject({
  id: z.string(),
  browser: z.string(),
  form: z.string(),
  broken: z.string(),
  none: z.array(z.string()).default([]),
});
export const operatingSystem = z.looseObject({
  id: z.string(),
  name: z.string(),
  pattern: z.string(),
  first: day,
  preview: day.optional(),
});

/** What an agent cannot truthfully claim. */
export const platformFacts = z.looseObject({
  catalogue: z.literal("platform-facts"),
  prerelease_slack_days: z.number().int(),
  operating_systems: z.array(operatingSystem),
  contradictions: z.array(contradiction),
  malformed: z.array(malformed),
  frozen_forms: z.array(frozenForm),
});
export type PlatformFacts = z.infer<typeof platformFacts>;

/** Segment names that the scan keeps. */
export const watchWords = z.looseObject({
  catalogue: z.literal("watch-words"),
  words: z.array(z.string().regex(/^[a-z0-9-]+$/)),
  /** What may stand behind such a name besides nothing. */
  endings: z.array(z.string().regex(/^[.][a-z0-9]+$/)).default([]),
});

/** The names with each of their endings, and without. */
export function watchedNames({ words, endings }: z.infer<typeof watchWords>): string[] {
  return words.flatMap((word) => [word, ...endings.map((ending) => `${word}${ending}`)]);
}

/** What makes a parameter's value a path to a file. */
export const queryPaths = z.strictObject({
  catalogue: z.literal("query-paths"),
  title: z.string(),
  source: z.string(),
  date: day,
  /** Patterns over a raw query that climbs out of a folder. */
  climbing: z.array(z.string()).min(1),
  /** Beginnings of paths that lead into the machine's file system. */
  places: z.array(z.strictObject({ prefix: z.string(), system: z.string(), source: z.string() })).min(1),
  /** What may stand before a file's name so that a script reads it. */
  wrappers: z.array(z.strictObject({ prefix: z.string(), source: z.string() })).min(1),
  /** Parameters that by their name take a file. */
  parameters: z.array(z.string().regex(/^[a-z0-9_]+$/)).min(1),
  /** File names that make the scan keep a query. */
  names: z.array(z.string().regex(/^[a-z0-9_./-]+$/)).min(1),
});
export type QueryPaths = z.infer<typeof queryPaths>;

const action = z.enum(["escalate", "watch", "close"]);

/** Thresholds and sentences of the decision. */
const policyDecision = z.strictObject({
  d2_many_endpoints: z.number().int().min(1),
  /** Endpoints that nothing leads to: secrets, and internal ones without a referrer. */
  d2_guarded_endpoints: z.number().int().min(1),
  d2_denied: z.number().int().min(1),
  coordinated_addresses_min: z.number().int().min(2),
});

const priority = z.enum(["now", "shift", "batch", "none"]);
const thresholdOverrides = z.record(z.string(), z.record(z.string(), z.union([z.number(), z.string()])));

/** What a named profile, or the file of a site, says otherwise than the default policy. */
export const policyOverlay = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be small letters, digits and dashes"),
  title: z.string().min(1).max(300),
  /** The profile that it changes: quiet, balanced or strict. */
  extends: z.string().optional(),
  background_action: z.enum(["escalate", "watch"]).optional(),
  unusual_agents: z.enum(["by_rules", "escalate"]).optional(),
  thresholds: thresholdOverrides.optional(),
  decision: policyDecision.partial().optional(),
  /** Actions and priorities of rules, by their ids. */
  rules: z
    .record(z.string(), z.strictObject({ action: action.optional(), priority: priority.optional() }))
    .optional(),
});
export type PolicyOverlay = z.infer<typeof policyOverlay>;

export const policy = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** Highest action that the background case may have. */
  background_action: z.enum(["escalate", "watch"]),
  /** Whether an agent that is a tool, false or rare goes to Tier 2 whatever it asked for. */
  unusual_agents: z.enum(["by_rules", "escalate"]),
  /** Score points of a severity, and the factor for confidence (documented in the guide). */
  score: z.strictObject({
    severity: z.record(z.enum(["info", "low", "medium", "high", "critical"]), z.number().int()),
    confidence: z.record(z.enum(["low", "medium", "high"]), z.number().int()),
    further_finding: z.number().int(),
  }),
  /** Overrides of indicator thresholds: indicator id, then name. */
  thresholds: thresholdOverrides.default({}),
  limits: z.strictObject({
    findings_per_indicator: z.number().int(),
    evidence_per_finding: z.number().int(),
    /** Seconds an indicator may compute. */
    indicator_seconds: z.number(),
    sources: z.number().int(),
    record_bytes: z.number().int(),
    /** Longest record of a document (a mail with its attachments, an element of a list). */
    document_record_bytes: z.number().int(),
    document_depth: z.number().int(),
    document_parts: z.number().int(),
    decompressed_ratio: z.number(),
    decompressed_bytes_floor: z.number().int(),
    spool_bytes: z.number().int(),
    /** Members of an archive, of those inside it too; also those that are left out. */
    archive_members: z.number().int(),
    /** Archives around a file at most; 1 is an archive of files. */
    archive_depth: z.number().int(),
  }),
  /** Entities of a campaign belong together from so many points on, of links of so many kinds. */
  campaign: z.strictObject({ points_min: z.number().int().min(1), kinds_min: z.number().int().min(1) }),
  hidden_client: z.strictObject({
    addresses_max: z.number().int(),
    share_min: z.number(),
    agents_min: z.number().int(),
  }),
  decision: policyDecision,
  rules: z.array(
    z.strictObject({
      id: z.string(),
      clause: z.string(),
      action,
      /** How soon, where that is not what the case says by itself. */
      priority: priority.optional(),
      says: z.string(),
      /** The nearest change of fact that would change the action. */
      flip: z.strictObject({ if: z.string(), then: action }).optional(),
    }),
  ),
});
export type Policy = z.infer<typeof policy>;

/** The playbook's clauses in the project's own words. */
export const playbook = z.strictObject({
  id: z.string(),
  name: z.string(),
  tactic: z.string(),
  clauses: z.array(
    z.strictObject({
      id: z.string(),
      row: z.string(),
      text: z.string(),
      /** For questions: the source kinds that must be covered before "no" may be said. */
      kinds: z.array(z.string()).default([]),
      /** For questions: the indicators that support "yes". */
      indicators: z.array(z.string()).default([]),
      /** Of a playbook that was imported: the clauses of the built-in one that do what this one asks. */
      bound_to: z.array(z.string()).optional(),
      /** Why each of these was bound, or why none was. */
      because: z.array(z.string()).optional(),
      /** Nothing of the program looks at this: a person has to. */
      manual: z.boolean().optional(),
    }),
  ),
  /** What stood in a table and is no clause. */
  unplaced: z
    .array(z.strictObject({ line: z.number().int(), row: z.string(), text: z.string(), why: z.string() }))
    .optional(),
});
export type Playbook = z.infer<typeof playbook>;
export type PlaybookClause = Playbook["clauses"][number];

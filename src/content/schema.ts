/**
 * The contracts of the files in `content/`, as zod schemas: types are inferred from them,
 * a test holds every file to them, and the reference pages are generated from them.
 */
import { z } from "zod";
import { eventClasses, sourceKinds, timeShapes } from "./event-columns.ts";
import { entryKinds } from "./intel.ts";

const slug = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "a lower-case slug");
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a date as YYYY-MM-DD");

/** A sample record and some of the columns it must give. */
export const formatSample = z.strictObject({
  record: z.string(),
  event: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** Lines that stand before the record in the file, e.g. a `#Fields` directive. */
  after: z.array(z.string()).optional(),
  /** The reason why the record is no event; none is expected otherwise. */
  reject: z.string().optional(),
});

const formatBase = {
  id: slug,
  title: z.string(),
  kind: z.enum(["web", "proxy", "nids", "edr", "mail", "auth"]),
  /** How much the format says: of two that fit, the higher wins; 0 is taken only where nothing else fits. */
  specificity: z.number().int(),
  source: z.string(),
  date: day,
  samples: z.array(formatSample).min(1),
};

/** Families of servers and sensors by how they write what they escape (ingest/escapes.ts). */
export const escapeStyles = ["apache", "nginx", "json", "haproxy", "zeek", "none"] as const;
export type EscapeStyle = (typeof escapeStyles)[number];

/** A format written as the server's own format string. */
export const templateFormat = z.strictObject({
  ...formatBase,
  reader: z.literal("template"),
  dialect: z.enum(["apache", "nginx", "squid", "columns"]),
  template: z.string(),
  /** How values are escaped, where that is not as the dialect has it: `columns` has none. */
  escapes: z.enum(escapeStyles).optional(),
  /** What the text of a column looks like, where the format is told from others by that alone. */
  looks: z.record(z.string(), z.enum(["host"])).optional(),
  /** True where further fields may follow the template's last. */
  trailing: z.boolean(),
});

/** Which JSON keys may hold a column, in the order of preference; `a.b` is b inside a. */
export const jsonFormat = z.strictObject({
  ...formatBase,
  reader: z.literal("json"),
  /** Keys that must be there for this format to be recognised. */
  requires: z.array(z.string()),
  keys: z.record(z.string(), z.array(z.string())),
  /** True where a column that no key names is found by the shape of its values. */
  infer: z.boolean().default(false),
});

/**
 * Where a column's text comes from, in a record whose values have names. Keys are tried in turn; the first
 * that holds something counts. In JSON `a.b` is b inside a, `a\\.b` a key with a dot, `a[]` the first of a list,
 * `a[*]` all of it, `a[].b` b inside its first, `a[name=x].value` the value of the one called x.
 */
const columnText = z.strictObject({
  from: z.array(z.string()).min(1).optional(),
  /** Keys whose texts are put together, those that hold nothing left out. */
  join: z.array(z.string()).min(1).optional(),
  with: z.string().optional(),
  /** Parts of a text with one `{key}` each; a part whose key holds nothing is left out. */
  compose: z
    .array(z.string().regex(/^[^{}]*\{[^{}]+\}[^{}]*$/, "a text with one {key}"))
    .min(1)
    .optional(),
  /** A text that stands for itself, in every record or under a condition. */
  is: z.string().optional(),
  /** A pattern (RE2 and JavaScript alike) with one group: what is taken of the text. */
  extract: z.string().optional(),
  /**
   * How blanks or other signs are written in it; host takes the host of a URL or an authority, lines the texts of a
   * JSON list that is written as text, or links behind each other, addresses mail addresses in the same way; words puts lines behind each other.
   */
  decode: z
    .enum(["plus", "percent", "hex-number", "host", "lower", "lines", "addresses", "words"])
    .optional(),
  /** Patterns of the whole texts of other keys, under which it is taken at all. */
  when: z.record(z.string(), z.string()).optional(),
  /** What a text stands for; a text that is not named is `default`, or itself where there is none. */
  values: z.record(z.string(), z.string()).optional(),
  default: z.string().optional(),
});
export type ColumnText = z.infer<typeof columnText>;

/** One source of a column's text, or several of which the first that holds something counts. */
const columnTexts = z.union([columnText, z.array(z.union([z.string(), columnText])).min(1)]);
export type ColumnTexts = z.infer<typeof columnTexts>;

/** A format whose values have names: JSON objects, rows under a header, records of documents. */
export const namedFormat = z.strictObject({
  ...formatBase,
  reader: z.literal("named"),
  /** How its records are written; json is also what documents (mail, CSV, XML ...) become. */
  in: z.array(z.enum(["json", "zeek", "w3c", "csv", "text"])).min(1),
  /** Whether a path may also be one key with dots in it, as exports of flattened fields have it. */
  dotted: z.boolean().optional(),
  /** An object in which all keys may stand as well: the envelope of a stream. */
  inside: z.string().optional(),
  /** Whether keys are told apart without their case, blanks, underscores and hyphens: headers that people wrote. */
  folded: z.boolean().optional(),
  /** The names of the values of rows that no header stands above (csv). */
  fields: z.array(z.string()).min(1).optional(),
  /** Of records in text: a pattern (RE2 and JavaScript alike) of the whole record, whose named groups are its keys. */
  pattern: z.string().optional(),
  /** The group of the pattern that holds pairs of keys and values (`a=1 b="two words"`), in which all other keys are looked for. */
  pairs: z.string().optional(),
  /** Of records in text: a pattern (RE2 and JavaScript alike) of what is none of its records, though it fits the pattern. */
  unlike: z.string().optional(),
  /** What the header of a Zeek log calls it. */
  path: z.string().optional(),
  /** Keys that every record holds, of a list of keys one; by them it is recognised. */
  requires: z.array(z.union([z.string(), z.array(z.string()).min(1)])),
  /** Values by which its records are told from others with the same keys, as patterns of the whole text. */
  where: z.record(z.string(), z.string()).default({}),
  class: z.union([
    z.enum(eventClasses),
    z.strictObject({
      /** Keys whose texts, with a blank between them, say which class a record is of; of a list the first that holds something. */
      by: z.array(z.union([z.string(), columnTexts])).min(1),
      values: z.record(z.string(), z.enum(eventClasses)),
      default: z.enum(eventClasses),
    }),
  ]),
  /** How times are written. */
  time: z.enum(timeShapes).default("any"),
  columns: z.record(z.string(), columnTexts),
});

export const formatFile = z.discriminatedUnion("reader", [templateFormat, jsonFormat, namedFormat]);
export type FormatFile = z.infer<typeof formatFile>;
export type TemplateFormat = z.infer<typeof templateFormat>;
export type JsonFormat = z.infer<typeof jsonFormat>;
export type NamedFormat = z.infer<typeof namedFormat>;

/** A layer around records: a syslog header, a container runtime's line. */
export const wrapperFile = z.strictObject({
  id: slug,
  title: z.string(),
  /**
   * JavaScript and RE2 pattern of the line: its head, then `(.*)$`, the record. Only the head is matched by the
   * engine, so it has no group of its own. JSON wrappers name a key instead.
   */
  pattern: z
    .string()
    .regex(/^(?!.*\((?!\?).*\(\.\*\)\$$).*\(\.\*\)\$$/, "ends with (.*)$, and has no other group")
    .optional(),
  json_key: z.string().optional(),
  json_requires: z.array(z.string()).optional(),
  /** SQL of the record over `line`, for speed; without it the pattern is used. */
  sql: z.string().optional(),
  source: z.string(),
  date: day,
  samples: z.array(z.strictObject({ line: z.string(), record: z.string() })).min(1),
});
export type WrapperFile = z.infer<typeof wrapperFile>;

const measure = z.strictObject({
  merge: z.enum(["sum", "min", "max", "bit_or"]),
  /** Kept only for requests that may matter, by path and hour. */
  detail: z.boolean().optional(),
  sql: z.string(),
  says: z.string(),
});

/** The base profile: mergeable measures of events at one grain. */
export const baseProfile = z.strictObject({
  id: slug,
  over: z.literal("events"),
  says: z.string(),
  keys: z
    .array(
      z.strictObject({
        name: z.enum(["client", "agent", "domain", "path", "hour"]),
        detail: z.boolean().optional(),
        sql: z.string(),
        says: z.string(),
      }),
    )
    .length(5),
  measures: z.record(z.string(), measure),
});
/** With the patterns over a query that make the scan keep it beside the path. */
export type BaseProfile = z.infer<typeof baseProfile> & { readonly queryTells: readonly string[] };

/**
 * Records that are kept one by one, because indicators look at each: mails, what processes did, alerts.
 * Its table holds `source`, `event_id` and `time_ms` besides its columns, and content names it by its id.
 */
export const recordsProfile = z.strictObject({
  id: slug,
  over: z.literal("records"),
  says: z.string(),
  /** Kinds of sources, and classes of their events, that it is made of. */
  kinds: z.array(z.enum(sourceKinds)).min(1),
  classes: z.array(z.enum(eventClasses)).min(1),
  /** Texts of which each line that can be kept holds one, whatever its format; a line without is passed over unread. */
  holds: z.array(z.string()).min(1).optional(),
  /** A linear-time pattern that fits each line that can be kept, whatever its format. */
  like: z.string().optional(),
  /** A linear-time pattern of lines of which none can be kept, whatever their format; they are passed over unread. */
  unlike: z.string().optional(),
  /** Event columns of which a format must fill one; a source of another is passed over. */
  fills: z.array(z.string()).min(1).optional(),
  /** Kinds of entries of intelligence feeds of which one must be given, or it is not read at all. */
  feeds: z.array(z.enum(entryKinds)).min(1).optional(),
  /** A flag that each request has which can be kept; of a log whose requests were read and have it not, no line is read again. */
  requests_with: z.enum(["has_user"]).optional(),
  /** Texts in small letters of which the path of each request that can be kept holds one, catalogued as it is; of a log whose requests were read and hold none, no line is read again. */
  requests_hold: z
    .array(z.string().regex(/^[^A-Z]+$/, "small letters"))
    .min(1)
    .optional(),
  /** SQL over event columns: what is looked at at all. It spares other records the work of the profile's own columns. */
  first: z.string().default("1"),
  /** SQL over event columns and its own: which records are kept. */
  keep: z.string().default("1"),
  /** SQL over event columns; a column may use those before it. */
  columns: z.record(
    z.string().regex(/^[a-z][a-z0-9_]*$/, "a name in snake case"),
    z.strictObject({
      sql: z.string(),
      type: z.enum(["text", "few", "texts", "number", "flag"]).default("text"),
      says: z.string(),
    }),
  ),
});
export type RecordsProfile = z.infer<typeof recordsProfile>;

/** A profile made from other profiles and catalogues by SQL. */
export const derivedProfile = z.strictObject({
  id: slug,
  over: z.literal("profiles"),
  says: z.string(),
  order: z.number().int(),
  /** Whether its rows are wide, with lists in them: the engine makes fewer of them at once, so that memory holds them however many there are. */
  wide: z.boolean().optional(),
  sql: z.string(),
});
export type DerivedProfile = z.infer<typeof derivedProfile>;

/** What a finding is about; a report names the same types of entities. */
export const entityTypes = ["ip", "user_agent", "mail", "domain", "host", "user"] as const;

const technique = z.string().regex(/^T\d{4}(\.\d{3})?$/);

const indicatorSample = z.strictObject({
  says: z.string(),
  /** Lines of any format that is recognised by them; `{n}` in a line with `repeat` is the repetition's number from 1. */
  lines: z
    .array(
      z.union([z.string(), z.strictObject({ line: z.string(), repeat: z.number().int().min(1).max(5000) })]),
    )
    .min(1),
  entities: z.array(z.string()).optional(),
  /** Lines of an intelligence feed (CSV with a header, or a plain list) that is given besides. */
  feed: z.array(z.string()).min(1).optional(),
});

/** One indicator: what is measured, when it fires, what it says. */
export const indicatorFile = z.strictObject({
  id: slug,
  title: z.string(),
  /** Why it means something, as an analyst can repeat it to a colleague. */
  reason: z.string().min(40),
  clause: z.string(),
  techniques: z.array(technique).min(1),
  /** Techniques that a finding shows besides, where a condition holds. */
  techniques_when: z.array(z.strictObject({ when: z.string(), technique })).default([]),
  severity: z.enum(["info", "low", "medium", "high", "critical"]),
  /** Of a mail, `measures` yields the event id as its entity. */
  entity: z.enum(entityTypes),
  /** What an answer calls its findings: "3 sources probing versions". */
  noun: z.strictObject({ one: z.string(), rest: z.string().default("") }),
  needs: z.strictObject({
    kinds: z.array(z.string()),
    /** Classes of events of which one must be there; requests where it names none. */
    classes: z.array(z.enum(eventClasses)).min(1).optional(),
    columns: z.array(z.string()),
    /** Columns of which one must be filled as well. */
    any: z.array(z.string()).min(2).optional(),
    /** Kinds of entries of intelligence feeds of which one must be given; without, the indicator costs nothing. */
    feeds: z.array(z.enum(entryKinds)).min(1).optional(),
  }),
  reads: z.array(z.string()).min(1),
  /** Names of thresholds (bound parameters) and their values; policy may override them. */
  thresholds: z.record(z.string(), z.union([z.number(), z.string(), z.array(z.string())])).default({}),
  /** SQL that yields one row an entity: entity, count, first_ms, last_ms, records, signs and the numbers. */
  measures: z.string(),
  /** All must hold for the indicator to fire. */
  fires: z.array(z.strictObject({ when: z.string(), says: z.string() })).min(1),
  /** What a person reads; `{name}` is a measured column. */
  sentence: z.string(),
  severity_when: z
    .array(
      z.strictObject({ when: z.string(), severity: z.enum(["info", "low", "medium", "high", "critical"]) }),
    )
    .default([]),
  /** Rules of the policy that a finding meets by itself: the first whose condition holds. */
  decides: z.array(z.strictObject({ when: z.string(), rule: slug })).default([]),
  /** Where more fire than are kept: whom a rule in code would act on, the weightiest condition first. */
  kept_first: z.array(z.string()).default([]),
  false_positives: z.array(z.string()).min(1),
  not_covered: z.array(z.string()).min(1),
  must_fire: z.array(indicatorSample).min(1),
  must_not_fire: z.array(indicatorSample).min(1),
});
export type IndicatorFile = z.infer<typeof indicatorFile>;

export const endpointEntry = z.strictObject({
  id: slug,
  product: z.string(),
  paths: z.array(z.string()).min(1),
  at: z.enum(["root", "anywhere"]),
  /** front: a product's own front door, which by itself means nothing. */
  kind: z.enum(["config", "version", "front"]),
  sensitivity: z.enum(["secret", "internal", "public"]),
  discloses: z.string(),
  /** Classes or entries of agents that ask for it by themselves; that they do so is no probe. */
  asked_by: z.array(slug).optional(),
  /** Entries that are meant for everybody on a host where this one is served. */
  makes_public: z.array(slug).optional(),
  source: z.string(),
  date: day,
});
export const endpointCatalogue = z.strictObject({
  catalogue: z.literal("endpoints"),
  purpose: slug,
  title: z.string(),
  entries: z.array(endpointEntry),
});
export type EndpointEntry = z.infer<typeof endpointEntry> & { readonly purpose: string };

export const agentEntry = z.strictObject({
  id: slug,
  name: z.string(),
  pattern: z.string(),
  what: z.string(),
  examples: z.array(z.string()).min(1),
  counterexamples: z.array(z.string()).default([]),
  survey: z.boolean().optional(),
  /** Counts only where no other entry matches. */
  generic: z.boolean().optional(),
  source: z.string(),
  date: day,
  verify: z
    .strictObject({
      domains: z.array(z.string()).optional(),
      ranges: z.array(z.string()).optional(),
      networks: z.array(z.string()).optional(),
      publishes: z.boolean().optional(),
    })
    .optional(),
});
export const agentCatalogue = z.strictObject({
  catalogue: z.literal("agents"),
  class: slug,
  title: z.string(),
  entries: z.array(agentEntry),
});
export type AgentEntry = z.infer<typeof agentEntry> & { readonly class: string };

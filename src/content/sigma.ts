/**
 * What Sigma rules call things here: `content/sigma/*.yaml` says which events a logsource means, and which column
 * or part of the raw record a field is.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { asError } from "../errors.ts";
import { contentError } from "./errors.ts";
import { columnNames, eventColumns, sourceKinds } from "./event-columns.ts";
import { contentFolder } from "./load.ts";

const column = z
  .string()
  .refine((name) => (columnNames as readonly string[]).includes(name), "a column of the event table");

/** Parts of a request's target, or of a name with a port. */
export const sigmaParts = ["local", "stem", "query", "extension", "host"] as const;
export type SigmaPart = (typeof sigmaParts)[number];

/** One place where a field's value stands. */
const place = z.union([
  column,
  z.strictObject({ column, part: z.enum(sigmaParts) }),
  /**
   * Keys of a raw JSON record, of which the first that holds something counts; written as in format files: `a.b` is b
   * inside a, `a\.b` a key with a dot, `a[*]` a list whose texts are values each.
   */
  z.strictObject({ raw: z.array(z.string()).min(1) }),
  /** An element of a list in a raw JSON record, counted from 0. */
  z.strictObject({ raw_list: z.string().regex(/^[A-Za-z_]+$/), item: z.number().int().min(0).max(99) }),
  /** The value of a key in a record that is written as pairs, `a=1 b="two words"`. */
  z.strictObject({ pair: z.string().regex(/^[A-Za-z0-9_-]+$/) }),
  /** What stands under keys inside each object of a list in a raw JSON record; each is a value. */
  z.strictObject({ raw_each: z.string().regex(/^[A-Za-z_.]+$/), at: z.array(z.string()).min(1) }),
]);
export type SigmaPlace = z.infer<typeof place>;

/** Where a field's value stands; of several places each is a value. */
const fieldPlaces = z.union([place, z.array(place).min(2)]);

const fields = {
  fields: z.record(z.string(), fieldPlaces).default({}),
  /** Fields that raw records have under the same name, at the places of `raw_at`. */
  raw_fields: z.array(z.string()).default([]),
  /** Fields that records written as pairs have under the same name. */
  pair_fields: z.array(z.string()).default([]),
};

const logsource = z.strictObject({
  category: z.string().optional(),
  product: z.string().optional(),
  service: z.string().optional(),
  kinds: z.array(z.enum(sourceKinds)).min(1),
  /** SQL over event columns: which events it means. */
  where: z.string().default("1"),
  /** Columns that name who did it; what matches is counted for each. */
  entity: z.array(column).min(1),
  ...fields,
  /** Columns, and raw keys, of an event of it. */
  sample: z.strictObject({
    columns: z.record(z.string(), z.union([z.string(), z.number()])),
    raw: z.record(z.string(), z.unknown()).optional(),
    /** The record where it is text; what is looked for stands behind it. */
    text: z.string().optional(),
  }),
});

export const sigmaMapping = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  title: z.string(),
  /** What a reader of its results has to know. */
  notes: z.array(z.string()).default([]),
  source: z.string(),
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  /** Keys of raw records with `{}` for the name of a field. */
  raw_at: z.array(z.string().includes("{}")).default(["{}"]),
  ...fields,
  logsources: z.array(logsource).min(1),
});
export type SigmaMapping = z.infer<typeof sigmaMapping>;

/** A logsource with all its fields. */
export interface SigmaSource
  extends Omit<z.infer<typeof logsource>, "fields" | "raw_fields" | "pair_fields"> {
  readonly mapping: string;
  readonly fields: ReadonlyMap<string, readonly SigmaPlace[]>;
}

/**
 * The logsources that are mapped.
 * @throws VedetteError `content.invalid`
 */
export function loadSigmaSources(folder: string = contentFolder()): readonly SigmaSource[] {
  const known = loaded.get(folder) ?? loadSigmaMappings(folder).flatMap(sourcesOf);
  loaded.set(folder, known);
  return known;
}

/** Reading the files takes longer than a rule over a small log. */
const loaded = new Map<string, readonly SigmaSource[]>();

export function loadSigmaMappings(folder: string = contentFolder()): SigmaMapping[] {
  return readdirSync(join(folder, "sigma"))
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => {
      const path = `content/sigma/${name}`;
      const hint = "Compare it with the other files of its folder.";
      let value: unknown;
      try {
        value = parse(readFileSync(join(folder, "sigma", name), "utf8"), { schema: "core" });
      } catch (thrown) {
        throw contentError(path, `is not YAML: ${asError(thrown).message.split("\n", 1)[0]}`, hint, thrown);
      }
      const result = sigmaMapping.safeParse(value);
      if (!result.success) {
        const issues = result.error.issues
          .slice(0, 5)
          .map((issue) => `${issue.path.join(".")}: ${issue.message}`);
        throw contentError(path, `breaks its contract: ${issues.join("; ")}`, hint);
      }
      if (`${result.data.id}.yaml` !== name)
        throw contentError(path, "the file is not called by its id.", hint);
      return result.data;
    });
}

function sourcesOf(mapping: SigmaMapping): SigmaSource[] {
  const placesOf = ({
    raw_fields: raw,
    pair_fields: pairs,
    fields: named,
  }: Pick<SigmaMapping, keyof typeof fields>): [string, readonly SigmaPlace[]][] => [
    ...raw.map((name): [string, SigmaPlace[]] => [
      name,
      [
        {
          raw: mapping.raw_at.map((at) =>
            at.replace("{}", name.replaceAll(".", at.includes("\\.") ? "\\." : ".")),
          ),
        },
      ],
    ]),
    ...pairs.map((name): [string, SigmaPlace[]] => [name, [{ pair: name }]]),
    ...Object.entries(named).map(([name, places]): [string, readonly SigmaPlace[]] => [
      name,
      Array.isArray(places) ? places : [places as SigmaPlace],
    ]),
  ];
  return mapping.logsources.map(({ fields: own, raw_fields, pair_fields, ...rest }) => ({
    ...rest,
    mapping: mapping.id,
    fields: new Map([...placesOf(mapping), ...placesOf({ fields: own, raw_fields, pair_fields })]),
  }));
}

/** Whether a column holds numbers, and which of them stands for none. */
export function emptyNumber(name: string): number | undefined {
  switch (eventColumns[name as keyof typeof eventColumns].type) {
    case "status":
    case "port":
    case "time":
      return 0;
    case "count":
    case "level":
      return -1;
    default:
      return undefined;
  }
}

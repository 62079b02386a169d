/**
 * A baseline is a file that `vedette baseline` makes: agents with their versions folded, each with how many clients
 * came under it and when, and the catalogued paths that were part of the site for its visitors.
 */

import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { asError, VedetteError } from "../errors.ts";
import { fileLimits } from "../limits.ts";
import { baselineSchemaName } from "./baseline.ts";

const count = z.number().int().min(0);
const moment = z.iso.datetime().nullable();
const day = z.iso.date().nullable();

const baselineFile = z.strictObject({
  schema: z.literal(baselineSchemaName),
  /** First and last request; null where the logs have no times. */
  from: moment,
  to: moment,
  /** Days from the first to the last request, both counted. */
  days: count,
  /** Clients that were counted: those that no finding puts on the list. */
  clients: count,
  clients_left_out: count,
  requests: count,
  agents_left_out: count,
  paths_left_out: count,
  /** The commonest first. */
  agents: z.array(
    z.strictObject({
      /** The agent with each number written as N. */
      template: z.string(),
      clients: count,
      /** Days on which some client came first or last under it. */
      days: count,
      first: day,
      last: day,
    }),
  ),
  /** Catalogued paths that were part of the site. */
  paths: z.array(z.strictObject({ domain: z.string(), path: z.string(), visitors: count })),
});
export type Baseline = z.infer<typeof baselineFile>;

/** A baseline and the file that it was read from. */
export interface NamedBaseline {
  readonly path: string;
  readonly baseline: Baseline;
}

const again = "Build it again: vedette baseline build PATH -o FILE";

/**
 * Reads a baseline.
 * @throws VedetteError `baseline.invalid` where the file is none
 */
export function readBaseline(path: string): NamedBaseline {
  const wrong = (says: string, hint: string, cause?: unknown) =>
    new VedetteError("baseline.invalid", `${path}: ${says}`, { place: { path }, hint, cause });
  let value: unknown;
  try {
    if (statSync(path).size > fileLimits.baselineBytesMax)
      throw wrong(`larger than ${fileLimits.baselineBytesMax / 1_048_576} MiB, which no baseline is.`, again);
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (thrown) {
    if (thrown instanceof VedetteError) throw thrown;
    throw thrown instanceof SyntaxError
      ? wrong("no baseline, for it is not JSON.", again, thrown)
      : wrong(
          `cannot be read (${asError(thrown).message}).`,
          "Check the name; vedette baseline build makes one.",
          thrown,
        );
  }
  const schema = (value as { schema?: unknown } | null)?.schema;
  if (typeof schema === "string" && schema.startsWith("vedette.baseline/") && schema !== baselineSchemaName)
    throw wrong(`written as ${schema.slice(0, 40)}, this program reads ${baselineSchemaName}.`, again);
  const result = baselineFile.safeParse(value);
  if (result.success) return { path, baseline: result.data };
  const issue = result.error.issues[0];
  throw wrong(`no baseline: ${issue?.path.join(".") || "(file)"}: ${issue?.message}.`, again);
}

/** A baseline as the bytes of its file: the same baseline gives the same bytes, one agent or path a line. */
export function baselineText({ agents, paths, ...head }: Baseline): string {
  const list = (rows: readonly object[]) =>
    rows.length === 0 ? "[]" : `[\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]`;
  const fields = Object.entries(head).map(([name, value]) => `  "${name}": ${JSON.stringify(value)}`);
  return `{\n${[...fields, `  "agents": ${list(agents)}`, `  "paths": ${list(paths)}`].join(",\n")}\n}\n`;
}

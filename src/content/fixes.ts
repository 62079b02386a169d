/** Fixes: `content/fixes/*.yaml`, how what is open is closed, and what is open by the look of a request alone. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { asError } from "../errors.ts";
import { contentFolder } from "./bundle.ts";
import { contentError } from "./errors.ts";
import type { EndpointEntry } from "./schema.ts";

/** Programs and products that a way of fixing is written for. */
export const fixedIn = ["nginx", "apache", "iis", "spring", "php", "application"] as const;
export type FixedIn = (typeof fixedIn)[number];

const way = z
  .strictObject({
    for: z.enum(fixedIn),
    /** Which application. */
    product: z.string().optional(),
    /** Where it is written. */
    where: z.string(),
    /** What is written there; or a sentence where it is no text to copy. */
    config: z.string().optional(),
    says: z.string().optional(),
    source: z.url(),
    date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a date as YYYY-MM-DD"),
  })
  .refine(
    ({ config, says }) => (config === undefined) !== (says === undefined),
    "config or says, one of both",
  )
  .refine(
    (one) => (one.for === "application") === (one.product !== undefined),
    "an application has a product",
  );

const patterns = z.array(z.string()).default([]);

export const fixFile = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/),
    title: z.string(),
    /**
     * What it is for: purposes of the endpoint catalogue, entries of it, which go before their purpose; and what the
     * catalogue does not know but a request shows, as RE2 over the query or over the path in lower case; `turned` for
     * what refused and then gave.
     */
    covers: z.strictObject({
      purposes: patterns,
      endpoints: patterns,
      queries: patterns,
      paths: patterns,
      turned: z.boolean().default(false),
    }),
    /** As the endpoint catalogue has them, for what that does not know. */
    product: z.string().optional(),
    sensitivity: z.enum(["secret", "internal", "public"]).optional(),
    discloses: z.string().optional(),
    does: z.string(),
    /** What has to be changed besides, once it was served. */
    change: z.string().optional(),
    ways: z.array(way).min(1),
  })
  .refine(
    ({ covers, product, sensitivity, discloses }) =>
      (covers.queries.length + covers.paths.length === 0 && !covers.turned) ||
      (product !== undefined && sensitivity !== undefined && discloses !== undefined),
    "what the catalogue does not know needs product, sensitivity and discloses",
  );
export type Fix = z.infer<typeof fixFile>;
export type FixWay = Fix["ways"][number];

/**
 * All fixes, by their ids.
 * @throws VedetteError `content.invalid`
 */
export function loadFixes(folder: string = contentFolder()): Fix[] {
  return readdirSync(join(folder, "fixes"))
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => readFix(`content/fixes/${name}`, join(folder, "fixes", name), name));
}

function readFix(path: string, file: string, name: string): Fix {
  const hint = "Compare it with the other files of its folder.";
  let given: unknown;
  try {
    given = parse(readFileSync(file, "utf8"), { schema: "core" });
  } catch (thrown) {
    throw contentError(path, `is not YAML: ${asError(thrown).message.split("\n", 1)[0]}`, hint, thrown);
  }
  const result = fixFile.safeParse(given);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw contentError(path, `breaks its contract: ${issue?.path.join(".")}: ${issue?.message}`, hint);
  }
  if (`${result.data.id}.yaml` !== name) throw contentError(path, "the file is not called by its id.", hint);
  return result.data;
}

/** The fix of an endpoint: one that names it, or the one of its purpose. */
export function fixOf(
  fixes: readonly Fix[],
  { id, purpose }: Pick<EndpointEntry, "id"> & { readonly purpose: string },
): Fix | undefined {
  return (
    fixes.find((fix) => fix.id === id || fix.covers.endpoints.includes(id)) ??
    fixes.find(({ covers }) => covers.purposes.includes(purpose))
  );
}

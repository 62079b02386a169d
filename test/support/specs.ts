/** Schemas of others, read from the copies beside the checkout; not everybody has them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { shared } from "./places.ts";

export const stixSpecs = join(shared, "data", "specs", "stix2.1", "schemas");
export const layerSpec = join(shared, "data", "specs", "navigator", "layerformat-4.5.md");

/** Checks STIX 2.1 objects against the schema of their type. */
export function stixChecker(): (object: { readonly type: string }) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
  const byType = new Map<string, string>();
  for (const name of readdirSync(stixSpecs, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".json")) continue;
    const schema = JSON.parse(readFileSync(join(stixSpecs, name), "utf8")) as { $id: string };
    ajv.addSchema(schema);
    byType.set(name.split("/").at(-1)?.replace(".json", "") ?? "", schema.$id);
  }
  return (object) => {
    const validate = ajv.getSchema(byType.get(object.type) ?? "");
    if (validate === undefined) return [`no schema of ${object.type}`];
    return problemsOf(validate as ValidateFunction, object, object.type);
  };
}

/** The property tables of the layer format, as a schema. */
export function layerChecker(): (layer: unknown) => string[] {
  const text = readFileSync(layerSpec, "utf8");
  const table = (heading: string) => {
    const section = text.split(/^## /m).find((one) => one.startsWith(heading));
    if (section === undefined) throw new Error(`no table ${heading}`);
    const rows = section
      .split("\n")
      .map((line) => line.split("|").map((cell) => cell.trim()))
      .filter(([, name, type]) => name !== undefined && type !== undefined && !/^(Name|:?-+)/.test(name));
    return {
      type: "object",
      additionalProperties: false,
      required: rows.filter(([, , , required]) => /^yes$/i.test(required ?? "")).map(([, name]) => name),
      properties: Object.fromEntries(rows.map(([, name, type]) => [name, typeOf(type ?? "")])),
    };
  };
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const validate = ajv.compile({
    ...table("Property Table"),
    $defs: {
      Version: table("Version Object"),
      Filter: table("Filter Object"),
      Layout: table("Layout Object"),
      Technique: table("Technique Object"),
      Gradient: table("Gradient Object"),
      LegendItem: table("LegendItem Object"),
      Metadata: table("Metadata Object"),
      Link: table("Link Object"),
      Divider: table("Divider Object"),
    },
  });
  return (layer) => problemsOf(validate, layer, "layer");
}

function typeOf(type: string): unknown {
  const [, items] = /^Array of (.*)$/.exec(type) ?? [];
  if (items !== undefined) {
    const kinds = items.replace(/ objects/g, "").split(" and ");
    return { type: "array", items: { anyOf: kinds.map(typeOf) } };
  }
  const [, object] = /^(\w+?)(?: object)?$/.exec(type) ?? [];
  if (object !== undefined && /^(string|number|boolean)$/i.test(object))
    return { type: object.toLowerCase() };
  return { $ref: `#/$defs/${object}` };
}

function problemsOf(validate: ValidateFunction, value: unknown, what: string): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${what}${instancePath}: ${message}`);
}

/**
 * Checks documents against the OCSF schema files (events, objects, dictionary), as far as those say it: known
 * attributes, required ones, at-least-one constraints, enumerations, types, lists.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { shared } from "./places.ts";

export const ocsfSpecs = join(shared, "data", "specs", "ocsf");

interface Attribute {
  readonly type?: string;
  readonly is_array?: boolean;
  readonly requirement?: string;
  readonly enum?: Readonly<Record<string, unknown>>;
}
interface Entry {
  readonly name: string;
  readonly uid?: number;
  readonly extends?: string;
  readonly category?: string;
  readonly attributes: Readonly<Record<string, Attribute | readonly string[]>>;
  readonly constraints?: { readonly at_least_one?: readonly string[] };
}

const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as unknown;

export class OcsfSchema {
  readonly #events = new Map<string, Entry>();
  readonly #objects = new Map<string, Entry>();
  readonly #dictionary: Readonly<Record<string, Attribute>>;
  readonly #types: Readonly<Record<string, { readonly type?: string }>>;
  readonly #categories: Readonly<Record<string, { readonly uid: number }>>;

  constructor() {
    const list = (folder: string) =>
      readdirSync(join(ocsfSpecs, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".json"))
        .map((name) => read(join(ocsfSpecs, folder, name)) as Entry);
    for (const entry of list("events")) this.#events.set(entry.name, entry);
    for (const entry of list("objects")) this.#objects.set(entry.name, entry);
    const dictionary = read(join(ocsfSpecs, "dictionary.json")) as {
      attributes: Record<string, Attribute>;
      types: { attributes: Record<string, { type?: string }> };
    };
    this.#dictionary = dictionary.attributes;
    this.#types = dictionary.types.attributes;
    this.#categories = (
      read(join(ocsfSpecs, "categories.json")) as { attributes: Record<string, { uid: number }> }
    ).attributes;
  }

  /** What is wrong with a document; empty where nothing is. */
  problems(document: Readonly<Record<string, unknown>>): string[] {
    const found = [...this.#events.values()].find((entry) => this.#classUid(entry) === document.class_uid);
    if (found === undefined) return [`no class ${String(document.class_uid)}`];
    const problems = this.#check(document, this.#chain(this.#events, found), found.name);
    const category = Math.floor(Number(document.class_uid) / 1000);
    if (document.category_uid !== category) problems.push(`category_uid ${String(document.category_uid)}`);
    if (document.type_uid !== Number(document.class_uid) * 100 + Number(document.activity_id))
      problems.push(`type_uid ${String(document.type_uid)}`);
    return problems;
  }

  #classUid(entry: Entry): number | undefined {
    if (entry.name === "base_event") return 0;
    const category = this.#chain(this.#events, entry).find((one) => one.category !== undefined)?.category;
    return entry.uid === undefined || category === undefined
      ? undefined
      : (this.#categories[category]?.uid ?? 0) * 1000 + entry.uid;
  }

  /** An entry and those that it extends, itself first. */
  #chain(all: ReadonlyMap<string, Entry>, entry: Entry): Entry[] {
    const parent = entry.extends === undefined ? undefined : all.get(entry.extends);
    return parent === undefined ? [entry] : [entry, ...this.#chain(all, parent)];
  }

  #attributes(chain: readonly Entry[]): Map<string, Attribute> {
    const known = new Map<string, Attribute>();
    for (const { attributes } of [...chain].reverse()) {
      for (const path of (attributes.$include ?? []) as readonly string[]) {
        try {
          const profile = read(join(ocsfSpecs, path)) as Entry;
          for (const [name, attribute] of Object.entries(profile.attributes))
            if (name !== "$include")
              known.set(name, { ...(attribute as Attribute), requirement: "optional" });
        } catch {
          // Not all profiles are in this copy.
        }
      }
      for (const [name, attribute] of Object.entries(attributes)) {
        if (name === "$include") continue;
        const own = attribute as Attribute;
        const before = known.get(name);
        known.set(name, {
          ...before,
          ...own,
          ...(own.enum === undefined && before?.enum === undefined
            ? {}
            : { enum: { ...before?.enum, ...own.enum } }),
        });
      }
    }
    return known;
  }

  #check(value: Readonly<Record<string, unknown>>, chain: readonly Entry[], where: string): string[] {
    const problems: string[] = [];
    const attributes = this.#attributes(chain);
    for (const [name, one] of Object.entries(value)) {
      const attribute = attributes.get(name);
      if (attribute === undefined) problems.push(`${where}.${name}: unknown`);
      else problems.push(...this.#checkValue(one, { ...this.#dictionary[name], ...attribute }, name, where));
    }
    for (const [name, { requirement }] of attributes)
      if (requirement === "required" && !(name in value)) problems.push(`${where}.${name}: required`);
    const least = chain.find(({ constraints }) => constraints !== undefined)?.constraints?.at_least_one;
    if (least !== undefined && !least.some((name) => name in value))
      problems.push(`${where}: none of ${least.join(", ")}`);
    return problems;
  }

  #checkValue(value: unknown, attribute: Attribute, name: string, where: string): string[] {
    const place = `${where}.${name}`;
    const { is_array: listed } = this.#dictionary[name] ?? {};
    if ((listed === true) !== Array.isArray(value)) return [`${place}: a list where none is, or none`];
    if (Array.isArray(value)) return value.flatMap((one) => this.#checkOne(one, attribute, name, place));
    return this.#checkOne(value, attribute, name, place);
  }

  #checkOne(value: unknown, attribute: Attribute, name: string, place: string): string[] {
    const type = this.#dictionary[name]?.type ?? "";
    const object = this.#objects.get(type);
    if (type === "object") return [];
    if (object !== undefined)
      return typeof value === "object" && value !== null
        ? this.#check(value as Record<string, unknown>, this.#chain(this.#objects, object), place)
        : [`${place}: no object`];
    // Their values are a class's own, and checked above.
    if (name === "class_uid" || name === "category_uid") return [];
    const allowed = { ...this.#dictionary[name]?.enum, ...attribute.enum };
    if (Object.keys(allowed).length > 0 && !(String(value) in allowed)) return [`${place}: ${String(value)}`];
    const base = this.#types[type]?.type ?? type;
    const wanted = {
      string_t: "string",
      integer_t: "number",
      long_t: "number",
      boolean_t: "boolean",
      float_t: "number",
    }[base];
    return wanted === undefined || typeof value === wanted ? [] : [`${place}: no ${wanted}`];
  }
}

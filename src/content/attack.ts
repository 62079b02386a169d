/**
 * What ATT&CK calls the techniques that indicators name: `content/attack/*.yaml`. It is no part of what a triage
 * goes by, only of how a case is told to others.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { asError } from "../errors.ts";
import { contentError } from "./errors.ts";
import { contentFolder } from "./load.ts";

const technique = z.string().regex(/^T\d{4}(\.\d{3})?$/);
const text = z.string().min(1);

export const attackFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  title: text,
  domain: z.enum(["enterprise-attack", "mobile-attack", "ics-attack"]),
  version: z.string().regex(/^\d+(\.\d+)?$/),
  source: z.url(),
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  tactics: z.array(
    z.strictObject({ id: z.string().regex(/^TA\d{4}$/), key: z.string().regex(/^[a-z-]+$/), name: text }),
  ),
  techniques: z.array(z.strictObject({ id: technique, name: text, tactics: z.array(z.string()).min(1) })),
  /** What ATT&CK's own detection of a technique looks at, and what is looked at here besides. */
  detections: z.array(
    z.strictObject({
      technique,
      strategy: z.strictObject({ id: z.string().regex(/^DET\d{4}$/), name: text }),
      analytics: z.array(z.string().regex(/^AN\d{4}$/)).min(1),
      covers: text,
      besides: text,
    }),
  ),
});
export type AttackFile = z.infer<typeof attackFile>;

export interface Tactic {
  readonly id: string;
  /** As kill chain phases and layers name it: "initial-access". */
  readonly key: string;
  readonly name: string;
}

export interface Technique {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly tactics: readonly Tactic[];
  /** Of a sub-technique, what it is part of. */
  readonly parent?: { readonly id: string; readonly name: string; readonly url: string };
}

export interface Attack {
  readonly domain: string;
  readonly version: string;
  readonly techniques: ReadonlyMap<string, Technique>;
  readonly detections: AttackFile["detections"];
}

/**
 * @throws VedetteError `content.invalid`
 */
export function loadAttack(folder: string = contentFolder()): Attack {
  const [only, ...more] = readdirSync(join(folder, "attack"))
    .filter((name) => name.endsWith(".yaml"))
    .sort();
  if (only === undefined || more.length > 0)
    throw contentError("content/attack", "there must be one file.", "Keep enterprise.yaml alone.");
  return attackOf(readAttack(folder, only), `content/attack/${only}`);
}

function readAttack(folder: string, name: string): AttackFile {
  const path = `content/attack/${name}`;
  const hint = "Compare it with content/attack/enterprise.yaml as it came.";
  let value: unknown;
  try {
    value = parse(readFileSync(join(folder, "attack", name), "utf8"), { schema: "core" });
  } catch (thrown) {
    throw contentError(path, `is not YAML: ${asError(thrown).message.split("\n", 1)[0]}`, hint, thrown);
  }
  const result = attackFile.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, 5).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw contentError(path, `breaks its contract: ${issues.join("; ")}`, hint);
}

/** A checked file with its names looked up. */
export function attackOf(file: AttackFile, path: string): Attack {
  const tactics = new Map(file.tactics.map((tactic) => [tactic.key, tactic]));
  const names = new Map(file.techniques.map(({ id, name }) => [id, name]));
  const major = file.version.split(".", 1)[0];
  const url = (id: string) =>
    `https://attack.mitre.org/versions/v${major}/techniques/${id.replace(".", "/")}/`;
  const wrong = (what: string) => contentError(path, what, "Add it, or mend the spelling.");
  const techniques = new Map<string, Technique>();
  for (const { id, name, tactics: keys } of file.techniques) {
    const [parent = id, part] = id.split(".");
    const parentName = names.get(parent);
    if (part !== undefined && parentName === undefined)
      throw wrong(`${id}: its technique ${parent} is missing.`);
    techniques.set(id, {
      id,
      name,
      url: url(id),
      tactics: keys.map((key) => {
        const tactic = tactics.get(key);
        if (tactic === undefined) throw wrong(`${id}: there is no tactic ${key}.`);
        return tactic;
      }),
      ...(part === undefined || parentName === undefined
        ? {}
        : { parent: { id: parent, name: parentName, url: url(parent) } }),
    });
  }
  return { domain: file.domain, version: file.version, techniques, detections: file.detections };
}

/** Rule files of paths that a person names: files, and folders with all they hold. */

import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { asError, VedetteError } from "../errors.ts";
import { sigmaLimits } from "../limits.ts";
import { Refusal, type SigmaRule } from "./model.ts";
import type { Placeholders } from "./modifiers.ts";
import { rulesOf } from "./read-rules.ts";

const { filesMax } = sigmaLimits;

/** Rules of some paths, in the order of the paths and of the names in them. */
export function readRuleFiles(
  paths: readonly string[],
  placeholders: Placeholders,
): { rules: SigmaRule[]; refusals: Refusal[]; files: number } {
  const files = [...new Set(paths.flatMap(filesUnder))];
  if (files.length > filesMax)
    throw new VedetteError(
      "usage.option",
      `${files.length} rule files are more than the limit of ${filesMax}.`,
      {
        hint: "Name folders with fewer rules.",
      },
    );
  const rules: SigmaRule[] = [];
  const refusals: Refusal[] = [];
  for (const path of files) {
    const read = readRuleFile(path, placeholders);
    rules.push(...read.rules);
    refusals.push(...read.refusals);
  }
  return { rules, refusals, files: files.length };
}

function readRuleFile(path: string, placeholders: Placeholders): ReturnType<typeof rulesOf> {
  try {
    const { size } = statSync(path);
    if (size > sigmaLimits.ruleBytesMax) {
      const reason = `the file has ${size} bytes; a rule file may have ${sigmaLimits.ruleBytesMax}`;
      return { rules: [], refusals: [new Refusal({ path, line: 1 }, reason)] };
    }
    return rulesOf(path, readFileSync(path, "utf8"), placeholders);
  } catch (thrown) {
    return {
      rules: [],
      refusals: [new Refusal({ path, line: 1 }, `cannot be read: ${asError(thrown).message}`)],
    };
  }
}

function filesUnder(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new VedetteError("input.missing", `${path}: there is no such file or folder.`, {
      place: { path },
      hint: "Name a Sigma rule file, or a folder of them.",
    });
  if (!stat.isDirectory()) return [path];
  const found: string[] = [];
  const walk = (folder: string) => {
    const entries: Dirent[] = readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    for (const entry of entries) {
      const inner = join(folder, entry.name);
      // A link may lead back to a folder around it.
      if (entry.isDirectory()) walk(inner);
      else if (entry.isFile() && /\.ya?ml$/i.test(entry.name)) found.push(inner);
    }
  };
  walk(path);
  if (found.length === 0)
    throw new VedetteError("input.no-files", `${path}: the folder holds no .yml file.`, {
      place: { path },
      hint: "Name a folder with Sigma rules.",
    });
  return found;
}

/** A folder that a command writes files into. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { asError, VedetteError } from "../errors.ts";

/**
 * Makes a folder, before anything long is done, so that nobody waits for a refusal.
 * @throws VedetteError `output.unwritable` where it cannot be made, or holds something and is not to be written into
 */
export function checkFolder(folder: string, force: boolean): void {
  let names: readonly string[];
  try {
    mkdirSync(folder, { recursive: true });
    names = readdirSync(folder);
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
  if (names.length > 0 && !force)
    throw new VedetteError("output.unwritable", `${folder}: the folder is not empty.`, {
      place: { path: folder },
      hint: "Name a new folder, or give --force to replace files of the same names in it.",
    });
}

/**
 * Writes files; a name may have folders in it, which are made.
 * @throws VedetteError `output.unwritable`
 */
export function saveFiles(
  folder: string,
  files: readonly { readonly name: string; readonly text: string }[],
): void {
  for (const { name, text } of files) {
    const path = join(folder, name);
    try {
      if (dirname(name) !== ".") mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    } catch (thrown) {
      throw unwritable(path, thrown);
    }
  }
}

function unwritable(path: string, thrown: unknown): VedetteError {
  return new VedetteError(
    "output.unwritable",
    `${path}: it cannot be written (${asError(thrown).message}).`,
    { place: { path }, hint: "Name a folder that can be made and may be written to.", cause: thrown },
  );
}

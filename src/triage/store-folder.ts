/** The folder in which a store is kept. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { asError, VedetteError } from "../errors.ts";

/**
 * Makes the folder of a store, unless it is there.
 * @throws VedetteError `output.unwritable`
 */
export function makeStoreFolder(store: string): void {
  const place = { path: store };
  // The engine takes such names in a path for patterns.
  if (/[*?{}]/.test(resolve(store)))
    throw new VedetteError(
      "output.unwritable",
      `${store}: a store cannot be kept at a path with *, ?, { or }.`,
      {
        place,
        hint: "Name another folder with --store.",
      },
    );
  try {
    mkdirSync(join(store, "db"), { recursive: true });
  } catch (thrown) {
    const { code, message } = asError(thrown) as NodeJS.ErrnoException;
    const why =
      code === "ENOTDIR" || code === "EEXIST"
        ? "a file stands in its place"
        : code === "EACCES" || code === "EPERM" || code === "EROFS"
          ? "no permission to write there"
          : message;
    throw new VedetteError("output.unwritable", `${store}: the store cannot be kept there; ${why}.`, {
      place,
      hint: "Name a folder that may be made or written to with --store.",
      cause: thrown,
    });
  }
}

/** The one folder in which the service keeps all that it knows. */
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { asError, VedetteError } from "../errors.ts";

/** Places in a state folder. */
export interface StateFolder {
  readonly path: string;
  /** What people decided (SQLite). */
  readonly book: string;
  /** Who may do what, as looks are judged by it. */
  readonly register: string;
  /** What came in and may not be in the store yet. */
  readonly spool: string;
  /** Events and profiles. */
  readonly store: string;
}

/** Makes the folders above one by one: asked for all at once, Node tries for ever where a file system takes none (`/proc`). */
function makeFolders(path: string): void {
  const above = dirname(resolve(path));
  if (!existsSync(above)) makeFolders(above);
  if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
}

/**
 * Makes a state folder, for its owner alone, unless it is there.
 * @throws VedetteError `output.unwritable`
 */
export function stateFolder(path: string): StateFolder {
  const state = {
    path,
    book: join(path, "casebook.db"),
    register: join(path, "register.yaml"),
    spool: join(path, "spool"),
    store: join(path, "store"),
  };
  try {
    makeFolders(path);
    for (const folder of [path, state.spool, state.store]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    }
  } catch (thrown) {
    throw new VedetteError(
      "output.unwritable",
      `${path}: the state cannot be kept there (${asError(thrown).message}).`,
      { place: { path }, hint: "Name a folder that may be made or written to with --state.", cause: thrown },
    );
  }
  return state;
}

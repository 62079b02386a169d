/** The SQL of every content file, by the name of what it is of. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { contentFolder } from "../../../src/content/load.ts";

interface Piece {
  /** File and key. */
  readonly name: string;
  readonly sql: string;
}

const folders = ["indicators", "links", "profiles", "hunts"];
/** Keys whose text is SQL. */
const keys = new Set(["sql", "measures", "when"]);

export function contentSql(): Piece[] {
  return folders.flatMap((folder) =>
    readdirSync(join(contentFolder(), folder))
      .filter((name) => name.endsWith(".yaml"))
      .flatMap((name) => ofFile(`${folder}/${name}`, join(contentFolder(), folder, name))),
  );
}

function ofFile(name: string, path: string): Piece[] {
  const file = parse(readFileSync(path, "utf8")) as { readonly id: string; readonly over?: string };
  // The base profile is computed where a log is read, and on a server only where its content has changed.
  if (file.over === "events") return [];
  // Columns of records stand in their statement with other names.
  if (file.over === "records")
    return [{ name, sql: `INSERT INTO records_${file.id.replaceAll("-", "_")} SELECT` }];
  return piecesOf(name, file);
}

function piecesOf(name: string, value: unknown): Piece[] {
  if (Array.isArray(value)) return value.flatMap((one, at) => piecesOf(`${name}[${at}]`, one));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    keys.has(key) && typeof one === "string"
      ? [{ name: `${name}.${key}`, sql: one }]
      : piecesOf(`${name}.${key}`, one),
  );
}

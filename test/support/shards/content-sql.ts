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
const keys = new Set(["sql", "measures", "when", "keep"]);

/** The base profile: it is computed where a log is read, and on a server only where its content has changed. */
const base = "activity.yaml";

export function contentSql(): Piece[] {
  return folders.flatMap((folder) =>
    readdirSync(join(contentFolder(), folder))
      .filter((name) => name.endsWith(".yaml") && name !== base)
      .flatMap((name) =>
        piecesOf(`${folder}/${name}`, parse(readFileSync(join(contentFolder(), folder, name), "utf8"))),
      ),
  );
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

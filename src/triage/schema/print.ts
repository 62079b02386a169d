/** A schema as a text of statements, and the formats that a server can parse. */
import type { Content } from "../../content/load.ts";
import { unavailable } from "./lines.ts";
import type { Schema } from "./schema.ts";

/** The statements, each ended by a semicolon, with comments between. */
export function schemaText(schema: Schema, oldestVersion: string): string {
  const { request, placed, lines } = schema;
  const { cluster, kafka } = request;
  const where = cluster === undefined ? "on one server" : `on the cluster ${cluster}`;
  return [
    `-- The schema of a store of vedette ${where}, for ClickHouse ${oldestVersion} or newer.`,
    "-- Each statement leaves what is there as it is; vedette schema --check says what differs.",
    ...(cluster === undefined
      ? []
      : ["-- Every host needs the macros shard and replica, Keeper, and distributed_ddl."]),
    "",
    ended(schema.databaseSql),
    ...placed.flatMap(({ sql }) => ["", ended(sql)]),
    "",
    "-- The store counts as begun.",
    ...schema.begun.map(ended),
    ...lines.flatMap(({ format, name, notes }) => [
      "",
      `-- Lines of ${format}: put into lines_in_${name}${kafka === undefined ? "" : `, or taken from the topic ${kafka.topic}`}.`,
      ...notes.map((note) => `-- ${note.charAt(0).toUpperCase()}${note.slice(1)}.`),
    ]),
    "",
    "-- Roles. A user gets one: CREATE USER name IDENTIFIED WITH sha256_hash BY '…' DEFAULT ROLE …",
    ...schema.roles.map(ended),
    "",
  ].join("\n");
}

function ended(sql: string): string {
  return `${sql};`;
}

/** A format, and why views cannot parse lines of it; undefined where they can. */
export interface FormatLine {
  readonly format: string;
  readonly title: string;
  readonly unavailable: string | undefined;
}

export function formatLines(content: Content): FormatLine[] {
  return content.formats.map((format) => ({
    format: format.id,
    title: format.title,
    unavailable: unavailable(format, false),
  }));
}

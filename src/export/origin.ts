/**
 * Where an event comes from, as SQL that documents are made of: the file, the line in it, the
 * format, the kind of the source.
 */
import type { Parameters } from "../engine/engine.ts";
import type { ColumnName, EventClass, SourceKind } from "../ingest/columns.ts";
import type { JsonValue } from "./json-sql.ts";

/** What all events of one part of a source have in common. */
export interface Origin {
  /** As the user named it. */
  readonly path: string;
  /** Files and lines of the records by their number, where the source is a folder that is read as one. */
  readonly members: readonly { readonly path: string; readonly line: number }[] | undefined;
  readonly format: string;
  readonly kind: SourceKind;
  /** Columns that the format fills. */
  readonly columns: ReadonlySet<ColumnName>;
  /** Classes that events of the source are of. */
  readonly classes: readonly EventClass[];
}

/** Members that a document can begin with, over `line_number`. */
export interface OriginValues {
  readonly path: JsonValue;
  readonly line: JsonValue;
  readonly format: JsonValue;
  readonly kind: JsonValue;
}

/**
 * The values, and what they bind. A path is somebody else's text and is bound, as JSON, never written into SQL.
 * @param number tells the parts of one statement apart
 */
export function originValues(
  { path, members, format, kind }: Origin,
  number: number,
): {
  readonly values: OriginValues;
  readonly parameters: Parameters;
} {
  const bound = (name: string): JsonValue => ({ when: "", json: `{${name}_${number}:String}` });
  const parameters = {
    [`origin_format_${number}`]: JSON.stringify(format),
    [`origin_kind_${number}`]: JSON.stringify(kind),
  };
  const rest = { format: bound("origin_format"), kind: bound("origin_kind") };
  if (members === undefined)
    return {
      values: {
        path: bound("origin_path"),
        line: { when: "", json: "toString(line_number)" },
        ...rest,
      },
      parameters: { ...parameters, [`origin_path_${number}`]: JSON.stringify(path) },
    };
  return {
    values: {
      path: { when: "", json: `{origin_paths_${number}:Array(String)}[line_number]` },
      line: { when: "", json: `toString({origin_lines_${number}:Array(UInt64)}[line_number])` },
      ...rest,
    },
    parameters: {
      ...parameters,
      [`origin_paths_${number}`]: members.map((member) => JSON.stringify(member.path)),
      [`origin_lines_${number}`]: members.map(({ line }) => line),
    },
  };
}

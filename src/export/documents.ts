/** The events of a source as documents, one a line, in the order of its lines: SQL for the engine to stream. */
import type { Parameters } from "../engine/engine.ts";
import type { EventClass, SourceKind } from "../ingest/columns.ts";
import { chain } from "../ingest/scan.ts";
import type { Part, SourceReport } from "../ingest/source.ts";
import type { TimeWindow } from "../ingest/window.ts";
import { ecsComputed, ecsMembers } from "./ecs.ts";
import { type Computed, objectSql } from "./json-sql.ts";
import { ocsfSql } from "./ocsf.ts";
import { type Origin, type OriginValues, originValues } from "./origin.ts";
import { partColumns, partEvents } from "./part-events.ts";
import { plainMembers } from "./plain.ts";

/** In which words documents are written: our own columns, the Elastic Common Schema, OCSF. */
export const documentForms = ["plain", "ecs", "ocsf"] as const;
export type DocumentForm = (typeof documentForms)[number];

/** A statement of one text column. */
export interface DocumentQuery {
  readonly sql: string;
  readonly parameters: Parameters;
}

/**
 * The statement that yields the documents of a source; undefined where it has no event.
 * @param kindOf the kind of a format of a file that mixes several
 */
export function documentsOf(
  form: DocumentForm,
  source: SourceReport,
  kindOf: (format: string) => SourceKind | undefined,
  window: TimeWindow,
): DocumentQuery | undefined {
  if (source.events === 0 || source.opened === undefined) return undefined;
  const { opened, parts } = source;
  const selects: string[] = [];
  let parameters: Parameters = { file: opened.file };
  for (const [number, part] of parts.entries()) {
    const origin: Origin = {
      path: source.path,
      members: opened.members,
      format: part.format,
      kind: kindOf(part.format) ?? source.kind,
      columns: new Set(partColumns(part)),
      classes: Object.keys(source.classes) as EventClass[],
    };
    const { values, parameters: bound } = originValues(origin, number);
    parameters = { ...parameters, ...bound };
    // OCSF documents of different classes have nothing in common. One statement with all their shapes takes the
    // engine minutes to analyse (28 s with 8 classes); one for each class reads the lines as often, and is sorted.
    const groups = form === "ocsf" ? origin.classes.map((one) => [one]) : [origin.classes];
    for (const classes of groups)
      selects.push(partSql(form, part, { ...origin, classes }, values, window, groups.length > 1));
  }
  const [only, ...more] = selects;
  if (only === undefined) return undefined;
  return {
    sql:
      more.length === 0
        ? `SELECT document FROM ${only}`
        : `SELECT document FROM (${selects.map((select) => `SELECT event_id, document FROM ${select}`).join("\nUNION ALL\n")}) ORDER BY event_id`,
    parameters,
  };
}

/** Table expression of `event_id` and `document`. */
function partSql(
  form: DocumentForm,
  part: Part,
  origin: Origin,
  values: OriginValues,
  window: TimeWindow,
  ofClass: boolean,
): string {
  const { computed, sql } = documentSql(form, origin, values);
  return chain(
    partEvents(part, [...origin.columns], window, ofClass ? origin.classes[0] : undefined),
    ["event_id", "line_number", ...origin.columns],
    [...computed, ["document", sql]],
    ["event_id", "document"],
  );
}

function documentSql(
  form: DocumentForm,
  origin: Origin,
  values: OriginValues,
): { readonly computed: Computed; readonly sql: string } {
  switch (form) {
    case "plain":
      return objectSql(plainMembers(origin, values), "plain");
    case "ecs": {
      const { computed, sql } = objectSql(ecsMembers(origin, values), "ecs");
      return { computed: [...ecsComputed(origin), ...computed], sql };
    }
    case "ocsf":
      return ocsfSql(origin, values);
  }
}

/**
 * Comma-separated rows (RFC 4180) that no header stands above: a format file names their values. Rows of
 * documents with a header, or with line feeds in them, are read elsewhere (documents/).
 */
import type { NamedFormat } from "../content/schema.ts";
import { literal } from "../engine/sql.ts";
import type { Plan } from "./columns.ts";
import { type Access, namedPlan } from "./named.ts";

const valuePattern = ',("(?:[^"]|"")*"|[^,]*)';

/** Whether a record has as many values as a format names, and those by which it is told from others. */
export function fitsRow(format: NamedFormat, record: string): boolean {
  const fields = format.fields ?? [];
  const values = valuesOf(record, fields.length);
  return (
    values.length === fields.length &&
    Object.entries(format.where).every(([key, pattern]) =>
      new RegExp(`^(?:${pattern})$`, "s").test(values[fields.indexOf(key)] ?? ""),
    )
  );
}

/** The values of a record, or one more than `most` of them; that many are no row of the format. */
function valuesOf(record: string, most: number): string[] {
  const text = `,${record}`;
  const next = new RegExp(valuePattern, "y");
  const values: string[] = [];
  while (next.lastIndex < text.length && values.length <= most) {
    const value = next.exec(text)?.[1];
    // Text behind the quotes that end a value: by a program that does not double the quotes in it.
    if (value === undefined) return looseValues(record, most);
    values.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
  }
  return values;
}

/** Values that all stand in quotes are parted at the quotes and commas between them. */
function looseValues(record: string, most: number): string[] {
  return record.startsWith('"') && record.endsWith('"') ? record.slice(1, -1).split('","', most + 1) : [];
}

/** The plan of rows. */
export function rowPlan(format: NamedFormat): Plan {
  const fields = format.fields ?? [];
  const access: Access = (key) => {
    const index = fields.indexOf(key) + 1;
    return index === 0 ? undefined : `row_values[${index}]`;
  };
  const other = Object.entries(format.where).map(([key, pattern]): [string, string] => [
    `NOT match(${access(key) ?? "''"}, ${literal(`(?s)^(?:${pattern})$`)})`,
    literal(`another kind of record by its ${key}`),
  ]);
  const value = `if(startsWith(value, '"'), replaceAll(substring(value, 2, length(value) - 2), '""', '"'), value)`;
  return namedPlan(format, {
    access,
    prelude: () => [
      ["row_text", "concat(',', toValidUTF8(record))"],
      [
        "row_values",
        `if(replaceRegexpAll(row_text, ${literal(valuePattern)}, '') = '', arrayMap(value -> ${value}, extractAll(row_text, ${literal(valuePattern)})), if(startsWith(row_text, ',"') AND endsWith(row_text, '"'), splitByString('","', substring(row_text, 3, length(row_text) - 3)), []))`,
      ],
    ],
    rejects: [
      [
        `length(row_values) != ${fields.length}`,
        literal(`does not have the ${fields.length} values of the format`),
      ],
      ...other,
    ],
    skip: "empty(record)",
  });
}

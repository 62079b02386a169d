/** Which lines of a log can be of an event that is looked at, as far as their bare text tells. */
import type { RecordsProfile } from "../content/schema.ts";
import { escapeRegex, literal, literals } from "../engine/sql.ts";
import type { EventClass, Plan } from "./columns.ts";
import type { LineSource } from "./scan.ts";

/** SQL of whether a line may be an event of some classes; undefined where its text does not tell. */
export function classTells(
  plan: Plan,
  { recordSql }: LineSource,
  classes: readonly EventClass[],
): string | undefined {
  const texts = classes.map((name) => plan.classTexts?.[name]);
  if (texts.some((some) => some === undefined)) return undefined;
  // A text in JSON stands between quotes, and in JSON that is a text in JSON these have a backslash before them.
  const quoted = texts
    .flatMap((some) => some ?? [])
    .flatMap((text) => (recordSql === "line" ? [`"${text}"`] : [`"${text}"`, `"${text}\\`]));
  // An escape may hide any text.
  return `multiSearchAny(line, ${literals([...quoted, "\\u"])})`;
}

/**
 * SQL of whether a line can be kept by a profile; undefined where its text does not tell.
 * @param plan what tells lines by the classes of their events; without it they are not told by that
 */
export function lineTells(
  profile: RecordsProfile,
  lines: LineSource,
  plan: Plan | undefined,
): string | undefined {
  // Records of a store are columns already.
  if (lines.recordSql === "raw") return undefined;
  const told = plan === undefined ? undefined : classTells(plan, lines, profile.classes);
  // All conditions are evaluated for every row; a line that another one rules out is not handed to them.
  const line = told === undefined ? "line" : `if(${told}, line, '')`;
  const tells = [
    told,
    profile.holds === undefined
      ? undefined
      : `multiMatchAny(${line}, ${literals(profile.holds.map(anyCase))})`,
    profile.like === undefined ? undefined : `multiMatchAny(${line}, [${literal(profile.like)}])`,
    profile.unlike === undefined ? undefined : `NOT match(${line}, ${literal(profile.unlike)})`,
  ].filter((tell) => tell !== undefined);
  return tells.length === 0 ? undefined : tells.join(" AND ");
}

/**
 * A pattern of a text in capitals or not, of ASCII letters only. Measured on an EVE log of 120 MB and 75 texts: the search for
 * texts takes 1.1 s of processor time, that for patterns 0.03 s.
 */
function anyCase(text: string): string {
  return [...text]
    .map((sign) => (/[a-z]/i.test(sign) ? `[${sign.toLowerCase()}${sign.toUpperCase()}]` : escapeRegex(sign)))
    .join("");
}

/** Pieces of SQL about what products show by their nature. */
import type { CodeBrowsers, productPartNames } from "../content/products.ts";
import { literal } from "../engine/sql.ts";

export function productParts({
  paths,
}: CodeBrowsers): Readonly<Record<(typeof productPartNames)[number], string>> {
  return {
    code_browsers: literal(`^(?:${paths.map(({ pattern }) => pattern.replaceAll("(", "(?:")).join("|")})`),
  };
}

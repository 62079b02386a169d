/** The JSON report, as `vedette.report/v1` describes it. */

import type { ReportDocument } from "./model.ts";
import { escapedForTerminal } from "./safe-text.ts";

export function renderJson(document: ReportDocument): string {
  return jsonText(document);
}

/** A document as indented JSON, with escapes for what a terminal or an eye could be tricked with: the same values. */
export function jsonText(value: unknown): string {
  return `${escapedForTerminal(JSON.stringify(value, null, 2))}\n`;
}

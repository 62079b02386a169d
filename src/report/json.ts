/** The JSON report, as `vedette.report/v1` describes it. */
import type { ReportDocument } from "./document.ts";

export function renderJson(document: ReportDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

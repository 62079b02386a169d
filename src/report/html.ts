/** The report as one self-contained HTML file. */
import type { ReportDocument } from "./document.ts";
import { forHtml } from "./safe-text.ts";

export function renderHtml(document: ReportDocument, _zone: string): string {
  return `<!doctype html><meta charset="utf-8"><title>${forHtml(document.playbook.id)}</title><p>${forHtml(document.decision.sentence)}</p>`;
}

/**
 * Windows events exported as XML (Event Viewer, wevtutil): each `<Event>` becomes the flat object that
 * shippers write, the names of its data as keys.
 *
 * Source: https://learn.microsoft.com/en-us/windows/win32/wes/eventschema-schema (2026-11-24).
 */
import type { DocumentReader } from "./document.ts";
import { recordsOf } from "./records.ts";

export const windowsXml: DocumentReader = {
  id: "windows-xml",
  title: "Windows events as XML",
  fits: (head) => /^\uFEFF?\s*(<\?xml[^>]*\?>\s*)?(<Events\b[^>]*>\s*)?<Event\b[^>]*>\s*<System>/.test(head),
  records: async function* (chunks, limits) {
    const { EventCutter } = await import("./windows-events.ts");
    yield* recordsOf(chunks, (emit) => new EventCutter(emit, limits));
  },
};

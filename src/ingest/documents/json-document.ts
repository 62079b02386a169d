/** JSON documents: a list of records, an object around one, or objects printed over several lines. */
import type { DocumentReader } from "./document.ts";
import { JsonScanner } from "./json-scanner.ts";
import { recordsOf } from "./records.ts";

/** A JSON document; one complete object a line is no document, it is read line by line. */
export const jsonDocument: DocumentReader = {
  id: "json-document",
  title: "JSON document (a list, an export around one, pretty-printed objects)",
  fits: (head) => {
    const text = head.replace(/^\uFEFF/, "").trimStart();
    if (text.startsWith("[")) return /^\[\s*(\{|\]|$)/.test(text);
    if (!text.startsWith("{")) return false;
    const [first = "", second = ""] = text.split("\n", 2);
    if (isObjectText(first)) return second.trim() === "" && isExport(first);
    return !isObjectText(second);
  },
  records: (chunks, limits) => recordsOf(chunks, (emit) => new JsonScanner(emit, limits)),
};

function isObjectText(line: string): boolean {
  if (!line.startsWith("{")) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Whether a single object is one around a list of records. */
function isExport(text: string): boolean {
  const scanner = new JsonScanner(() => {}, { recordBytes: text.length + 1, depth: 64, parts: 1 });
  scanner.chunk(Buffer.from(text, "utf8"));
  return scanner.isWrapper;
}

/**
 * What a shipper's document is a record of. A shipper that read a file sends the line as it stood
 * there, with words of its own around it; formats know the line, so the line is what is kept. Any
 * other document is kept as it was sent.
 */
import { parseObject } from "./bulk.ts";
import type { Stream } from "./model.ts";

export interface Kept {
  readonly stream: Stream;
  readonly record: Buffer;
  /** Whether it is a line that stood in a file, and not a document. */
  readonly isLine: boolean;
}

/** Keys that Fluent Bit's `tail` input gives beside the line. */
const tailKeys = new Set([
  "@timestamp",
  "date",
  "time",
  "log",
  "path",
  "file",
  "filename",
  "filepath",
  "stream",
  "logtag",
  "_p",
]);

/** Keys that shippers put around a line, and that nothing of the line itself was put into. */
const envelopeKeys = new Set([
  "@timestamp",
  "@version",
  "agent",
  "container",
  "data_stream",
  "ecs",
  "event",
  "fields",
  "file",
  "host",
  "hostname",
  "input",
  "kubernetes",
  "log",
  "message",
  "port",
  "service",
  "source_type",
  "stream",
  "tags",
  "timestamp",
]);

/** @returns undefined where it is no JSON object */
export function keptOf(source: Buffer, index: string): Kept | undefined {
  const document = parseObject(source);
  if (document === undefined) return undefined;
  const line = lineOf(document);
  if (line === undefined)
    return { stream: { kind: "http", name: indexName(index) }, record: source, isLine: false };
  const name = [indexName(index), hostOf(document), line.path].filter((part) => part !== "").join(":");
  return { stream: { kind: "http", name }, record: Buffer.from(line.text), isLine: true };
}

/** Data streams and daily indices end in a date, and an index is one stream over all days. */
function indexName(index: string): string {
  return index.replace(/[-_.]\d{4}[-.]\d{2}(?:[-.]\d{2})?(?:-\d{6})?$/, "");
}

/** The line of a log file in a document, and the file's path. */
function lineOf(
  document: Record<string, unknown>,
): { readonly text: string; readonly path: string } | undefined {
  // Rendered events of Windows have no line; their document is the record.
  if ("winlog" in document) return undefined;
  const path = textAt(document, "log.file.path") ?? vectorPath(document);
  const original = textAt(document, "event.original");
  const text =
    original ??
    (path === undefined && !isEnvelope(document) ? undefined : textAt(document, "message")) ??
    tailLine(document);
  if (text === undefined) return undefined;
  const line = text.replace(/\r?\n$/, "");
  // Several lines are one record only with the document around them.
  if (line.includes("\n") || line === "") return undefined;
  return { text: line, path: path ?? textAt(document, "path") ?? textAt(document, "filepath") ?? "" };
}

/** Whether a document tells nothing of its own besides its message. */
function isEnvelope(document: Record<string, unknown>): boolean {
  return Object.keys(document).every((key) => envelopeKeys.has(key.split(".", 1)[0] ?? key));
}

/** Vector's `file` source. */
function vectorPath(document: Record<string, unknown>): string | undefined {
  return document.source_type === "file" ? textAt(document, "file") : undefined;
}

/** Fluent Bit's `tail` input, without a parser. */
function tailLine(document: Record<string, unknown>): string | undefined {
  return Object.keys(document).every((key) => tailKeys.has(key)) ? textAt(document, "log") : undefined;
}

function hostOf(document: Record<string, unknown>): string {
  return textAt(document, "host.name") ?? textAt(document, "host.hostname") ?? textAt(document, "host") ?? "";
}

/** A text at a path, whether it is nested or a key with points. */
function textAt(document: Record<string, unknown>, path: string): string | undefined {
  const flat = document[path];
  if (typeof flat === "string") return flat;
  let at: unknown = document;
  for (const key of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return typeof at === "string" ? at : undefined;
}

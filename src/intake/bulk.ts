/**
 * Bodies of Elasticsearch's `_bulk`: an action a line, and behind `create` and `index` its document.
 * https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk (2026-11)
 */
import { VedetteError } from "../errors.ts";
import { intakeLimits } from "../limits.ts";

export type BulkAction = "create" | "index" | "update" | "delete";

export interface BulkItem {
  readonly action: BulkAction;
  readonly index: string;
  readonly id: string | undefined;
  /** The document as it was sent; empty for `delete`. */
  readonly source: Buffer;
}

export type BulkBody =
  | { readonly items: readonly BulkItem[] }
  /** Why the whole body is refused, in the words by which clients know it. */
  | { readonly problem: string };

const lineFeed = 0x0a;
const actions: readonly string[] = ["create", "index", "update", "delete"];

/** Lines of a request's body. @throws VedetteError `intake.limit` */
export function bodyLines(body: Buffer): Buffer[] {
  const { bodyLinesMax } = intakeLimits;
  const lines = linesOf(body, bodyLinesMax);
  if (lines === undefined)
    throw new VedetteError(
      "intake.limit",
      `A body has more than ${bodyLinesMax.toLocaleString("en")} lines.`,
    );
  return lines;
}

/**
 * @param defaultIndex the index of the path, for actions that name none
 * @throws VedetteError `intake.limit`
 */
export function parseBulk(body: Buffer, defaultIndex: string | undefined): BulkBody {
  if (body.length === 0) return { problem: "request body is required" };
  if (body.at(-1) !== lineFeed) return { problem: "The bulk request must be terminated by a newline [\\n]" };
  const items: BulkItem[] = [];
  const lines = bodyLines(body);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? Buffer.alloc(0);
    if (isBlank(line)) continue;
    const action = parseAction(line, defaultIndex);
    if (typeof action === "string")
      return { problem: `Malformed action/metadata line [${at + 1}], ${action}` };
    if (action.action === "delete") {
      items.push({ ...action, source: Buffer.alloc(0) });
      continue;
    }
    at += 1;
    const source = lines[at];
    if (source === undefined)
      return { problem: `Malformed action/metadata line [${at}], expected a document behind it` };
    items.push({ ...action, source });
  }
  return items.length === 0 ? { problem: "no requests added" } : { items };
}

/** @returns why it is none */
function parseAction(line: Buffer, defaultIndex: string | undefined): Omit<BulkItem, "source"> | string {
  const value = parseObject(line);
  if (value === undefined) return "expected START_OBJECT";
  const entries = Object.entries(value);
  const [name, meta] = entries[0] ?? [];
  if (entries.length !== 1 || name === undefined || !actions.includes(name))
    return "expected one of create, index, update, delete";
  if (typeof meta !== "object" || meta === null) return "expected START_OBJECT";
  const { _index, _id } = meta as { _index?: unknown; _id?: unknown };
  const index = typeof _index === "string" && _index !== "" ? _index : defaultIndex;
  if (index === undefined) return "an index is missing";
  return { action: name as BulkAction, index, id: typeof _id === "string" && _id !== "" ? _id : undefined };
}

/** A JSON object; undefined for anything else. */
export function parseObject(text: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.toString());
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Lines without their ends; what stands behind the last line feed is one too.
 * @param most lines that are taken: in memory one takes a hundred times the room of a line feed
 * @returns undefined where there are more
 */
export function linesOf(body: Buffer, most: number): Buffer[] | undefined {
  const lines: Buffer[] = [];
  let at = 0;
  for (let end = body.indexOf(lineFeed); end !== -1; end = body.indexOf(lineFeed, at)) {
    if (lines.length === most) return undefined;
    lines.push(body.subarray(at, body[end - 1] === 0x0d && end > at ? end - 1 : end));
    at = end + 1;
  }
  if (at < body.length) lines.push(body.subarray(at));
  return lines;
}

export function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

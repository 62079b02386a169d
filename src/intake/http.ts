/**
 * The HTTP intake: `_bulk` as shippers of logs speak it, NDJSON, and raw lines.
 *
 * An answer with 200 says that the records are on disk. Whoever got none sends again: a record with an
 * `_id`, or a body with an `Idempotency-Key` or `X-Request-Id`, is then known and not kept twice.
 */

import { createHash } from "node:crypto";
import { VedetteError } from "../errors.ts";
import { spoolLimits } from "../limits.ts";
import { type Answer, failed, greeting, json, refusal } from "./answers.ts";
import { unpacked } from "./body.ts";
import { type BulkItem, bodyLines, isBlank, parseBulk, parseObject } from "./bulk.ts";
import { type Kept, keptOf } from "./documents.ts";
import type { Committing, Part, Stream } from "./model.ts";

export interface IntakeRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What a sender shows to be let in. */
export type Credential =
  | { readonly kind: "none" }
  /** `Bearer`, and Elasticsearch's `ApiKey`, whose text is base64 of `id:key`. */
  | { readonly kind: "bearer" | "apikey"; readonly token: string }
  | { readonly kind: "basic"; readonly user: string; readonly password: string };

export interface HttpSettings {
  /** Whether a sender may send. */
  readonly authorize: (credential: Credential) => boolean | Promise<boolean>;
  /** The version that shippers are told; Filebeat wants one that is not older than itself. */
  readonly elasticsearchVersion?: string;
}

const defaultVersion = "8.19.0";

export async function answer(
  spool: Committing,
  request: IntakeRequest,
  settings: HttpSettings,
): Promise<Answer> {
  if (!(await settings.authorize(credentialOf(request.headers.authorization))))
    return refusal(401, "security_exception", "A token is missing, or is not known.", {
      "www-authenticate": 'Basic realm="vedette"',
    });
  const path = pathOf(request.url);
  const greeted = greeting(request.method, path, settings.elasticsearchVersion ?? defaultVersion);
  if (greeted !== undefined) return request.method === "HEAD" ? { ...greeted, body: "" } : greeted;
  const target = targetOf(path);
  if (target === undefined)
    return refusal(404, "invalid_index_name_exception", `Nothing is taken at ${path}.`);
  if (request.method !== "POST" && request.method !== "PUT")
    return refusal(405, "method_not_allowed", `${path} takes POST.`, { allow: "POST, PUT" });
  try {
    const body = await unpacked(request.body, request.headers["content-encoding"]);
    return await take(spool, target, body, request);
  } catch (thrown) {
    return failed(thrown);
  }
}

type Target =
  | { readonly kind: "bulk"; readonly index: string | undefined }
  | { readonly kind: "ndjson" | "lines"; readonly name: string };

function targetOf(path: string): Target | undefined {
  const parts = path.split("/").slice(1).map(decoded);
  const [first = "", second = "", third = ""] = parts;
  if (parts.length === 1 && first === "_bulk") return { kind: "bulk", index: undefined };
  if (parts.length === 2 && second === "_bulk" && first !== "") return { kind: "bulk", index: first };
  if (parts.length !== 3 || first !== "intake" || third === "") return undefined;
  return second === "ndjson" || second === "lines" ? { kind: second, name: third } : undefined;
}

function take(spool: Committing, target: Target, body: Buffer, request: IntakeRequest): Promise<Answer> {
  switch (target.kind) {
    case "bulk":
      return takeBulk(spool, body, target.index, request);
    case "ndjson":
    case "lines":
      return takeLines(spool, target, body, request);
  }
}

/** Lines are taken as they are; of NDJSON those that are no JSON object are refused, and the others taken. */
async function takeLines(
  spool: Committing,
  { kind, name }: Extract<Target, { name: string }>,
  body: Buffer,
  request: IntakeRequest,
): Promise<Answer> {
  const lines = bodyLines(body).filter((line) => !isBlank(line));
  const tooLong = lines.filter(({ length }) => length > spoolLimits.recordBytesMax);
  const short = lines.filter(({ length }) => length <= spoolLimits.recordBytesMax);
  const records = kind === "lines" ? short : short.filter((line) => parseObject(line) !== undefined);
  const stream: Stream = { kind: "http", name: `${kind}/${name}` };
  const commit = (of: Stream, isShared: boolean) =>
    spool.commit({ parts: [{ stream: of, records }], isShared, ...batchKey(request) });
  const { written, repeated } = await commit(stream, false).catch((thrown: unknown) => {
    if (!isLimit(thrown)) throw thrown;
    return commit({ kind: "http", name: kind }, true);
  });
  return json(200, {
    taken: written,
    repeated: repeated.flat().length,
    too_long: tooLong.length,
    no_json_object: short.length - records.length,
  });
}

/** What becomes of an item: its place in the batch, or why it is refused. */
type Sorted = { readonly part: number; readonly place: number } | Refused;

interface Refused {
  readonly status: number;
  readonly type: string;
  readonly reason: string;
}

async function takeBulk(
  spool: Committing,
  body: Buffer,
  index: string | undefined,
  request: IntakeRequest,
): Promise<Answer> {
  const parsed = parseBulk(body, index);
  if ("problem" in parsed) return refusal(400, "illegal_argument_exception", parsed.problem);
  const kept = parsed.items.map(sortItem);
  const commit = async (isShared: boolean) => {
    const { sorted, parts } = inStreams(parsed.items, kept, isShared);
    return { sorted, ...(await spool.commit({ parts, isShared, ...batchKey(request) })) };
  };
  const { sorted, repeated } = await commit(false).catch((thrown: unknown) => {
    if (!isLimit(thrown)) throw thrown;
    return commit(true);
  });
  const isRepeated = repeated.map((places) => new Set(places));
  const items = parsed.items.map((item, at) => itemAnswer(item, sorted[at] as Sorted, isRepeated));
  return json(200, {
    took: 0,
    errors: items.some(({ error }) => error !== undefined),
    items: items.map(({ told }) => told),
  });
}

/** Senders name indices, hosts and files; where those are too many streams, new ones share two. */
const isLimit = (thrown: unknown) => thrown instanceof VedetteError && thrown.code === "intake.limit";

const sharedName = ({ isLine }: Kept) => (isLine ? "bulk" : "bulk:documents");

function inStreams(items: readonly BulkItem[], all: readonly (Kept | Refused)[], isShared: boolean) {
  const streams = new Map<string, { records: Buffer[]; keys: (string | undefined)[]; place: number }>();
  const sorted = items.map((item, at): Sorted => {
    const kept = all[at] as Kept | Refused;
    if ("status" in kept) return kept;
    const name = isShared ? sharedName(kept) : kept.stream.name;
    const known = streams.get(name) ?? { records: [], keys: [], place: streams.size };
    streams.set(name, known);
    known.records.push(kept.record);
    known.keys.push(keyOf(item));
    return { part: known.place, place: known.records.length - 1 };
  });
  const parts = [...streams].map(
    ([name, { records, keys }]): Part => ({ stream: { kind: "http", name }, records, keys }),
  );
  return { sorted, parts };
}

function sortItem(item: BulkItem): Kept | Refused {
  if (item.action === "update" || item.action === "delete")
    return {
      status: 400,
      type: "action_request_validation_exception",
      reason: `Records are kept as they come: ${item.action} is not taken.`,
    };
  const kept = keptOf(item.source, item.index);
  if (kept === undefined)
    return { status: 400, type: "document_parsing_exception", reason: "The document is no JSON object." };
  if (kept.record.length > spoolLimits.recordBytesMax)
    return {
      status: 413,
      type: "illegal_argument_exception",
      reason: `The record has ${kept.record.length} bytes; ${spoolLimits.recordBytesMax} is the limit.`,
    };
  return kept;
}

/** A document that was created cannot be created again; one that is indexed again is a repeat only where it is the same. */
function keyOf({ action, index, id, source }: BulkItem): string | undefined {
  if (id === undefined) return undefined;
  const same = action === "create" ? "" : createHash("sha256").update(source).digest("base64url");
  return JSON.stringify([index, id, same]);
}

function itemAnswer(
  { action, index, id }: BulkItem,
  sorted: Sorted,
  repeated: readonly ReadonlySet<number>[],
): { readonly told: unknown; readonly error: unknown } {
  const about = { _index: index, _id: id ?? "" };
  const refused = (status: number, type: string, reason: string) => {
    const error = { type, reason };
    return { told: { [action]: { ...about, status, error } }, error };
  };
  if ("status" in sorted) return refused(sorted.status, sorted.type, sorted.reason);
  const isKnown = repeated[sorted.part]?.has(sorted.place) === true && id !== undefined;
  if (isKnown && action === "create")
    return refused(
      409,
      "version_conflict_engine_exception",
      `[${id}]: version conflict, document already exists`,
    );
  const told = {
    ...about,
    _version: 1,
    result: isKnown ? "updated" : "created",
    status: isKnown ? 200 : 201,
  };
  return { told: { [action]: told }, error: undefined };
}

/** A body that comes again under its key; the body belongs to it, so that a key used for all loses nothing. */
export function batchKey({ headers, url, body }: IntakeRequest): { key?: string } {
  const key = headers["idempotency-key"] ?? headers["x-request-id"];
  if (key === undefined || key === "") return {};
  return { key: JSON.stringify([key, url, createHash("sha256").update(body).digest("base64url")]) };
}

export function credentialOf(header: string | undefined): Credential {
  const [, scheme = "", token = ""] = /^(\S+) +(\S+) *$/.exec(header ?? "") ?? [];
  switch (scheme.toLowerCase()) {
    case "bearer":
      return { kind: "bearer", token };
    case "apikey":
      return { kind: "apikey", token };
    case "basic": {
      const text = Buffer.from(token, "base64").toString();
      const at = text.indexOf(":");
      return at === -1
        ? { kind: "none" }
        : { kind: "basic", user: text.slice(0, at), password: text.slice(at + 1) };
    }
    default:
      return { kind: "none" };
  }
}

export function pathOf(url: string): string {
  const at = url.indexOf("?");
  return (at === -1 ? url : url.slice(0, at)).replace(/(.)\/$/, "$1");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

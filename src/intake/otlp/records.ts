/**
 * What a log record is kept as. A line that was read from a file, or that stands by itself, is kept as it was sent; a body with members
 * of its own is a JSON record; anything else is a JSON record around the body, with its attributes.
 */
import { spoolLimits } from "../../limits.ts";
import type { Stream } from "../model.ts";
import type { Attributes, LogRecord, Origin, Value } from "./model.ts";

export interface Kept {
  readonly stream: Stream;
  readonly record: Buffer;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Attributes that tell who asked, in the order of preference; older names last. */
const clientKeys = ["client.address", "source.address", "network.peer.address", "http.client_ip"];
const olderClientKeys = ["net.peer.ip", "net.sock.peer.addr"];
const requestKeys = ["http.request.method", "http.response.status_code", "http.method", "http.status_code"];

/** Members of a body that tell its time; case does not matter. */
const timeKey = /time|date|^ts$|^t$|^@t$/i;

/** Turns records of one request into what is kept; what origins have in common is written once. */
export class Keeper {
  readonly #resources = new WeakMap<Attributes, string>();

  /** @returns why it is not taken */
  keep(record: LogRecord, origin: Origin): Kept | string {
    const line = lineOf(record);
    const bytes = line ?? this.#document(record, origin);
    if (typeof bytes === "string") return bytes;
    if (bytes.length > spoolLimits.recordBytesMax)
      return `A record has ${bytes.length} bytes; ${spoolLimits.recordBytesMax} is the limit.`;
    return { stream: streamOf(record, origin, line !== undefined), record: bytes };
  }

  #document(record: LogRecord, { resource, scope }: Origin): Buffer | string {
    const own = documentOf(record, scope);
    if (own === undefined) return "A record has neither a body nor attributes.";
    const text = JSON.stringify(own);
    const common = this.#resource(resource);
    if (common === "{}" || "resource" in own) return Buffer.from(text);
    // What a request says once is not to fill the memory by being put into each of its records.
    const bytes = text.length + common.length;
    if (bytes > spoolLimits.recordBytesMax)
      return `A record with its resource has more than ${spoolLimits.recordBytesMax} bytes, which is the limit.`;
    return Buffer.from(`${text.slice(0, -1)},"resource":${common}}`);
  }

  #resource(resource: Attributes): string {
    const known = this.#resources.get(resource);
    if (known !== undefined) return known;
    const text = JSON.stringify(resource);
    this.#resources.set(resource, text);
    return text;
  }
}

/** The line that a record is, where it is one. */
function lineOf({ line, attributes, severityNumber, severityText }: LogRecord): Buffer | undefined {
  const original = attributes["log.record.original"];
  const given = typeof original === "string" ? Buffer.from(original) : line;
  if (given === undefined) return undefined;
  const text = withoutEnd(given);
  // Several lines are one record only with the document around them.
  if (text.length === 0 || text.includes(lineFeed)) return undefined;
  if (typeof original === "string" || isOfFile(attributes) || hasClock(text)) return text;
  // What an application says comes with its severity, and without the time, which stands beside it.
  return severityNumber === 0 && severityText === "" && !isRequest(attributes) ? text : undefined;
}

function withoutEnd(line: Buffer): Buffer {
  if (line.at(-1) !== lineFeed) return line;
  return line.subarray(0, line.at(-2) === carriageReturn ? -2 : -1);
}

function isOfFile(attributes: Attributes): boolean {
  return "log.file.path" in attributes || "log.file.name" in attributes;
}

/** A text that tells its own time is a line of a log. */
function hasClock(text: Buffer): boolean {
  return /\d\d:\d\d:\d\d/.test(text.toString("latin1", 0, 1024));
}

/** Whether attributes tell of a request: who asked, and what or with which outcome. */
export function isRequest(attributes: Attributes): boolean {
  const has = (key: string) => Object.hasOwn(attributes, key);
  return [...clientKeys, ...olderClientKeys].some(has) && requestKeys.some(has);
}

function documentOf(record: LogRecord, scope: string): Record<string, Value> | undefined {
  const { body, line, attributes } = record;
  const at = timeOf(record);
  const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
  const hasAttributes = Object.keys(attributes).length > 0;
  if (isObject && Object.keys(body).length > 0 && !isRequest(attributes)) {
    const members = body as Attributes;
    const isTimed = Object.keys(members).some((key) => timeKey.test(key));
    return {
      ...(isTimed || at === undefined ? {} : { "@timestamp": at }),
      ...members,
      ...(hasAttributes && !("attributes" in members) ? { attributes } : {}),
    };
  }
  const message = line?.toString() ?? (body === undefined ? undefined : textOf(body));
  if ((message === undefined || message === "") && !hasAttributes && record.eventName === "")
    return undefined;
  const level = record.severityText || levelOf(record.severityNumber);
  const isFlat = isRequest(attributes);
  return {
    // A format knows them by their names.
    ...(isFlat ? attributes : {}),
    ...(at === undefined ? {} : { "@timestamp": at }),
    ...(level === "" ? {} : { level }),
    ...(scope === "" ? {} : { logger: scope }),
    ...(record.eventName === "" ? {} : { event_name: record.eventName }),
    ...(message === undefined ? {} : { message }),
    ...(record.traceId === "" ? {} : { trace_id: record.traceId }),
    ...(hasAttributes && !isFlat ? { attributes } : {}),
  };
}

function textOf(body: Value): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

const nanosecondsInMs = 1_000_000n;
/** The last millisecond that a date can tell. */
const lastMs = 8_640_000_000_000_000n;

/** RFC 3339 with nanoseconds; undefined where no time was told. */
function timeOf({ timeNs, observedNs }: LogRecord): string | undefined {
  const ns = timeNs === 0n ? observedNs : timeNs;
  const ms = ns / nanosecondsInMs;
  if (ns === 0n || ms > lastMs) return undefined;
  const text = new Date(Number(ms)).toISOString();
  const rest = ns % nanosecondsInMs;
  return rest === 0n ? text : `${text.slice(0, -1)}${String(rest).padStart(6, "0")}Z`;
}

const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const levelsEach = 4;

function levelOf(severityNumber: number): string {
  return severityNumber < 1 ? "" : (levels[Math.floor((severityNumber - 1) / levelsEach)] ?? "");
}

const nameMax = 300;
const unnamed = "otlp";
const documents = "documents";

/** The stream that all lines share, or all documents, where each cannot have its own. */
export function sharedName({ name }: Stream): string {
  return name.endsWith(`:${documents}`) ? `${unnamed}:${documents}` : unnamed;
}

/** `SERVICE:HOST:PATH`, as `INDEX:HOST:PATH` of other shippers. Documents of a service are a stream of their own. */
function streamOf({ attributes }: LogRecord, { resource }: Origin, isLine: boolean): Stream {
  const named = (key: string) => {
    const value = attributes[key] ?? resource[key];
    return typeof value === "string" ? value.slice(0, nameMax) : "";
  };
  const service = textAt(resource, "service.name");
  const parts = [
    service === "" || service.startsWith("unknown_service") ? unnamed : service.slice(0, nameMax),
    named("host.name"),
    isLine ? named("log.file.path") || named("log.file.name") : documents,
  ];
  return { kind: "http", name: parts.filter((part) => part !== "").join(":") };
}

function textAt(attributes: Attributes, key: string): string {
  const value = attributes[key];
  return typeof value === "string" ? value : "";
}

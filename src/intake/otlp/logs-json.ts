/**
 * `ExportLogsServiceRequest` in JSON: names in lowerCamelCase (or as in the .proto), 64-bit integers as texts or numbers,
 * bytes in base64, trace identifiers hexadecimal. Members that are not known are passed over.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding (2026-11)
 */

import { setImmediate as others } from "node:timers/promises";
import { intakeLimits } from "../../limits.ts";
import { doubleOf, integerOf, visit } from "./logs-proto.ts";
import {
  type Attributes,
  BeyondLimit,
  Budget,
  type LogRecord,
  Malformed,
  TooMuch,
  type Value,
  type Visitor,
} from "./model.ts";

type Members = Readonly<Record<string, unknown>>;

/** A value inside a value takes four levels of JSON at most. One record that is too deep is no reason to refuse the others, so this is far beyond. */
const levelsMax = 16 * intakeLimits.otlpDepthMax;

/** @throws Malformed, TooMuch */
export async function readJson(body: Buffer, visitor: Visitor): Promise<void> {
  checkSize(body);
  const budget = new Budget();
  for (const resourceLogs of listOf(parsed(body), "resourceLogs")) {
    budget.origin();
    const resource = resourceOf(resourceLogs, budget);
    for (const scopeLogs of listOf(resourceLogs, "scopeLogs")) {
      budget.origin();
      const scope = textAt(objectAt(scopeLogs, "scope"), "name");
      for (const one of listOf(scopeLogs, "logRecords")) {
        visit(visitor, budget, () => readRecord(one, budget), { resource, scope });
        if (budget.isTurn()) await others();
      }
    }
    if (budget.isTurn()) await others();
  }
}

/** One that is beyond a limit is beyond it for all its records. */
function resourceOf(resourceLogs: Members, budget: Budget): Attributes {
  try {
    return attributesOf(objectAt(resourceLogs, "resource"), budget);
  } catch (thrown) {
    throw thrown instanceof BeyondLimit ? new TooMuch(thrown.message) : thrown;
  }
}

/** Looks through a body before it is parsed. */
function checkSize(body: Buffer): void {
  let level = 0;
  let tokens = 0;
  let inText = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (inText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x2c) tokens += 1;
    else if (byte === 0x5b || byte === 0x7b) {
      tokens += 1;
      level += 1;
      if (level > levelsMax) throw new TooMuch(`The body is nested more than ${levelsMax} deep.`);
    } else if (byte === 0x5d || byte === 0x7d) level -= 1;
  }
  if (tokens > intakeLimits.otlpTokensMax) throw new TooMuch("The body has too many members.");
}

function parsed(body: Buffer): Members {
  try {
    return asObject(JSON.parse(body.toString()), "The body");
  } catch (thrown) {
    if (thrown instanceof Malformed) throw thrown;
    throw new Malformed("The body is no JSON.");
  }
}

function readRecord(one: Members, budget: Budget): LogRecord {
  const given = memberOf(one, "body");
  return {
    timeNs: unsignedAt(one, "timeUnixNano"),
    observedNs: unsignedAt(one, "observedTimeUnixNano"),
    severityNumber: severityAt(one),
    severityText: textAt(one, "severityText"),
    ...(given === undefined ? {} : bodyOf(asObject(given, "body"), budget)),
    attributes: attributesOf(one, budget),
    traceId: textAt(one, "traceId"),
    eventName: textAt(one, "eventName"),
  };
}

function bodyOf(given: Members, budget: Budget): Pick<LogRecord, "line" | "body"> {
  const text = memberOf(given, "stringValue");
  if (text !== undefined) return { line: Buffer.from(textOf(text, "stringValue")) };
  const bytes = memberOf(given, "bytesValue");
  if (bytes !== undefined) return { line: Buffer.from(textOf(bytes, "bytesValue"), "base64") };
  return Object.keys(given).length === 0 ? {} : { body: readValue(given, budget, 1) };
}

function attributesOf(owner: Members, budget: Budget): Attributes {
  return pairsOf(owner, "attributes", budget, 1);
}

function pairsOf(owner: Members, name: string, budget: Budget, depth: number): Attributes {
  return Object.fromEntries(
    listOf(owner, name).map((pair) => {
      const value = memberOf(pair, "value");
      const key = textAt(pair, "key");
      // One that is left out takes as much room as one that is empty.
      return [key, readValue(value === undefined ? {} : asObject(value, "value"), budget, depth)];
    }),
  );
}

function readValue(given: Members, budget: Budget, depth: number): Value {
  budget.value(depth);
  for (const [name, value] of Object.entries(given)) {
    if (value === null) continue;
    switch (name) {
      case "stringValue":
      case "string_value":
      case "bytesValue":
      case "bytes_value":
        return textOf(value, name);
      case "boolValue":
      case "bool_value":
        if (typeof value !== "boolean") throw wrong(name, "true or false");
        return value;
      case "intValue":
      case "int_value":
        return integerOf(integer(value, name, -(1n << 63n), (1n << 63n) - 1n));
      case "doubleValue":
      case "double_value":
        return doubleIn(value, name);
      case "arrayValue":
      case "array_value":
        return listOf(asObject(value, name), "values").map((one) => readValue(one, budget, depth + 1));
      case "kvlistValue":
      case "kvlist_value":
        return pairsOf(asObject(value, name), "values", budget, depth + 1);
    }
  }
  return null;
}

function doubleIn(value: unknown, name: string): number | string {
  if (typeof value === "number") return doubleOf(value);
  if (typeof value === "string" && value.trim() !== "") {
    const number = Number(value);
    if (!Number.isNaN(number) || value === "NaN") return doubleOf(number);
  }
  throw wrong(name, "a number");
}

function severityAt(one: Members): number {
  const given = memberOf(one, "severityNumber");
  if (given === undefined) return 0;
  // By its name it is allowed in JSON of Protocol Buffers, though not in that of OpenTelemetry; the text tells then.
  if (typeof given === "string" && /^SEVERITY_NUMBER_[A-Z0-9_]{1,20}$/.test(given)) return 0;
  return Number(integer(given, "severityNumber", -(1n << 31n), (1n << 31n) - 1n));
}

function unsignedAt(owner: Members, name: string): bigint {
  const given = memberOf(owner, name);
  return given === undefined ? 0n : integer(given, name, 0n, (1n << 64n) - 1n);
}

function integer(value: unknown, name: string, min: bigint, max: bigint): bigint {
  const isNumber = typeof value === "number" && Number.isInteger(value);
  const isText = typeof value === "string" && /^-?\d{1,20}$/.test(value);
  if (!isNumber && !isText) throw wrong(name, "an integer");
  const number = BigInt(value as number | string);
  if (number < min || number > max) throw wrong(name, `between ${min} and ${max}`);
  return number;
}

function listOf(owner: Members, name: string): Members[] {
  const given = memberOf(owner, name);
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw wrong(name, "a list");
  return given.map((one) => asObject(one, name));
}

function objectAt(owner: Members, name: string): Members {
  const given = memberOf(owner, name);
  return given === undefined ? {} : asObject(given, name);
}

function textAt(owner: Members, name: string): string {
  const given = memberOf(owner, name);
  return given === undefined ? "" : textOf(given, name);
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== "string") throw wrong(name, "a text");
  return value;
}

function asObject(value: unknown, name: string): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(name, "an object");
  return value as Members;
}

/** A member by either of its names; null is as if it were not there. */
function memberOf(owner: Members, name: string): unknown {
  const given = Object.hasOwn(owner, name) ? owner[name] : undefined;
  if (given !== undefined && given !== null) return given;
  const snake = snakeOf(name);
  return (Object.hasOwn(owner, snake) ? owner[snake] : undefined) ?? undefined;
}

const snakes = new Map<string, string>();

/** The name as in the .proto; those that are asked for are few. */
function snakeOf(name: string): string {
  const known = snakes.get(name);
  if (known !== undefined) return known;
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  snakes.set(name, snake);
  return snake;
}

function wrong(name: string, wanted: string): Malformed {
  return new Malformed(`${name.slice(0, 40)} is not ${wanted}.`);
}

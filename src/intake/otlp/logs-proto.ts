/**
 * `ExportLogsServiceRequest` in Protocol Buffers. Fields that are not known are skipped; they may come in any order.
 * https://github.com/open-telemetry/opentelemetry-proto, opentelemetry/proto/logs/v1/logs.proto (1.9, 2026-11)
 */
import { setImmediate as others } from "node:timers/promises";
import {
  type Attributes,
  BeyondLimit,
  Budget,
  type LogRecord,
  type Origin,
  TooMuch,
  type Value,
  type Visitor,
} from "./model.ts";
import { Fields } from "./protobuf.ts";

/** @throws Malformed, TooMuch */
export async function readProtobuf(body: Buffer, visitor: Visitor): Promise<void> {
  const budget = new Budget();
  for (const resourceLogs of messagesOf(body, 1)) {
    budget.origin();
    const resource = attributesOf(lastOf(resourceLogs, 1), 1, budget);
    for (const scopeLogs of messagesOf(resourceLogs, 2)) {
      budget.origin();
      const scope = lastOf(lastOf(scopeLogs, 1), 1).toString();
      for (const bytes of messagesOf(scopeLogs, 2)) {
        visit(visitor, budget, () => readRecord(bytes, budget), { resource, scope });
        if (budget.isTurn()) await others();
      }
      if (budget.isTurn()) await others();
    }
    if (budget.isTurn()) await others();
  }
}

/** Reads one record, and hands it on. */
export function visit(visitor: Visitor, budget: Budget, read: () => LogRecord, origin: Origin): void {
  budget.record();
  try {
    visitor.record(read(), origin);
  } catch (thrown) {
    if (!(thrown instanceof BeyondLimit)) throw thrown;
    visitor.rejected(thrown.message);
  }
}

/** The messages of a repeated field. */
function* messagesOf(bytes: Buffer, field: number): Generator<Buffer> {
  const fields = new Fields(bytes);
  while (fields.next()) if (fields.number === field) yield fields.bytes();
}

/** A field that stands once; the last one counts. */
function lastOf(bytes: Buffer, field: number): Buffer {
  let last: Buffer = Buffer.alloc(0);
  for (const one of messagesOf(bytes, field)) last = one;
  return last;
}

/** Of a resource; one that is beyond a limit is beyond it for all its records. */
function attributesOf(bytes: Buffer, field: number, budget: Budget): Attributes {
  try {
    return pairsOf(bytes, field, budget, 1);
  } catch (thrown) {
    throw thrown instanceof BeyondLimit ? new TooMuch(thrown.message) : thrown;
  }
}

/** One by one, so that a limit ends it before all are there. */
function pairsOf(bytes: Buffer, field: number, budget: Budget, depth: number): Attributes {
  const pairs: [string, Value][] = [];
  for (const pair of messagesOf(bytes, field)) pairs.push(readPair(pair, budget, depth));
  return Object.fromEntries(pairs);
}

function listOf(bytes: Buffer, budget: Budget, depth: number): Value[] {
  const values: Value[] = [];
  for (const one of messagesOf(bytes, 1)) values.push(readValue(one, budget, depth));
  return values;
}

function readRecord(bytes: Buffer, budget: Budget): LogRecord {
  const record = {
    timeNs: 0n,
    observedNs: 0n,
    severityNumber: 0,
    severityText: "",
    traceId: "",
    eventName: "",
  };
  const attributes: [string, Value][] = [];
  let body: Body = {};
  const fields = new Fields(bytes);
  while (fields.next()) {
    if (fields.number === 1) record.timeNs = fields.fixed64();
    else if (fields.number === 2) record.severityNumber = Number(BigInt.asIntN(32, fields.varint()));
    else if (fields.number === 3) record.severityText = fields.text();
    else if (fields.number === 5) body = readBody(fields.bytes(), budget);
    else if (fields.number === 6) {
      attributes.push(readPair(fields.bytes(), budget, 1));
    } else if (fields.number === 9) record.traceId = fields.bytes().toString("hex");
    else if (fields.number === 11) record.observedNs = fields.fixed64();
    else if (fields.number === 12) record.eventName = fields.text();
  }
  return { ...record, ...body, attributes: Object.fromEntries(attributes) };
}

type Body = Pick<LogRecord, "line" | "body">;

function readBody(bytes: Buffer, budget: Budget): Body {
  const fields = new Fields(bytes);
  let body: Body = {};
  while (fields.next()) {
    if (fields.number === 1 || fields.number === 7) body = { line: fields.bytes() };
    else if (fields.number <= 6) body = { body: valueAt(fields, budget, 1) };
  }
  return body;
}

const nothing = Buffer.alloc(0);

function readPair(bytes: Buffer, budget: Budget, depth: number): [string, Value] {
  let key = "";
  let value: Value | undefined;
  const fields = new Fields(bytes);
  while (fields.next()) {
    if (fields.number === 1) key = fields.text();
    else if (fields.number === 2) value = readValue(fields.bytes(), budget, depth);
  }
  // One that is left out takes as much room as one that is empty.
  return [key, value === undefined ? readValue(nothing, budget, depth) : value];
}

function readValue(bytes: Buffer, budget: Budget, depth: number): Value {
  budget.value(depth);
  let value: Value = null;
  const fields = new Fields(bytes);
  while (fields.next()) if (fields.number <= 7) value = valueAt(fields, budget, depth);
  return value;
}

/** The value of the alternative that is at hand. */
function valueAt(fields: Fields, budget: Budget, depth: number): Value {
  switch (fields.number) {
    case 1:
      return fields.text();
    case 2:
      return fields.varint() !== 0n;
    case 3:
      return integerOf(fields.int64());
    case 4:
      return doubleOf(fields.double());
    case 5:
      return listOf(fields.bytes(), budget, depth + 1);
    case 6:
      return pairsOf(fields.bytes(), 1, budget, depth + 1);
    default:
      return fields.bytes().toString("base64");
  }
}

/** A number where it is exact as one. */
export function integerOf(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** JSON has no infinity, and nothing that is no number. */
export function doubleOf(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

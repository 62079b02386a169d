/** Log records as OpenTelemetry's own serializers take them, and messages written field by field. */
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import fc from "fast-check";
import type { LogRecord, Origin } from "../../src/intake/otlp/model.ts";

export interface Given {
  readonly body?: unknown;
  readonly attributes?: Record<string, unknown>;
  readonly resource?: Record<string, unknown>;
  readonly scope?: string;
  /** Seconds and nanoseconds. */
  readonly time?: [number, number];
  readonly observed?: [number, number];
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly eventName?: string;
}

export function readable(given: Given): ReadableLogRecord {
  return {
    hrTime: given.time ?? [0, 0],
    hrTimeObserved: given.observed ?? [0, 0],
    severityNumber: given.severityNumber,
    severityText: given.severityText,
    body: given.body,
    eventName: given.eventName,
    resource: { attributes: given.resource ?? {} },
    instrumentationScope: { name: given.scope ?? "" },
    attributes: given.attributes ?? {},
    droppedAttributesCount: 0,
  } as unknown as ReadableLogRecord;
}

/** Values of attributes; nested ones are what the serializers take for lists and maps. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string({ unit: "binary" }),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), tie("value"), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value;

const hrTime = fc.tuple(fc.nat(2 ** 31), fc.nat(999_999_999));

export const given: fc.Arbitrary<Given> = fc.record({
  body: fc.option(anyValue, { nil: undefined }),
  attributes: fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), anyValue, {
    maxKeys: 3,
    noNullPrototype: true,
  }),
  resource: fc.constant({ "service.name": "shop" }),
  scope: fc.constantFrom("", "logger"),
  time: hrTime,
  observed: hrTime,
  severityNumber: fc.nat(24),
  severityText: fc.constantFrom("", "INFO", "Fehler"),
  eventName: fc.constantFrom("", "login"),
}) as fc.Arbitrary<Given>;

export interface Visited {
  readonly records: readonly { readonly record: LogRecord; readonly origin: Origin }[];
  readonly rejected: readonly string[];
}

/** What a reader makes of a body. */
export async function visited(
  read: (body: Buffer, visitor: Visiting) => Promise<void>,
  body: Uint8Array,
): Promise<Visited> {
  const records: { record: LogRecord; origin: Origin }[] = [];
  const rejected: string[] = [];
  await read(Buffer.from(body), {
    record: (record, origin) => records.push({ record, origin }),
    rejected: (because) => rejected.push(because),
  });
  return { records, rejected };
}

interface Visiting {
  record(record: LogRecord, origin: Origin): void;
  rejected(because: string): void;
}

/** A field with its length in front; numbers of fields are below 16. */
export function field(number: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length: number[] = [];
  let rest = content.length;
  for (; rest > 127; rest = Math.floor(rest / 128)) length.push((rest % 128) | 128);
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length, rest]), content]);
}

/** A request of one resource with one scope. */
export const request = (...records: Uint8Array[]) =>
  field(1, field(2, ...records.map((one) => field(2, one))));

export const text = (value: string) => field(1, Buffer.from(value));

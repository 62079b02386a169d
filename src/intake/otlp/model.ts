/** Log records as OpenTelemetry's protocol has them, in either encoding. */

import { intakeLimits } from "../../limits.ts";

/** What JSON can hold. Integers beyond 2^53 are texts, bytes are base64. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export type Attributes = Readonly<Record<string, Value>>;

export interface LogRecord {
  /** Nanoseconds since the epoch; 0 where it was not told. */
  readonly timeNs: bigint;
  readonly observedNs: bigint;
  /** 1 to 24; 0 where it was not told. */
  readonly severityNumber: number;
  readonly severityText: string;
  /** A body that is a text or bytes, as it was sent. */
  readonly line?: Buffer;
  /** Any other body. */
  readonly body?: Value;
  readonly attributes: Attributes;
  /** Hexadecimal. */
  readonly traceId: string;
  readonly eventName: string;
}

/** What records of one origin have in common. */
export interface Origin {
  readonly resource: Attributes;
  /** Of the instrumentation, often the logger. */
  readonly scope: string;
}

/** Takes the records of a request one by one, so that no more than one is taken apart at a time. */
export interface Visitor {
  record(record: LogRecord, origin: Origin): void;
  /** A record that is beyond a limit. */
  rejected(because: string): void;
}

/** Data that is not what it says it is; the whole request is refused. */
export class Malformed extends Error {}

/** One record that is beyond a limit; the others are taken. */
export class BeyondLimit extends Error {}

/** A request that is beyond a limit as a whole. */
export class TooMuch extends Error {}

/** How much is read before others have their turn. */
const turnSize = 5000;

/** Counts what a request holds. */
export class Budget {
  #origins = 0;
  #records = 0;
  #values = 0;
  #recordValues = 0;
  #turn = 0;

  origin(): void {
    this.#origins += 1;
    this.#recordValues = 0;
    this.#turn += 1;
    if (this.#origins > intakeLimits.otlpOriginsMax)
      throw tooMany(intakeLimits.otlpOriginsMax, "resources and scopes");
  }

  record(): void {
    this.#records += 1;
    this.#recordValues = 0;
    this.#turn += 1;
    if (this.#records > intakeLimits.otlpRecordsMax)
      throw tooMany(intakeLimits.otlpRecordsMax, "log records");
  }

  value(depth: number): void {
    this.#values += 1;
    this.#recordValues += 1;
    this.#turn += 1;
    if (this.#values > intakeLimits.otlpValuesMax) throw tooMany(intakeLimits.otlpValuesMax, "values");
    if (this.#recordValues > intakeLimits.otlpRecordValuesMax)
      throw new BeyondLimit(
        `A record has more than ${intakeLimits.otlpRecordValuesMax.toLocaleString("en")} values.`,
      );
    if (depth > intakeLimits.otlpDepthMax)
      throw new BeyondLimit(`A value is nested more than ${intakeLimits.otlpDepthMax} deep.`);
  }

  /** Whether others should have their turn now. */
  isTurn(): boolean {
    if (this.#turn < turnSize) return false;
    this.#turn = 0;
    return true;
  }
}

function tooMany(limit: number, what: string): TooMuch {
  return new TooMuch(`A request has more than ${limit.toLocaleString("en")} ${what}.`);
}

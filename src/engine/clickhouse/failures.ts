/** What can go wrong between this program and a server, and what may be tried again. */
import { setTimeout as wait } from "node:timers/promises";
import { asError, VedetteError } from "../../errors.ts";
import { clickhouseLimits } from "../../limits.ts";
import { EngineError } from "../engine.ts";

/** Numbers by which a server says that it is busy or not whole at this moment. */
const passing: ReadonlySet<number> = new Set([202, 203, 209, 210, 242, 252, 279, 439, 999]);

/** A connection that was not made, or ended before the answer did; nobody knows what the server has done. */
export class ConnectionLost extends EngineError {
  /** Whether it was waited for longer than was meant. */
  readonly late: boolean;

  constructor(message: string, cause: unknown, late = false) {
    super(message, 0, cause);
    this.late = late;
  }
}

/** Whatever the client threw, with the server's number where it is the server's word. */
export function engineErrorOf(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const cause = asError(thrown);
  const { code: told, type } = cause as { code?: unknown; type?: unknown };
  const code = Number(told);
  // The message as the embedded engine words it.
  if (Number.isInteger(code) && code > 0) {
    const name = typeof type === "string" ? ` (${type})` : "";
    return new EngineError(`Code: ${code}. DB::Exception: ${cause.message.trim()}${name}`, code, cause);
  }
  const late = /^timeout/i.test(cause.message);
  return new ConnectionLost(
    late ? "the server did not answer in time" : `the connection to the server ended (${cause.message})`,
    cause,
    late,
  );
}

/** A failure that a server wrote behind rows, as text. */
export function failureIn(text: string): EngineError {
  const code = Number(/Code: (\d+)/.exec(text)?.[1] ?? 0);
  return new EngineError(text.trim().replace(/\s*\(version [^)]*\)$/, ""), code, undefined);
}

/** Milliseconds that are waited before something is tried again; each time twice as long, up to a limit. */
const firstWaitMs = 250;
const longestWaitMs = 5_000;

/** What may be done again without changing what comes of it. */
export type Again =
  /** A question: after a lost connection, but not after one that was late, which would ask twice as much. */
  | "question"
  /** An insertion that the server knows again by its token, or a statement that changes nothing when it has been done. */
  | "same"
  | "never";

/**
 * Does something, and again where a failure passes and doing it again is safe.
 * @param patienceMs how long is waited in between, altogether
 */
export async function trying<T>(
  again: Again,
  work: () => Promise<T>,
  patienceMs: number = clickhouseLimits.patienceMs,
): Promise<T> {
  let waited = 0;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    try {
      return await work();
    } catch (thrown) {
      const failure = engineErrorOf(thrown);
      if (waited + waitMs > patienceMs || !mayTry(again, failure)) throw failure;
      await wait(waitMs);
      waited += waitMs;
    }
  }
}

function mayTry(again: Again, failure: EngineError): boolean {
  if (failure instanceof ConnectionLost) return again === "same" || (again === "question" && !failure.late);
  return again !== "never" && passing.has(failure.number);
}

/** Numbers of a server that does not know who asks. */
const unknownUser: ReadonlySet<number> = new Set([192, 193, 194, 516]);

/** Why a server could not be opened. */
export function openFailure(shown: string, thrown: unknown): unknown {
  if (!(thrown instanceof EngineError)) return thrown;
  if (unknownUser.has(thrown.number))
    return new VedetteError("engine.failed", `${shown}: the server does not let this user in.`, {
      hint: "Check the user of the address, and VEDETTE_CLICKHOUSE_PASSWORD or the file with the password.",
      cause: thrown,
    });
  if (thrown instanceof ConnectionLost)
    return new VedetteError("engine.failed", `${shown}: ${thrown.message}.`, {
      hint: "Check host and port (HTTP, 8123; with TLS 8443 and clickhouses://), and that the server runs.",
      cause: thrown,
    });
  return thrown;
}

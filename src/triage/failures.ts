/** What a run failed with, in words for a person. */
import { ConnectionLost } from "../engine/clickhouse/failures.ts";
import { EngineError, engineErrorNumbers } from "../engine/engine.ts";
import { StoreFailed } from "../engine/transfer.ts";
import { VedetteError } from "../errors.ts";

/** Whatever a run failed with, in words for a person where the engine failed. */
export function asFailure(thrown: unknown): unknown {
  if (thrown instanceof StoreFailed) return asFailure(thrown.cause);
  return thrown instanceof EngineError ? engineFailure(thrown) : thrown;
}

/** A statement of the program itself that failed: a limit of this machine, or content that it cannot work with. */
export function engineFailure(thrown: EngineError): VedetteError {
  const spent =
    thrown.number === engineErrorNumbers.memoryLimitExceeded ||
    thrown.number === engineErrorNumbers.notEnoughSpace;
  return new VedetteError(
    "engine.failed",
    `The engine failed: ${thrown.message.split("\n", 1)[0]?.slice(0, 300)}`,
    {
      hint: spent
        ? "Give fewer logs at once, or less time with --from and --to."
        : thrown instanceof ConnectionLost
          ? "Run the command again when the server answers: what a source added stays when all of it was there, and else it is read anew."
          : "If content/ was edited, take the last change back; if not, please report it.",
      cause: thrown,
    },
  );
}

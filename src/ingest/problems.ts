/** What went wrong with an input, in words for the one who named it. */
import { DiskFull } from "../engine/disk-room.ts";
import { EngineError, engineErrorNumbers } from "../engine/engine.ts";
import { asError, VedetteError } from "../errors.ts";
import { type Input, systemProblem } from "./discover.ts";
import { damaged, displayName } from "./open.ts";

/**
 * A file whose lines fit no known format.
 * @param own what the formats that the user described say to the lines
 */
export function unrecognised(input: Input, samples: readonly string[], own: readonly string[]): VedetteError {
  const binary = samples.some((line) => line.includes("\0"));
  if (!binary && own.length > 0)
    return new VedetteError("input.unrecognised", `${displayName(input)}: ${own.join("; ")}.`, {
      place: { path: input.path },
      hint: "A field outside quotes ends at the next blank, also in front of another sign. Compare the string with a line of the log.",
    });
  if (!binary && samples.some(isBareZeek))
    return new VedetteError(
      "input.unrecognised",
      `${displayName(input)}: looks like a Zeek log without its header (#separator, #path, #fields ...), so its columns have no names.`,
      {
        place: { path: input.path },
        hint: "Name the log as Zeek wrote it, or put the header back: `zeek-cut -C` keeps it, and so does grep -E '^#|PATTERN'.",
      },
    );
  return new VedetteError(
    "input.unrecognised",
    `${displayName(input)}: ${binary ? "binary content, not a log" : "no known format fits its content"}.`,
    {
      place: { path: input.path },
      hint: binary
        ? "Name text logs, plain or compressed."
        : "Give the server's own format with --log-format 'STRING', or look at `vedette formats`.",
    },
  );
}

/** Whether a line is a row of a Zeek log: a time and an identifier in front, or the names of such columns. */
function isBareZeek(line: string): boolean {
  return (
    /^\d{9,10}\.\d{6}\t/.test(line) ||
    /^(?:[^\t]*\t)?[CF][0-9A-Za-z]{12,18}\t/.test(line) ||
    (line.includes("\t") && /(?:^|\t)(?:uid|fuid|id\.orig_h|id\.resp_h|trans_depth)(?:\t|$)/.test(line))
  );
}

/** Errors of the engine that say that a compressed file is damaged. */
const decoderFailures: ReadonlySet<number> = new Set([
  engineErrorNumbers.cannotReadAllData,
  engineErrorNumbers.attemptToReadAfterEof,
  engineErrorNumbers.zlibInflateFailed,
  engineErrorNumbers.zstdDecoderFailed,
]);

/** A failure of the engine or of the disk as a problem of this input. */
export function toProblem(thrown: unknown, input: Input): VedetteError {
  // Not of this input alone: what is in the tables may not be all that was read.
  if (thrown instanceof DiskFull) throw thrown;
  if (thrown instanceof VedetteError) return thrown;
  const name = displayName(input);
  const place = { path: input.path };
  if (thrown instanceof EngineError) {
    if (decoderFailures.has(thrown.number)) return damaged(input, "corrupt");
    if (thrown.number === engineErrorNumbers.memoryLimitExceeded) {
      return new VedetteError("input.record-too-long", `${name}: a record is longer than memory allows.`, {
        place,
        hint: "This is no line-oriented log, or it is damaged.",
        cause: thrown,
      });
    }
    return new VedetteError("engine.failed", `${name}: ${thrown.message.split("\n", 1)[0]}`, {
      place,
      cause: thrown,
    });
  }
  if ((thrown as NodeJS.ErrnoException).syscall !== undefined) return systemProblem(name, thrown);
  const cause = asError(thrown);
  return new VedetteError("input.corrupt", `${name}: ${cause.message}`, { place, cause });
}

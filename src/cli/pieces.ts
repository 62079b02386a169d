/** Where a command writes much data piece by piece: standard output, or a file. */
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import type { Effects } from "../effects.ts";
import { asError, VedetteError } from "../errors.ts";
import { discover } from "../ingest/discover.ts";
import { escapedForTerminal } from "../report/safe-text.ts";

/** A place that takes pieces of whole lines. */
export interface Pieces {
  /** @returns false where no more is wanted */
  write(bytes: Uint8Array): Promise<boolean>;
  close(): void;
}

/** Standard output. On a terminal nothing but text and line feeds gets through. */
export function toStdout(effects: Effects): Pieces {
  const terminal = effects.stdoutIsTerminal();
  return {
    write: (bytes) =>
      effects.write(
        terminal ? Buffer.from(escapedForTerminal(Buffer.from(bytes).toString("utf8")), "utf8") : bytes,
      ),
    close: () => {},
  };
}

/**
 * A file, made anew.
 * @param inputs what is read meanwhile; a log is never written over
 * @throws VedetteError `output.unwritable`
 */
export function toFile(path: string, inputs: readonly string[]): Pieces {
  const there = statSync(path, { throwIfNoEntry: false });
  const same = (input: string) => {
    const stat = statSync(input, { throwIfNoEntry: false });
    return stat?.isFile() === true && stat.dev === there?.dev && stat.ino === there.ino;
  };
  if (there?.isFile() === true && discover(inputs).inputs.some((input) => same(input.path)))
    throw new VedetteError("output.unwritable", `${path}: it is one of the logs that are read.`, {
      place: { path },
      hint: "Name another file with -o.",
    });
  const handle = guarded(path, () => openSync(path, "w"));
  return {
    write: async (bytes) => {
      guarded(path, () => {
        for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      });
      return true;
    },
    close: () => closeSync(handle),
  };
}

function guarded<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    throw new VedetteError(
      "output.unwritable",
      `${path}: the file cannot be written (${asError(thrown).message}).`,
      { place: { path }, hint: "Name a file in a folder that exists and may be written to.", cause: thrown },
    );
  }
}

/**
 * Everything that makes one run differ from another - clock, streams, environment,
 * temporary folders - in one interface, so that a test passes silent ones and the
 * rest of the program stays a function of its input.
 *
 * Only this file, `cli/` and `server/` may touch the process (a test enforces it).
 */
import { mkdtempSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { asError, VedetteError } from "./errors.ts";

/** The outside world as the program sees it. */
export interface Effects {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
  /** Data for the caller. */
  stdout(text: string): void;
  /**
   * Much data for the caller, piece by piece: it is done when the piece is on its way, so that no more is
   * made than is taken.
   * @returns false where the reader has gone (`| head`), so that no more is wanted
   */
  write(bytes: Uint8Array): Promise<boolean>;
  /** Words for a person. */
  stderr(text: string): void;
  env(name: string): string | undefined;
  stdoutIsTerminal(): boolean;
  stderrIsTerminal(): boolean;
  /** Columns of the terminal, 80 where there is none. */
  columns(): number;
  /** Bytes that this process has read so far, 0 where the system does not say. */
  bytesRead(): number;
  /**
   * A fresh folder that {@link removeTemporary} or the end of the process removes.
   * @throws VedetteError `output.unwritable`
   */
  makeTemporary(purpose: string): string;
  removeTemporary(path: string): void;
}

/** What tells this process from any other, also from a later one with the same id. */
export interface ProcessMark {
  readonly pid: number;
  /** Where ids mean the same process: a machine's boot and its namespace of ids. */
  readonly where: string;
  /** Clock ticks since the boot at which it began; empty where the system does not say. */
  readonly began: string;
}

/** The mark of this process. */
export function thisProcess(): ProcessMark {
  const { pid } = process;
  return { pid, where: processSpace(), began: beganAt(pid) };
}

/** Whether the process of a mark runs; undefined for a process of another machine or container. */
export function isRunning(mark: ProcessMark): boolean | undefined {
  if (mark.where !== processSpace()) return undefined;
  try {
    process.kill(mark.pid, 0);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return beganAt(mark.pid) === mark.began;
}

function processSpace(): string {
  try {
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

function beganAt(pid: number): string {
  try {
    // The second field, the program's name in brackets, may hold anything; the time is the 20th behind it.
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    // A zombie has ended; its id is only waited for.
    return fields[0] === "Z" ? "ended" : (fields[19] ?? "");
  } catch {
    return "";
  }
}

const removalTries = 20;

/** Temporary folders still on disk, for the clean-up on signals and at exit. */
const temporaries = new Set<string>();

/** Whether a command writes piece by piece, and ends by itself when the reader goes. */
let writing = false;
export function writesPieces(): boolean {
  return writing;
}

/** The real process. */
export const processEffects: Effects = {
  now: () => Date.now(),
  stdout: (text) => {
    process.stdout.write(text);
  },
  write: (bytes) => {
    writing = true;
    return new Promise((resolve) => {
      // What else goes wrong with standard output ends the process (cli/main.ts).
      process.stdout.write(bytes, (error) => resolve(error === undefined || error === null));
    });
  },
  stderr: (text) => {
    process.stderr.write(text);
  },
  env: (name) => process.env[name],
  stdoutIsTerminal: () => process.stdout.isTTY === true,
  stderrIsTerminal: () => process.stderr.isTTY === true,
  columns: () => process.stdout.columns || process.stderr.columns || 80,
  bytesRead: () => {
    try {
      return Number(/^rchar: (\d+)/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1] ?? 0);
    } catch {
      return 0;
    }
  },
  makeTemporary: (purpose) => {
    const path = temporaryBelow(process.env.VEDETTE_TMPDIR || tmpdir(), purpose);
    temporaries.add(path);
    return path;
  },
  removeTemporary: (path) => {
    temporaries.delete(path);
    // The engine may still be writing when a signal ends the run; a folder that fills again is tried again.
    rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  },
};

/** @throws VedetteError `output.unwritable` */
function temporaryBelow(parent: string, purpose: string): string {
  const folder = resolve(parent);
  const hint = "Name a folder that may be written to with VEDETTE_TMPDIR.";
  const place = { path: folder };
  // The engine takes such names in a path for patterns, and would find nothing or other files.
  if (/[*?{}]/.test(folder))
    throw new VedetteError(
      "output.unwritable",
      `${folder}: temporary files cannot be kept at a path with *, ?, { or }.`,
      { place, hint },
    );
  try {
    return mkdtempSync(join(folder, `vedette-${purpose}-`));
  } catch (thrown) {
    const { message } = asError(thrown);
    throw new VedetteError(
      "output.unwritable",
      `${folder}: temporary files cannot be kept there (${message}).`,
      {
        place,
        hint,
        cause: thrown,
      },
    );
  }
}

/** Removes every temporary folder; safe to call twice, from a signal handler too. */
export function removeAllTemporaries(): void {
  for (const path of [...temporaries]) {
    for (let tries = 0; tries < removalTries; tries += 1) {
      try {
        processEffects.removeTemporary(path);
        break;
      } catch {
        // The engine has written into it once more.
      }
    }
  }
}

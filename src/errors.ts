/**
 * One error type for all that a person can mend, and the catalogue of its codes.
 *
 * Bad log lines are never errors: they are counted rejects. An error is what stops
 * one input (a soft error, the run goes on) or the whole run (a hard one).
 */

/** Every code, with what it means; `docs/reference/errors.md` is generated from it. */
export const errorCatalogue = {
  "input.missing": "A named path does not exist.",
  "input.unreadable": "A named path exists and may not be read.",
  "input.empty": "A named file or standard input holds no byte.",
  "input.no-files": "A named folder or pattern holds no readable file.",
  "input.unrecognised": "No format fits the content of a file.",
  "input.truncated": "A compressed file or an archive ends before its end; what could be read was used.",
  "input.changed":
    "A file became shorter, or another took its place, while it was read; what could be read was used.",
  "input.ratio":
    "A compressed file or an archive grows beyond the limit of size or ratio; reading stopped there.",
  "input.record-too-long": "A record is longer than the engine's memory limit allows.",
  "input.corrupt": "A compressed file or an archive is damaged; what could be read was used.",
  "input.archive":
    "An archive, or members of it, cannot be read: encrypted, packed by a method that is not known, split, nested too deep, or made to harm.",
  "usage.option": "An option or argument is not understood.",
  "usage.log-format": "A --log-format string cannot be compiled.",
  "usage.location": "FILE:LINE does not name a line.",
  "content.invalid": "A content file breaks its contract.",
  "engine.missing": "The embedded engine cannot be loaded on this machine.",
  "engine.failed": "The engine refused or failed a query.",
  "store.locked": "Another process uses this store.",
  "store.missing": "A folder that was named with --store holds no store, and no log was given to begin one.",
  "store.version": "The store was written by an incompatible version.",
  "output.unwritable": "A report, a store or temporary files cannot be written where it was asked for.",
  "store.damaged":
    "Files of a store are damaged or missing, so that it no longer holds all that it was given.",
  "baseline.invalid": "A file that was named as a baseline cannot be read, or is none of this version.",
  "register.invalid":
    "A file that was named as a justification register cannot be read, or an entry of it is not understood.",
  "playbook.invalid":
    "A file that was named as a playbook cannot be read, holds no table of one, or is not understood.",
  "intel.missing": "No feed of threat intelligence has the name that was given.",
  "intel.unreadable": "A feed cannot be read: it is none of the known forms, is cut off, or holds no entry.",
  "intel.unreachable":
    "A feed cannot be fetched: its server fails, redirects elsewhere, is too slow or sends too much.",
  "intel.damaged": "The folder of a feed is damaged.",
  "report.invalid": "A file that was named as an earlier report cannot be read, or is none.",
  "casebook.missing":
    "There is no casebook at the place that was named, or it has no such case, note or proposal.",
  "casebook.full": "The disk of the casebook or of a file beside it is full; nothing was written.",
  "casebook.unreadable": "A file that was named as a casebook cannot be opened or written, or is none.",
  "casebook.version": "The casebook was written by a newer version of the program.",
  "casebook.busy": "Another process kept the casebook to itself for too long; nothing was changed.",
  "casebook.stale": "What was to be changed has changed since it was looked at; nothing was changed.",
  "casebook.refused":
    "The casebook does not take a change: the state of the case does not allow it, or a reason or a name is missing or not understood.",
  "casebook.damaged": "The casebook is damaged: SQLite cannot read it, or its audit does not hold.",
  "intake.locked": "Another process uses this spool.",
  "intake.full":
    "There is no room for records: the disk or the spool is full, or too much waits; it goes on by itself when there is room.",
  "intake.failed": "The disk failed while the spool was written; nothing is taken until a new start.",
  "intake.damaged":
    "Files of a spool are damaged or missing, so that it no longer holds all that was acknowledged.",
  "intake.limit": "Something that was sent can never be taken: it is beyond a limit, or malformed.",
  "intake.setting": "A setting of an intake is not understood, or its port or folder cannot be used.",
  "config.invalid": "A configuration file is not understood.",
} as const;

export type ErrorCode = keyof typeof errorCatalogue;

/** Where an error was seen. */
export interface ErrorPlace {
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * A failure that names what went wrong, where, and what to do about it.
 * `exitStatus` is the status the command ends with when nothing catches it.
 */
export class VedetteError extends Error {
  override readonly name = "VedetteError";
  readonly code: ErrorCode;
  readonly place: ErrorPlace;
  readonly hint: string | undefined;
  readonly exitStatus: number;

  constructor(
    code: ErrorCode,
    message: string,
    more: { place?: ErrorPlace; hint?: string; exitStatus?: number; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.place = more.place ?? {};
    this.hint = more.hint;
    this.exitStatus = more.exitStatus ?? 2;
  }
}

/** An unknown thrown value as an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

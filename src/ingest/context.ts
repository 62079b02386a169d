/** What reading an input needs from the run. */
import type { Readable } from "node:stream";
import type { Content } from "../content/load.ts";
import type { RecordsProfile } from "../content/schema.ts";
import type { LocalEngine } from "../engine/engine.ts";
import type { Plan } from "./columns.ts";
import type { HeldFiles } from "./held-files.ts";
import type { Opened } from "./open.ts";
import type { Recogniser } from "./recognise.ts";
import type { LineSource } from "./scan.ts";
import type { TimeWindow } from "./window.ts";

/** What reading needs from the run. */
export interface ReadContext {
  readonly engine: LocalEngine;
  readonly content: Content;
  readonly recogniser: Recogniser;
  readonly folder: string;
  /** Table that records which may be requests are read into, a row for each; without it nothing is judged. */
  readonly requests?: string;
  /** Table of counts of all other records (counts.ts); without it they are rows like requests. */
  readonly counts?: string;
  /** Profiles of records that are kept one by one; their tables are there. */
  readonly records?: readonly RecordsProfile[];
  readonly stdin: Readable;
  /** Keeps the inputs open while the run lasts. */
  readonly held?: HeldFiles;
  /** Called with each plan and its lines, e.g. to fill a kept store. */
  readonly alsoScan?: (
    lines: LineSource,
    plan: Plan,
    parameters: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** What makes a file this source and no other, by its path; where it says nothing, its first record does. */
  readonly identities?: Readonly<Record<string, string>>;
  /** Where a kept store already holds this source: its number and how far it was read. */
  readonly resume?: (
    digest: string,
    from: string,
    parameters: Readonly<Record<string, string>>,
    opened: Pick<Opened, "document" | "compression">,
  ) => Promise<{ readonly number: number; readonly lastLine: number } | undefined>;
  readonly time?: TimeWindow;
}

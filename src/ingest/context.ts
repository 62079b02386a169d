/** What reading an input needs from the run. */
import type { Readable } from "node:stream";
import type { Content } from "../content/load.ts";
import type { Engine } from "../engine/engine.ts";
import type { Plan } from "./columns.ts";
import type { HeldFiles } from "./held-files.ts";
import type { Recogniser } from "./recognise.ts";
import type { LineSource } from "./scan.ts";
import type { TimeWindow } from "./window.ts";

/** What reading needs from the run. */
export interface ReadContext {
  readonly engine: Engine;
  readonly content: Content;
  readonly recogniser: Recogniser;
  readonly folder: string;
  /** Table of requests that the inputs are read into. */
  readonly table: string;
  readonly stdin: Readable;
  /** Keeps the inputs open while the run lasts. */
  readonly held?: HeldFiles;
  /** Called with each plan and its lines, e.g. to fill a kept store. */
  readonly alsoScan?: (
    lines: LineSource,
    plan: Plan,
    parameters: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** Where a kept store already holds this source: its number and how far it was read. */
  readonly resume?: (
    digest: string,
    from: string,
    parameters: Readonly<Record<string, string>>,
  ) => Promise<{ readonly number: number; readonly lastLine: number } | undefined>;
  readonly time?: TimeWindow;
  /** Nothing is judged in this run: of a record only what its source tells of is kept (outlines.ts). */
  readonly outlinesOnly?: true;
}

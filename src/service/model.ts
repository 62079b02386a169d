/** What the service asks of its engine process, and what that answers. */
import type { ReportDocument } from "../report/model.ts";
import type { Progress } from "../triage/request.ts";
import type { KeepLimits, Kept } from "../triage/store-removal.ts";
import type { KeptMark } from "../triage/stored-marks.ts";

/** One look at what came in: records that are new are stored, then a window is triaged. */
export interface Look {
  /** Files whose records may be new. */
  readonly paths: readonly string[];
  /** What makes a file the log that it is, by its path; two may begin with the same record. */
  readonly identities?: Readonly<Record<string, string>>;
  /** Where the window begins; undefined for all that the store holds. */
  readonly fromMs?: number;
  /** Marks of entities that a look at a copy of the store found, for the store to keep. */
  readonly marks?: readonly KeptMark[];
  /** Whether those that this look finds are asked for. */
  readonly asksMarks?: boolean;
}

/** What a look found. */
export interface Seen {
  readonly document: ReportDocument;
  /** Files of the look of which nothing could be stored, with the reason. */
  readonly unread: Readonly<Record<string, string>>;
  /** Records in the store, whatever the window. */
  readonly total: number;
  readonly tookMs: number;
  readonly marks?: readonly KeptMark[];
}

/** From the service to its engine process: a look, or the removal of what goes beyond limits. */
export type Asked = { readonly id: number } & ({ readonly look: Look } | { readonly keep: KeepLimits });

/** From the engine process to the service; any number of tells of progress come before an answer. */
export type Answered = { readonly id: number } & (
  | { readonly progress: Progress }
  | { readonly seen: Seen }
  | { readonly kept: Kept }
  | { readonly failed: { readonly message: string; readonly code?: string; readonly hint?: string } }
);

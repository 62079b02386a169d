/**
 * The casebook: what people decide about cases, kept in one SQLite file.
 *
 * Every change is one transaction that is on disk when the call returns, and one entry of the audit. A change
 * names the version of the case that it saw, and is refused where somebody else was faster.
 */
import type {
  Applied,
  AuditEntry,
  AuditHead,
  BookTimes,
  BulkPreview,
  By,
  CaseAct,
  CaseFilter,
  CaseSummary,
  CaseView,
  Facets,
  Page,
  PageRequest,
  Proposal,
  Verification,
} from "./model.ts";

/**
 * All that can be asked of a casebook and done in it. All throw VedetteError: `casebook.missing` where there is no
 * such case, note or proposal; `casebook.stale` where it has changed since it was seen; `casebook.refused` where
 * its state does not allow it or a reason is missing; `casebook.busy` where another process held the file too long.
 */
export interface Casebook {
  readonly path: string;

  /** Takes over the cases of a report that `triage --json` wrote; the same report twice changes nothing. */
  applyReport(report: unknown, given: { readonly at: number; readonly run: string }): Applied;

  list(filter: CaseFilter, page?: PageRequest): Page<CaseSummary>;
  facets(filter: CaseFilter): Facets;
  /** Cases that changed after an entry of the audit, in the order of their last change. */
  changesSince(seq: number, limit?: number): { readonly items: readonly CaseSummary[]; readonly seq: number };
  /** By its id, or by one that it had. */
  get(id: string): CaseView;
  times(id: string): BookTimes;

  /** @returns the new version */
  act(id: string, version: number, act: CaseAct, by: By): number;
  /** @returns the new version of its case */
  editNote(note: number, version: number, text: string, by: By): number;
  withdrawNote(note: number, version: number, reason: string, by: By): number;

  /** Merges a case into another; both versions are named. @returns the new version of `into` */
  merge(
    from: { readonly id: string; readonly version: number },
    into: { readonly id: string; readonly version: number },
    note: string,
    by: By,
  ): number;
  /** Takes a merged case out again, as it was. @returns its version */
  unmerge(id: string, version: number, note: string, by: By): number;

  /** How many cases a filter fits, and a token that stands for exactly them. */
  previewBulk(filter: CaseFilter): BulkPreview;
  /** Does it to all of them or to none. @returns how many */
  applyBulk(filter: CaseFilter, token: string, act: CaseAct, by: By): number;

  proposals(state?: Proposal["state"]): readonly Proposal[];
  acceptProposal(id: number, by: By): Proposal;
  dismissProposal(id: number, reason: string, by: By): Proposal;

  audit(given?: {
    readonly case?: string | undefined;
    readonly after?: number | undefined;
    readonly limit?: number | undefined;
  }): readonly AuditEntry[];
  auditHead(): AuditHead;
  /** Checks the chain from its beginning, and that an earlier head is still in it. */
  verify(head?: AuditHead): Verification;

  /** Writes a whole copy; the file must not exist. */
  backup(file: string, by: By): AuditHead;
  close(): void;
}

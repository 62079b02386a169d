/**
 * The casebook: what people decide about cases, kept in one SQLite file.
 *
 * Every change is one transaction that is on disk when the call returns, and one entry of the audit. A change
 * names the version of the case that it saw, and is refused where somebody else was faster.
 */
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { RegisterEntry } from "../assess/register-file.ts";
import { VedetteError } from "../errors.ts";
import { actOn } from "./acts.ts";
import { type AppliedHow, applyReport } from "./apply-report.ts";
import { entries, headOf, record, verifyAudit } from "./audit.ts";
import { writeBackup } from "./backup.ts";
import { applyBulk, previewBulk } from "./bulk.ts";
import { changedSince, facetsOf, indicatorCounts, listCases } from "./list.ts";
import { merge, unmerge } from "./merge.ts";
import { migrate } from "./migrations.ts";
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
  IndicatorCount,
  Page,
  PageRequest,
  Proposal,
  Verification,
} from "./model.ts";
import { machineActor } from "./model.ts";
import { editNote, withdrawNote } from "./notes.ts";
import { acceptedEntries, decide, justify, proposalsOf, retire } from "./proposals.ts";
import {
  changeHunt,
  type HuntGiven,
  removeHunt,
  type SavedHunt,
  savedHunt,
  savedHunts,
  saveHunt,
} from "./saved-hunts.ts";
import { openSqlite, type Sqlite } from "./sqlite.ts";
import { timesOf, viewOf } from "./view.ts";

/**
 * All that can be asked of a casebook and done in it. All throw VedetteError: `casebook.missing` where there is no
 * such case, note or proposal; `casebook.stale` where it has changed since it was seen; `casebook.refused` where
 * its state does not allow it or a reason is missing; `casebook.busy` where another process held the file too long.
 */
export interface Casebook {
  readonly path: string;

  /** Takes over the cases of a report that `triage --json` wrote; the same report twice changes nothing. */
  applyReport(report: unknown, given: AppliedHow): Applied;

  list(filter: CaseFilter, page?: PageRequest): Page<CaseSummary>;
  facets(filter: CaseFilter): Facets;
  /** Cases with a finding of each indicator, by its id; those with none are left out. */
  indicators(): IndicatorCount[];
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

  /** Entries of the register that people accepted or added here. */
  register(): readonly RegisterEntry[];
  /** Adds one. */
  justify(entry: RegisterEntry, caseId: string | undefined, by: By): Proposal;
  /** Takes one back, by the number of its proposal. */
  retire(id: number, reason: string, by: By): Proposal;
  /** Hunts that somebody may see: their own, and those that are shared. */
  hunts(who: string): readonly SavedHunt[];
  hunt(id: number, who: string): SavedHunt;
  saveHunt(given: HuntGiven, by: By): SavedHunt;
  /** @param every whether hunts of others may be changed, where they are shared */
  changeHunt(id: number, version: number, given: HuntGiven, by: By, every: boolean): SavedHunt;
  removeHunt(id: number, version: number, by: By, every: boolean): void;

  audit(given?: {
    readonly case?: string | undefined;
    readonly after?: number | undefined;
    readonly limit?: number | undefined;
  }): readonly AuditEntry[];
  auditHead(): AuditHead;
  /** Tells in the audit of what was done beside the book: it must hold no secret, since copies are given away. */
  record(act: string, detail: Readonly<Record<string, unknown>>, by: By, caseId?: string): void;
  /** Notes that old records were removed from the store that the cases are of; `ever` counts all of them. */
  recordsRemoved(
    removed: { readonly records: number; readonly ever: number; readonly until?: string },
    at: number,
  ): void;
  /** How many the audit tells of. */
  removedTold(): number;
  /** Checks the chain from its beginning, and that an earlier head is still in it. */
  verify(head?: AuditHead): Verification;

  /** Writes a whole copy; the file must not exist. */
  backup(file: string, by: By): AuditHead;
  close(): void;
}

/**
 * Opens a casebook, brought up to the newest version of its file.
 * @param begin whether one is begun where there is none
 * @param waitMs how long another process that writes is waited for; undefined: some seconds
 * @throws VedetteError `casebook.missing`, `casebook.unreadable`, `casebook.version`, `casebook.busy`, `casebook.damaged`
 */
export function openCasebook(path: string, begin = false, waitMs?: number): Casebook {
  if (!existsSync(path)) {
    if (!begin)
      throw new VedetteError("casebook.missing", `${path}: there is no casebook.`, {
        place: { path },
        hint: "Begin one with a report: vedette triage --json /var/log/nginx/ > report.json; vedette casebook import report.json",
      });
    beginFile(path);
  }
  const db = openSqlite(path, waitMs);
  try {
    migrate(db);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
  return over(db);
}

/** For nobody else's eyes, as what people say of others should be. */
function beginFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, "a", 0o600));
  } catch (thrown) {
    throw new VedetteError("casebook.unreadable", `${path}: a casebook cannot be begun there.`, {
      place: { path },
      hint: "Name a file in a folder that may be written to, with --book.",
      cause: thrown,
    });
  }
}

/** Of the audit. */
const removedAct = "records.removed";

function over(db: Sqlite): Casebook {
  return {
    path: db.path,
    applyReport: (report, given) => applyReport(db, report, given),
    list: (filter, page) => listCases(db, filter, page),
    facets: (filter) => facetsOf(db, filter),
    indicators: () => indicatorCounts(db),
    changesSince: (seq, limit) => changedSince(db, seq, limit),
    get: (id) => db.read(() => viewOf(db, id)),
    times: (id) => db.read(() => timesOf(db, id)),
    act: (id, version, act, by) => db.write(() => actOn(db, id, version, act, by)),
    editNote: (note, version, text, by) => db.write(() => editNote(db, note, version, text, by)),
    withdrawNote: (note, version, reason, by) => db.write(() => withdrawNote(db, note, version, reason, by)),
    merge: (from, into, note, by) => db.write(() => merge(db, from, into, note, by)),
    unmerge: (id, version, note, by) => db.write(() => unmerge(db, id, version, note, by)),
    previewBulk: (filter) => previewBulk(db, filter),
    applyBulk: (filter, token, act, by) => applyBulk(db, filter, token, act, by),
    proposals: (state) => db.read(() => proposalsOf(db, state)),
    acceptProposal: (id, by) => db.write(() => decide(db, id, "accepted", "", by)),
    dismissProposal: (id, reason, by) => db.write(() => decide(db, id, "dismissed", reason, by)),
    register: () => acceptedEntries(db),
    justify: (entry, caseId, by) => db.write(() => justify(db, entry, caseId, by)),
    retire: (id, reason, by) => db.write(() => retire(db, id, reason, by)),
    hunts: (who) => db.read(() => savedHunts(db, who)),
    hunt: (id, who) => db.read(() => savedHunt(db, id, who)),
    saveHunt: (given, by) => db.write(() => savedHunt(db, saveHunt(db, given, by), by.actor)),
    changeHunt: (id, version, given, by, every) =>
      db.write(() => {
        const before = savedHunt(db, id, by.actor);
        changeHunt(db, id, version, given, by, every);
        // Where it is shared no more, the one who changed it for its owner cannot see it.
        return savedHunt(db, id, before.owner);
      }),
    removeHunt: (id, version, by, every) => db.write(() => removeHunt(db, id, version, by, every)),
    audit: (given) => entries(db, given),
    auditHead: () => headOf(db),
    record: (act, detail, by, caseId) => {
      db.write(() => record(db, by, act, caseId ?? null, detail));
    },
    recordsRemoved: (removed, at) =>
      db.write(() => {
        record(db, { at, actor: machineActor }, removedAct, null, removed);
      }),
    removedTold: () => {
      const row = db.one("SELECT detail FROM audit WHERE act = ? ORDER BY seq DESC LIMIT 1", removedAct);
      return row === undefined ? 0 : (JSON.parse(String(row.detail)) as { ever: number }).ever;
    },
    verify: (head) => db.read(() => verifyAudit(db, head)),
    backup: (file, by) => writeBackup(db, file, by),
    close: () => db.close(),
  };
}

/**
 * Merging cases, and taking them out again.
 *
 * A merged case keeps all that it has; it only shows in the other one. So taking it out restores it exactly, and
 * what happened to either in between stays where it was done.
 */
import type { By } from "./model.ts";
import { personOf, reasonOf, refused, stale } from "./problems.ts";
import { change, changeableRow, namedRow, refresh, rowOf, setRoot, touch } from "./rows.ts";
import type { Sqlite } from "./sqlite.ts";

interface Seen {
  readonly id: string;
  readonly version: number;
}

/** @returns the new version of the case that takes the other in */
export function merge(db: Sqlite, from: Seen, into: Seen, given: string, who: By): number {
  const by = personOf(who);
  const note = reasonOf(given);
  const whole = changeableRow(db, into.id, into.version);
  const part = changeableRow(db, from.id, from.version);
  if (whole.id === part.id) throw refused("A case cannot be merged into itself.", "Name two cases.");
  if (whole.state === "closed")
    throw refused(`${whole.id} is closed.`, `Open it again first: vedette casebook reopen ${whole.id}`);
  const id = String(whole.id);
  const version = change(db, whole, by, "case.merged", { from: part.id, state: part.state, note });
  db.run(
    "UPDATE cases SET merged_into = ?, merge_kind = 'people', set_aside = NULL, root = ? WHERE id = ?",
    id,
    id,
    String(part.id),
  );
  setRoot(db, String(part.id), id);
  touch(db, String(part.id), Number(rowOf(db, id)?.changed), by.at);
  refresh(db, id);
  return version;
}

/** @returns the version of the case that was taken out */
export function unmerge(db: Sqlite, id: string, version: number, given: string, who: By): number {
  const by = personOf(who);
  const note = reasonOf(given);
  const part = namedRow(db, id);
  if (part.version !== version) throw stale(String(part.id), version, Number(part.version));
  if (part.merged_into === null)
    throw refused(`${part.id} is merged into no case.`, "Nothing needs to be done.");
  if (part.merge_kind === "engine")
    throw refused(
      `A report says that ${part.id} and ${part.root} are one case.`,
      "Only what people merged can be taken out again.",
    );
  const root = rowOf(db, String(part.root));
  if (root === undefined) throw new Error("a case merged into none");
  change(db, root, by, "case.unmerged", { out: part.id, note });
  const own = String(part.id);
  db.run("UPDATE cases SET merged_into = NULL, merge_kind = NULL, root = id WHERE id = ?", own);
  setRoot(db, own, own);
  touch(db, own, Number(rowOf(db, String(root.id))?.changed), by.at);
  refresh(db, own);
  refresh(db, String(root.id));
  return Number(rowOf(db, own)?.version);
}

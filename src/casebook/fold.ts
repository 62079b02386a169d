/** A case whose id a report calls an alias of another: the two are one, and nothing that people did to either is lost. */
import { record } from "./audit.ts";
import type { By } from "./model.ts";
import { refresh, rowOf, setRoot, touch } from "./rows.ts";
import type { Row, Sqlite } from "./sqlite.ts";

export interface Folding {
  readonly db: Sqlite;
  readonly by: By;
  readonly run: string;
  readonly folded: string[];
}

/** What people decided of a case as a whole, by columns. */
const decided = [
  "state",
  "owner",
  "override_action",
  "override_reason",
  "override_at",
  "override_by",
  "closing_reason",
  "closing_note",
  "duplicate_of",
  "closed_at",
  "closed_by",
  "closed_action",
] as const;

/** Folds one case into another, once. Notes, tags and ticks stay on the folded one, which shows in the other. */
export function fold({ db, by, run, folded }: Folding, id: string, alias: string): void {
  const old = rowOf(db, alias);
  const known = db.one("SELECT case_id FROM aliases WHERE alias = ?", alias);
  if (old === undefined) {
    if (known === undefined) db.run("INSERT INTO aliases (alias, case_id) VALUES (?, ?)", alias, id);
    return;
  }
  const into = rowOf(db, String(rowOf(db, id)?.root));
  // Where people have merged it with something else, theirs holds.
  if (into === undefined || old.merged_into !== null || into.id === old.id) return;
  const taken = takenOver(old, into);
  const seq = record(db, by, "case.folded", String(into.id), {
    from: alias,
    state: old.state,
    took_over: Object.keys(taken).sort(),
    run,
  });
  db.run(
    "UPDATE cases SET merged_into = ?, merge_kind = 'engine', set_aside = NULL, root = ? WHERE id = ?",
    into.id ?? "",
    into.id ?? "",
    alias,
  );
  setRoot(db, alias, String(into.id));
  touch(db, alias, seq, by.at);
  touch(db, String(into.id), seq, by.at, taken);
  refresh(db, String(into.id));
  folded.push(alias);
}

/**
 * What the whole takes over from the folded case. Who decided nothing of the whole has decided as on the folded
 * one; where both were decided, the whole keeps its own, but work that is open is not hidden behind a closed case.
 */
function takenOver(old: Row, into: Row): Record<string, string | number | null> {
  const untouched = into.state === "new" && into.owner === null && into.override_action === null;
  const pick = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, old[name] ?? null]));
  if (untouched) return pick(decided);
  const open = into.state === "closed" && old.state !== "closed";
  return {
    ...(open
      ? pick(decided.filter((name) => name === "state" || name.startsWith("clos") || name === "duplicate_of"))
      : {}),
    ...(into.owner === null && old.owner !== null ? pick(["owner"]) : {}),
    ...(into.override_action === null && old.override_action !== null
      ? pick(decided.filter((name) => name.startsWith("override")))
      : {}),
  };
}

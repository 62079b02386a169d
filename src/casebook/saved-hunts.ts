/**
 * Saved hunts: questions to the store that people keep, for themselves or for all. They are part of the casebook,
 * so that a copy of it has them, and every change is an entry of the audit.
 */
import { huntLimits } from "../limits.ts";
import { record } from "./audit.ts";
import type { By } from "./model.ts";
import { missing, nameOf, refused } from "./problems.ts";
import { columnText } from "./rows.ts";
import type { Row, Sqlite } from "./sqlite.ts";

export const huntKinds = ["hunt", "sql", "sigma", "events"] as const;

/** Rows that are kept (`is`) or left out by the values of a column. */
export interface HuntFilter {
  readonly column: string;
  readonly is: boolean;
  readonly values: readonly (string | number | boolean | null)[];
}

/** What is asked. */
export interface HuntQuestion {
  readonly kind: (typeof huntKinds)[number];
  /** The name of a shipped hunt; a statement; rules; nothing for events. */
  readonly text: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly filters: readonly HuntFilter[];
}

/** What a person says of a hunt. */
export interface HuntGiven {
  readonly name: string;
  readonly description: string;
  readonly shared: boolean;
  readonly question: HuntQuestion;
}

export interface SavedHunt extends HuntGiven {
  readonly id: number;
  /** What a change has to name. */
  readonly version: number;
  readonly owner: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly updated_by: string;
}

/** Hunts that somebody may see: their own, and those that are shared. */
export function savedHunts(db: Sqlite, who: string): SavedHunt[] {
  return db
    .all("SELECT * FROM saved_hunts WHERE shared = 1 OR owner = ? ORDER BY lower(name), id", who)
    .map(huntOf);
}

/** @throws VedetteError `casebook.missing` also where it is another's and not shared: nobody learns that it exists */
export function savedHunt(db: Sqlite, id: number, who: string): SavedHunt {
  const row = db.one("SELECT * FROM saved_hunts WHERE id = ? AND (shared = 1 OR owner = ?)", id, who);
  if (row === undefined)
    throw missing(`saved hunt ${id}`, "The list of saved hunts has those that there are.");
  return huntOf(row);
}

/** @returns its id */
export function saveHunt(db: Sqlite, given: HuntGiven, by: By): number {
  const own = Number(db.one("SELECT count(*) AS n FROM saved_hunts WHERE owner = ?", by.actor)?.n ?? 0);
  if (own >= huntLimits.huntsMax)
    throw refused(`${by.actor} has ${own} saved hunts already.`, "Remove those that are not needed.");
  const columns = columnsOf(db, given, by.actor);
  db.run(
    "INSERT INTO saved_hunts (version, name, description, owner, shared, body, created_at, updated_at, updated_by) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)",
    columns.name,
    columns.description,
    by.actor,
    columns.shared,
    columns.body,
    by.at,
    by.at,
    by.actor,
  );
  const id = Number(db.one("SELECT max(id) AS id FROM saved_hunts")?.id);
  record(db, by, "hunt.saved", null, toldOf(id, given));
  return id;
}

/** @param every whether the person may change what others shared @returns the new version */
export function changeHunt(
  db: Sqlite,
  id: number,
  version: number,
  given: HuntGiven,
  by: By,
  every: boolean,
): number {
  const before = changeable(db, id, version, by.actor, every);
  const { owner } = before;
  const columns = columnsOf(db, given, owner, id);
  db.run(
    "UPDATE saved_hunts SET version = version + 1, name = ?, description = ?, shared = ?, body = ?, updated_at = ?, updated_by = ? WHERE id = ?",
    columns.name,
    columns.description,
    columns.shared,
    columns.body,
    by.at,
    by.actor,
    id,
  );
  record(db, by, "hunt.changed", null, { ...toldOf(id, given), owner, was_shared: before.shared });
  return version + 1;
}

export function removeHunt(db: Sqlite, id: number, version: number, by: By, every: boolean): void {
  const hunt = changeable(db, id, version, by.actor, every);
  db.run("DELETE FROM saved_hunts WHERE id = ?", id);
  record(db, by, "hunt.removed", null, { ...toldOf(id, hunt), owner: hunt.owner });
}

/** What the audit says, which everybody reads: of a hunt that is not shared no more than that there is one. */
function toldOf(id: number, { name, description, shared, question }: HuntGiven) {
  const { kind } = question;
  return shared ? { hunt: id, shared, name, description, question } : { hunt: id, shared, kind };
}

function changeable(db: Sqlite, id: number, version: number, who: string, every: boolean): SavedHunt {
  const hunt = savedHunt(db, id, who);
  if (hunt.owner !== who && !every)
    throw refused(`The hunt belongs to ${hunt.owner}.`, "Save it under a name of your own.");
  if (hunt.version !== version)
    throw refused("Somebody changed the hunt meanwhile.", "Look at it again, then do it once more.");
  return hunt;
}

function columnsOf(db: Sqlite, given: HuntGiven, owner: string, id = 0) {
  const name = nameOf(given.name, "name of the hunt", 120);
  if (db.one("SELECT id FROM saved_hunts WHERE owner = ? AND name = ? AND id <> ?", owner, name, id))
    throw refused(`${owner} has a hunt called ${name} already.`, "Give another name, or change that one.");
  const { description, shared, question } = given;
  if (description.length > huntLimits.descriptionCharactersMax)
    throw refused(
      `The description has more than ${huntLimits.descriptionCharactersMax} characters.`,
      "Make it shorter.",
    );
  if (question.text.length > huntLimits.textCharactersMax)
    throw refused(`The text has more than ${huntLimits.textCharactersMax} characters.`, "Make it shorter.");
  return {
    name,
    description: columnText(description),
    shared: shared ? 1 : 0,
    body: JSON.stringify(question),
  };
}

function huntOf(row: Row): SavedHunt {
  return {
    id: Number(row.id),
    version: Number(row.version),
    name: String(row.name),
    description: String(row.description),
    owner: String(row.owner),
    shared: row.shared === 1,
    question: JSON.parse(String(row.body)) as HuntQuestion,
    created_at: Number(row.created_at),
    updated_at: Number(row.updated_at),
    updated_by: String(row.updated_by),
  };
}

/** Notes on cases: what they said before an edit is kept, and none is deleted, only withdrawn. */
import { casebookLimits } from "../limits.ts";
import { sha256 } from "./audit.ts";
import type { By, Note, NoteEdition } from "./model.ts";
import { missing, personOf, reasonOf, refused, textOf } from "./problems.ts";
import { change, changeableRow } from "./rows.ts";
import type { Row, Sqlite } from "./sqlite.ts";

export function addNote(db: Sqlite, row: Row, given: string, by: By): number {
  const text = noteText(given);
  const id = Number(db.one("SELECT coalesce(max(id), 0) + 1 AS id FROM notes")?.id);
  db.run("INSERT INTO notes (id, case_id) VALUES (?, ?)", id, String(row.id));
  addEdition(db, id, 1, text, by);
  return change(db, row, by, "note.added", { note: id, sha256: sha256(text) });
}

export function editNote(db: Sqlite, id: number, version: number, given: string, who: By): number {
  const by = personOf(who);
  const text = noteText(given);
  const { note, row } = noteRow(db, id, version);
  if (note.withdrawn_at !== null) throw refused(`Note ${id} is withdrawn.`, "Write another one.");
  const last = db.one(
    "SELECT edition, body FROM note_editions WHERE note_id = ? ORDER BY edition DESC LIMIT 1",
    id,
  );
  if (last?.body === text) return Number(row.version);
  const edition = Number(last?.edition) + 1;
  addEdition(db, id, edition, text, by);
  return change(db, row, by, "note.edited", { note: id, edition, sha256: sha256(text) });
}

export function withdrawNote(db: Sqlite, id: number, version: number, given: string, who: By): number {
  const by = personOf(who);
  const reason = reasonOf(given);
  const { note, row } = noteRow(db, id, version);
  if (note.withdrawn_at !== null)
    throw refused(`Note ${id} is withdrawn already.`, "Nothing needs to be done.");
  db.run(
    "UPDATE notes SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_reason = ? WHERE id = ?",
    by.at,
    by.actor,
    reason,
    id,
  );
  return change(db, row, by, "note.withdrawn", { note: id, reason });
}

/** Notes of several cases, the oldest first. */
export function notesOf(db: Sqlite, root: string): Note[] {
  const rows = db.all(
    "SELECT notes.* FROM notes JOIN cases ON cases.id = notes.case_id WHERE cases.root = ? ORDER BY notes.id",
    root,
  );
  const editions = new Map<number, NoteEdition[]>(rows.map(({ id }) => [Number(id), []]));
  const told = db.all(
    `SELECT note_editions.* FROM note_editions JOIN notes ON notes.id = note_id
JOIN cases ON cases.id = notes.case_id WHERE cases.root = ? ORDER BY note_id, edition`,
    root,
  );
  for (const { note_id, at, actor, body } of told)
    editions.get(Number(note_id))?.push({ at: Number(at), by: String(actor), text: String(body) });
  return rows.map((row) => ({
    id: Number(row.id),
    case: String(row.case_id),
    editions: editions.get(Number(row.id)) ?? [],
    withdrawn:
      row.withdrawn_at === null
        ? null
        : {
            at: Number(row.withdrawn_at),
            by: String(row.withdrawn_by),
            reason: String(row.withdrawn_reason),
          },
  }));
}

function noteText(given: string): string {
  return textOf(given, "note", casebookLimits.noteCharactersMax);
}

function addEdition(db: Sqlite, note: number, edition: number, text: string, by: By): void {
  db.run(
    "INSERT INTO note_editions (note_id, edition, at, actor, body) VALUES (?, ?, ?, ?, ?)",
    note,
    edition,
    by.at,
    by.actor,
    text,
  );
}

/** A note, and the case that it shows in: that which its own was merged into. */
function noteRow(db: Sqlite, id: number, version: number): { note: Row; row: Row } {
  const note = Number.isSafeInteger(id) ? db.one("SELECT * FROM notes WHERE id = ?", id) : undefined;
  if (note === undefined)
    throw missing(`note ${id}`, "vedette casebook show CASE shows notes with their numbers.");
  const of = db.one("SELECT root FROM cases WHERE id = ?", String(note.case_id));
  return { note, row: changeableRow(db, String(of?.root), version) };
}

/** Reports and casebooks of tests. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { openCasebook } from "../../src/casebook/casebook.ts";
import { temporaryFolder } from "./files.ts";
import { day, hour, type MadeCase, makeReport } from "./report-made.ts";

export { caseIdOf as caseId, day, hour, iso, type MadeCase, makeReport } from "./report-made.ts";

export const ada = { at: day + 10 * hour, actor: "ada" };
export const ben = { at: day + 11 * hour, actor: "ben" };

let books = 0;
const folder = temporaryFolder();

/** A fresh casebook, with the cases of a report where one is given. */
export function makeBook(cases: readonly MadeCase[] = []) {
  books += 1;
  const path = join(folder, `book-${books}.db`);
  for (const end of ["", "-wal", "-shm"]) rmSync(`${path}${end}`, { force: true });
  const book = openCasebook(path, true);
  if (cases.length > 0) book.applyReport(makeReport(cases), { at: day + 9 * hour, run: "one" });
  return book;
}

/** Open cases as the casebook has them, and which of them only looks at the newest records have shown. */
import type { Casebook } from "../casebook/casebook.ts";
import type { Action, CaseEntity, Priority } from "../casebook/model.ts";

/** How the casebook names runs that looked at the newest records alone. */
export const newestMark = "newest ";

export interface OpenCase {
  readonly id: string;
  readonly action: Action;
  readonly priority: Priority;
  readonly entities: readonly CaseEntity[];
  readonly background: boolean;
  /** Whether no look at everything has shown it. */
  readonly passing: boolean;
}

export function openCasesIn(book: Pick<Casebook, "list" | "get">): OpenCase[] {
  const open: OpenCase[] = [];
  let after: string | undefined;
  do {
    const page = book.list(
      { state: ["new", "in-progress", "escalated", "contained"] },
      { sort: "id", limit: 1000, after },
    );
    for (const { id, background } of page.items) {
      const { run, snapshot, machine_action: action, priority } = book.get(id);
      const passing = run.startsWith(newestMark);
      open.push({ id, action, priority, entities: snapshot.entities, background, passing });
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return open;
}

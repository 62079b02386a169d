/** Cases that only looks at the newest records have shown, as the casebook has them. */
import type { Casebook } from "../casebook/casebook.ts";
import type { Action, CaseEntity, Priority } from "../casebook/model.ts";

/** How the casebook names runs that looked at the newest records alone. */
export const newestMark = "newest ";

export interface PassingCase {
  readonly id: string;
  readonly action: Action;
  readonly priority: Priority;
  readonly entities: readonly CaseEntity[];
}

export function passingIn(book: Pick<Casebook, "list" | "get">): PassingCase[] {
  const passing: PassingCase[] = [];
  let after: string | undefined;
  do {
    const page = book.list(
      { state: ["new", "in-progress", "escalated", "contained"] },
      { sort: "id", limit: 1000, after },
    );
    for (const { id } of page.items) {
      const { run, snapshot, machine_action, priority } = book.get(id);
      if (run.startsWith(newestMark))
        passing.push({ id, action: machine_action, priority, entities: snapshot.entities });
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return passing;
}

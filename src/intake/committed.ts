/** What was committed by one way in, where it has no writer that counts. */
import type { Committing } from "./model.ts";

/** Counts of a way in, by name, as `Intake.figures` has them. */
export type CommittedCounts = Readonly<Record<"records" | "repeated", number>>;

/** Commits to a spool, and counts what came of it. */
export function counting(spool: Committing): Committing & { readonly counts: () => CommittedCounts } {
  let [records, repeated] = [0, 0];
  return {
    commit: async (batch) => {
      const appended = await spool.commit(batch);
      records += appended.written;
      repeated += appended.repeated.flat().length;
      return appended;
    },
    counts: () => ({ records, repeated }),
  };
}

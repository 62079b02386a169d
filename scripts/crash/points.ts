/** The points at which processes are killed: what is about to happen there, or has just happened. */

/** Points that a process comes to by itself, by the process that does. */
export const points = {
  "before a batch is answered": "service",
  "after a batch was answered": "service",
  "before the journal or a segment is synced": "service",
  "after the journal or a segment was synced": "service",
  "before a file takes the place of another": "service",
  "after a file took the place of another": "service",
  "after a change of the casebook began": "service",
  "before a change of the casebook is committed": "service",
  "after a change of the casebook was committed": "service",
  "before a merge of cases is committed": "service",
  "after a merge of cases was committed": "service",
  "while a database is given its tables": "service",
  "before records go into the store": "engine",
  "after records went into the store": "engine",
  "in the middle of a look": "engine",
  "before a look is answered": "engine",
  "after a look was answered": "engine",
} as const satisfies Record<string, "service" | "engine">;

export type Point = keyof typeof points;

/** Points that are outside of the processes: what the run itself has just done. */
export const outside = ["after a followed file was rotated", "at any moment"] as const;

/** What is armed: the point, and how often it is passed before. */
export interface Armed {
  readonly point: Point;
  readonly after: number;
}

/** Name of the variable of the environment with the file that holds what is armed. */
export const armedVariable = "VEDETTE_CRASH_ARMED";

/** The window of time that a run looks at: --from and --to. */

/** Bounds in milliseconds since the epoch, both inclusive; an absent one is open. */
export interface TimeWindow {
  readonly fromMs?: number;
  readonly toMs?: number;
}

/**
 * Why a record outside the window is no event of this run. It stands among the rejects, so that
 * lines = events + rejected holds, and is told apart from them where people read.
 */
export const outsideWindow = "outside the window";

/** Whether a window leaves anything out. */
export function isBounded(window: TimeWindow | undefined): window is TimeWindow {
  return window?.fromMs !== undefined || window?.toMs !== undefined;
}

/** SQL of a condition that is true for a time outside the window. */
export function outsideSql(timeSql: string, { fromMs, toMs }: TimeWindow): string {
  const sides = [
    ...(fromMs === undefined ? [] : [`${timeSql} < ${fromMs}`]),
    ...(toMs === undefined ? [] : [`${timeSql} > ${toMs}`]),
  ];
  return sides.length === 0 ? "0" : `(${sides.join(" OR ")})`;
}

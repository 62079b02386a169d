/** Whether a service keeps up: how far what is in its store is behind what it was sent. */
import { leastSquares } from "./arithmetic.ts";

/** What was seen of a service at one moment. */
export interface LagSample {
  /** Milliseconds since the step began. */
  readonly atMs: number;
  /** Lines sent since the service began, taken or not. */
  readonly offered: number;
  /** Lines in its store. */
  readonly stored: number;
}

export interface Judged {
  /** `few`: it looked too seldom to tell. */
  readonly verdict: "holds" | "grows" | "few";
  /** Lines a second by which the lag grows. */
  readonly growth: number;
  /** Times that lines came into the store, in the part that is judged. */
  readonly looks: number;
  /** The most lines that it was behind, in that part. */
  readonly most: number;
}

/** The first part of a step is not judged: the service is still in the rate before it. */
const settlesShare = 1 / 3;
const fewestLooks = 4;
/** A lag that grows by less than this share of the rate counts as steady. */
const steadyShare = 0.05;

/**
 * Judges one step at one rate. A service that looks now and then lets lines wait in between, so the lag goes up and down like a saw;
 * compared is what is left directly after each look.
 * @param rate lines a second that were sent
 */
export function judgeLag(samples: readonly LagSample[], rate: number): Judged {
  const end = samples.at(-1)?.atMs ?? 0;
  const judged = samples.filter(({ atMs }) => atMs >= end * settlesShare);
  const lag = ({ offered, stored }: LagSample) => offered - stored;
  const most = Math.max(0, ...judged.map(lag));
  const after = judged.filter(
    ({ stored }, at) => at > 0 && stored > (judged[at - 1]?.stored ?? Number.POSITIVE_INFINITY),
  );
  if (after.length < fewestLooks) return { verdict: "few", growth: Number.NaN, looks: after.length, most };
  const { slope } = leastSquares(after.map((one) => ({ x: one.atMs / 1000, y: lag(one) })));
  return {
    verdict: slope > rate * steadyShare ? "grows" : "holds",
    growth: slope,
    looks: after.length,
    most,
  };
}

/** What was tried so far: the highest rate that held, and the lowest that did not. */
export interface Tried {
  readonly held?: number;
  readonly failed?: number;
}

/**
 * The next rate to try: up until one does not hold, or down until one does; then between the two, as often as is refined.
 * @returns undefined where there is nothing more to try
 */
export function nextRate(
  { held, failed }: Tried,
  factor: number,
  refinesLeft: number,
  least: number,
): number | undefined {
  if (held === undefined && failed === undefined) return undefined;
  if (failed === undefined) return Math.round((held ?? 0) * factor);
  if (held === undefined) return failed / factor < least ? undefined : Math.round(failed / factor);
  return refinesLeft > 0 ? Math.round(Math.sqrt(held * failed)) : undefined;
}

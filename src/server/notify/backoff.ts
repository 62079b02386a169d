/** When a message is tried again: longer after each failure, and not at the same moment as all others. */

import { notifyLimits } from "../../limits.ts";

/** Before the second attempt. */
const firstMs = 5_000;
const factor = 3;
const mostMs = 6 * 3_600_000;
/** A destination that failed is left alone for so long at most; other messages may be what it takes. */
const holdMostMs = 60_000;
/** Nothing waits longer than this. */
export const longestWaitMs = Math.max(mostMs, notifyLimits.retryAfterMaxMs);

/**
 * @param failures attempts that failed, 1 or more
 * @param chance from 0 to 1
 * @returns milliseconds, between half and all of the step
 */
export function waitAfter(failures: number, chance: number): number {
  const step = Math.min(mostMs, firstMs * factor ** (Math.max(1, failures) - 1));
  return Math.round(step * (0.5 + chance / 2));
}

/** How long nothing at all is sent to a destination that failed. */
export function holdAfter(failures: number, chance: number): number {
  return Math.min(holdMostMs, waitAfter(failures, chance));
}

/** Seconds or a date (RFC 9110, section 10.2.3) as milliseconds from now; undefined where it is neither. */
export function retryAfterOf(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\s*\d{1,9}\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(notifyLimits.retryAfterMaxMs, Math.max(0, ms));
}

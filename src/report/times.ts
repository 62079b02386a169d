/** Times of reports. */

/** A time as the contract writes it; undefined for records without one. */
export function isoTime(ms: number): string | undefined {
  return ms > 0 && ms < 8.64e15 ? new Date(ms).toISOString() : undefined;
}

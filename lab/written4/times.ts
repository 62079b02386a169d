/** Times of the two days that the logs of the fourth sets cover: Wednesday 25 and Thursday 26 November 2026. */
export const startMs = Date.UTC(2026, 10, 25);
export const hourMs = 3_600_000;

/** "0 09:14:05" is the first day's time. */
export function at(text: string): number {
  const [, day, hour, minute, second] = /^(\d) (\d\d):(\d\d):(\d\d)$/.exec(text) ?? [];
  if (day === undefined) throw new Error(`no time: ${text}`);
  return startMs + ((Number(day) * 24 + Number(hour)) * 3600 + Number(minute) * 60 + Number(second)) * 1000;
}

export const two = (value: number) => String(value).padStart(2, "0");

/** Every so many minutes over both days. */
export function every(minutes: number, from = "0 00:02:11"): number[] {
  const all: number[] = [];
  for (let timeMs = at(from); timeMs < startMs + 48 * hourMs; timeMs += minutes * 60_000) all.push(timeMs);
  return all;
}

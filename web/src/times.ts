/** Times as people read them: UTC, always said. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** 2026-11-30 14:05, UTC. */
export function minuteOf(timeMs: number): string {
  if (!Number.isFinite(timeMs) || Math.abs(timeMs) > 8.64e15) return "?";
  return new Date(timeMs).toISOString().slice(0, 16).replace("T", " ");
}

export function secondOf(timeMs: number): string {
  if (!Number.isFinite(timeMs) || Math.abs(timeMs) > 8.64e15) return "?";
  return new Date(timeMs).toISOString().slice(0, 19).replace("T", " ");
}

/** Two ends of one activity; a day that both share is said once. */
export function spanOf(firstMs: number, lastMs: number): string {
  const [first, last] = [minuteOf(firstMs), minuteOf(lastMs)];
  if (first === last) return first;
  return first.slice(0, 10) === last.slice(0, 10) ? `${first}–${last.slice(11)}` : `${first} – ${last}`;
}

/** How long ago, in one unit. */
export function ageOf(timeMs: number, nowMs: number): string {
  const past = Math.max(0, nowMs - timeMs);
  if (past < hourMs) return `${Math.floor(past / minuteMs)} min`;
  if (past < 2 * dayMs) return `${Math.floor(past / hourMs)} h`;
  return `${Math.floor(past / dayMs)} d`;
}

/** For an input of date and time, which has no zone: it is read and written as UTC. */
export function toInput(timeMs: number | undefined): string {
  return timeMs === undefined ? "" : new Date(timeMs).toISOString().slice(0, 16);
}

export function fromInput(text: string): number | undefined {
  const timeMs = Date.parse(`${text}Z`);
  return Number.isNaN(timeMs) || timeMs < 0 ? undefined : timeMs;
}

export function countOf(count: number): string {
  return count.toLocaleString("en");
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${countOf(count)} ${count === 1 ? one : many}`;
}

export function bytesOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

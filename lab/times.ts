/**
 * Time stamps of log lines: reads and replaces them, and nothing else of the line.
 *
 * A recording takes minutes and real traffic takes days. So every visit is moved as a whole to the time
 * that its scenario names, or, where the scenario says so, its lines are set a fixed pace apart.
 */
import type { Chance } from "./random.ts";

export const dayMs = 86_400_000;
export const windowDays = 4;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const bracketed = /\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\]/;
const iso = /"time":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([+-])(\d\d):(\d\d)"/;

/** The time of a line in milliseconds since 1970, UTC. */
export function timeOf(line: string): number | undefined {
  const clf = bracketed.exec(line);
  if (clf) {
    const [, day, month = "", year, hour, minute, second, sign, zoneHours, zoneMinutes] = clf;
    const local = Date.UTC(
      Number(year),
      months.indexOf(month),
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
    );
    return local - zoneMs(sign, zoneHours, zoneMinutes);
  }
  const json = iso.exec(line);
  if (json) return Date.parse(`${json[1]}Z`) - zoneMs(json[2], json[3], json[4]);
  return undefined;
}

/** The line with another time, written in the zone it had. */
export function withTime(line: string, timeMs: number): string {
  const clf = bracketed.exec(line);
  if (clf) {
    const [stamp, , , , , , , sign, zoneHours, zoneMinutes] = clf;
    const text = new Date(timeMs + zoneMs(sign, zoneHours, zoneMinutes)).toISOString();
    const month = months[Number(text.slice(5, 7)) - 1];
    const day = `${text.slice(8, 10)}/${month}/${text.slice(0, 4)}:${text.slice(11, 19)}`;
    return line.replace(stamp, () => `[${day} ${sign}${zoneHours}${zoneMinutes}]`);
  }
  return line.replace(iso, (_, _old, sign: string, hours: string, minutes: string) => {
    const text = new Date(timeMs + zoneMs(sign, hours, minutes)).toISOString().slice(0, 19);
    return `"time":"${text}${sign}${hours}:${minutes}"`;
  });
}

/** "2 09:14:30" is the second day of the window; the result is milliseconds from the window's start. */
export function offsetOf(when: string): number {
  const parts = /^([1-4]) (\d\d):(\d\d)(?::(\d\d))?$/.exec(when);
  if (!parts) throw new Error(`not a time of the window: ${when}`);
  const [, day, hour, minute, second] = parts;
  return (Number(day) - 1) * dayMs + (Number(hour) * 3600 + Number(minute) * 60 + Number(second ?? 0)) * 1000;
}

export function whenOf(offsetMs: number): string {
  const day = Math.floor(offsetMs / dayMs) + 1;
  return `${day} ${new Date(offsetMs % dayMs).toISOString().slice(11, 19)}`;
}

/** Midnight, UTC, four days before the day of the recording. */
export function windowStart(recordedAtMs: number): number {
  return Math.floor(recordedAtMs / dayMs) * dayMs - windowDays * dayMs;
}

/** Times for `count` lines that are `everyMs` apart, each late by up to a fifth of that. */
export function paced(startMs: number, count: number, everyMs: number, chance: Chance): number[] {
  return Array.from({ length: count }, (_, at) => startMs + Math.round((at + chance.next() * 0.2) * everyMs));
}

function zoneMs(sign: string | undefined, hours: string | undefined, minutes: string | undefined): number {
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Reads the times and zones that people type. */
import { VedetteError } from "../errors.ts";

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A day, or a day and a time of day with or without a zone. */
const written = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/i;
/** Furthest from the epoch that a time can be, in milliseconds. */
const msMax = 8.64e15;

/**
 * Milliseconds of `2026-05-17`, `2026-05-17T10:00`, `2026-05-17T10:00:00Z`, `now` or `-6h`.
 * Without a zone it is UTC; a day alone is its start, and its end for --to.
 * @throws VedetteError `usage.option`
 */
export function parseTime(given: string, nowMs: number, option: string): number {
  const ms = given === "now" ? nowMs : (agoOf(given, nowMs) ?? writtenMs(given, option));
  if (ms === undefined || Math.abs(ms) > msMax) {
    throw new VedetteError("usage.option", `--${option} ${given}: not a time.`, {
      hint: "Write 2026-05-17, 2026-05-17T10:00Z, now, or a time before now such as -6h or -2d.",
    });
  }
  return ms;
}

function agoOf(given: string, nowMs: number): number | undefined {
  const relative = /^-(\d+)([smhdw])$/.exec(given);
  return relative === null ? undefined : nowMs - Number(relative[1]) * (units[relative[2] ?? "s"] ?? 0);
}

/** Not by Date.parse alone, which makes a year of `5` and the 2nd of March of the 30th of February. */
function writtenMs(given: string, option: string): number | undefined {
  const match = written.exec(given);
  if (match === null) return undefined;
  const [hour = 0, minute = 0, second = 0] = match.slice(2, 5).map((digits) => Number(digits ?? 0));
  const [fraction = "", zone = "Z"] = match.slice(5, 7);
  const midnight = Date.parse(given.slice(0, 10));
  const exists =
    !Number.isNaN(midnight) &&
    new Date(midnight).toISOString().startsWith(given.slice(0, 10)) &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!exists) return undefined;
  if (given.length === 10) return option === "to" ? midnight + 86_399_999 : midnight;
  const [zoneHours = 0, zoneMinutes = 0] =
    zone.toUpperCase() === "Z" ? [] : [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (zoneHours > 23 || zoneMinutes > 59) return undefined;
  const offset = (zoneHours * 60 + zoneMinutes) * 60_000 * (zone.startsWith("-") ? -1 : 1);
  const ofDay = ((hour * 60 + minute) * 60 + second) * 1000 + Number(fraction.padEnd(3, "0").slice(0, 3));
  return midnight + ofDay - offset;
}

/** Checks an IANA zone name. */
export function parseZone(given: string): string {
  // Asking for it takes longer (35 ms) than all else that the program does before it reads.
  if (given === "UTC") return given;
  try {
    new Intl.DateTimeFormat("en", { timeZone: given });
    return given;
  } catch {
    throw new VedetteError("usage.option", `--tz ${given}: no such time zone.`, {
      hint: "Write an IANA name such as Europe/Berlin or UTC.",
    });
  }
}

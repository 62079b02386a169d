/** Reads the times and zones that people type. */
import { VedetteError } from "../errors.ts";

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Milliseconds of `2026-05-17`, `2026-05-17T10:00`, `2026-05-17T10:00:00Z`, `now` or `-6h`.
 * Without a zone it is UTC; a day alone is its start for --from and its end for --to.
 */
export function parseTime(given: string, nowMs: number, option: "from" | "to"): number {
  if (given === "now") return nowMs;
  const relative = /^-(\d+)([smhdw])$/.exec(given);
  if (relative !== null) return nowMs - Number(relative[1]) * (units[relative[2] ?? "s"] ?? 0);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(given);
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(given) && !day;
  const ms = Date.parse(
    day
      ? `${given}T${option === "from" ? "00:00:00.000" : "23:59:59.999"}Z`
      : zoned
        ? given
        : `${given.replace(" ", "T")}Z`,
  );
  if (Number.isNaN(ms)) {
    throw new VedetteError("usage.option", `--${option} ${given}: not a time.`, {
      hint: "Write 2026-05-17, 2026-05-17T10:00Z, now, or a time before now such as -6h or -2d.",
    });
  }
  return ms;
}

/** Checks an IANA zone name. */
export function parseZone(given: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: given });
    return given;
  } catch {
    throw new VedetteError("usage.option", `--tz ${given}: no such time zone.`, {
      hint: "Write an IANA name such as Europe/Berlin or UTC.",
    });
  }
}

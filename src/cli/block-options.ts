/** Options that commands which write blocks have in common. */
import { VedetteError } from "../errors.ts";
import { forTerminal } from "../report/safe-text.ts";

const dayMs = 86_400_000;
const daysDefault = 30;
const daysMax = 366;
const units: Readonly<Record<string, number>> = { h: 3_600_000, d: dayMs, w: 7 * dayMs };

/** A folder that stands in configuration files as it is. */
export function placeOf(given: string | undefined): string | undefined {
  if (given === undefined || /^\/[A-Za-z0-9._/-]+$/.test(given)) return given;
  throw new VedetteError(
    "usage.option",
    `--place ${forTerminal(given)}: not an absolute path of letters, digits, dots, dashes and slashes.`,
    {
      hint: "For example --place /usr/local/etc/haproxy",
    },
  );
}

/** When a block ends. */
export function expiryOf(given: string | undefined, nowMs: number): number {
  if (given === undefined) return nowMs + daysDefault * dayMs;
  const span = /^(\d{1,4})([hdw])$/.exec(given);
  const ms =
    span === null
      ? Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(given) ? `${given}T23:59:59Z` : given)
      : nowMs + Number(span[1]) * (units[span[2] ?? "d"] ?? dayMs);
  if (Number.isNaN(ms) || ms <= nowMs || ms > nowMs + daysMax * dayMs)
    throw new VedetteError(
      "usage.option",
      `--expires ${forTerminal(given)}: not a time within the next ${daysMax} days.`,
      {
        hint: "Write 12h, 30d, 4w, or a day such as 2026-12-31. What is meant for ever belongs into a rule of your own.",
      },
    );
  return ms;
}

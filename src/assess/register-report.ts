/** What became of each entry of the register in a run, and what is to be pointed out about it. */
import { counted } from "../words.ts";
import { endMs } from "./justify.ts";
import type { Entity } from "./model.ts";
import { networkOf, whoParts } from "./register.ts";
import type { RegisterEntry } from "./register-file.ts";

/** One entry in a report. */
export interface RegisterRow {
  readonly entry: RegisterEntry;
  readonly state: "applied" | "not_applied" | "unused" | "ended";
  /** Entities that it set aside. */
  readonly setAside: readonly Entity[];
  /** What a person who keeps the register should know. */
  readonly pointsOut: readonly string[];
}

/** Days before its end from which an entry is pointed out. */
const nearDays = 14;
/** An entry holds for a year and a month at most before somebody should look at it again. */
const longDays = 400;
const dayMs = 86_400_000;

/**
 * The entries of a register, as the file has them.
 * @param lastMs the last time of the logs; 0 where there is none
 * @param free domains at which anybody may have a mailbox
 */
export function registerRows(
  entries: readonly RegisterEntry[],
  entities: readonly Entity[],
  lastMs: number,
  free: readonly string[] = [],
): RegisterRow[] {
  return entries.map((entry) => {
    const named = entities.filter(({ register }) => register.some((match) => match.entry === entry));
    const setAside = named.filter(
      ({ action, register }) =>
        action === "justified" && register[0]?.entry === entry && register[0].but === undefined,
    );
    const ended = lastMs >= endMs(entry);
    const state =
      setAside.length > 0 ? "applied" : ended ? "ended" : named.length > 0 ? "not_applied" : "unused";
    return {
      entry,
      state,
      setAside,
      pointsOut: [...lives(entry, lastMs), ...refusals(entry, named), ...breadth(entry, free)],
    };
  });
}

function lives(entry: RegisterEntry, lastMs: number): string[] {
  if (lastMs <= 0) return [];
  if (lastMs >= endMs(entry)) return [`it ended on ${entry.expires} and justifies nothing after that`];
  const days = Math.ceil((endMs(entry) - lastMs) / dayMs);
  return days <= nearDays
    ? [`it ends on ${entry.expires}, ${counted(days, "day")} after the end of these logs`]
    : [];
}

/** Somebody whom it names and does not justify, with the reason; three are enough to see what is wrong with it. */
function refusals(entry: RegisterEntry, named: readonly Entity[]): string[] {
  const refused = named.flatMap((entity) => {
    const but = entity.register.find((match) => match.entry === entry)?.but;
    if (but !== undefined) return [`${entity.value}: ${but}`];
    return entity.action === "justified"
      ? []
      : [`${entity.value}: a guarded endpoint was answered, which nobody's errand explains`];
  });
  const more = refused.length > 3 ? [`and ${refused.length - 3} more`] : [];
  return refused.length === 0
    ? []
    : [`it names and does not set aside ${[...refused.slice(0, 3), ...more].join("; ")}`];
}

/** Programs that run whatever they are told: whoever names one names all that it may be told. */
const shells =
  /(?:^|[\\/*])(?:cmd|powershell|pwsh|wscript|cscript|mshta|rundll32|python[0-9.]*|perl|bash|sh|zsh|dash|explorer|svchost|services)(?:\.exe|\*)?$/i;

/** How the programs that a host's entry names are more than one. */
function programBreadth({ host, program }: RegisterEntry): string[] {
  if (host === undefined) return [];
  if (program === undefined)
    return ["too broad: it covers all programs on that host; name the one that is meant with program"];
  return [
    ...program
      .filter((one) => /^\*?[^\\/]*$|^\*+[\\/][^\\/]*$/.test(one))
      .map((one) => `too broad: ${one} fits a program of that name in any folder; name the folder as well`),
    ...program.filter((one) => shells.test(one)).map((one) => `too broad: ${one} runs whatever it is told`),
  ];
}

/** Names below a country's under which everybody registers his own (co.uk, com.au). */
const secondLevels = /^(?:ac|co|com|edu|go|gob|gov|gv|mil|ne|net|nom|or|org)$/;

/** A name in which what stands behind the last star is nobody's alone. */
function namesAnybody(pattern: string, free: readonly string[]): boolean {
  if (!pattern.includes("*")) return false;
  const tail = pattern.slice(pattern.lastIndexOf("*") + 1).toLowerCase();
  // Whoever registers a name may begin it, or end it, like that.
  if (tail === "" || !/^[.@]/.test(tail)) return true;
  const domain = tail.slice(1);
  const labels = domain.split(".");
  const [first = ""] = labels;
  return labels.length < 2 || (labels.length === 2 && secondLevels.test(first)) || free.includes(domain);
}

/**
 * How an entry says more than its owner may have meant.
 * @param free domains at which anybody may have a mailbox
 */
export function breadth(entry: RegisterEntry, free: readonly string[] = []): string[] {
  const wide = (entry.source ?? []).filter((network) => {
    const parsed = networkOf(network);
    if (parsed === undefined) return false;
    const [address, bits] = parsed;
    const most = address.kind() === "ipv4" ? 32 : 64;
    return most - bits > (entry.agent === undefined && entry.path === undefined ? 8 : 16);
  });
  const loose = [...whoParts.filter((part) => part !== "source"), "agent" as const].flatMap((part) =>
    (entry[part] ?? []).filter((text) => text.replaceAll("*", "").trim().length < 4 && text.includes("*")),
  );
  const days = entry.added === undefined ? 0 : (Date.parse(entry.expires) - Date.parse(entry.added)) / dayMs;
  return [
    ...(wide.length === 0 ? [] : [`too broad: ${wide.join(", ")} is more than the addresses of one program`]),
    ...(loose.length === 0 ? [] : [`too broad: ${loose.join(", ")} fits nearly anything`]),
    ...(["destination", "sender"] as const).flatMap((part) =>
      (entry[part] ?? [])
        .filter((pattern) => !loose.includes(pattern) && namesAnybody(pattern, free))
        .map((pattern) => `too broad: ${part} ${pattern} fits names that anybody may have`),
    ),
    ...programBreadth(entry),
    ...(days > longDays
      ? [`it holds for ${Math.round(days)} days; somebody should look at it once a year`]
      : []),
  ];
}

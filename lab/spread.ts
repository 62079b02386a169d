/**
 * Spreads the recorded lines over the four days of the window: each visit goes to its scenario's time as
 * a whole, or its lines are set a pace apart. Order within a visit stays, and so does all other text.
 */
import type { Client, Visit } from "./client.ts";
import { type LogId, logIds } from "./logs.ts";
import { Chance } from "./random.ts";
import type { Recorded } from "./recorder.ts";
import { offsetOf, paced, withTime } from "./times.ts";

export interface Line {
  text: string;
  address: string;
  timeMs: number;
}

export function spread(
  lines: readonly Recorded[],
  clients: readonly Client[],
  startMs: number,
): Map<LogId, Line[]> {
  const chance = new Chance(1592004);
  const logs = new Map<LogId, Line[]>(logIds.map((id) => [id, []]));
  const byClient = grouped(lines, ({ address }) => address);
  for (const client of clients) {
    const own = grouped(byClient.get(client.address) ?? [], ({ visit }) => visit);
    for (const [at, visit] of client.visits.entries()) {
      const visitLines = own.get(at) ?? [];
      const times = visitTimes(visit, visitLines, startMs, chance);
      for (const [index, { log, text, address }] of visitLines.entries()) {
        const timeMs = times[index] ?? startMs;
        logs.get(log)?.push({ text: withTime(text, timeMs), address, timeMs });
      }
    }
  }
  for (const log of logs.values()) log.sort((one, other) => one.timeMs - other.timeMs);
  return logs;
}

function visitTimes(visit: Visit, lines: readonly Recorded[], startMs: number, chance: Chance): number[] {
  const offset = startMs + offsetOf(visit.at);
  if (visit.everyMs !== undefined) return paced(offset, lines.length, visit.everyMs, chance);
  const first = Math.min(...lines.map(({ timeMs }) => timeMs));
  return lines.map(({ timeMs }) => offset + timeMs - first);
}

/** `Map.groupBy`, which Node 20 does not have. */
function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

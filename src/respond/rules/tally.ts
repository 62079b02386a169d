/** What a back-test counts, from the row that a statement gave. */
import type { Row } from "../../engine/engine.ts";
import type { History } from "./marks.ts";
import type { Tally } from "./model.ts";

/** Event ids that are kept of a rule. */
export const eventsMax = 20;
/** Events of one correlated window that are kept as a sample. */
export const windowEventsMax = 100;

export function tallyOf({ days, ofCase }: History, row: Row): Tally {
  return {
    hits: Number(row.hits ?? 0),
    ofCase,
    hostile: Number(row.hostile ?? 0),
    ordinary: Number(row.ordinary ?? 0),
    ordinaryAlerts: Number(row.alerts ?? 0),
    ordinaryClients: Number(row.clients ?? 0),
    days,
    fired: ((row.fired as unknown[]) ?? []).map(Number),
    disturbed: ((row.disturbed as unknown[]) ?? []).map(Number),
  };
}

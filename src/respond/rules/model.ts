/** Monitoring rules before and after their back-test. */
import type { LeftOut } from "../candidates.ts";

export const languages = ["sigma", "suricata", "sql"] as const;
export type Language = (typeof languages)[number];

export const languageTitles: Readonly<Record<Language, string>> = {
  sigma: "Sigma",
  suricata: "Suricata",
  sql: "SQL check",
};

/** A rule as it would be written. */
export interface Draft {
  /** What it is about; rules of one family differ in their threshold only, and come from the most to the least sensitive. */
  readonly family: string;
  readonly title: string;
  readonly language: Language;
  readonly file: string;
  readonly text: string;
  /** What the rule counts up to; undefined where each request is an alert. */
  readonly threshold?: number;
  readonly leftOut: readonly LeftOut[];
}

/** What a rule would have done on a history. */
export interface Tally {
  /** Requests of the case that it fires on, and all of the case; without a case, of those who are escalated. */
  readonly hits: number;
  readonly ofCase: number;
  /** Requests of others who are escalated. */
  readonly hostile: number;
  /** Requests of nobody who is escalated. */
  readonly ordinary: number;
  /** Alerts that these would have been: a request each, or a window of a source. */
  readonly ordinaryAlerts: number;
  /** Clients behind them. */
  readonly ordinaryClients: number;
  /** Days (UTC) of which the history has records. */
  readonly days: number;
  /** Event ids of the first hits on the case, and on ordinary traffic. */
  readonly fired: readonly number[];
  readonly disturbed: readonly number[];
}

export const perDay = ({ ordinaryAlerts, days }: Tally): number => ordinaryAlerts / Math.max(1, days);

/** A rule with what its back-test said; offered where there is no reason against it. */
export interface TestedRule {
  readonly draft: Draft;
  readonly tally: Tally;
  /** Why it is not offered. */
  readonly because: string | undefined;
  /** Event ids of requests on which it must fire, and of those on which it must not. */
  readonly mustFire: readonly number[];
  readonly mustNotFire: readonly number[];
}

/** Why a rule is not offered; undefined where it is. */
export function objection(tally: Tally, limitPerDay: number, needsHit: boolean): string | undefined {
  const number = (n: number) => n.toLocaleString("en", { maximumFractionDigits: 1 });
  if (needsHit && tally.hits === 0)
    return `it fires on none of the ${number(tally.ofCase)} requests of its own case`;
  const rate = perDay(tally);
  if (rate <= limitPerDay) return undefined;
  return `ordinary traffic would have raised ${number(rate)} alerts a day (${number(tally.ordinaryAlerts)} in ${number(tally.days)} days, of ${number(tally.ordinaryClients)} clients); the limit is ${number(limitPerDay)}`;
}

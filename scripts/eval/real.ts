/**
 * Counts on real logs beside the checkout. Nobody knows who every client of them was, so these are counts and no score;
 * docs/real-logs.md holds the reading of a sample against raw lines.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { groupBy } from "./count.ts";
import { triage } from "./run.ts";

export interface RealLog {
  readonly name: string;
  readonly requests: number;
  readonly rejected: number;
  readonly escalated: number;
  readonly watched: number;
  readonly closed: number;
  readonly justified: number;
  readonly findings: number;
  /** Escalated entities for every 100,000 requests of any kind. */
  readonly escalated_per_100000: number;
  readonly by_indicator: Readonly<Record<string, number>>;
}

/** Logs of one site are triaged together. */
const logs: readonly { readonly name: string; readonly files: readonly string[] }[] = [
  { name: "2015, elastic_apache_2015.log", files: ["elastic_apache_2015.log"] },
  { name: "2016, sparkdev_wordpress", files: ["sparkdev_wordpress_2016-02-20_03-21.log.gz"] },
  {
    name: "2020, secrepo_self, two days",
    files: ["secrepo_self_2020-04-28.log", "secrepo_self_2020-04-29.log"],
  },
];

export function countRealLogs(folder: string): { logs: RealLog[]; missing: string[] } {
  const there = logs.filter(({ files }) => files.every((file) => existsSync(join(folder, file))));
  const missing = logs.filter((log) => !there.includes(log)).map(({ name }) => name);
  return { logs: there.map(({ name, files }) => countLog(name, folder, files)), missing };
}

function countLog(name: string, folder: string, files: readonly string[]): RealLog {
  const report = triage(folder, files);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const actions = (action: string) => report.entities.filter((entity) => entity.action === action).length;
  const requests = sum(report.sources.map(({ events }) => events));
  const escalated = actions("escalate");
  const found = groupBy(report.findings, ({ indicator }) => indicator);
  return {
    name,
    requests,
    rejected: sum(report.sources.map(({ rejected }) => rejected)),
    escalated,
    watched: actions("watch"),
    closed: actions("close"),
    justified: actions("justified"),
    findings: report.findings.length,
    escalated_per_100000: Number(((escalated * 100_000) / requests).toFixed(1)),
    by_indicator: Object.fromEntries(found.map(([id, list]) => [id, list.length])),
  };
}

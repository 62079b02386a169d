/** Drafts of a case: each watch in each language, and correlations over all that it sought. */
import { counted } from "../../words.ts";
import { nameOf } from "../candidates.ts";
import type { Draft } from "./model.ts";
import { type Correlation, type Detection, exactValue, type Selection, sigmaText } from "./sigma-text.ts";
import { entriesSql, hostsSql, manyPathsSql, requestsSql } from "./sql-text.ts";
import { cannotMatch, suricataText } from "./suricata-text.ts";
import type { Entry, Watch } from "./watches.ts";

const titles: Readonly<Record<Watch["kind"], string>> = {
  agent: "Agents",
  "agent-and-path": "Agents on their paths",
  path: "Paths that hardly anybody else asks for",
};
/** How many different paths, or refused requests, of one source are an alert; the most sensitive first. */
const thresholds = [3, 5, 10, 20, 50];

/** Drafts for watches of a case. */
export function caseDrafts(
  caseId: string,
  watches: readonly Watch[],
  sought: Watch,
  sidFrom: number,
): Draft[] {
  const drafts: Draft[] = [];
  let sid = sidFrom;
  for (const watch of watches) {
    if (watch.entries.length === 0) continue;
    const title = `${titles[watch.kind]} of case ${caseId}`;
    const named = { family: watch.kind, title, leftOut: watch.leftOut };
    drafts.push({
      ...named,
      language: "sigma",
      file: `sigma-${watch.kind}.yml`,
      text: sigmaText([detectionOf(`${slug(caseId)}_${slug(watch.kind)}`, title, watch.entries)]),
    });
    const odd = watch.entries.flatMap((entry) => {
      const because = cannotMatch(entry);
      return because === undefined ? [] : [{ what: nameOf(entry), because }];
    });
    const wired = watch.entries.filter((entry) => cannotMatch(entry) === undefined);
    if (wired.length > 0)
      drafts.push({
        ...named,
        language: "suricata",
        file: `suricata-${watch.kind}.rules`,
        text: suricataText(wired, { title: `VEDETTE ${title}`, comment: [title], sid }),
        leftOut: [...watch.leftOut, ...odd],
      });
    sid += wired.length;
    drafts.push({
      ...named,
      language: "sql",
      file: `check-${watch.kind}.sql`,
      text: requestsSql(title, entriesSql(watch.entries)),
    });
  }
  return sought.entries.length === 0 ? drafts : [...drafts, ...manyDrafts(caseId, sought)];
}

/** Drafts for hosts outside that inside clients ask. */
export function hostDrafts(caseId: string, hosts: readonly string[], sid: number): Draft[] {
  const known = hosts.filter((host) => /^[a-z0-9._-]{1,253}$/.test(host));
  const leftOut = hosts
    .filter((host) => !known.includes(host))
    .map((what) => ({ what, because: "it is no name of a host" }));
  if (known.length === 0) return [];
  const title = `Hosts of case ${caseId} asked from inside`;
  const shared = { family: "host", title, leftOut };
  const rule: Detection = {
    kind: "detection",
    name: `${slug(caseId)}_host`,
    title,
    description: "A host that the case is about, by its whole name.",
    level: "high",
    category: "proxy",
    selections: { selection: [{ "cs-host": known.map(exactValue) }] },
    condition: "selection",
  };
  return [
    { ...shared, language: "sigma", file: "sigma-host.yml", text: sigmaText([rule]) },
    {
      ...shared,
      language: "suricata",
      file: "suricata-host.rules",
      text: suricataText(
        known.map((host) => ({ host })),
        { title: `VEDETTE ${title}`, comment: [title], sid },
      ),
    },
    { ...shared, language: "sql", file: "check-host.sql", text: hostsSql(title, known) },
  ];
}

function manyDrafts(caseId: string, { entries, leftOut }: Watch): Draft[] {
  return thresholds.flatMap((threshold): Draft[] => {
    const title = `${counted(threshold, "path")} or more of case ${caseId} by one source within an hour`;
    const base = `${slug(caseId)}_sought`;
    const shared = { family: "many-paths", title, threshold, leftOut };
    const rules: (Detection | Correlation)[] = [
      {
        ...detectionOf(base, `A path that case ${caseId} sought`, entries),
        level: "informational",
      },
      {
        kind: "correlation",
        name: `${base}_${threshold}`,
        title,
        description: `One source asks for ${threshold} or more different paths that case ${caseId} sought.`,
        level: "high",
        type: "value_count",
        rules: [base],
        groupBy: ["c-ip"],
        timespan: "1h",
        atLeast: threshold,
        field: "cs-uri-stem",
      },
    ];
    return [
      { ...shared, language: "sigma", file: `sigma-many-paths-${threshold}.yml`, text: sigmaText(rules) },
      {
        ...shared,
        language: "sql",
        file: `check-many-paths-${threshold}.sql`,
        text: manyPathsSql(title, entriesSql(entries), threshold),
      },
    ];
  });
}

export const slug = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "_");

function detectionOf(name: string, title: string, entries: readonly Entry[]): Detection {
  return {
    kind: "detection",
    name,
    title,
    description: "Each value stands for itself alone, to the letter and the case.",
    level: entries[0]?.agent === undefined ? "medium" : "high",
    category: "webserver",
    selections: { selection: selectionOf(entries) },
    condition: "selection",
  };
}

/** Entries of one kind as maps: one for all agents or all paths, and one for each agent with its paths. */
export function selectionOf(entries: readonly Entry[]): Selection {
  const [first] = entries;
  const agents = (agent: string) => (agent === "" ? ["", "-"] : [exactValue(agent)]);
  const paths = (some: readonly Entry[]) => some.map(({ path }) => exactValue(path ?? ""));
  if (first?.path === undefined)
    return [{ "cs-user-agent|cased": entries.flatMap(({ agent }) => agents(agent ?? "")) }];
  if (first.agent === undefined) return [{ "cs-uri-stem|cased": paths(entries) }];
  const byAgent = new Map<string, Entry[]>();
  for (const entry of entries)
    byAgent.set(entry.agent ?? "", [...(byAgent.get(entry.agent ?? "") ?? []), entry]);
  return [...byAgent].map(([agent, some]) => ({
    "cs-user-agent|cased": agents(agent),
    "cs-uri-stem|cased": paths(some),
  }));
}

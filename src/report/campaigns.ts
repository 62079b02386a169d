/** Campaigns as they stand in the report: who belongs together, what ties them, how far it goes. */
import type { CampaignTie, EarlierEntity } from "../assess/campaigns.ts";
import { countedIds } from "../assess/counting.ts";
import { networkAround } from "../assess/networks.ts";
import type { EvidenceLine } from "../detect/evidence.ts";
import { compare } from "../detect/finding.ts";
import type { FoundCampaign } from "../triage/campaigns.ts";
import { counted } from "../words.ts";
import { isoTime } from "./times.ts";

/** Ties of a campaign in the report; the lightest are left out. */
const tiesMax = 500;
const networksMax = 50;

export interface ReportTie {
  readonly from: string;
  readonly to: string;
  readonly points: number;
  readonly evidence: readonly {
    readonly link: string;
    readonly kind: string;
    readonly points: number;
    readonly sentence: string;
    readonly lines: readonly EvidenceLine[];
  }[];
}

export interface ReportCampaign {
  readonly id: string;
  /** How far it goes, for a person. */
  readonly sentence: string;
  readonly cases: readonly string[];
  /** Ids of entities of this run, by first sight. */
  readonly entities: readonly string[];
  /** Those of earlier runs on the same store, of which this run has seen nothing. */
  readonly earlier: readonly {
    readonly id: string;
    readonly case: string;
    readonly first?: string;
    readonly last?: string;
  }[];
  readonly addresses: number;
  /** Networks (/24 or /48) that its addresses lie in. */
  readonly networks: readonly string[];
  readonly first?: string;
  readonly last?: string;
  /** Days (UTC) on which its web clients asked for something. */
  readonly days: number;
  readonly asked: FoundCampaign["asked"];
  /** Guarded endpoints that were answered to one of it. */
  readonly answered: readonly string[];
  readonly indicators: readonly { readonly id: string; readonly findings: number }[];
  readonly ties: readonly ReportTie[];
  readonly further_ties: number;
}

export function toReportCampaign(
  campaign: FoundCampaign,
  evidence: ReadonlyMap<number, EvidenceLine>,
): ReportCampaign {
  const { id, members, earlier, cases, ties, days, asked } = campaign;
  const findings = members.flatMap((one) => one.findings);
  const answered = findings.flatMap(({ indicator, facts }) =>
    indicator === "endpoint.config-exposed" && Array.isArray(facts.exposed)
      ? (facts.exposed as string[])
      : [],
  );
  const addresses = addressesOf(campaign);
  const networks = [...new Set(addresses.flatMap((address) => networkAround(address) ?? []))].sort(compare);
  const counts = new Map<string, number>();
  for (const { indicator } of findings) counts.set(indicator, (counts.get(indicator) ?? 0) + 1);
  const first = isoTime(campaign.firstMs);
  const last = isoTime(campaign.lastMs);
  const report: Omit<ReportCampaign, "sentence"> = {
    id,
    cases,
    entities: members.map((one) => one.id),
    earlier: earlier.map(toReportEarlier),
    addresses: addresses.length,
    networks: networks.slice(0, networksMax),
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    days,
    asked,
    answered: [...new Set(answered)].sort(compare),
    indicators: [...counts]
      .map(([indicator, n]) => ({ id: indicator, findings: n }))
      .sort((a, b) => compare(a.id, b.id)),
    ties: ties.slice(0, tiesMax).map((tie) => toReportTie(tie, evidence)),
    further_ties: campaign.furtherTies + Math.max(0, ties.length - tiesMax),
  };
  return { ...report, sentence: sentenceOf(report, networks.length) };
}

function addressesOf({ members, earlier }: FoundCampaign): string[] {
  const ids = [...members, ...earlier].map(({ id }) => id);
  return [...new Set(ids.flatMap((id) => /^(?:ip|ip_range):(.+)$/s.exec(id)?.[1] ?? []))];
}

function toReportEarlier({ id, caseId, firstMs, lastMs }: EarlierEntity): ReportCampaign["earlier"][number] {
  const first = isoTime(firstMs);
  const last = isoTime(lastMs);
  return {
    id,
    case: caseId,
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
  };
}

function toReportTie(
  { from, to, points, evidence }: CampaignTie,
  lines: ReadonlyMap<number, EvidenceLine>,
): ReportTie {
  return {
    from,
    to,
    points,
    evidence: evidence.map(({ records, ...one }) => ({
      ...one,
      lines: [...new Set(records)].flatMap((record) => lines.get(record) ?? []),
    })),
  };
}

function sentenceOf(one: Omit<ReportCampaign, "sentence">, networks: number): string {
  const days = [one.first, one.last].flatMap((text) => text?.slice(0, 10) ?? []);
  const asked = one.asked
    .slice(0, 3)
    .map(({ purpose, endpoints }) => `${purpose.replaceAll("-", " ")} (${counted(endpoints, "endpoint")})`);
  const more = one.asked.length - asked.length;
  const answered =
    one.answered.length === 0
      ? "nothing guarded was seen answered"
      : `${counted(one.answered.length, "guarded endpoint")} answered`;
  return [
    `${countedIds([...one.entities, ...one.earlier.map(({ id }) => id)])}${one.addresses > 1 && networks > 0 ? ` of ${counted(networks, "network")}` : ""} in ${counted(one.cases.length, "case")}`,
    ...(days.length === 0 ? [] : [[...new Set(days)].join(" to ")]),
    ...(asked.length === 0
      ? []
      : [`asked for ${asked.join(", ")}${more > 0 ? ` and ${more} more kinds` : ""}; ${answered}`]),
    ...(one.earlier.length === 0 ? [] : [`${countedIds(one.earlier.map(({ id }) => id))} of earlier runs`]),
  ].join("; ");
}

/** Why two belong together, in one line: "4 = ... (2) and ... (2)". */
export function tieLine({ points, evidence }: ReportTie): string {
  return `${points} = ${evidence.map((one) => `${one.sentence} (${one.points})`).join(" + ")}`;
}

/** Ties with the same reason, as one. */
export interface TieGroup {
  readonly line: string;
  /** Whom the ties have in common; undefined where they are apart. */
  readonly hub: string | undefined;
  readonly others: readonly string[];
  /** Pairs, where nobody is common to all. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly lines: readonly EvidenceLine[];
}

/** Ties by their reason, in their order. */
export function tieGroups(ties: readonly ReportTie[]): TieGroup[] {
  const byLine = new Map<string, ReportTie[]>();
  for (const tie of ties) byLine.set(tieLine(tie), [...(byLine.get(tieLine(tie)) ?? []), tie]);
  return [...byLine].map(([line, same]) => {
    const [first] = same;
    const hub = [first?.to, first?.from].find((id) => same.every(({ from, to }) => from === id || to === id));
    return {
      line,
      hub,
      others: hub === undefined ? [] : same.map(({ from, to }) => (from === hub ? to : from)),
      pairs: hub === undefined ? same.map(({ from, to }) => [from, to] as const) : [],
      lines: same.flatMap(({ evidence }) => evidence.flatMap((one) => one.lines)),
    };
  });
}

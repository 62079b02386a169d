/**
 * Campaigns (T2c): entities that links tie, over cases, days and runs of a kept store. Each tie has its evidence and what it
 * weighs; one kind of light evidence ties nobody, and neither does what ordinary clients carry as well.
 */
import type { LinkFile } from "../content/links.ts";
import type { Policy } from "../content/tables.ts";
import { compare } from "../detect/finding.ts";
import { fillSentence } from "../detect/sentence.ts";
import { stableId } from "./entities.ts";
import type { Mark } from "./marks.ts";
import type { Case, Entity, Link } from "./model.ts";

/** More than the entities of a run. */
const pairsBase = 2 ** 24;

/** Of all that carry a key, the part that must be entities of campaigns; else it is ordinary here. */
const workedShareMin = 0.7;

/** One piece of evidence of a tie. */
export interface TieEvidence {
  /** Id of the link, or `case.` and the kind of a case's. */
  readonly link: string;
  readonly kind: string;
  readonly points: number;
  readonly sentence: string;
  /** Event ids that show it, one of each side. */
  readonly records: readonly number[];
}

export interface CampaignTie {
  readonly from: string;
  readonly to: string;
  readonly points: number;
  /** Of each kind the heaviest, the heaviest kind first. */
  readonly evidence: readonly TieEvidence[];
}

/** An entity of an earlier run on the same store. */
export interface EarlierEntity {
  readonly id: string;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly caseId: string;
  /** The campaign that it was in then; '' for none. */
  readonly campaign: string;
}

/** A mark of an earlier run. */
export interface EarlierMark {
  readonly entity: EarlierEntity;
  readonly link: string;
  readonly key: string;
  readonly shown: string;
}

export interface Campaign {
  readonly id: string;
  /** Entities of this run, by first sight. */
  readonly members: readonly Entity[];
  readonly earlier: readonly EarlierEntity[];
  /** Ids of cases, in the order of the report. */
  readonly cases: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
  /** The heaviest ties that hold it together: one fewer than it has entities. */
  readonly ties: readonly CampaignTie[];
  /** Further ties among its entities. */
  readonly furtherTies: number;
}

/**
 * Ties entities into campaigns.
 * @param entities those that are escalated or watched
 */
export function campaignsOf(
  entities: readonly Entity[],
  cases: readonly Case[],
  links: readonly LinkFile[],
  marks: readonly Mark[],
  earlier: readonly EarlierMark[],
  policy: Policy,
): Campaign[] {
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  // Who is an entity of this run, in whatever case, is told by this run.
  const old = new Map(earlier.map(({ entity }) => [entity.id, entity]));
  const ties = [...tiesOf(cases, links, marks, earlier, policy, byId)].sort(
    (a, b) => b.points - a.points || compare(a.from, b.from) || compare(a.to, b.to),
  );
  const { groups, kept } = grouped(ties, [...old.values()]);
  return groups
    .map((ids) => toCampaign(ids, byId, old, cases, kept, ties))
    .filter(({ members }) => members.length > 0)
    .sort(
      (a, b) =>
        b.members.length + b.earlier.length - a.members.length - a.earlier.length || compare(a.id, b.id),
    );
}

function tiesOf(
  cases: readonly Case[],
  links: readonly LinkFile[],
  marks: readonly Mark[],
  earlier: readonly EarlierMark[],
  policy: Policy,
  byId: ReadonlyMap<string, Entity>,
): CampaignTie[] {
  const { points_min, kinds_min } = policy.campaign;
  const pairs = new Map<string, TieEvidence[]>();
  const add = (one: string, other: string, evidence: TieEvidence) => {
    const key = one < other ? `${one}\0${other}` : `${other}\0${one}`;
    pairs.set(key, [...(pairs.get(key) ?? []), evidence]);
  };
  for (const link of cases.flatMap((one) => one.links))
    if (byId.has(link.from) && byId.has(link.to)) add(link.from, link.to, ofCase(link, points_min));
  for (const link of links)
    for (const shared of sharedBy(link, marks, earlier)) add(shared.from, shared.to, shared.evidence);
  return [...pairs].flatMap(([key, all]) => {
    const [from = "", to = ""] = key.split("\0");
    const evidence = heaviestOfKinds(all);
    const points = evidence.reduce((sum, one) => sum + one.points, 0);
    const [first] = evidence;
    const alone = first !== undefined && first.points >= points_min;
    return points >= points_min && (alone || evidence.length >= kinds_min)
      ? [{ from, to, points, evidence }]
      : [];
  });
}

/** Points of what makes two one case and is seen of strangers too. */
const ofStrangers: Readonly<Partial<Record<Link["kind"], number>>> = { neighbours: 2, served: 1 };

/** What makes two entities one case ties them here, too; but lightly where strangers share it. */
function ofCase({ because, kind }: Link, points: number): TieEvidence {
  return {
    link: `case.${kind}`,
    kind: kind === "neighbours" ? "network" : kind,
    points: ofStrangers[kind] ?? points,
    sentence: because,
    records: [],
  };
}

function heaviestOfKinds(all: readonly TieEvidence[]): TieEvidence[] {
  const best = new Map<string, TieEvidence>();
  for (const one of all) {
    const known = best.get(one.kind);
    if (known === undefined || one.points > known.points) best.set(one.kind, one);
  }
  return [...best.values()].sort((a, b) => b.points - a.points || compare(a.link, b.link));
}

interface Shared {
  readonly from: string;
  readonly to: string;
  readonly evidence: TieEvidence;
}

/** Pairs that share enough keys of a link. */
function sharedBy(link: LinkFile, marks: readonly Mark[], earlier: readonly EarlierMark[]): Shared[] {
  const before = new Map<string, EarlierMark[]>();
  for (const mark of earlier)
    if (mark.link === link.id) before.set(mark.key, [...(before.get(mark.key) ?? []), mark]);
  // Pairs as numbers: a long list that many share makes millions of them.
  const shared = new Map<number, { from: string; to: string; n: number; shown: string; records: number[] }>();
  const numbers = new Map<string, number>();
  const numberOf = (id: string) => {
    const known = numbers.get(id) ?? numbers.size;
    numbers.set(id, known);
    return known;
  };
  for (const { key, shown, carriers, holders } of marks.filter((mark) => mark.link === link.id)) {
    if (carriers.length < holders * workedShareMin) continue;
    const own = new Set(carriers.map(({ entity }) => entity));
    const old = (before.get(key) ?? []).filter(({ entity }) => !own.has(entity.id));
    if (carriers.length + old.length > link.holders_max) continue;
    const all = [...carriers, ...old.map(({ entity }) => ({ entity: entity.id, record: undefined }))].map(
      (one) => ({ ...one, number: numberOf(one.entity) }),
    );
    // Two of earlier runs were tied then.
    for (let at = 0; at < carriers.length; at += 1)
      for (let next = at + 1; next < all.length; next += 1) {
        const [one, other] = [all[at], all[next]];
        if (one === undefined || other === undefined) continue;
        const pair = Math.min(one.number, other.number) * pairsBase + Math.max(one.number, other.number);
        const known = shared.get(pair);
        if (known !== undefined) {
          known.n += 1;
          continue;
        }
        const [from, to] = one.entity < other.entity ? [one, other] : [other, one];
        shared.set(pair, {
          from: from.entity,
          to: to.entity,
          n: 1,
          shown,
          records: [from.record, to.record].flatMap((record) => record ?? []),
        });
      }
  }

  return [...shared.values()].flatMap(({ from, to, n, shown, records }) =>
    n < link.shared_min
      ? []
      : [
          {
            from,
            to,
            evidence: {
              link: link.id,
              kind: link.kind,
              points: link.points,
              sentence: fillSentence(link.says, { shown, n }),
              records,
            },
          },
        ],
  );
}

/**
 * Groups of entities that ties hold together, and the heaviest ties that do. Entities that were in one campaign in an earlier run
 * still are, so that it stays one.
 */
function grouped(
  ties: readonly CampaignTie[],
  old: readonly EarlierEntity[],
): { groups: string[][]; kept: Set<CampaignTie> } {
  const parent = new Map<string, string>();
  const root = (id: string): string => {
    let at = id;
    while ((parent.get(at) ?? at) !== at) at = parent.get(at) ?? at;
    parent.set(id, at);
    return at;
  };
  const kept = new Set<CampaignTie>();
  for (const tie of ties) {
    const [one, other] = [root(tie.from), root(tie.to)];
    if (one === other) continue;
    parent.set(one, other);
    kept.add(tie);
  }
  const tied = new Set(ties.flatMap(({ from, to }) => [from, to]));
  const firstOf = new Map<string, string>();
  for (const { id, campaign } of old) {
    if (campaign === "" || !tied.has(id)) continue;
    const first = firstOf.get(campaign);
    if (first === undefined) firstOf.set(campaign, id);
    else parent.set(root(id), root(first));
  }
  const groups = new Map<string, string[]>();
  for (const id of tied) {
    const at = root(id);
    groups.set(at, [...(groups.get(at) ?? []), id]);
  }
  return { groups: [...groups.values()], kept };
}

function toCampaign(
  ids: readonly string[],
  byId: ReadonlyMap<string, Entity>,
  old: ReadonlyMap<string, EarlierEntity>,
  cases: readonly Case[],
  kept: ReadonlySet<CampaignTie>,
  all: readonly CampaignTie[],
): Campaign {
  const own = new Set(ids);
  const inside = all.filter(({ from }) => own.has(from));
  const ties = inside.filter((tie) => kept.has(tie));
  return named({
    members: ids
      .flatMap((id) => byId.get(id) ?? [])
      .sort((a, b) => spanOf(a).firstMs - spanOf(b).firstMs || compare(a.id, b.id)),
    earlier: ids
      .flatMap((id) => (byId.has(id) ? [] : (old.get(id) ?? [])))
      .sort((a, b) => a.firstMs - b.firstMs || compare(a.id, b.id)),
    cases: cases.filter(({ entities }) => entities.some(({ id }) => own.has(id))).map(({ id }) => id),
    ties,
    furtherTies: inside.length - ties.length,
  });
}

/** Campaigns with everybody else who was in them in earlier runs. */
export function withEarlierMembers(
  campaigns: readonly Campaign[],
  known: readonly EarlierEntity[],
): Campaign[] {
  const present = new Set(
    campaigns.flatMap(({ members, earlier }) => [...members, ...earlier].map(({ id }) => id)),
  );
  return campaigns.map((campaign) => {
    const names = new Set(campaign.earlier.map(({ campaign: id }) => id));
    const more = known.filter((one) => names.has(one.campaign) && !present.has(one.id));
    if (more.length === 0) return campaign;
    const earlier = [...campaign.earlier, ...more].sort(
      (a, b) => a.firstMs - b.firstMs || compare(a.id, b.id),
    );
    return named({ ...campaign, earlier });
  });
}

/** A campaign with its name, cases and times: the first of it names it, so that it keeps its name while it grows. */
function named(campaign: Omit<Campaign, "id" | "firstMs" | "lastMs"> & { readonly id?: string }): Campaign {
  const { members, earlier, cases } = campaign;
  const spans = [
    ...earlier.map(({ id, firstMs, lastMs }) => ({ id, firstMs, lastMs })),
    ...members.map((one) => ({ id: one.id, ...spanOf(one) })),
  ].sort((a, b) => a.firstMs - b.firstMs || compare(a.id, b.id));
  const ids = [...cases, ...earlier.map(({ caseId }) => caseId)];
  return {
    ...campaign,
    id: stableId("K", spans[0]?.id ?? ""),
    cases: ids.filter((id, at) => id !== "" && ids.indexOf(id) === at),
    firstMs: spans[0]?.firstMs ?? 0,
    lastMs: spans.reduce((most, { lastMs }) => Math.max(most, lastMs), 0),
  };
}

function spanOf({ findings }: Entity): { firstMs: number; lastMs: number } {
  const known = findings.filter(({ firstMs }) => firstMs > 0);
  return {
    firstMs: known.reduce((least, { firstMs }) => Math.min(least, firstMs), Number.MAX_SAFE_INTEGER),
    lastMs: known.reduce((most, { lastMs }) => Math.max(most, lastMs), 0),
  };
}

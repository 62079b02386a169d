/** The campaigns of a run (T2c): what its entities share, among themselves and with those of earlier runs on the same store. */
import type { Assessment } from "../assess/assess.ts";
import { type Asked, askedBy } from "../assess/campaign-extent.ts";
import { type Campaign, campaignsOf, withEarlierMembers } from "../assess/campaigns.ts";
import { marksOf } from "../assess/marks.ts";
import type { Content } from "../content/load.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import { earlierMarks, earlierMembers, keepMarks } from "./stored-marks.ts";

/** A campaign with what it asked for. */
export interface FoundCampaign extends Campaign {
  readonly asked: readonly Asked[];
  /** Days (UTC) on which its web clients asked for something. */
  readonly days: number;
}

/**
 * Finds the campaigns of a run.
 * @param stored whether the run's store keeps marks for later ones
 */
export async function findCampaigns(
  engine: Engine,
  content: Content,
  parts: Parts,
  { entities, cases }: Pick<Assessment, "entities" | "cases">,
  inside: readonly string[],
  stored: boolean,
): Promise<FoundCampaign[]> {
  const worked = entities.filter(({ action }) => action === "escalate" || action === "watch");
  // Who is known and meant, or closed, ties nobody, also not by what an earlier run thought of him.
  const aside = new Set(
    entities.filter(({ action }) => action === "justified" || action === "close").map(({ id }) => id),
  );
  const marks = await marksOf(engine, content.links, parts, worked, inside, stored ? 1 : 2);
  const before = stored
    ? (await earlierMarks(engine, marks)).filter(({ entity }) => !aside.has(entity.id))
    : [];
  const found = campaignsOf(worked, cases, content.links, marks, before, content.policy);
  const known = stored
    ? await earlierMembers(engine, [
        ...new Set(
          found.flatMap(({ earlier }) => earlier.map(({ campaign }) => campaign)).filter((id) => id !== ""),
        ),
      ])
    : [];
  const campaigns = withEarlierMembers(
    found,
    known.filter(({ id }) => !aside.has(id)),
  );
  if (stored)
    await keepMarks(
      engine,
      marks,
      worked,
      campaigns,
      new Map(cases.flatMap((one) => one.entities.map(({ id }) => [id, one.id] as const))),
    );
  const extents = await askedBy(engine, parts, campaigns);
  return campaigns.map((campaign) => ({
    ...campaign,
    ...(extents.get(campaign.id) ?? { asked: [], days: 0 }),
  }));
}

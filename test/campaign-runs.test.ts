/** Campaigns over runs: entities of one earlier campaign stay in one. */
import { expect, test } from "vitest";
import { campaignsOf, type EarlierEntity, withEarlierMembers } from "../src/assess/campaigns.ts";
import type { Mark } from "../src/assess/marks.ts";
import type { Entity } from "../src/assess/model.ts";
import { content } from "./support/triage.ts";

const entity = (value: string) =>
  ({
    id: `ip:${value}`,
    type: "ip",
    value,
    action: "escalate",
    findings: [{ firstMs: 1000, lastMs: 2000 }],
  }) as unknown as Entity;
const before = (id: string, firstMs: number): EarlierEntity => ({
  id: `ip:${id}`,
  firstMs,
  lastMs: firstMs,
  caseId: "C-0123456789",
  campaign: "K-0123456789",
});
const mark = (key: string, holder: string): Mark => ({
  link: "collector-address",
  key,
  shown: key,
  holders: 1,
  carriers: [{ entity: `ip:${holder}`, record: 1 }],
});

test("two who are tied to two of one earlier campaign are one campaign, and nobody is in it twice", () => {
  const [oldest, first, second] = [before("oldest", 1), before("first", 2), before("second", 3)];
  const { links, policy } = content();
  const found = withEarlierMembers(
    campaignsOf(
      [entity("p"), entity("q")],
      [],
      links,
      [mark("one", "p"), mark("two", "q")],
      [
        { entity: first, link: "collector-address", key: "one", shown: "one" },
        { entity: second, link: "collector-address", key: "two", shown: "two" },
      ],
      policy,
    ),
    [oldest, first, second],
  );
  expect(found.map(({ members, earlier }) => [...members, ...earlier].map(({ id }) => id).sort())).toEqual([
    ["ip:first", "ip:oldest", "ip:p", "ip:q", "ip:second"],
  ]);
});

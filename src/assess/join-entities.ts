/** What becomes of entities that ties touch. */
import type { Policy } from "../content/tables.ts";
import { severities } from "../detect/finding.ts";
import { byAction, prioritiesOf } from "./entities.ts";
import type { Join } from "./joins.ts";
import { type Action, actions, type Entity, higher, type RuleHit } from "./model.ts";

/** Entities that ties touch, as they are then: no background, watched at least, and for Tier 2 where two of weight belong together. */
export function withJoins(
  entities: readonly Entity[],
  joins: readonly Join[],
  policy: Policy,
): { entities: Entity[]; joins: Join[] } {
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  const weight = (entity: Entity) =>
    Math.max(...entity.findings.map(({ severity }) => severities.indexOf(severity)));
  const kept = joins.filter(({ from, to }) => {
    const [one, other] = [byId.get(from), byId.get(to)];
    if (one === undefined || other === undefined) return false;
    // Who is known and meant ties nothing, nor does what nobody would look at.
    return (
      [one, other].every(({ action }) => action !== "justified") &&
      [one, other].some(({ action }) => action !== "close")
    );
  });
  const hits = new Map<string, RuleHit[]>();
  for (const { from, to, because } of kept) {
    const [one, other] = [byId.get(from) as Entity, byId.get(to) as Entity];
    const heavy = Math.min(weight(one), weight(other)) >= severities.indexOf("medium");
    const rule = policy.rules.find(({ id }) => id === (heavy ? "sources-joined" : "mail-joined"));
    if (rule === undefined) continue;
    for (const entity of [one, other])
      hits.set(entity.id, [
        ...(hits.get(entity.id) ?? []),
        {
          rule: rule.id,
          clause: rule.clause,
          action: rule.action,
          sentence: `${rule.says}: ${because}`,
          findings: [one, other].flatMap(({ findings }) => findings.slice(0, 1).map(({ id }) => id)),
        },
      ]);
  }
  const order = policy.rules.map(({ id }) => id);
  return {
    joins: kept,
    entities: entities
      .map((entity) => {
        const more = hits.get(entity.id);
        if (more === undefined) return entity;
        const all = [...entity.hits, ...more].sort((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule));
        return {
          ...entity,
          hits: all,
          background: false,
          action: all.reduce<Action>((action, hit) => higher(actions, action, hit.action), "close"),
          priority: prioritiesOf(all, policy).map((wanted) => wanted ?? "shift"),
        };
      })
      .sort(byAction),
  };
}

/** Several cases as one, where a person says that they belong together. */
import { type Confidence, confidences, severities } from "../detect/finding.ts";
import { actions, type Case, priorities } from "./model.ts";

/** The first gives its id and its title, with those of the others behind it; of what they are, the gravest holds. */
export function together(first: Case, others: readonly Case[]): Case {
  const all = [first, ...others.filter((one, index) => one !== first && others.indexOf(one) === index)];
  if (all.length === 1) return first;
  const most = <T>(order: readonly T[], pick: (one: Case) => T): T =>
    order[Math.max(...all.map((one) => order.indexOf(pick(one))))] as T;
  const unique = <T>(some: readonly T[], key: (one: T) => string): T[] =>
    [...new Map(some.toReversed().map((one) => [key(one), one])).values()].toReversed();
  return {
    ...first,
    title: all.map(({ title }) => title).join("; "),
    action: most(actions, ({ action }) => action),
    priority: most(priorities, ({ priority }) => priority),
    severity: most(severities, ({ severity }) => severity),
    confidence: most<Confidence>(confidences, ({ confidence }) => confidence),
    background: all.every(({ background }) => background),
    entities: unique(
      all.flatMap(({ entities }) => entities),
      ({ id }) => id,
    ),
    links: unique(
      all.flatMap(({ links }) => links),
      ({ from, to, because }) => JSON.stringify([from, to, because]),
    ),
    firstMs: Math.min(...all.map(({ firstMs }) => firstMs)),
    lastMs: Math.max(...all.map(({ lastMs }) => lastMs)),
  };
}

/**
 * Cases under one name, whichever window showed them.
 *
 * A case is named after its first record. A look at the newest records alone sees another first record, and so would name the same
 * case anew each time; so does a look at everything where the first record was removed because of its age. What such a look shows of entities that a case has already is that case; what nobody has yet becomes a
 * case for the time being, and another name of the one that a look at everything finds.
 */

import { actions } from "../assess/model.ts";
import type { ReportCase, ReportDocument } from "../report/model.ts";

/** What is remembered of a case between looks. */
interface KnownCase {
  readonly id: string;
  readonly action: ReportCase["action"];
  readonly priority: ReportCase["priority"];
  /** Type and value of its entities. */
  readonly entities: ReadonlySet<string>;
  readonly background: boolean;
}

const priorities: readonly ReportCase["priority"][] = ["none", "batch", "shift", "now"];

export class Continuity {
  #known: KnownCase[] = [];
  /** Of looks at the newest, which no look at everything has shown yet. */
  #passing: KnownCase[] = [];

  /** Takes up cases that an earlier service left, and those for the time being among them. */
  takeUp(
    cases: readonly (Omit<KnownCase, "entities" | "background"> & {
      readonly entities: readonly { readonly type: string; readonly value: string }[];
      readonly passing: boolean;
      readonly background: boolean;
    })[],
  ): void {
    for (const { passing, entities, ...one } of cases)
      (passing ? this.#passing : this.#known).push({
        ...one,
        entities: new Set(entities.map(({ type, value }) => `${type} ${value}`)),
      });
  }

  /**
   * A look at everything: its names hold. Cases for the time being become other names of those that have their entities.
   * @returns the document as the casebook takes it
   */
  whole(document: ReportDocument): ReportDocument {
    const entities = entitiesOf(document);
    const left = new Set(this.#passing);
    const kept = this.#underOldNames(document, entities);
    const cases = kept.map((one) => {
      if (one.background) return one;
      const own = entities(one);
      const same = [...left].filter((passing) => passing.id !== one.id && shared(passing, own) > 0);
      for (const passing of same) left.delete(passing);
      return same.length === 0
        ? one
        : { ...one, aliases: [...new Set([...one.aliases, ...same.map(({ id }) => id)])].sort() };
    });
    this.#passing = [...left].filter(({ id }) => !cases.some((one) => one.id === id));
    this.#known = cases.map((one) => knownOf(one, entities(one)));
    return { ...document, cases };
  }

  /** A case that is new, and has entities of one that is there no more, is that case. */
  #underOldNames(
    { cases }: ReportDocument,
    entities: (one: ReportCase) => ReadonlySet<string>,
  ): readonly ReportCase[] {
    const told = new Set(cases.flatMap(({ id, aliases }) => [id, ...aliases]));
    const knownIds = new Set(this.#known.map(({ id }) => id));
    const gone = new Set(this.#known.filter(({ id, background }) => !background && !told.has(id)));
    return cases.map((one) => {
      if (one.background || knownIds.has(one.id) || gone.size === 0) return one;
      const own = entities(one);
      const [same] = [...gone]
        .map((known) => ({ known, both: shared(known, own) }))
        .filter(({ both }) => both > 0)
        .sort((a, b) => b.both - a.both);
      if (same === undefined) return one;
      gone.delete(same.known);
      return { ...one, id: same.known.id, aliases: [...new Set([...one.aliases, one.id])].sort() };
    });
  }

  /**
   * A look at the newest: cases that are known already go under their name, and only where they became graver or larger; a
   * look at everything counts them whole again.
   */
  newest(document: ReportDocument): ReportDocument {
    const entities = entitiesOf(document);
    const cases: ReportCase[] = [];
    for (const one of document.cases) {
      if (one.background) continue;
      const own = entities(one);
      const [same] = [...this.#known, ...this.#passing]
        .filter(({ background }) => !background)
        .map((known) => ({ known, both: shared(known, own) }))
        .filter(({ both }) => both > 0)
        .sort((a, b) => b.both - a.both);
      const known = same?.known ?? this.#known.find(({ id }) => id === one.id);
      if (known === undefined) {
        this.#passing.push(knownOf(one, own));
        cases.push(one);
        continue;
      }
      const graver =
        actions.indexOf(one.action) > actions.indexOf(known.action) ||
        (one.action === known.action &&
          priorities.indexOf(one.priority) > priorities.indexOf(known.priority));
      if (!graver) continue;
      const aliases = one.id === known.id ? one.aliases : [...new Set([...one.aliases, one.id])].sort();
      cases.push({ ...one, id: known.id, aliases });
      const now = { ...knownOf(one, new Set([...known.entities, ...own])), id: known.id };
      const put = (some: KnownCase[]) => some.map((other) => (other === known ? now : other));
      this.#known = put(this.#known);
      this.#passing = put(this.#passing);
    }
    return { ...document, cases };
  }
}

function entitiesOf({ entities }: ReportDocument): (one: ReportCase) => ReadonlySet<string> {
  const named = new Map(entities.map(({ id, type, value }) => [id, `${type} ${value}`]));
  return (one) => new Set(one.entities.map((id) => named.get(id) ?? id));
}

function knownOf(one: ReportCase, entities: ReadonlySet<string>): KnownCase {
  const { id, action, priority, background } = one;
  return { id, action, priority, background, entities };
}

function shared({ entities }: KnownCase, own: ReadonlySet<string>): number {
  let both = 0;
  for (const entity of own) if (entities.has(entity)) both += 1;
  return both;
}

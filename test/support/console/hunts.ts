/** Saved hunts over an array, for tests of the console. */
import type { Casebook } from "../../../src/casebook/casebook.ts";
import type { AuditEntry, By } from "../../../src/casebook/model.ts";
import { missing, refused } from "../../../src/casebook/problems.ts";
import type { SavedHunt } from "../../../src/casebook/saved-hunts.ts";

export function fakeHunts(
  record: (by: By, act: string, detail: AuditEntry["detail"]) => void,
): Pick<Casebook, "hunts" | "hunt" | "saveHunt" | "changeHunt" | "removeHunt"> {
  let saved: SavedHunt[] = [];
  const find = (id: number, who: string) => {
    const one = saved.find((hunt) => hunt.id === id && (hunt.shared || hunt.owner === who));
    if (one === undefined) throw missing(`saved hunt ${id}`);
    return one;
  };
  const own = (id: number, who: string, every: boolean) => {
    const one = find(id, who);
    if (one.owner !== who && !every) throw refused("The hunt is another's.", "Save your own.");
    return one;
  };
  return {
    hunts: (who) => saved.filter(({ shared, owner }) => shared || owner === who),
    hunt: find,
    saveHunt: (given, { at, actor }) => {
      const id = 1 + Math.max(0, ...saved.map((one) => one.id));
      const hunt = {
        ...given,
        id,
        version: 1,
        owner: actor,
        created_at: at,
        updated_at: at,
        updated_by: actor,
      };
      saved = [...saved, hunt];
      record({ at, actor }, "hunt.saved", { hunt: id });
      return hunt;
    },
    changeHunt: (id, version, given, { at, actor }, every) => {
      const before = own(id, actor, every);
      const after = { ...before, ...given, version: version + 1, updated_at: at, updated_by: actor };
      saved = saved.map((one) => (one === before ? after : one));
      record({ at, actor }, "hunt.changed", { hunt: id });
      return after;
    },
    removeHunt: (id, _version, by, every) => {
      const before = own(id, by.actor, every);
      saved = saved.filter((one) => one !== before);
      record(by, "hunt.removed", { hunt: id });
    },
  };
}

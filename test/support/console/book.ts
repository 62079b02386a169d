/** A casebook over arrays, for tests of the console: it does what the API asks, and keeps nothing. */
import { createHash } from "node:crypto";
import type { Casebook } from "../../../src/casebook/casebook.ts";
import type {
  AuditEntry,
  By,
  CaseAct,
  CaseFilter,
  CaseSummary,
  CaseView,
  Facets,
  PageRequest,
  Proposal,
} from "../../../src/casebook/model.ts";
import { priorities } from "../../../src/casebook/model.ts";
import { missing, refused, stale } from "../../../src/casebook/problems.ts";
import { makeProposals } from "./cases.ts";
import { fakeHunts } from "./hunts.ts";

type Changed = { -readonly [Key in keyof CaseView]: CaseView[Key] };

const facetParts = ["state", "owner", "tag", "action", "priority", "verdict", "clause", "indicator"] as const;

function valuesOf(one: CaseView, part: (typeof facetParts)[number]): readonly (string | null)[] {
  if (part === "tag") return one.tags;
  if (part === "clause") return [...new Set(one.snapshot.findings.map(({ clause }) => clause))];
  if (part === "indicator") return [...new Set(one.snapshot.findings.map(({ indicator }) => indicator))];
  return [one[part]];
}

function fits(one: CaseView, filter: CaseFilter, without?: string): boolean {
  for (const part of facetParts) {
    const wanted = filter[part] as readonly (string | null)[] | undefined;
    if (part === without || wanted === undefined) continue;
    if (!valuesOf(one, part).some((value) => wanted.includes(value))) return false;
  }
  if (
    filter.entity !== undefined &&
    !one.snapshot.entities.some(({ value }) => filter.entity?.includes(value))
  )
    return false;
  if (filter.background !== undefined && one.background !== filter.background) return false;
  if (filter.merged !== true && one.merged_into !== null) return false;
  if (filter.from !== undefined && one.last_seen < filter.from) return false;
  if (filter.to !== undefined && one.first_seen > filter.to) return false;
  const text = filter.text?.toLowerCase();
  return (
    text === undefined ||
    [one.title, one.id, ...one.snapshot.entities.map(({ value }) => value)].some((value) =>
      value.toLowerCase().includes(text),
    )
  );
}

function order(page: PageRequest): (a: CaseView, b: CaseView) => number {
  const sort = page.sort ?? "priority";
  const sign = page.reverse === true ? -1 : 1;
  const rank = (one: CaseView): number =>
    sort === "priority" ? priorities.indexOf(one.priority) : sort === "id" ? 0 : one[sort];
  return (a, b) => sign * (rank(b) - rank(a) || (a.id < b.id ? -1 : 1));
}

function summaryOf(one: CaseView): CaseSummary {
  const {
    snapshot: _,
    override: _o,
    closing: _c,
    notes: _n,
    checklist: _l,
    answers: _a,
    history: _h,
    ...rest
  } = one;
  const { members: _m, names: _na, aliases: _al, run: _r, reported_at: _re, ...summary } = rest;
  return summary;
}

export interface FakeBook extends Casebook {
  /** What a person elsewhere does, without telling this page. */
  touch(id: string): void;
  /** What a look does that finds nothing of a case any more. */
  setAside(id: string, mark: CaseView["set_aside"]): void;
}

export function fakeBook(given: readonly CaseView[]): FakeBook {
  const cases = new Map<string, Changed>(given.map((one) => [one.id, { ...one }]));
  const audit: AuditEntry[] = [];
  let notes = 1;
  const record = ({ at, actor }: By, act: string, id: string | null, detail: AuditEntry["detail"]) => {
    const seq = audit.length + 1;
    const hash = createHash("sha256")
      .update(`${audit.at(-1)?.hash}${seq}${act}`)
      .digest("hex");
    audit.push({ seq, at, actor, act, case: id, detail, hash });
  };
  const find = (id: string): Changed => {
    const one = cases.get(id);
    if (one === undefined) throw missing(`case ${id}`);
    return one;
  };
  const seen = (id: string, version: number): Changed => {
    const one = find(id);
    if (one.version !== version) throw stale(id, version, one.version);
    return one;
  };
  const ended = (one: Changed, by: By, act: string, detail: AuditEntry["detail"]) => {
    one.version += 1;
    one.updated_at = by.at;
    record(by, act, one.id, detail);
    one.changed = audit.length;
    return one.version;
  };
  const fitting = (filter: CaseFilter) => [...cases.values()].filter((one) => fits(one, filter));
  const tokenOf = (some: readonly CaseView[]) =>
    createHash("sha256")
      .update(some.map(({ id, version }) => `${id} ${version}`).join())
      .digest("hex")
      .slice(0, 32);
  const noteOf = (id: number) => {
    for (const one of cases.values()) {
      const note = one.notes.find((candidate) => candidate.id === id);
      if (note !== undefined) return { one, note };
    }
    throw missing(`note ${id}`);
  };
  const act = (one: Changed, given: CaseAct, by: By): number => {
    apply(one, given, by, () => notes++);
    return ended(one, by, `case.${given.kind}`, { ...given });
  };
  const proposals = makeProposals(given);
  const decide = (id: number, state: "accepted" | "dismissed", reason: string, { at, actor }: By) => {
    const found = proposals.findIndex((one) => one.id === id);
    const one = proposals[found];
    if (one === undefined) throw missing(`proposal ${id}`);
    if (one.state !== "open") throw refused(`Proposal ${id} is ${one.state} already.`, "Look at it again.");
    const decided: Proposal = { ...one, state, decided: { at, by: actor, reason } };
    proposals[found] = decided;
    return decided;
  };
  const unused = () => {
    throw new Error("not part of these tests");
  };
  return {
    path: "nowhere",
    touch: (id) => {
      find(id).version += 1;
    },
    setAside: (id, mark) => {
      find(id).set_aside = mark;
    },
    applyReport: unused,
    recordsRemoved: unused,
    removedTold: unused,
    list: (filter, page = {}) => {
      const all = fitting(filter).sort(order(page));
      const from = Number(page.after ?? 0);
      const to = from + (page.limit ?? 100);
      return {
        items: all.slice(from, to).map(summaryOf),
        total: all.length,
        next: to < all.length ? String(to) : null,
      };
    },
    facets: (filter) =>
      Object.fromEntries(
        facetParts.map((part) => {
          const counts = new Map<string | null, number>();
          for (const one of cases.values())
            if (fits(one, filter, part))
              for (const value of valuesOf(one, part)) counts.set(value, (counts.get(value) ?? 0) + 1);
          return [part, [...counts].map(([value, count]) => ({ value, count }))];
        }),
      ) as unknown as Facets,
    indicators: () => {
      const counts = new Map<string, { indicator: string; open: number; closed: Record<string, number> }>();
      for (const one of cases.values())
        for (const indicator of valuesOf(one, "indicator")) {
          const of = counts.get(String(indicator)) ?? { indicator: String(indicator), open: 0, closed: {} };
          counts.set(of.indicator, of);
          if (one.verdict === null) of.open += 1;
          else of.closed[one.verdict] = (of.closed[one.verdict] ?? 0) + 1;
        }
      return [...counts.values()];
    },
    changesSince: unused,
    get: (id) => structuredClone(find(id)),
    times: unused,
    register: () => [],
    justify: unused,
    retire: unused,
    act: (id, version, given, by) => act(seen(id, version), given, by),
    editNote: (id, version, text, by) => {
      const { one, note } = noteOf(id);
      seen(one.id, version);
      one.notes = one.notes.map((other) =>
        other === note ? { ...note, editions: [...note.editions, { at: by.at, by: by.actor, text }] } : other,
      );
      return ended(one, by, "note.edited", { note: id });
    },
    withdrawNote: (id, version, reason, by) => {
      const { one, note } = noteOf(id);
      seen(one.id, version);
      one.notes = one.notes.map((other) =>
        other === note ? { ...note, withdrawn: { at: by.at, by: by.actor, reason } } : other,
      );
      return ended(one, by, "note.withdrawn", { note: id, reason });
    },
    merge: (from, into, note, by) => {
      const one = seen(from.id, from.version);
      const other = seen(into.id, into.version);
      if (one === other) throw refused("A case cannot be merged into itself.", "Name another.");
      one.merged_into = other.id;
      one.version += 1;
      other.members = [...other.members, { id: one.id, kind: "people" }];
      return ended(other, by, "case.merged", { from: one.id, note });
    },
    unmerge: (id, version, note, by) => {
      const one = seen(id, version);
      const into = one.merged_into === null ? undefined : cases.get(one.merged_into);
      if (into !== undefined) into.members = into.members.filter((member) => member.id !== id);
      one.merged_into = null;
      return ended(one, by, "case.unmerged", { note });
    },
    previewBulk: (filter) => ({ count: fitting(filter).length, token: tokenOf(fitting(filter)) }),
    applyBulk: (filter, token, given, by) => {
      const some = fitting(filter);
      if (tokenOf(some) !== token)
        throw refused("The cases have changed since they were counted.", "Count again.");
      for (const one of some) act(one, given, by);
      return some.length;
    },
    proposals: (state) => proposals.filter((one) => state === undefined || one.state === state),
    acceptProposal: (id, by) => decide(id, "accepted", "", by),
    dismissProposal: (id, reason, by) => decide(id, "dismissed", reason, by),
    ...fakeHunts((by, name, detail) => record(by, name, null, detail)),
    audit: ({ case: id, after = 0, limit = 1000 } = {}) =>
      audit.filter((one) => one.seq > after && (id === undefined || one.case === id)).slice(0, limit),
    auditHead: () => ({ seq: audit.length, hash: audit.at(-1)?.hash ?? "" }),
    record: (act, detail, by) => record(by, act, null, detail),
    verify: () => ({ holds: true, head: { seq: audit.length, hash: audit.at(-1)?.hash ?? "" } }),
    backup: unused,
    close: () => {},
  };
}

function apply(one: Changed, given: CaseAct, { at, actor }: By, nextNote: () => number): void {
  switch (given.kind) {
    case "state":
      if (one.state === "closed") throw refused("The case is closed.", "Open it again first.");
      one.state = given.state;
      return;
    case "assign":
      one.owner = given.owner;
      return;
    case "tag":
      one.tags = [...new Set([...one.tags, ...(given.add ?? [])])].filter(
        (tag) => !given.remove?.includes(tag),
      );
      return;
    case "note":
      one.notes = [
        ...one.notes,
        { id: nextNote(), case: one.id, editions: [{ at, by: actor, text: given.text }], withdrawn: null },
      ];
      return;
    case "override":
      one.override =
        given.action === null ? null : { action: given.action, reason: given.reason, at, by: actor };
      one.action = given.action ?? one.machine_action;
      return;
    case "close":
      one.state = "closed";
      one.verdict = given.reason;
      one.closed_at = at;
      one.closing = {
        reason: given.reason,
        note: given.note,
        duplicate_of: given.duplicate_of ?? null,
        at,
        by: actor,
      };
      return;
    case "reopen":
      one.state = "in-progress";
      one.verdict = null;
      one.closed_at = null;
      one.closing = null;
      return;
    case "check":
      one.checklist = one.checklist.map((item) =>
        item.clause === given.clause
          ? {
              ...item,
              state: given.state,
              by: given.state === "open" ? "nobody" : "person",
              actor,
              at,
              reason: given.reason,
            }
          : item,
      );
  }
}

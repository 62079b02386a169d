/** Random sequences of what people and reports do to a casebook, and what must hold after each. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Casebook } from "../src/casebook/casebook.ts";
import { type CaseAct, closingReasons, sorts } from "../src/casebook/model.ts";
import { caseId, day, hour, type MadeCase, makeBook, makeReport } from "./support/casebook.ts";

const idCount = 6;
const id = fc.integer({ min: 1, max: idCount }).map(caseId);
const word = fc.constantFrom("a", "b", "c'", "d\u202e");
const act: fc.Arbitrary<CaseAct> = fc.oneof(
  fc.record({ kind: fc.constant("assign"), owner: fc.option(fc.constantFrom("ada", "ben")) }),
  fc.record({
    kind: fc.constant("state"),
    state: fc.constantFrom("new", "in-progress", "escalated", "contained"),
  }),
  fc.record({
    kind: fc.constant("tag"),
    add: fc.array(word, { maxLength: 2 }),
    remove: fc.array(word, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant("note"), text: fc.string({ unit: "binary", maxLength: 20 }) }),
  fc.record({
    kind: fc.constant("override"),
    action: fc.option(fc.constantFrom("close", "watch", "escalate")),
    reason: word,
  }),
  fc.record({ kind: fc.constant("close"), reason: fc.constantFrom(...closingReasons), note: word }),
  fc.record({ kind: fc.constant("reopen"), note: word }),
  fc.record({
    kind: fc.constant("check"),
    clause: fc.constantFrom("L1b", "C1", "Z9"),
    state: fc.constantFrom("done", "not-applicable", "open"),
    reason: word,
  }),
) as fc.Arbitrary<CaseAct>;
const made: fc.Arbitrary<MadeCase> = fc.record({
  id,
  action: fc.constantFrom("close", "watch", "escalate"),
  priority: fc.constantFrom("none", "batch", "shift", "now"),
  last: fc.integer({ min: 1, max: 40 }),
  entities: fc.uniqueArray(fc.constantFrom("ip:192.0.2.1", "ip:192.0.2.2", "user:x", "host:h"), {
    minLength: 1,
  }),
  aliases: fc.array(id, { maxLength: 2 }),
});
type Step =
  | { readonly do: "act"; readonly id: string; readonly act: CaseAct }
  | { readonly do: "merge"; readonly id: string; readonly into: string }
  | { readonly do: "unmerge"; readonly id: string }
  | { readonly do: "report"; readonly cases: readonly MadeCase[] }
  | { readonly do: "bulk"; readonly act: CaseAct; readonly tag: string };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("act"), id, act }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("merge"), id, into: id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("unmerge"), id }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("report"),
      cases: fc.uniqueArray(made, { selector: (one) => one.id, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("bulk"), act, tag: word }) },
) as fc.Arbitrary<Step>;

/** Does a step; what the casebook refuses is part of the game, all else is not. @returns whether it was done */
function take(book: Casebook, one: Step, n: number): boolean {
  const by = { at: day + (10 + n) * hour, actor: "ada" };
  const head = book.auditHead();
  try {
    const version = (of: string) => book.get(of).version;
    if (one.do === "act") book.act(one.id, version(one.id), one.act, by);
    else if (one.do === "merge")
      book.merge(
        { id: one.id, version: version(one.id) },
        { id: one.into, version: version(one.into) },
        "same",
        by,
      );
    else if (one.do === "unmerge") book.unmerge(one.id, version(one.id), "not", by);
    else if (one.do === "report") {
      const report = makeReport(one.cases, { at: by.at });
      book.applyReport(report, { at: by.at, run: `run ${n}` });
      const after = book.auditHead();
      book.applyReport(report, { at: by.at + 1, run: "again" });
      expect(book.auditHead()).toEqual(after);
    } else book.applyBulk({ tag: [one.tag] }, book.previewBulk({ tag: [one.tag] }).token, one.act, by);
    return true;
  } catch (thrown) {
    expect(["casebook.refused", "casebook.missing"]).toContain((thrown as { code?: string }).code ?? thrown);
    // What is refused leaves no trace.
    expect(book.auditHead()).toEqual(head);
    return false;
  }
}

const seen = (book: Casebook, of: string) => ({ ...book.get(of), version: 0, changed: 0, updated_at: 0 });

describe("whatever is done", () => {
  test("the audit holds, pages have each case once, and facets add up", () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.constantFrom(...sorts),
        fc.integer({ min: 1, max: 4 }),
        (steps, sort, limit) => {
          const book = makeBook([1, 2, 3].map((n) => ({ id: caseId(n) })));
          for (const [n, one] of steps.entries()) take(book, one, n);
          expect(book.verify()).toEqual({ holds: true, head: book.auditHead() });
          const { total } = book.list({});
          for (const merged of [false, true]) {
            const paged: string[] = [];
            for (let after: string | null | undefined; after !== null; ) {
              const page = book.list({ merged }, { sort, limit, ...(after === undefined ? {} : { after }) });
              paged.push(...page.items.map((one) => one.id));
              after = page.next;
            }
            expect(new Set(paged).size).toBe(paged.length);
            expect(paged).toHaveLength(book.list({ merged }, { limit: 100 }).items.length);
            expect(paged).toHaveLength(book.list({ merged }).total);
          }
          const facets = book.facets({});
          for (const part of ["state", "owner", "action", "priority", "verdict"] as const)
            expect(facets[part].reduce((sum, one) => sum + one.count, 0)).toBe(total);
          // What a list says of a case is what the case says of itself.
          for (const one of book.list({}, { limit: 100 }).items) expect(book.get(one.id)).toMatchObject(one);
          book.close();
        },
      ),
      { numRuns: 60 },
    );
  });

  test("what is no report is refused as that, and leaves nothing", () => {
    const book = makeBook();
    const good = makeReport([{ id: caseId(1) }]);
    const spoilt = fc
      .tuple(fc.constantFrom(...Object.keys(good)), fc.anything())
      .map(([name, value]) => ({ ...good, [name]: value }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), spoilt), (report) => {
        try {
          book.applyReport(report, { at: 1, run: "odd" });
        } catch (thrown) {
          expect((thrown as { code?: string }).code).toBe("report.invalid");
        }
        expect(book.verify().holds).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("a case that was merged and taken out again is as it was, and so is the other", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), id, id, (steps, from, into) => {
        const book = makeBook(
          [1, 2, 3, 4, 5, 6].map((n) => ({ id: caseId(n), entities: [`ip:192.0.2.${n}`] })),
        );
        for (const [n, one] of steps.entries()) take(book, one, n);
        const before = [1, 2, 3, 4, 5, 6].map((n) => seen(book, caseId(n)));
        const lists = book.list({}, { sort: "id" }).items.map((one) => one.id);
        if (take(book, { do: "merge", id: from, into }, 30)) {
          expect(book.get(book.get(from).id).merged_into).not.toBeNull();
          expect(take(book, { do: "unmerge", id: from }, 31)).toBe(true);
          expect([1, 2, 3, 4, 5, 6].map((n) => seen(book, caseId(n)))).toEqual(before);
          expect(book.list({}, { sort: "id" }).items.map((one) => one.id)).toEqual(lists);
        }
        book.close();
      }),
      { numRuns: 80 },
    );
  });
});

/** Cases that the register explains: they say so, are closed by nobody but people, and are as before when they are found again. */
import { describe, expect, test } from "vitest";
import { ada, caseId, day, hour, type MadeCase, makeBook, makeReport } from "./support/casebook.ts";

const [one, two, three] = [caseId(1), caseId(2), caseId(3)];
const entry = { id: "J-scan", owner: "IT security", reason: "weekly scan", expires: "2027-03-01" };

/** A report of everything at some hour, in which the register set entities aside. */
function report(cases: readonly MadeCase[], at: number, entities: readonly string[] = []) {
  const made = makeReport(cases, { at: day + at * hour });
  const register = [{ ...entry, state: "applied", entities, findings: [], notes: [] }];
  return entities.length === 0 ? made : { ...made, register };
}
const whole = (at: number) => ({ at: day + at * hour, run: `run ${at}`, whole: true });
const cases: readonly MadeCase[] = [
  { id: one, entities: ["ip:192.0.2.1", "ip:192.0.2.2"] },
  { id: two, entities: ["ip:192.0.2.7"] },
];
const acts = (book: ReturnType<typeof makeBook>) =>
  book.audit().flatMap(({ act, case: id }) => (act.startsWith("case.set-aside") ? [[act, id]] : []));

describe("a case that the register explains", () => {
  test("says by whom, until when and since when, stays open in its version, and says it once", () => {
    const book = makeBook(cases);
    const before = book.get(one);
    book.applyReport(report(cases.slice(1), 12, ["ip:192.0.2.1"]), whole(12));
    const after = book.get(one);
    expect(after).toMatchObject({ state: "new", version: before.version, snapshot: before.snapshot });
    expect(after.set_aside).toEqual({ since: day + 12 * hour, entries: [entry], justified: 1, entities: 2 });
    expect(after.changed).toBeGreaterThan(before.changed);
    expect(book.list({}).items.map(({ id, set_aside }) => [id, set_aside?.entries[0]?.id])).toEqual([
      [two, undefined],
      [one, "J-scan"],
    ]);
    book.applyReport(report(cases.slice(1), 13, ["ip:192.0.2.1"]), whole(13));
    expect(book.get(one)).toEqual(after);
    expect(acts(book)).toEqual([["case.set-aside", one]]);
    expect(book.verify().holds).toBe(true);
  });

  test("also where the report has no case at all", () => {
    const book = makeBook(cases.slice(0, 1));
    book.applyReport(report([], 12, ["ip:192.0.2.1", "ip:192.0.2.2"]), whole(12));
    expect(book.get(one).set_aside).toMatchObject({ justified: 2, entities: 2 });
  });

  test("is found again when the entry ends, and says so", () => {
    const book = makeBook(cases);
    book.applyReport(report(cases.slice(1), 12, ["ip:192.0.2.1"]), whole(12));
    // A look at the newest may show it first, exactly as it was.
    book.applyReport(report(cases, 13), { at: day + 13 * hour, run: "newest" });
    expect(book.get(one).set_aside).toBeNull();
    expect(acts(book)).toEqual([
      ["case.set-aside", one],
      ["case.set-aside-ended", one],
    ]);
    book.applyReport(report(cases.slice(1), 14, ["ip:192.0.2.1"]), whole(14));
    expect(book.get(one).set_aside).toMatchObject({ since: day + 14 * hour });
    // The entry was withdrawn, and its records are gone from the store: nobody explains it any more.
    book.applyReport(report(cases.slice(1), 15), whole(15));
    expect(book.get(one).set_aside).toBeNull();
  });

  test.each([
    ["nobody of it is justified", report([], 12, ["ip:198.51.100.1"]), whole(12)],
    [
      "the report is of a part of the records",
      report([], 12, ["ip:192.0.2.1"]),
      { ...whole(12), whole: false },
    ],
    ["the report is older than what is known of it", report([], 8, ["ip:192.0.2.1"]), whole(12)],
    [
      "another of it is in another case",
      report([{ id: three, entities: ["ip:192.0.2.2"] }], 12, ["ip:192.0.2.1"]),
      whole(12),
    ],
    [
      "it goes on under another name",
      report([{ id: three, entities: ["ip:192.0.2.9"], aliases: [one] }], 12, ["ip:192.0.2.1"]),
      whole(12),
    ],
  ])("is none where %s", (_, made, how) => {
    const book = makeBook(cases.slice(0, 1));
    book.applyReport(made, how);
    expect(book.get(one).set_aside).toBeNull();
    expect(acts(book)).toEqual([]);
  });

  test("is closed by people, and its closing proposes no entry that there is already", () => {
    const book = makeBook(cases);
    book.applyReport(report([], 12, ["ip:192.0.2.1"]), whole(12));
    const close = (id: string) =>
      book.act(
        id,
        book.get(id).version,
        { kind: "close", reason: "benign-positive", note: "their scan" },
        ada,
      );
    close(one);
    expect(book.proposals()).toEqual([]);
    close(two);
    expect(book.proposals()).toMatchObject([{ kind: "register", cases: [two] }]);
    // What is closed is left alone.
    book.applyReport(report([], 13), whole(13));
    expect(acts(book)).toEqual([["case.set-aside", one]]);
  });

  test("is no longer said of a case that another was merged into", () => {
    const book = makeBook(cases);
    book.applyReport(report(cases.slice(1), 12, ["ip:192.0.2.1"]), whole(12));
    const named = (id: string) => ({ id, version: book.get(id).version });
    book.merge(named(two), named(one), "the same scan", ada);
    expect(book.get(one).set_aside).toBeNull();
    book.applyReport(report(cases.slice(1), 13, ["ip:192.0.2.1"]), whole(13));
    expect(book.get(one).set_aside).toBeNull();
  });
});

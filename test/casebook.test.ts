/** The casebook: what a report brings, what people decide, and that neither overwrites the other. */
import { describe, expect, test } from "vitest";
import type { Casebook } from "../src/casebook/casebook.ts";
import type { CaseAct } from "../src/casebook/model.ts";
import { ada, ben, caseId, day, hour, makeBook, makeReport } from "./support/casebook.ts";

const one = caseId(1);
const two = caseId(2);
const given = (at: number, run = "two") => ({ at: day + at * hour, run });
/** Acts on a case in the version that it has. */
const act = (book: Casebook, id: string, what: CaseAct, by = ada) =>
  book.act(id, book.get(id).version, what, by);
const code = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
  return "nothing was thrown";
};

describe("a report", () => {
  test("begins cases as new, with what the machine says of them", () => {
    const book = makeBook([{ id: one, action: "escalate", priority: "now", indicators: ["ua.tool"] }]);
    const view = book.get(one);
    expect(view).toMatchObject({
      state: "new",
      owner: null,
      action: "escalate",
      priority: "now",
      version: 1,
    });
    expect(view.snapshot.findings.map(({ indicator }) => indicator)).toEqual(["ua.tool"]);
    expect(view.answers.find(({ id }) => id === "Q4")).toMatchObject({
      answer: "cannot_tell",
      missing: ["edr"],
    });
    // What a row of the list says: how many events, and which questions the case's own findings answer.
    expect(book.list({}).items[0]).toMatchObject({
      events: view.snapshot.findings[0]?.count,
      questions: ["Q1", "Q2", "Q3"],
    });
    expect(view.events).toBeGreaterThan(0);
    expect(book.audit().map((entry) => [entry.act, entry.actor])).toEqual([
      ["case.created", "vedette"],
      ["report.applied", "vedette"],
    ]);
  });

  test("counts a request that several findings of an entity count once", () => {
    const report = makeReport([
      { id: one, entities: ["ip:192.0.2.1", "ip:192.0.2.2"], indicators: ["ua.tool", "scan.enumeration"] },
    ]);
    const [tool, enumeration] = report.findings;
    if (tool === undefined || enumeration === undefined) throw new Error("two findings");
    tool.count = 330;
    enumeration.count = 323;
    report.cases[0]?.findings.push("F-other");
    report.findings.push({ ...tool, id: "F-other", entity: "ip:192.0.2.2", count: 9 });
    const book = makeBook();
    book.applyReport(report, given(9));
    expect(book.list({}).items[0]).toMatchObject({ findings: 3, events: 339 });
  });

  test("that says the same twice changes nothing, also where it was made again later", () => {
    const book = makeBook([{ id: one }, { id: two }]);
    const before = [book.get(one), book.auditHead()];
    expect(book.applyReport(makeReport([{ id: one }, { id: two }]), given(12))).toMatchObject({
      unchanged: 2,
    });
    expect([book.get(one), book.auditHead()]).toEqual(before);
    book.applyReport(makeReport([{ id: one }, { id: two }], { at: day + 12 * hour }), given(13));
    expect(book.auditHead()).toEqual(before[1]);
  });

  test("gives a new snapshot and leaves what people decided", () => {
    const book = makeBook([{ id: one }]);
    act(book, one, { kind: "assign", owner: "ada" });
    act(book, one, { kind: "override", action: "close", reason: "our own scanner" });
    act(book, one, { kind: "note", text: "asked IT" });
    const applied = book.applyReport(
      makeReport([{ id: one, action: "escalate", priority: "now", last: 9 }], { at: day + 12 * hour }),
      given(12),
    );
    expect(applied).toMatchObject({ updated: [one], created: [] });
    const view = book.get(one);
    expect(view).toMatchObject({
      owner: "ada",
      action: "close",
      machine_action: "escalate",
      priority: "now",
    });
    expect(view.notes).toHaveLength(1);
    expect(view.history.map(({ action, priority, run }) => [action, priority, run])).toEqual([
      ["watch", "shift", "one"],
      ["escalate", "now", "two"],
    ]);
    act(book, one, { kind: "override", action: null, reason: "it is not ours" });
    expect(book.get(one).action).toBe("escalate");
  });

  test("of earlier takes nothing back but widens the time, and a case that it lacks stays", () => {
    const book = makeBook([{ id: one, action: "escalate", first: 3 }, { id: two }]);
    book.applyReport(makeReport([{ id: one, action: "close", first: 2 }], { at: day + 8 * hour }), given(12));
    expect(book.get(one)).toMatchObject({ action: "escalate", first_seen: day + 2 * hour });
    expect(book.get(two).state).toBe("new");
  });

  test("with other answers alone shows in what changed, without a new version", () => {
    const book = makeBook([{ id: one }]);
    const head = book.auditHead().seq;
    book.applyReport(makeReport([{ id: one }], { at: day + 12 * hour, answer: "no" }), given(12));
    expect(book.get(one)).toMatchObject({ version: 1, questions: [] });
    expect(book.get(one).answers[0]?.answer).toBe("no");
    expect(book.changesSince(head).items.map(({ id }) => id)).toEqual([one]);
  });

  test("that is none is refused, and nothing of it is kept", () => {
    const book = makeBook();
    const report = makeReport([{ id: one }, { id: "C-nonsense" }]);
    expect(code(() => book.applyReport(report, given(9)))).toBe("report.invalid");
    expect(book.list({}).total).toBe(0);
  });
});

describe("a case that is now an alias of another", () => {
  test("is folded into it with its state, notes and tags, once", () => {
    const book = makeBook([{ id: one, entities: ["ip:192.0.2.1"] }]);
    act(book, one, { kind: "assign", owner: "ada" });
    act(book, one, { kind: "state", state: "in-progress" });
    act(book, one, { kind: "tag", add: ["vpn"] });
    act(book, one, { kind: "note", text: "seen before" });
    const report = makeReport([{ id: two, aliases: [one], entities: ["ip:192.0.2.2"] }], {
      at: day + 12 * hour,
    });
    expect(book.applyReport(report, given(12))).toMatchObject({ created: [two], folded: [one] });
    const view = book.get(two);
    expect(view).toMatchObject({ state: "in-progress", owner: "ada", tags: ["vpn"] });
    expect(view.notes[0]?.editions[0]?.text).toBe("seen before");
    expect(view.snapshot.entities.map(({ value }) => value)).toEqual(["192.0.2.2", "192.0.2.1"]);
    expect(view.members).toEqual([{ id: one, kind: "engine" }]);
    const told = book.audit().find((entry) => entry.act === "case.folded");
    expect(told).toMatchObject({ case: two, actor: "vedette", detail: { from: one, state: "in-progress" } });
    const head = book.auditHead();
    book.applyReport(report, given(13));
    expect(book.auditHead()).toEqual(head);
    expect(book.list({}).items.map(({ id }) => id)).toEqual([two]);
    expect(code(() => book.unmerge(one, book.get(one).version, "no", ada))).toBe("casebook.refused");
  });

  test("does not hide open work behind a closed case", () => {
    const book = makeBook([{ id: one }, { id: two }]);
    act(book, one, { kind: "state", state: "escalated" });
    act(book, two, { kind: "close", reason: "other", note: "nothing" });
    book.applyReport(makeReport([{ id: two, aliases: [one] }], { at: day + 12 * hour }), given(12));
    expect(book.get(two)).toMatchObject({ state: "escalated", closing: null });
    expect(book.audit({ case: two }).map((entry) => entry.act)).toContain("case.closed");
  });

  test("that the book never had is found by its name", () => {
    const book = makeBook([{ id: two, aliases: [one] }]);
    expect(book.get(one).id).toBe(two);
  });
});

describe("a closed case", () => {
  const closed = (action: "escalate" | "watch" = "watch") => {
    const book = makeBook([{ id: one, action }]);
    act(book, one, { kind: "close", reason: "true-positive", note: "blocked" });
    return book;
  };
  const next = (book: Casebook, last: number, action: "escalate" | "watch" | "close" = "watch") =>
    book.applyReport(makeReport([{ id: one, last, action }], { at: day + 20 * hour }), given(20));

  test("is opened again by evidence later than its closing, by the program", () => {
    const book = closed();
    expect(next(book, 12).reopened).toEqual([one]);
    expect(book.get(one)).toMatchObject({ state: "new", closing: null, verdict: null });
    expect(book.audit({ case: one }).at(-1)).toMatchObject({
      act: "case.reopened",
      actor: "vedette",
      detail: { closed_as: "true-positive", closed_by: "ada" },
    });
  });

  test("stays closed by evidence from before it was closed, or where it is less than it was", () => {
    const early = closed();
    expect(next(early, 9, "escalate").reopened).toEqual([]);
    const lower = closed("escalate");
    expect(next(lower, 12, "watch").reopened).toEqual([]);
    expect(lower.get(one).state).toBe("closed");
  });

  test("that was merged is not found closed when it is taken out after that", () => {
    const book = makeBook([{ id: one }, { id: two }]);
    act(book, one, { kind: "close", reason: "other", note: "nothing" });
    const seen = (id: string) => ({ id, version: book.get(id).version });
    book.merge(seen(one), seen(two), "the same", ada);
    next(book, 12);
    book.unmerge(one, book.get(one).version, "not the same", ada);
    expect(book.get(one)).toMatchObject({ state: "new", closing: null, last_seen: day + 12 * hour });
    expect(book.get(two)).toMatchObject({ state: "new", last_seen: day + 8 * hour });
  });

  test("needs a reason and a text, takes no state, and can be closed once", () => {
    const book = makeBook([{ id: one }]);
    const none = { kind: "close", reason: "benign-positive", note: " " } as const;
    expect(code(() => act(book, one, none))).toBe("casebook.refused");
    expect(code(() => act(book, one, { ...none, reason: "nice" as never, note: "x" }))).toBe(
      "casebook.refused",
    );
    act(book, one, { kind: "close", reason: "other", note: "x" });
    expect(code(() => act(book, one, { kind: "close", reason: "other", note: "x" }))).toBe(
      "casebook.refused",
    );
    expect(code(() => act(book, one, { kind: "state", state: "escalated" }))).toBe("casebook.refused");
    act(book, one, { kind: "reopen", note: "too early" });
    expect(book.get(one)).toMatchObject({ state: "in-progress", closing: null });
  });
});

describe("people", () => {
  test("cannot change what has changed since they looked", () => {
    const book = makeBook([{ id: one }]);
    const seen = book.get(one).version;
    book.act(one, seen, { kind: "assign", owner: "ada" }, ada);
    const head = book.auditHead();
    expect(code(() => book.act(one, seen, { kind: "assign", owner: "ben" }, ben))).toBe("casebook.stale");
    expect(book.get(one).owner).toBe("ada");
    expect(book.auditHead()).toEqual(head);
  });

  test("cannot act as the program, as nobody, or under a name that looks like another", () => {
    const book = makeBook([{ id: one }]);
    for (const actor of ["vedette", "Vedette", " ", "ad\u200ba", "ada\n"])
      expect(code(() => act(book, one, { kind: "assign", owner: "x" }, { at: 1, actor }))).toBe(
        actor === "ada\n" ? "nothing was thrown" : "casebook.refused",
      );
  });

  test("tick clauses, or say why they do not apply, and take it back", () => {
    const book = makeBook([{ id: one }]);
    const item = (clause: string) => book.get(one).checklist.find((each) => each.clause === clause);
    expect(item("L1c")).toMatchObject({ state: "done", by: "run" });
    expect(item("Q1")).toMatchObject({ state: "done", by: "evidence" });
    expect(item("Q4")).toMatchObject({ state: "open", by: "nobody" });
    act(book, one, { kind: "check", clause: "L1b", state: "done" });
    expect(item("L1b")).toMatchObject({ state: "done", by: "person", actor: "ada" });
    expect(code(() => act(book, one, { kind: "check", clause: "C1", state: "not-applicable" }))).toBe(
      "casebook.refused",
    );
    act(book, one, { kind: "check", clause: "C1", state: "not-applicable", reason: "nothing to block" });
    expect(item("C1")).toMatchObject({ state: "not-applicable", reason: "nothing to block" });
    act(book, one, { kind: "check", clause: "C1", state: "open" });
    expect(item("C1")).toMatchObject({ state: "open", by: "nobody" });
    expect(code(() => act(book, one, { kind: "check", clause: "Z9", state: "done" }))).toBe(
      "casebook.refused",
    );
  });

  test("have what their own findings answer, and not what those of another case do", () => {
    const two = caseId(2);
    const report = makeReport([{ id: one }, { id: two, entities: ["ip:192.0.2.2"] }]);
    const own = report.findings.filter(({ entity }) => entity === "ip:192.0.2.2").map(({ id }) => id);
    const book = makeBook();
    book.applyReport(
      {
        ...report,
        questions: report.questions.map((question) => ({
          ...question,
          findings: question.id === "Q1" ? own : [],
          answer: question.id === "Q2" ? "no" : question.answer,
        })),
      },
      { at: 1, run: "one" },
    );
    const item = (id: string, clause: string) =>
      book.get(id).checklist.find((each) => each.clause === clause);
    expect(item(two, "Q1")).toMatchObject({ state: "done", by: "evidence", sentence: "the answer of Q1" });
    expect(item(one, "Q1")).toMatchObject({
      ...{ state: "open", by: "nobody" },
      sentence: "Findings of other cases answer it, none of this one. the answer of Q1",
    });
    for (const id of [one, two]) {
      expect(item(id, "Q2")).toMatchObject({ state: "done", by: "run" });
      expect(item(id, "Q4")).toMatchObject({ state: "open", by: "nobody" });
    }
  });

  test("edit notes without losing what they said, and withdraw them without deleting them", () => {
    const book = makeBook([{ id: one }]);
    act(book, one, { kind: "note", text: "first\n\n**text**" });
    const [note] = book.get(one).notes;
    book.editNote(note?.id ?? 0, book.get(one).version, "second", ben);
    book.withdrawNote(note?.id ?? 0, book.get(one).version, "wrong case", ada);
    expect(book.get(one).notes[0]).toMatchObject({
      editions: [
        { text: "first\n\n**text**", by: "ada" },
        { text: "second", by: "ben" },
      ],
      withdrawn: { by: "ada", reason: "wrong case" },
    });
    expect(code(() => book.editNote(note?.id ?? 0, book.get(one).version, "third", ben))).toBe(
      "casebook.refused",
    );
    expect(code(() => book.editNote(99, 1, "third", ben))).toBe("casebook.missing");
  });

  test("whose act changes nothing leave no trace", () => {
    const book = makeBook([{ id: one }]);
    act(book, one, { kind: "tag", add: ["a", "b"] });
    const head = book.auditHead();
    act(book, one, { kind: "tag", add: ["a"], remove: ["c"] });
    act(book, one, { kind: "assign", owner: null });
    act(book, one, { kind: "state", state: "new" });
    expect(book.auditHead()).toEqual(head);
    act(book, one, { kind: "tag", remove: ["a"] });
    expect(book.get(one).tags).toEqual(["b"]);
  });
});

describe("merging", () => {
  test("shows one case in the other and takes it out again as it was", () => {
    const book = makeBook([
      { id: one, priority: "batch", entities: ["ip:192.0.2.1"] },
      { id: two, priority: "now", action: "escalate", entities: ["ip:192.0.2.2"], indicators: ["ua.tool"] },
    ]);
    act(book, two, { kind: "tag", add: ["vpn"] });
    act(book, two, { kind: "note", text: "of two" });
    const still = (id: string) => ({ ...book.get(id), version: 0, changed: 0, updated_at: 0 });
    const before = [still(one), still(two)];
    const seen = (id: string) => ({ id, version: book.get(id).version });
    book.merge(seen(two), seen(one), "the same campaign", ada);
    const whole = book.get(one);
    expect(whole).toMatchObject({ priority: "now", action: "escalate", tags: ["vpn"], entities: 2 });
    expect(whole.notes.map((note) => note.case)).toEqual([two]);
    expect(book.list({}).items.map(({ id }) => id)).toEqual([one]);
    expect(book.list({ text: "192.0.2.2" }).items.map(({ id }) => id)).toEqual([one]);
    expect(book.list({ clause: ["KI1"], tag: ["vpn"] }).total).toBe(1);
    expect(code(() => act(book, two, { kind: "state", state: "contained" }))).toBe("casebook.refused");
    book.unmerge(two, book.get(two).version, "two campaigns", ben);
    expect([still(one), still(two)]).toEqual(before);
  });
});

describe("bulk", () => {
  test("says the exact number, and does it to exactly those", () => {
    const book = makeBook(Array.from({ length: 9 }, (_, n) => ({ id: caseId(n), last: n + 2 })));
    const filter = { from: day + 6 * hour, state: ["new"] as const };
    const { count, token } = book.previewBulk(filter);
    expect(count).toBe(5);
    const close = { kind: "close", reason: "false-positive", note: "our scanner" } as const;
    expect(book.applyBulk(filter, token, close, ada)).toBe(5);
    expect(book.list({ state: ["closed"] }).total).toBe(5);
    expect(book.list({ state: ["new"] }).total).toBe(4);
    expect(code(() => book.applyBulk(filter, token, close, ada))).toBe("casebook.stale");
  });

  test("refuses where a case has changed or come since, and changes none", () => {
    const book = makeBook([{ id: one }, { id: two }]);
    const { token } = book.previewBulk({});
    act(book, two, { kind: "assign", owner: "ben" });
    expect(code(() => book.applyBulk({}, token, { kind: "assign", owner: "ada" }, ada))).toBe(
      "casebook.stale",
    );
    expect(book.get(one).owner).toBeNull();
    act(book, two, { kind: "close", reason: "other", note: "x" });
    const state = { kind: "state", state: "escalated" } as const;
    expect(code(() => book.applyBulk({}, book.previewBulk({}).token, state, ada))).toBe("casebook.refused");
    expect(book.get(one).state).toBe("new");
  });
});

describe("closing", () => {
  test("as benign proposes an entry of the register, which is withdrawn with it", () => {
    const book = makeBook([
      { id: one, entities: ["ip:192.0.2.7", "ip:192.0.2.8", "user:scan", "mail:a.eml"] },
    ]);
    act(book, one, { kind: "close", reason: "benign-positive", note: "weekly\nscan" });
    const open = book.proposals("open");
    expect(
      open.map(({ entry }) => [entry?.source, entry?.user, entry?.reason, entry?.owner, entry?.expires]),
    ).toEqual([
      [["192.0.2.7", "192.0.2.8"], undefined, "weekly scan", "ada", "2027-02-18"],
      [undefined, ["scan"], "weekly scan", "ada", "2027-02-18"],
    ]);
    book.acceptProposal(open[0]?.id ?? 0, ben);
    act(book, one, { kind: "reopen", note: "it was not" });
    expect(book.proposals().map(({ state }) => state)).toEqual(["accepted", "withdrawn"]);
    expect(code(() => book.acceptProposal(open[1]?.id ?? 0, ben))).toBe("casebook.refused");
    expect(code(() => book.acceptProposal(77, ben))).toBe("casebook.missing");
    expect(book.audit().map((entry) => entry.act)).toContain("proposal.accepted");
  });

  test("as false names the indicators, with how often each was closed so", () => {
    const book = makeBook([
      { id: one, indicators: ["ua.rare", "scan.slow"] },
      { id: two, indicators: ["ua.rare"] },
      { id: caseId(3), indicators: ["ua.rare"] },
    ]);
    act(book, one, { kind: "close", reason: "false-positive", note: "x" });
    act(book, two, { kind: "close", reason: "false-positive", note: "x" });
    act(book, caseId(3), { kind: "close", reason: "true-positive", note: "x" });
    expect(book.proposals("open").map(({ tuning, cases }) => [tuning, cases])).toEqual([
      [{ indicator: "scan.slow", false_positives: 1, closed: 1 }, [one]],
      [{ indicator: "ua.rare", false_positives: 2, closed: 3 }, [one, two]],
    ]);
    act(book, one, { kind: "reopen", note: "x" });
    expect(book.proposals("open").map(({ tuning }) => tuning?.false_positives)).toEqual([1]);
    expect(code(() => book.dismissProposal(2, "", ada))).toBe("casebook.refused");
    expect(book.dismissProposal(2, "wanted", ada)).toMatchObject({
      state: "dismissed",
      decided: { by: "ada" },
    });
  });
});

describe("lists", () => {
  test("count by value, each part without its own filter", () => {
    const book = makeBook([
      { id: one, priority: "now" },
      { id: two, priority: "batch" },
    ]);
    act(book, one, { kind: "assign", owner: "ada" });
    const facets = book.facets({ priority: ["now"] });
    expect(facets.priority).toEqual([
      { value: "batch", count: 1 },
      { value: "now", count: 1 },
    ]);
    expect(facets.owner).toEqual([{ value: "ada", count: 1 }]);
    expect(book.list({ owner: [null] }).items.map(({ id }) => id)).toEqual([two]);
    expect(book.list({ priority: [] }).total).toBe(0);
  });

  test("give what changed since, each case once, and where to go on", () => {
    const book = makeBook([{ id: one }, { id: two }]);
    const { seq } = book.changesSince(0);
    expect(book.changesSince(seq)).toEqual({ items: [], seq });
    act(book, one, { kind: "assign", owner: "ada" });
    act(book, one, { kind: "note", text: "x" });
    expect(book.changesSince(seq).items.map(({ id }) => id)).toEqual([one]);
  });

  test("refuse a mark of another order", () => {
    const book = makeBook([{ id: one }, { id: two }]);
    const { next } = book.list({}, { limit: 1 });
    expect(code(() => book.list({}, { sort: "id", after: next ?? "" }))).toBe("casebook.refused");
    expect(code(() => book.list({}, { after: "?" }))).toBe("casebook.refused");
  });
});

describe("times", () => {
  test("tell when people first did what", () => {
    const book = makeBook([{ id: one }]);
    const at = (n: number) => ({ at: day + n * hour, actor: "ada" });
    act(book, one, { kind: "state", state: "in-progress" }, at(10));
    act(book, one, { kind: "state", state: "escalated" }, at(11));
    act(book, one, { kind: "state", state: "contained" }, at(12));
    act(book, one, { kind: "close", reason: "true-positive", note: "x" }, at(13));
    expect(book.times(one)).toEqual({
      id: one,
      known: day + 9 * hour,
      taken: day + 10 * hour,
      decided: day + 11 * hour,
      contained: day + 12 * hour,
      closed: day + 13 * hour,
    });
  });
});

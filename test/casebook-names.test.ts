/** Names of a case: a run may have another one for it than the casebook, and names others in what it says of all. */
import { expect, test } from "vitest";
import { caseId, day, hour, makeBook, makeReport } from "./support/casebook.ts";

const [one, two, three, four] = [caseId(1), caseId(2), caseId(3), caseId(4)];

test("steps of a run name its gravest case; those of another case are about that one", () => {
  const report = makeReport([
    { id: one, action: "escalate" },
    { id: two, action: "escalate", aliases: [three], entities: ["ip:192.0.2.2"] },
    { id: four, action: "watch", entities: ["ip:192.0.2.4"] },
  ]);
  const steps = [
    {
      clause: "T2d",
      state: "for_a_person",
      sentence: `Hand over ${one} and what it names.`,
      command: `vedette triage --ticket ${one} --store s`,
    },
    {
      clause: "C1",
      state: "for_a_person",
      sentence: "1 could be blocked",
      command: `vedette contain ${one} --store s`,
    },
    {
      clause: "C3",
      state: "for_a_person",
      sentence: "1 mail",
      command: `vedette protect-mail ${one} --store s`,
    },
    {
      clause: "C4",
      state: "for_a_person",
      sentence: "Close it",
      command: "vedette review-controls --store s",
    },
  ];
  const book = makeBook();
  book.applyReport({ ...report, steps }, { at: day + 9 * hour, run: "two" });
  const commands = (id: string) =>
    book
      .get(id)
      .checklist.flatMap(({ command }) => (command === undefined ? [] : [command.replace(" --store s", "")]));
  expect(commands(one)).toEqual(steps.map(({ command }) => command.replace(" --store s", "")));
  expect(commands(two)).toEqual([
    `vedette triage --ticket ${two},${three}`,
    `vedette contain ${two},${three}`,
    `vedette protect-mail ${one}`,
    "vedette review-controls",
  ]);
  expect(book.get(two).checklist.find(({ clause }) => clause === "T2d")?.sentence).toBe(
    `Hand over ${two} and what it names.`,
  );
  // What people merged into it is weighed with it.
  const by = { at: day + 10 * hour, actor: "kim" };
  book.merge(
    { id: four, version: book.get(four).version },
    { id: two, version: book.get(two).version },
    "the same team",
    by,
  );
  expect(book.get(two).names).toBe(`${two},${three}+${four}`);
  expect(commands(two).slice(0, 2)).toEqual([
    `vedette triage --ticket ${two},${three}`,
    `vedette contain ${two},${three}+${four}`,
  ]);
  book.unmerge(four, book.get(four).version, "they are not", by);
  // Nobody said that it is to be handed over.
  expect(commands(four).slice(0, 2)).toEqual([`vedette triage --ticket ${one}`, `vedette contain ${four}`]);
});

test("a case that a run names after another record by now is found by both names", () => {
  const book = makeBook([{ id: one, aliases: [two] }]);
  for (const text of [one, two]) expect(book.list({ text }).items.map(({ id }) => id)).toEqual([one]);
  expect(book.list({ text: "C-ffffffffff" }).total).toBe(0);
});

test("the line that a case is explained by is one of its own", () => {
  const report = makeReport([
    { id: one, action: "escalate" },
    { id: two, action: "escalate", entities: ["ip:192.0.2.2"] },
    { id: three, action: "watch", entities: ["ip:192.0.2.3"] },
  ]);
  const explain = (line: number) => `vedette explain a.log:${line}`;
  const lines = new Map([
    [one, 7],
    [two, 9],
  ]);
  const cases = report.cases.map((each) => {
    const line = lines.get(each.id);
    return line === undefined ? each : { ...each, command: explain(line) };
  });
  const steps = [
    { clause: "T2a", state: "for_a_person", sentence: "What each concluded.", command: explain(7) },
  ];
  const book = makeBook();
  book.applyReport({ ...report, cases, steps }, { at: day + 9 * hour, run: "two" });
  const step = (id: string) => book.get(id).checklist.find(({ clause }) => clause === "T2a");
  expect(step(one)?.command).toBe(explain(7));
  expect(step(two)?.command).toBe(explain(9));
  // No line of it can be read any more: better none than another's.
  expect(step(three)).toMatchObject({ sentence: "What each concluded." });
  expect(step(three)).not.toHaveProperty("command");
});

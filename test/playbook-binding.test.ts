/** What clauses of others' playbooks are bound to, and that a playbook comes back from a table as it was. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { yamlOf } from "../src/cli/run/playbook.ts";
import { importPlaybook } from "../src/content/playbook/import.ts";
import { clauseId, rowKinds } from "../src/content/playbook/rows.ts";
import { loadWords } from "../src/content/playbook/words.ts";
import { type Playbook, playbook as playbookSchema } from "../src/content/tables.ts";
import { playbookTable } from "../src/export/playbook-table.ts";
import { missing, shared } from "./support/places.ts";
import { heading, tableOf } from "./support/playbook.ts";
import { content } from "./support/triage.ts";

const words = loadWords();
const read = (text: string) => importPlaybook("ours.md", text, content(), words);

describe("bindings", () => {
  const one = (cell: string, label = "Questions", id = "T1592.004") => {
    const clause = read(tableOf({ ...heading, "MITRE TTP": id, [label]: cell })).playbook.clauses[0];
    if (clause === undefined) throw new Error("no clause");
    return clause;
  };
  test("an indicator or a technique that is named", () => {
    expect(one("Did beacon.dns-names fire?").indicators).toEqual(["beacon.dns-names"]);
    const named = one("Was T1598 seen?", "Questions", "T1003");
    expect(named.indicators).toEqual(
      content()
        .indicators.filter(({ techniques }) => techniques.some((id) => id.startsWith("T1598")))
        .map(({ id }) => id),
    );
    expect(named.because?.[0]).toMatch(/^names T1598: /);
  });
  test("kinds of source that are named leave only indicators that read them", () => {
    const clause = one("Do proxy logs show suspicious user agents?");
    expect(clause.kinds).toEqual(["proxy"]);
    expect(clause.bound_to).toEqual(["Q1"]);
    const reading = content()
      .indicators.filter(({ needs }) => needs.kinds.includes("proxy"))
      .map(({ id }) => id);
    expect(clause.indicators.length).toBeGreaterThan(0);
    expect(clause.indicators.filter((id) => !reading.includes(id))).toEqual([]);
    expect(clause.because?.join("\n")).toContain('names "proxy log"');
  });
  test("a configuration endpoint is no endpoint telemetry", () => {
    expect(one("Was a configuration endpoint asked for?").kinds).not.toContain("edr");
    expect(one("Endpoint telemetry of laptops", "Log Sources").bound_to).toEqual(["LS4"]);
  });
  test.each([
    "Were backups deleted?",
    "Did a new service start on the domain controller?",
    "Is the printer on fire?",
  ])("%s is for a person", (text) => {
    expect(one(text, "Questions", "T1490")).toMatchObject({ manual: true, indicators: [], kinds: [] });
  });
  test("every clause is bound with a reason, or for a person with one", () => {
    const { playbook } = read(
      playbookTable({
        ...content().playbook,
        clauses: content().playbook.clauses.map((clause) => ({ ...clause, kinds: [], indicators: [] })),
      }),
    );
    expect(playbook.clauses.map(({ id, text }) => [id, text])).toEqual(
      content().playbook.clauses.map(({ id, text }) => [id, text]),
    );
    for (const clause of playbook.clauses) {
      expect(clause.because?.length, clause.id).toBeGreaterThan(0);
      expect(clause.manual, clause.id).toBeUndefined();
      // What says the same as a clause of the built-in playbook is bound to it.
      expect(clause.bound_to, clause.id).toContain(clause.id);
    }
  });
  test("a stated binding that nothing has is told", () => {
    const text =
      "| Column | Value | Bindings |\n|---|---|---|\n| Questions | [Q1] Who? | [Q1] sources: web, wab; indicators: ua.tool, ua.tol; often |\n";
    const { playbook, notes } = read(text);
    expect(playbook.clauses[0]).toMatchObject({
      kinds: ["web"],
      indicators: ["ua.tool"],
      because: ["stated in the table"],
    });
    const told = notes.map(({ text: one_ }) => one_).join("\n");
    for (const wanted of ["names wab", "did you mean ua.tool?", 'says "often"'])
      expect(told).toContain(wanted);
  });
});

const handedOver = join(shared, "playbook", "T1592.004.md");
test.skipIf(missing(handedOver) !== undefined)(
  `the playbook as it was handed over${missing(handedOver) === undefined ? "" : ` (skipped: ${missing(handedOver)})`}`,
  () => {
    const { playbook } = read(readFileSync(handedOver, "utf8"));
    expect(playbook.id).toBe("T1592.004");
    // Its decision row has two sentences for what DESIGN counts as D1 to D4.
    const wanted = content()
      .playbook.clauses.map(({ id }) => id)
      .filter((id) => !["MAIL", "D3", "D4"].includes(id));
    expect(playbook.clauses.map(({ id }) => id)).toEqual(wanted);
    expect(playbook.unplaced).toBeUndefined();
    for (const { id, row, bound_to } of playbook.clauses)
      expect(bound_to, id).toEqual(row !== "Decision" ? [id] : id === "D1" ? ["D1", "D2"] : ["D3", "D4"]);
  },
);

describe("round trip", () => {
  const text = fc
    .oneof(
      fc.string({ unit: fc.constantFrom(..."ab Q1.|\\`*_~[]()<>&;:-#!?'\"1é中\n".split("")), maxLength: 30 }),
      fc.string({ unit: "grapheme", maxLength: 20 }),
      fc.constantFrom(
        "<br>",
        "**bold**",
        "[Q2] x",
        "1. a 2. b",
        "a\\",
        "|",
        "&lt;",
        "`a|b`",
        "[x](y)",
        "- [ ] a",
        "<li>b</li>",
        '["a", "b"]',
        "e.g. A. B",
      ),
    )
    .map((one) =>
      one
        .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, " ")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((one) => one !== "");
  const kinds = fc.subarray(["web", "proxy", "nids", "edr", "mail", "auth"]);
  const indicators = fc.subarray(
    content().indicators.map(({ id }) => id),
    { maxLength: 4 },
  );
  const boundTo = fc.subarray(
    content().playbook.clauses.map(({ id }) => id),
    { maxLength: 3 },
  );
  const clauses = fc
    .tuple(
      ...rowKinds.map((kind) =>
        fc
          .uniqueArray(fc.record({ n: fc.nat(60), text, kinds, indicators, boundTo }), {
            maxLength: 4,
            selector: (one) => one.n,
          })
          .map((list) =>
            list
              // A text that stands twice in a row is one clause.
              .filter((one, at) => list.findIndex((other) => other.text === one.text) === at)
              .map((one) => ({
                id: clauseId(kind, one.n),
                row: kind.row,
                text: one.text,
                kinds: one.kinds,
                indicators: one.indicators,
                ...(one.boundTo.length > 0 ? { bound_to: one.boundTo } : {}),
                ...(one.kinds.length + one.indicators.length + one.boundTo.length === 0
                  ? { manual: true }
                  : {}),
                because: ["stated in the table"],
              })),
          ),
      ),
    )
    .map((rows) => rows.flat());
  const made = fc.record({
    id: fc.constantFrom("T1592.004", "T1003", "T1566.001"),
    name: text,
    tactic: text,
    clauses,
  });

  test("a table that was written reads back the same", () => {
    fc.assert(
      fc.property(made, (one: Playbook) => {
        const { playbook, notes } = read(playbookTable(one));
        expect(playbook).toEqual(one);
        expect(
          notes.filter(({ text: told }) => !told.startsWith("no row") && !told.endsWith("is empty")),
        ).toEqual([]);
      }),
      { numRuns: 300, seed: 20261129 },
    );
  });
  test("so does YAML", () => {
    fc.assert(
      fc.property(made, (one: Playbook) => {
        expect(playbookSchema.parse(parse(yamlOf(one), { schema: "core" }))).toEqual(one);
      }),
      { numRuns: 100, seed: 20261129 },
    );
  });
  test("and the built-in playbook", () => {
    const { playbook } = read(playbookTable(content().playbook));
    const facts = (of: Playbook) =>
      of.clauses.map(({ id, row, text: says, kinds: from, indicators: by }) => ({ id, row, says, from, by }));
    const stated = facts(content().playbook);
    expect(facts(playbook).map(({ id, row, says }) => ({ id, row, says }))).toEqual(
      stated.map(({ id, row, says }) => ({ id, row, says })),
    );
    for (const [at, clause] of stated.entries())
      if (clause.from.length + clause.by.length > 0) expect(facts(playbook)[at]).toEqual(clause);
  });
});

/** Playbooks of others: what is read from a table, what it is bound to, and what is told of the rest. */
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { yamlOf } from "../src/cli/playbook.ts";
import { importPlaybook } from "../src/content/playbook/import.ts";
import { clauseId, rowKinds } from "../src/content/playbook/rows.ts";
import { loadWords } from "../src/content/playbook/words.ts";
import { type Playbook, playbook as playbookSchema } from "../src/content/tables.ts";
import { playbookTable } from "../src/export/playbook-table.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { content } from "./support/triage.ts";

const words = loadWords();
const read = (text: string) => importPlaybook("ours.md", text, content(), words);
const folder = temporaryFolder();

/** A made-up playbook, with one row left to fill. */
function tableOf(rows: Readonly<Record<string, string>>): string {
  return [
    "| Column Name | Value |",
    "|---|---|",
    ...Object.entries(rows).map(([label, value]) => `| ${label} | ${value} |`),
    "",
  ].join("\n");
}
const heading = { "MITRE Tactic": "Reconnaissance", "MITRE TTP": "T1592.004", Name: "Made up" };
const questions = (cell: string) =>
  read(tableOf({ ...heading, "Questions for Analysis": cell })).playbook.clauses;

describe("items of a cell", () => {
  const lists: readonly (readonly [string, string, readonly string[]])[] = [
    ["line breaks", "Who asked?<br>What was served?<br/>When?", ["Who asked?", "What was served?", "When?"]],
    [
      "numbers",
      "1. Who asked? 2. What was served? 3. When, at 10. May?",
      ["Who asked?", "What was served?", "When, at 10. May?"],
    ],
    ["numbers in brackets", "(1) Who asked (2) What was served", ["Who asked", "What was served"]],
    ["numbers in square brackets", "[1] Who asked<br>[2] What was served", ["Who asked", "What was served"]],
    [
      "a list as programs write it",
      '["Who, in all, asked?", "What was served?"]',
      ["Who, in all, asked?", "What was served?"],
    ],
    ["single quotes", "['Who asked?', 'What isn\\'t served?']", ["Who asked?", "What isn't served?"]],
    [
      "HTML",
      "<ul><li>Who <b>asked</b>?</li><li>What was served?</li></ul>",
      ["Who asked?", "What was served?"],
    ],
    ["check boxes", "- [ ] Who asked?<br>- [x] What was served?", ["Who asked?", "What was served?"]],
    [
      "sentences",
      "Did e.g. Nikto ask? Was version 1.2 served? Or not.",
      ["Did e.g. Nikto ask?", "Was version 1.2 served?", "Or not."],
    ],
    [
      "bold, emphasis, links, code",
      "**Who** *asked* for [this](https://example.org/a_b)?<br>Was `a|b_c` __served__ by snake_case_name?",
      ["Who asked for this (https://example.org/a_b)?", "Was a|b_c served by snake_case_name?"],
    ],
    [
      "escapes and entities",
      "Was a \\| b \\*here\\*?<br>Is 1 &lt; 2 &amp; &#124; &quot;so&quot;?",
      ["Was a | b *here*?", 'Is 1 < 2 & | "so"?'],
    ],
  ];
  test.each(lists)("%s", (_, cell, wanted) => {
    // A bar in code ends a cell all the same, unless it is escaped (GFM).
    expect(questions(cell.replace("a|b", "a\\|b")).map(({ text }) => text)).toEqual(wanted);
  });

  test("each row numbers its own", () => {
    const { playbook } = read(
      tableOf({
        ...heading,
        ...Object.fromEntries(rowKinds.map(({ label }) => [label, "One thing.<br>Another thing."])),
      }),
    );
    expect(playbook.clauses.map(({ id }) => id)).toEqual([
      "LS1",
      "LS2",
      "KI1",
      "KI2",
      "Q1",
      "Q2",
      "D1",
      "D2",
      "L1a",
      "L1b",
      "T2a",
      "T2b",
      "C1",
      "C2",
    ]);
    expect(playbookSchema.safeParse(playbook).success).toBe(true);
  });

  test("a line that leads over to a list is told, and is no clause", () => {
    const { playbook } = read(
      tableOf({ ...heading, "Questions for Analysis": "Ask all of these:<br>1. Who?<br>2. When?" }),
    );
    expect(playbook.clauses.map(({ text }) => text)).toEqual(["Who?", "When?"]);
    expect(playbook.unplaced).toEqual([
      { line: 6, row: "Questions for Analysis", text: "Ask all of these:", why: "it leads over to a list" },
    ]);
  });
});

describe("tables as people write them", () => {
  const wanted = read(tableOf({ ...heading, "Key Indicators": "A thing.", Questions: "Who?" })).playbook;
  test("the columns in another order, without outer bars, with empty lines, in any case", () => {
    const text = [
      "Text above.",
      "",
      "Value | COLUMN NAME",
      ":--- | ---:",
      "Reconnaissance | mitre tactic",
      "T1592.004 | MITRE TTP",
      "Made up | **Name**",
      "",
      "A thing. | key indicators:",
      "Who? | Questions",
      "",
    ].join("\r\n");
    const { playbook, notes } = read(text);
    expect(playbook).toEqual(wanted);
    expect(notes.filter(({ line }) => line > 0).map(({ line }) => line)).toEqual([1, 9]);
  });
  test("across: one playbook a row", () => {
    const text =
      "| MITRE Tactic | MITRE TTP | Name | Key Indicators | Questions | Owner |\n|-|-|-|-|-|-|\n| Reconnaissance | T1592.004 | Made up | A thing. | Who? | Ann |\n| a | b | c | d | e | f |\n";
    const { playbook, notes } = read(text);
    expect(playbook.clauses).toEqual(wanted.clauses);
    expect(playbook.unplaced?.map(({ line, text: one }) => `${line} ${one}`)).toEqual([
      "3 Ann",
      "4 a",
      "4 b",
      "4 c",
      "4 d",
      "4 e",
      "4 f",
    ]);
    expect(notes.some(({ line }) => line === 4)).toBe(true);
  });
  test("rows that are missing, empty, double or of no playbook are told with their line", () => {
    const text =
      "| Column | Value | More |\n|---|---|---|\n| MITRE TTP | T1592.004 | |\n| Questions | Who? | aside |\n| Questions for Analysis | Who?<br>When? | |\n| Owner | Ann | |\n| Key Indicators | | |\n";
    const { playbook, notes } = read(text);
    expect(playbook.clauses.map(({ id, text: one }) => `${id} ${one}`)).toEqual(["Q1 Who?", "Q2 When?"]);
    expect(playbook.unplaced?.map(({ line, row, text: one }) => [line, row, one])).toEqual([
      [4, "Questions / More", "aside"],
      [5, "Questions for Analysis", "Who?"],
      [6, "Owner", "Ann"],
    ]);
    const told = notes.map(({ line, text: one }) => `${line} ${one}`).join("\n");
    for (const label of [
      "Log Sources to Investigate",
      "Decision for Escalation",
      "Additional Analysis Steps for L1",
      "T2 Analyst Actions",
      "Containment and Further Analysis",
    ])
      expect(told).toContain(`0 no row "${label}"`);
    expect(told).toContain('7 the row "Key Indicators" is empty');
    expect(told).toContain('5 the row "Questions for Analysis" stands 2 times');
    expect(told).toContain('0 no row "Name"');
  });
  test("a cell that was broken into lines, and bars that are not escaped", () => {
    const { playbook, notes } = read(
      "| Column | Value |\n|---|---|\n| Questions | Who asked\n2. for what? |\n| Key Indicators | a | b |\n",
    );
    expect(playbook.clauses.map(({ text }) => text)).toEqual(["a | b", "Who asked", "for what?"]);
    expect(notes.filter(({ line }) => line > 0).map(({ line }) => line)).toEqual([4, 5]);
  });
});

describe("hostile tables", () => {
  test("control and invisible characters are taken out and told; tags of no shape stay text", () => {
    const { playbook, notes } = read(
      tableOf({ ...heading, Questions: "Who\u001b[31m as\u202eked?<br><script>alert(1)</script>" }),
    );
    expect(playbook.clauses.map(({ text }) => text)).toEqual(["Who[31m asked?", "<script>alert(1)</script>"]);
    const told = notes.map(({ line, text }) => `${line} ${text}`);
    expect(told).toContain("6 2 control or invisible characters taken out");
    expect(told).toContain("6 the tag <script> is kept as text");
  });
  test("markup that never ends costs no time", () => {
    const started = Date.now();
    for (const piece of ["**a", "`", "``a", "<a href=x>", "[a](", "_a", "&#1", "(1) ", "\\"])
      read(tableOf({ ...heading, Questions: piece.repeat(Math.floor(16_000 / piece.length)) }));
    expect(Date.now() - started).toBeLessThan(10_000);
  });
  const bad: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ["empty.md", "", /empty\.md: it is empty/],
    ["prose.md", "No table here.\n", /prose\.md: there is no Markdown table/],
    [
      "dashes.md",
      "text\n\n| Questions | Who? |\n| Name | x |\n",
      /dashes\.md:3: what looks like a table has no line of dashes/,
    ],
    ["other.md", "| a | b |\n|---|---|\n| 1 | 2 |\n", /other\.md:1: the table has no row of a playbook/],
    ["binary.md", new Uint8Array([0x7c, 0x61, 0, 0x62]), /binary\.md: byte 3 is zero/],
    ["latin.md", new Uint8Array([0x61, 0x0a, 0x7c, 0xe9, 0x7c]), /latin\.md:2: it is not UTF-8/],
    ["wide.md", Buffer.from("\ufeff| a |", "utf16le"), /wide\.md: it is UTF-16/],
    [
      "large.md",
      "|a|b|\n".repeat(1_750_000),
      /large\.md: 10,500,000 bytes are more than the limit of 262,144/,
    ],
    ["cell.md", tableOf({ Questions: "a ".repeat(9000) }), /cell\.md:3: the cell has 17,\d{3} characters/],
    [
      "many.md",
      tableOf({ Questions: Array.from({ length: 501 }, (_, n) => `Is it ${n}?`).join("<br>") }),
      /many\.md: 501 clauses are more than the limit of 500/,
    ],
    ["odd.yaml", "id: [", /odd\.yaml:\d+: it is not YAML/],
    ["none.yaml", "id: x\n", /none\.yaml: it is no playbook/],
    [
      "name.yaml",
      "id: x\nname: x\ntactic: x\nclauses: [{id: Q1, row: Questions, text: Who?, indicators: [ua.tol]}]\n",
      /Q1 names the indicator ua\.tol[\s\S]*Did you mean ua\.tool\?/,
    ],
    [
      "twice.yaml",
      "id: x\nname: x\ntactic: x\nclauses: [{id: Q1, row: Questions, text: a}, {id: Q1, row: Questions, text: b}]\n",
      /twice\.yaml: Q1 stands twice/,
    ],
  ];
  test.each(bad)("%s", async (name, bytes, wanted) => {
    const { status, stdout, stderr } = await vedette(["playbook", "import", write(folder, name, bytes)]);
    expect(stderr).toMatch(wanted);
    expect(stderr).toContain("[playbook.invalid]");
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
  test("a file that is not there", async () => {
    const { status, stderr } = await vedette(["playbook", "show", join(folder, "nowhere.md")]);
    expect(stderr).toContain("nowhere.md: it cannot be read");
    expect(status).toBe(2);
  });
});

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

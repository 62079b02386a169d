/** Playbooks of others: what is read from a table, what it is bound to, and what is told of the rest. */

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { importPlaybook } from "../src/content/playbook/import.ts";
import { rowKinds } from "../src/content/playbook/rows.ts";
import { loadWords } from "../src/content/playbook/words.ts";
import { playbook as playbookSchema } from "../src/content/tables.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { heading, tableOf } from "./support/playbook.ts";
import { content } from "./support/triage.ts";

const words = loadWords();
const read = (text: string) => importPlaybook("ours.md", text, content(), words);
const folder = temporaryFolder();

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

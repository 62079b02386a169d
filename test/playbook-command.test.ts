/** `vedette playbook`: what it prints, writes and refuses. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";

const folder = temporaryFolder();
const ours = write(folder, "ours.md", [
  "| Column Name | Value |",
  "|---|---|",
  "| MITRE TTP | T1592.004 |",
  "| Name | Made up |",
  "| Questions | Do web server logs show suspicious user agents?<br>Was the phone rung? |",
  "| Owner | Ann |",
]);

test("import writes YAML that show and export read, and names all that a person has to see to", async () => {
  const yaml = join(folder, "ours.yaml");
  const { status, stdout, stderr } = await vedette(["playbook", "import", ours, "-o", yaml]);
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  expect(stderr).toContain(
    "2 clauses, 1 bound, 1 for a person, 1 not placed\n  for a person: Q2 Was the phone rung?\n  not placed: line 6, Owner: Ann (",
  );
  expect(readFileSync(yaml, "utf8")).toMatch(/id: Q2\n.*\n.*text: Was the phone rung\?\n[\s\S]*manual: true/);
  const show = await vedette(["playbook", "show", yaml]);
  expect(show.stdout).toContain("  Q2    Was the phone rung?\n        for a person\n        because ");
  expect(show.stdout).toMatch(/Q1 {4}Do web server[^\n]*\n {8}sources: web\n {8}indicators: [^\n]*ua\.tool/);
  expect(show.stdout).toContain("Not placed\n  line 6, Owner: Ann");
  const table = (await vedette(["playbook", "export", yaml])).stdout;
  expect(table).toContain(
    "| Questions for Analysis | [Q1] Do web server logs show suspicious user agents?<br>[Q2] Was the phone rung? | [Q1] sources: web; indicators: ",
  );
  expect(table).toContain("<br>[Q2] manual |");
  expect(table).toContain("| Not placed | Owner: Ann |");
});

test("without -o the YAML goes to standard output alone", async () => {
  const { stdout, stderr } = await vedette(["playbook", "import", ours, "-q"]);
  expect(stdout).toMatch(/^id: T1592\.004\nname: Made up\n/);
  expect(stderr).toBe("");
});

test("the file that is read is not written over", async () => {
  const before = readFileSync(ours, "utf8");
  const { status, stderr } = await vedette(["playbook", "import", ours, "-o", `${folder}/./ours.md`]);
  expect(stderr).toContain("is the file that is read");
  expect(status).toBe(2);
  expect(readFileSync(ours, "utf8")).toBe(before);
});

test.each([
  [["imprt", ours], "Did you mean import?"],
  [["import"], "No playbook was named."],
  [["export", ours, "-o", join(folder, "no", "where.md")], "[output.unwritable]"],
])("%j is refused", async (argv, wanted) => {
  const { status, stdout, stderr } = await vedette(["playbook", ...argv]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toContain(wanted);
});

test("show without a file prints the built-in playbook, as JSON too", async () => {
  const { stdout } = await vedette(["playbook", "show"]);
  expect(stdout).toMatch(/^T1592\.004 {2}/);
  expect(stdout.match(/^ {2}(?:LS|KI|Q|D|L1|T2|C|MAIL)\w* /gm)?.length).toBe(29);
  const json = await vedette(["playbook", "show", "--json"]);
  expect((JSON.parse(json.stdout) as { clauses: unknown[] }).clauses).toHaveLength(29);
});

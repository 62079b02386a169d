/** Another playbook in a report, and playbooks handed out as CACAO 2.0. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { cacaoPlaybook, uuid5 } from "../src/export/cacao.ts";
import { playbookTable } from "../src/export/playbook-table.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { missing, root, shared } from "./support/places.ts";
import { content } from "./support/triage.ts";

const folder = temporaryFolder();
const schema = JSON.parse(readFileSync(join(root, "test", "fixtures", "report.schema.json"), "utf8"));
const fits = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
const log = write(folder, "access.log", [
  ...Array.from(
    { length: 12 },
    (_, n) =>
      `198.51.100.7 - - [17/May/2026:10:05:${10 + n} +0000] "GET /server-status HTTP/1.1" 403 199 "-" "sqlmap/1.7"`,
  ),
  '192.0.2.9 - - [17/May/2026:10:06:00 +0000] "GET / HTTP/1.1" 200 5120 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0"',
]);
const table = (questions: string, id = "T1592.004") => [
  "| Column Name | Value |",
  "|---|---|",
  `| MITRE TTP | ${id} |`,
  "| Name | Made up |",
  `| Questions | ${questions} |`,
  "| Tier 1 | Ring the *on-call* phone.<br>Check source addresses and credentials. |",
  "| Log Sources | Badge readers<br>Web server logs<br>Proxy logs |",
  "| Owner | <img src=x onerror=alert(1)> |",
];
const agents = "Do web server logs show suspicious user agents?";
const phone = "Was the phone rung?";

describe("a triage with another playbook", () => {
  const answers = ({ questions }: ReportDocument) => questions.map(({ id, answer }) => `${id} ${answer}`);
  test("answers its questions, fills up to four, and leaves the decision", async () => {
    const file = write(folder, "two.md", table(`1. ${agents} 2. ${phone}`));
    const plain = await triageJson([log]);
    const { report, status } = await triageJson([log, "--playbook", file]);
    expect(status).toBe(0);
    expect(answers(report).slice(0, 3)).toEqual(["Q1 yes", "Q2 cannot_tell", "T1592.004/Q1 yes"]);
    expect(report.questions.map(({ id }) => id).slice(2)).toEqual(
      ["Q1", "Q2", "Q3", "Q4"].map((id) => `T1592.004/${id}`),
    );
    const own = report.questions[1];
    expect(own).toMatchObject({ text: phone, manual: true, findings: [], missing: [] });
    expect(own?.sentence).toContain("a person has to answer it");
    expect(report.questions.slice(2).map(({ id, ...rest }) => rest)).toEqual(
      plain.report.questions.map(({ id, ...rest }) => rest),
    );
    for (const part of ["decision", "cases", "findings", "coverage", "entities"] as const)
      expect(report[part]).toEqual(plain.report[part]);
    expect(report.steps.map(({ clause, state }) => `${clause} ${state}`)).toEqual(
      plain.report.steps.map(({ clause, state }) => `${clause} ${state}`),
    );
    fits(JSON.parse(JSON.stringify(report)));
    expect(fits.errors ?? []).toEqual([]);
  });
  test("tells every clause's state, and what was not placed", async () => {
    const { report } = await triageJson([
      log,
      "--playbook",
      write(folder, "states.md", table(`1. ${agents} 2. ${phone}`)),
    ]);
    expect(report.playbook.checklist?.map(({ id, state }) => `${id} ${state}`)).toEqual([
      "LS1 for_a_person",
      "LS2 looked_at",
      "LS3 not_possible",
      "Q1 looked_at",
      "Q2 for_a_person",
      "L1a for_a_person",
      "L1b done",
    ]);
    expect(report.playbook.unplaced).toEqual([
      {
        line: 8,
        row: "Owner",
        text: "<img src=x onerror=alert(1)>",
        why: "no part of a playbook has this name",
      },
    ]);
    expect(report.notes.join("\n")).toContain('states.md: no row "Key Indicators"');
  });
  test("with four questions or more, only these are asked", async () => {
    const file = write(
      folder,
      "four.md",
      table(`["${agents}", "${phone}", "Who has the key?", "Is it raining?"]`, "T1003"),
    );
    const { report } = await triageJson([log, "--playbook", file]);
    expect(answers(report)).toEqual(["Q1 yes", "Q2 cannot_tell", "Q3 cannot_tell", "Q4 cannot_tell"]);
    expect(report.playbook).toMatchObject({ id: "T1003", name: "Made up", path: file });
  });
  test("YAML and its table give the same report", async () => {
    const file = write(folder, "same.md", table(`1. ${agents} 2. ${phone}`));
    const yaml = join(folder, "same.yaml");
    expect((await vedette(["playbook", "import", file, "-o", yaml])).status).toBe(0);
    const one = await triageJson([log, "--playbook", file]);
    const other = await triageJson([log, "--playbook", yaml]);
    expect(other.report.questions).toEqual(one.report.questions);
    expect(other.report.playbook.checklist).toEqual(one.report.playbook.checklist);
  });
  test("the brief, Markdown and HTML show the checklist, and no text of it as markup", async () => {
    const file = write(folder, "shown.md", table(`1. ${agents} 2. <script>alert(1)</script> rung?`));
    const brief = await vedette(["triage", log, "--playbook", file, "-q"]);
    expect(brief.stdout).toMatch(/Q2 {2}\[ \] +For a person: <script>/);
    expect(brief.stdout).toMatch(
      /For a person\n {2}\[ \] LS1 +Badge readers\n {2}\[ \] L1a +Ring the on-call phone\./,
    );
    const md = await vedette(["triage", log, "--playbook", file, "-q", "--format", "md"]);
    expect(md.stdout).toMatch(/- \[ \] L1a \(for a person\): Ring the on-call phone\./);
    const html = await vedette(["triage", log, "--playbook", file, "-q", "--format", "html"]);
    expect(html.stdout).toContain("Ring the on-call phone.");
    for (const page of [md.stdout, html.stdout]) {
      expect(page).not.toContain("<script>alert");
      expect(page).not.toContain("<img src=x");
    }
  });
  test("a playbook that cannot be read ends the run before a log is read", async () => {
    const { status, stdout, stderr } = await vedette([
      "triage",
      log,
      "--playbook",
      write(folder, "bad.md", "nothing\n"),
    ]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("[playbook.invalid]");
  });
});

describe("CACAO 2.0", () => {
  interface Step {
    readonly type: string;
    readonly name: string;
    readonly [next: string]: unknown;
  }
  const made = cacaoPlaybook(content().playbook, 0) as {
    readonly id: string;
    readonly workflow: Record<string, Step>;
    readonly workflow_start: string;
  };
  const walk = (from: string, branch: "on_true" | "on_false") => {
    const names: string[] = [];
    for (let at: unknown = from; typeof at === "string"; ) {
      const step: Step | undefined = made.workflow[at];
      if (step === undefined) throw new Error(`no step ${at}`);
      names.push(step.name);
      at = step.on_completion ?? step[branch];
    }
    return names;
  };
  test("Tier 1, the decision, Tier 2 and containment, in this order; every clause once", () => {
    const clause = (name: string) => name.split(" ")[0] ?? "";
    const yes = walk(made.workflow_start, "on_true").map(clause);
    const ids = (row: string) =>
      content()
        .playbook.clauses.filter((one) => one.row === row)
        .map(({ id }) => id);
    expect(yes).toEqual([
      "Start",
      ...["Log sources", "Key indicators", "Questions", "Tier 1"].flatMap(ids),
      "Decide",
      "Escalate",
      ...["Tier 2", "Containment"].flatMap(ids),
      "Handed",
    ]);
    expect(walk(made.workflow_start, "on_false").at(-1)).toBe("Closed or watched by Tier 1");
    const decision = Object.values(made.workflow).find(({ type }) => type === "if-condition");
    for (const id of ids("Decision")) expect(decision?.description).toContain(`${id}: `);
    // Nothing stands beside the two ways.
    expect(Object.keys(made.workflow)).toHaveLength(
      new Set([...walk(made.workflow_start, "on_true"), ...walk(made.workflow_start, "on_false")]).size,
    );
  });
  test("ids follow from the text, and no two are the same", () => {
    expect(cacaoPlaybook(content().playbook, 0)).toEqual(made);
    const renamed = cacaoPlaybook({ ...content().playbook, name: "other" }, 0);
    expect(renamed.id).not.toBe(made.id);
    const uuids = [made.id, ...Object.keys(made.workflow)].map((id) => id.split("--")[1]);
    expect(new Set(uuids).size).toBe(uuids.length);
    // RFC 9562, appendix A.4: the UUIDv5 of www.example.com in the namespace of domain names.
    expect(uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com")).toBe(
      "2ed6657d-e927-568b-95e1-2665a8aea6a2",
    );
  });
  test("the command prints the same bytes each time, for the built-in playbook and for a table", async () => {
    const file = write(folder, "cacao.md", table(phone));
    for (const path of [[], [file]]) {
      const first = await vedette(["playbook", "export", ...path, "--format", "cacao", "-q"]);
      expect(first.status).toBe(0);
      expect(JSON.parse(first.stdout).spec_version).toBe("cacao-2.0");
      expect((await vedette(["playbook", "export", ...path, "--format", "cacao", "-q"])).stdout).toBe(
        first.stdout,
      );
    }
    expect((await vedette(["playbook", "export"])).stdout).toBe(playbookTable(content().playbook));
  });

  const schemas = join(shared, "data", "specs", "cacao2", "schemas");
  const absent = missing(schemas);
  test.skipIf(absent !== undefined)(
    `fits the schemas of OASIS${absent === undefined ? "" : ` (skipped: ${absent})`}`,
    async () => {
      const base = "https://raw.githubusercontent.com/oasis-open/cacao-json-schemas/main/schemas";
      const files = readdirSync(schemas, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".json"))
        .map((name) => JSON.parse(readFileSync(join(schemas, name), "utf8")) as { $id: string });
      // They call themselves draft 7, which does not know `unevaluatedProperties`, and are written with it.
      // The base of commands is closed by it, so that as they stand no command could have a `command`.
      const asDeclared = new Ajv({ strict: false, allErrors: true }).addSchema(files);
      const closed = new Ajv2020({ strict: false, allErrors: true }).addSchema(
        files.map((file) => {
          const { $schema, unevaluatedProperties, ...rest } = file as Record<string, unknown>;
          return file.$id.endsWith("/command-data.json")
            ? rest
            : { ...rest, ...(unevaluatedProperties === undefined ? {} : { unevaluatedProperties }) };
        }),
      );
      const [validate, strictly, command] = [
        asDeclared.getSchema(`${base}/playbook.json`),
        closed.getSchema(`${base}/playbook.json`),
        closed.getSchema(`${base}/commands/manual.json`),
      ];
      if (validate === undefined || strictly === undefined || command === undefined)
        throw new Error("a schema is missing");
      const given = write(folder, "schema.md", table(`${agents}<br>${phone}`, "made up"));
      const other = await vedette(["playbook", "export", given, "--format", "cacao", "-q"]);
      for (const one of [made, JSON.parse(other.stdout) as typeof made]) {
        for (const check of [validate, strictly]) {
          check(JSON.parse(JSON.stringify(one)));
          expect(check.errors ?? []).toEqual([]);
        }
        const commands = Object.values(one.workflow).flatMap((step) => (step.commands ?? []) as unknown[]);
        expect(commands.length).toBeGreaterThan(3);
        for (const each of commands) expect(command(each), JSON.stringify(command.errors)).toBe(true);
      }
      expect(strictly({ ...made, further: 1 })).toBe(false);
      // The check can fail.
      expect(validate({ ...made, workflow_start: "start--1" })).toBe(false);
    },
  );
});

/** What could be blocked, in the report: as the contract has it, each entry with what it would have stopped by itself. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { root, samples } from "./support/places.ts";

const folder = temporaryFolder();
const schema = JSON.parse(readFileSync(join(root, "test", "fixtures", "report.schema.json"), "utf8"));

test("items are what the contract says, and their figures are counts of the log's lines", async () => {
  const log = join(samples, "lab2", "apache-combined.log.gz");
  const { stdout } = await vedette(["triage", "--containment", "--json", "-q", log]);
  const report = JSON.parse(stdout) as ReportDocument;
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
  validate(report);
  expect(validate.errors ?? []).toEqual([]);
  const lines = gunzipSync(readFileSync(log)).toString().split("\n");
  const agentOf = (line: string) => line.split('"').at(-2);
  const pathOf = (line: string) => line.split('"')[1]?.split(" ")[1]?.split("?")[0];
  const recommended = report.containment.filter((one) => one.recommended);
  expect(new Set(recommended.map((one) => one.case)).size).toBeGreaterThan(1);
  for (const { matcher, impact } of recommended) {
    const { agent, path } = matcher;
    if (agent === undefined || agent === "") continue;
    const met = lines.filter(
      (line) => agentOf(line) === agent && (path === undefined || pathOf(line) === path),
    );
    // What is neither of this case nor of others is of other cases that are escalated.
    expect(impact.malicious_requests).toBeGreaterThan(0);
    expect(impact.malicious_requests + impact.other_requests).toBeLessThanOrEqual(met.length);
    expect(impact.other_requests).toBe(0);
  }
  const whole = recommended.find(
    ({ matcher }) => matcher.agent?.startsWith("gobuster") && matcher.path === undefined,
  );
  expect(whole?.impact.malicious_requests).toBe(
    lines.filter((line) => agentOf(line)?.startsWith("gobuster")).length,
  );
}, 60_000);

test("text of a client is no markup in what people read", async () => {
  const log = write(folder, "hostile.log", [
    ...Array.from({ length: 30 }, (_, n) =>
      combined({ ip: `192.0.2.${n + 1}`, request: "GET /shop HTTP/1.1" }),
    ),
    ...["/.env", "/config.json", "/phpinfo.php"].map((path) =>
      combined({
        ip: "198.51.100.9",
        agent: "sqlmap/1.8 <img src=x onerror=alert(1)> [a](http://b.example)",
        request: `GET ${path} HTTP/1.1`,
        status: 404,
      }),
    ),
  ]);
  const html = await vedette(["triage", "--containment", "--format", "html", "-q", log]);
  expect(html.stdout).toContain("What could be blocked");
  expect(html.stdout).not.toContain("<img");
  const markdown = await vedette(["triage", "--containment", "--format", "md", "-q", log]);
  const section = markdown.stdout.split("## What could be blocked")[1]?.split("\n## ")[0] ?? "";
  expect(section).toContain("by agent: 1 entry, 3 requests of the case, nobody else");
  expect(section).not.toMatch(/[^\\]<img|[^\\]\[a\]/);
  const plain = await vedette(["triage", "--format", "md", "-q", log]);
  expect(plain.stdout).not.toContain("What could be blocked");
}, 60_000);

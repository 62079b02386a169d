/** The background is one case with its count, and each of its members can be looked at. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { renderHtml } from "../src/report/html.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";

const folder = temporaryFolder();
/** More than a page of a hand-over names. */
const strangers = Array.from({ length: 130 }, (_, n) => `198.18.${n}.7`);
const log = write(folder, "access.log", [
  ...Array.from({ length: 30 }, (_, n) => combined({ ip: `192.0.2.${n + 1}` })),
  // Each under another program's version and with other paths, so that nothing ties them.
  ...strangers.flatMap((ip, n) =>
    [`/.env${n % 7 === 0 ? ".bak" : ""}`, "/.git/config", "/wp-config.php.bak"].map((path) =>
      combined({ ip, agent: "curl/8.5.0", request: `GET ${path} HTTP/1.1`, status: 404 }),
    ),
  ),
]);

let report: ReportDocument;
let id: string;
beforeAll(async () => {
  report = (await triageJson([log])).report;
  id = report.cases.find(({ background }) => background)?.id ?? "none";
});
const triage = async (...more: string[]) => (await vedette(["triage", log, "--quiet", ...more])).stdout;
const named = (text: string) => strangers.filter((ip) => text.includes(ip));

describe("the background", () => {
  test("is one case with its count", () => {
    expect(report.cases).toHaveLength(1);
    expect(report.cases[0]?.title).toContain("130 sources");
    expect(report.cases[0]?.entities).toHaveLength(130);
  });

  test("is folded in the brief, and unfolded there by --unfold, a row each", async () => {
    expect(named(await triage()).length).toBeLessThan(10);
    const rows = (await triage("--unfold")).split("\n");
    for (const ip of strangers)
      expect(rows.filter((row) => row.trim().startsWith(`${ip} `))).toEqual([
        expect.stringMatching(
          / escalate {2,}\d+ {2}3 requests {2}unusual-agent-probes: .*endpoint\.config-probe/,
        ),
      ]);
  });

  test("is unfolded in Markdown the same way", async () => {
    expect(named(await triage("--format", "md"))).toHaveLength(50);
    expect(named(await triage("--format", "md", "--unfold"))).toHaveLength(130);
  });

  test("opens in the HTML page without a script, each member by itself", () => {
    const page = renderHtml(report, "UTC");
    expect(page).not.toMatch(/<script/i);
    const block = page.slice(page.indexOf('<details class="case background">'));
    expect(block.match(/<details class="entity"/g)).toHaveLength(100);
    // Those for whom reasons and lines would make the page too long have a row each.
    const rest = /<details class="names"><summary>Each of them in a row<\/summary><ul[^>]*>(.*?)<\/ul>/s.exec(
      block,
    )?.[1];
    expect(rest?.match(/<li>/g)).toHaveLength(30);
    expect(named(block)).toHaveLength(130);
    expect(block).toContain("Did besides: 3 requests from");
  });

  test("is named whole on the page of a hand-over", async () => {
    const pack = async (...more: string[]) => {
      const output = join(folder, `pack${more.length}`);
      const run = await vedette(["brief", id, log, "--tlp", "green", "-o", output, "--quiet", ...more]);
      expect(run.status).toBe(0);
      return named(
        readFileSync(join(output, "brief.md"), "utf8").replaceAll("\\", "").replaceAll("[.]", "."),
      );
    };
    expect((await pack()).length).toBeLessThan(20);
    expect(await pack("--unfold")).toHaveLength(130);
  });
});

test("what is no background stays as it is", async () => {
  const served = join(folder, "served.log");
  writeFileSync(
    served,
    `${combined({ ip: "203.0.113.9", request: "GET /.env HTTP/1.1", bytes: 412, agent: "curl/8.5.0" })}\n`,
  );
  const told = async (...more: string[]) => (await vedette(["triage", served, "--quiet", ...more])).stdout;
  expect(await told("--unfold")).toBe(await told());
});

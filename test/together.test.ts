/** Small files of one format are read by one statement, and come out as if each were read alone. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { triageJson } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, json } from "./support/lines.ts";

/** A line each of another minute; every third asks for something guarded. */
function lines(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    combined({
      ip: `198.51.100.${(from + index) % 200}`,
      time: `17/May/2026:${String(10 + Math.floor((from + index) / 60)).padStart(2, "0")}:${String((from + index) % 60).padStart(2, "0")}:00 +0000`,
      request: (from + index) % 3 === 0 ? "GET /.env HTTP/1.1" : "GET /page HTTP/1.1",
      status: (from + index) % 3 === 0 ? 404 : 200,
    }),
  );
}

describe("many small files", () => {
  test("give what the one file that they were cut from gives", async () => {
    const folder = temporaryFolder();
    const all = lines(0, 150);
    const whole = await triageJson([write(folder, "whole.log", all)]);
    for (let part = 0; part < 60; part += 1)
      write(folder, `cut/access.log.${part + 10}`, all.slice(part * 2.5, (part + 1) * 2.5));
    const cut = await triageJson([`${folder}/cut`]);
    expect(cut.report.sources).toHaveLength(60);
    expect(cut.report.sources.map(({ events }) => events).reduce((a, b) => a + b)).toBe(150);
    expect(whole.report.entities.length).toBeGreaterThan(20);
    const told = (report: typeof cut.report) =>
      report.entities.map(({ value, action, first, last }) => ({ value, action, first, last }));
    expect(told(cut.report)).toEqual(told(whole.report));
  });

  test("each record stands in its own file at its own line", async () => {
    const folder = temporaryFolder();
    for (const [number, ip] of ["203.0.113.1", "203.0.113.2", "203.0.113.3"].entries())
      write(folder, `${number}.log`, [
        ...Array.from({ length: number }, () => combined()),
        "noise",
        combined({ ip, request: "GET /.env HTTP/1.1", bytes: 321, agent: "curl/8.5.0" }),
      ]);
    const { report } = await triageJson([folder]);
    expect(report.sources.map(({ events, rejected }) => [events, rejected])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    const proofs = report.findings
      .filter(({ indicator }) => indicator === "endpoint.config-exposed")
      .flatMap(({ evidence }) => evidence)
      .sort((a, b) => a.line - b.line);
    expect(proofs.map(({ path, line }) => [path, line])).toEqual([
      [`${folder}/0.log`, 2],
      [`${folder}/1.log`, 3],
      [`${folder}/2.log`, 4],
    ]);
    for (const { text, line } of proofs) expect(text).toContain(`203.0.113.${line - 1} `);
  });

  test("a damaged file among them spoils no other", async () => {
    const folder = temporaryFolder();
    for (const number of [0, 1, 2, 3]) {
      const packed = gzipSync(`${lines(number * 30, 30).join("\n")}\n`);
      write(folder, `${number}.log.gz`, number === 2 ? packed.subarray(0, packed.length - 40) : packed);
    }
    const { report } = await triageJson([folder]);
    expect(report.sources.map(({ events }) => events === 30)).toEqual([true, true, false, true]);
    expect(report.sources[2]?.events).toBeGreaterThan(0);
  });

  test("another format among them, or within one of them, is read by itself", async () => {
    const folder = temporaryFolder();
    write(folder, "0.log", lines(0, 20));
    write(folder, "1.log", [json(), json()]);
    write(folder, "2.log", [...lines(40, 20), ...Array.from({ length: 10 }, () => json())]);
    write(folder, "3.log", lines(80, 20));
    const { report } = await triageJson([folder]);
    expect(report.sources.map(({ events, rejected }) => [events, rejected])).toEqual([
      [20, 0],
      [2, 0],
      [30, 0],
      [20, 0],
    ]);
  });
});

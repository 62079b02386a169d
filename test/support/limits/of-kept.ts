/** Limits of what a casebook and a page keep and show, and of files that people name, each met. */
import { expect } from "vitest";
import { maskOf } from "../../../src/cli/mask-key.ts";
import { apiLimits, casebookLimits, fileLimits } from "../../../src/limits.ts";
import { readBlockList } from "../../../src/respond/lists.ts";
import { runCommand } from "../../../src/service/commands.ts";
import { lookedFor, recordStatement } from "../../../src/service/records.ts";
import { ada, caseId, day, hour, makeBook, makeReport } from "../casebook.ts";
import { temporaryFolder, write } from "../files.ts";
import { serverApp } from "../server-app.ts";
import type { Meets } from "./of-texts.ts";
import { withEngine } from "./of-triage.ts";

const folder = temporaryFolder();
const numbered = <T>(count: number, one: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => one(n));

const closing = (entities: number, note: string) => {
  const book = makeBook([{ id: caseId(1), entities: numbered(entities, (n) => `ip:192.0.2.${n}`) }]);
  const { version } = book.get(caseId(1));
  book.act(caseId(1), version, { kind: "close", reason: "benign-positive", note }, ada);
  return book;
};

/** The first case's first finding, as a book keeps it. */
function keptOf(lines: number, characters: number) {
  const report = makeReport([{ id: caseId(1) }]);
  const [finding] = report.findings;
  const evidence = numbered(lines, (line) => ({ path: "a.log", line, text: "x".repeat(characters) }));
  const book = makeBook();
  const given = { ...report, findings: [{ ...finding, evidence }] };
  book.applyReport(given as never, { at: day + 9 * hour, run: "one" });
  return book.get(caseId(1)).snapshot.findings[0]?.evidence ?? [];
}

export const ofKept: Readonly<Record<string, Meets>> = {
  "api.rulesCharactersMax": async () => {
    const { ask, tokenOf } = serverApp(folder);
    const sent = async (characters: number) => {
      const body = JSON.stringify({ rules: "x".repeat(characters) });
      return (await ask("POST", "/api/v1/sigma", { body, headers: tokenOf("administrator") })).status;
    };
    expect(await sent(apiLimits.rulesCharactersMax)).not.toBe(400);
    expect(await sent(apiLimits.rulesCharactersMax + 1)).toBe(400);
  },
  "api.recordBytesMax": () =>
    withEngine(async (engine) => {
      await engine.run(
        "CREATE TABLE events ENGINE = Memory AS SELECT toInt64(1) AS event_id, toInt64(1) AS time_ms, repeat('x', 20000) AS raw",
      );
      await engine.run(
        `CREATE TABLE store_sources ENGINE = Memory AS SELECT toUInt32(0) AS number, 1 AS written, '{"path":"a.log","kind":"web","format":"combined","members":[]}' AS report`,
      );
      const [row] = await engine.rows(recordStatement({ source: 0, line: 1 }, 0));
      expect([String(row?.text).length, Number(row?.bytes)]).toEqual([apiLimits.recordBytesMax, 20_000]);
    }),
  "api.recordEntitiesMax": () => {
    const all = numbered(apiLimits.recordEntitiesMax + 1, (n) => ({
      id: `ip:${n}`,
      type: "ip",
      value: `192.0.${n >> 8}.${n & 255}`,
    }));
    const { asked, leftOut } = lookedFor(all);
    expect([asked.length, leftOut]).toEqual([
      apiLimits.recordEntitiesMax,
      [`ip:${apiLimits.recordEntitiesMax}`],
    ]);
  },
  "api.filesMax": async () => {
    const main = write(
      folder,
      "writes.mjs",
      `import { writeFileSync } from "node:fs";
const folder = process.argv[process.argv.indexOf("-o") + 1];
for (let n = 0; n <= ${apiLimits.filesMax}; n += 1) writeFileSync(folder + "/" + n, "");`,
    );
    expect((await runCommand(main, ["any"], "", true)).files).toHaveLength(apiLimits.filesMax);
  },

  "casebook.filterValuesMax": () => {
    const book = makeBook([{ id: caseId(1) }]);
    const tagged = (count: number) => book.list({ tag: numbered(count, (n) => `t${n}`) });
    expect(tagged(casebookLimits.filterValuesMax).total).toBe(0);
    expect(() => tagged(casebookLimits.filterValuesMax + 1)).toThrow(/501 values is too long/);
    book.close();
  },
  "casebook.proposalValuesMax": () => {
    const proposed = (entities: number) => closing(entities, "a scan").proposals("open").length;
    expect(proposed(casebookLimits.proposalValuesMax)).toBe(1);
    expect(proposed(casebookLimits.proposalValuesMax + 1)).toBe(0);
  },
  "casebook.proposalReasonCharacters": () => {
    const [proposal] = closing(1, "x".repeat(casebookLimits.proposalReasonCharacters + 1)).proposals("open");
    expect(proposal?.entry?.reason).toHaveLength(casebookLimits.proposalReasonCharacters);
  },
  "casebook.evidenceLinesMax": () =>
    expect(keptOf(casebookLimits.evidenceLinesMax + 1, 10)).toHaveLength(casebookLimits.evidenceLinesMax),
  "casebook.evidenceCharactersMax": () =>
    expect(keptOf(1, casebookLimits.evidenceCharactersMax + 1)[0]?.text).toHaveLength(
      casebookLimits.evidenceCharactersMax,
    ),

  "file.maskKeyBytesMax": () => {
    const key = (bytes: number) => {
      const path = write(folder, `key-${bytes}`, "x".repeat(bytes));
      return maskOf({ mask: "pseudonyms", "mask-key": path })?.key;
    };
    expect(key(fileLimits.maskKeyBytesMax)).toHaveLength(fileLimits.maskKeyBytesMax);
    expect(() => key(fileLimits.maskKeyBytesMax + 1)).toThrow(/no key of 16 to 4096 bytes/);
  },
  "file.listDepthMax": () => {
    const list = (levels: number) =>
      readBlockList(
        "l.json",
        `["203.0.113.1", ${"[".repeat(levels - 1)}"203.0.113.2"${"]".repeat(levels - 1)}]`,
      );
    expect(list(fileLimits.listDepthMax)).toMatchObject({ entries: [{}, {}], leftOut: [] });
    expect(list(fileLimits.listDepthMax + 1)).toMatchObject({
      entries: [{}],
      leftOut: [{ because: "it lies deeper than 100 levels" }],
    });
  },
};

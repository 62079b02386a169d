/** Limits of the engine, of reading and of reports, each met. */
import { join } from "node:path";
import { expect } from "vitest";
import { openChdb } from "../../../src/engine/chdb.ts";
import type { LocalEngine } from "../../../src/engine/engine.ts";
import { leavesOf } from "../../../src/ingest/json.ts";
import { engineLimits, readingLimits, reportLimits } from "../../../src/limits.ts";
import { renderHtml } from "../../../src/report/html.ts";
import type { ReportDocument } from "../../../src/report/model.ts";
import { checkSourceCount } from "../../../src/triage/request.ts";
import { temporaryFolder, write } from "../files.ts";
import { combined, json } from "../lines.ts";
import { content, triageDocument } from "../triage.ts";
import type { Meets } from "./of-texts.ts";

const folder = temporaryFolder();
let engines = 0;

/** An engine of its own. */
export async function withEngine(act: (engine: LocalEngine) => Promise<void>): Promise<void> {
  engines += 1;
  const engine = await openChdb({ path: join(folder, `db-${engines}`), passing: true });
  try {
    await act(engine);
  } finally {
    await engine.close();
  }
}

const probed = [
  "/.env",
  "/.git/config",
  "/phpinfo.php",
  "/actuator/env",
  "/server-status",
  "/config.json",
  "/wp-config.php.bak",
];
const long = "x".repeat(readingLimits.evidenceBytesMax + 1000);
let seen: Promise<ReportDocument> | undefined;

/** A log in which one source probes twenty times, once with a very long agent; and one long line that is no record. */
function probing(): Promise<ReportDocument> {
  seen ??= triageDocument([
    write(folder, "probing.log", [
      ...Array.from({ length: 20 }, (_, n) =>
        combined({
          ip: "203.0.113.5",
          request: `GET ${probed[n % probed.length]} HTTP/1.1`,
          status: 404,
          agent: n === 0 ? `sqlmap/1.7 ${long}` : "sqlmap/1.7",
        }),
      ),
      `no record ${"y".repeat(1000)}`,
    ]),
  ]);
  return seen;
}

/** Lines of seven formats that have nothing in common, of which six are read. */
const sevenFormats: readonly ((n: number) => string)[] = [
  (n) => combined({ ip: `198.51.100.${n}` }),
  (n) => json({ ip: `198.51.100.${n}` }),
  (n) =>
    `1779012303.123    120 198.51.100.${n} TCP_MISS/200 1234 GET http://a.example/${n} - HIER_DIRECT/203.0.113.9 text/html`,
  (n) => `Sun May 17 10:05:${10 + (n % 40)} 2026 [pid 2] CONNECT: Client "198.51.100.${n}"`,
  (n) =>
    `2026/05/17 10:05:${10 + (n % 40)} [error] 7#7: *${n} open() "/srv/x${n}" failed (2: No such file or directory), client: 198.51.100.${n}, server: a.example, request: "GET /x${n} HTTP/1.1", host: "a.example"`,
  (n) =>
    `05/17/26-10:05:${10 + (n % 40)}.123456  [**] [1:2000${100 + n}:1] ET SCAN probe [**] [Classification: Misc activity] [Priority: 3] {TCP} 198.51.100.${n}:40000 -> 203.0.113.9:80`,
  (n) =>
    `<134>1 2026-05-17T10:05:${10 + (n % 40)}Z host sshd ${100 + n} - - Accepted password for u${n} from 198.51.100.${n} port 22 ssh2`,
];

export const ofTriage: Readonly<Record<string, Meets>> = {
  "engine.memoryBytes": () =>
    withEngine(async (engine) => {
      const bytes = engineLimits.memoryBytes;
      const list = (elements: number) => `SELECT length(range(materialize(toUInt64(${elements})))) AS n`;
      await expect(engine.rows(list(Math.ceil(bytes / 8) + 1000))).rejects.toThrow(/memory/i);
      // The engine itself goes on.
      expect(await engine.rows(list(1000))).toEqual([{ n: 1000 }]);
    }),
  "engine.spillBytes": () =>
    withEngine(async (engine) => {
      // Some 500 MB of keys, in hash tables of two threads.
      const groups = await engine.rows(
        "SELECT count() AS n, sum(c) AS c FROM (SELECT number AS k, count() AS c FROM numbers(12000000) GROUP BY k)",
      );
      expect(groups).toEqual([{ n: 12_000_000, c: 12_000_000 }]);
      const [spilt] = await engine.rows(
        "SELECT sum(value) AS parts FROM system.events WHERE event = 'ExternalAggregationWritePart'",
      );
      expect(Number(spilt?.parts)).toBeGreaterThan(0);
    }),
  "policy.indicator_seconds": () =>
    withEngine(async (engine) => {
      const slow = "SELECT count() AS n FROM numbers(100000000000) WHERE sin(number) > 2";
      await expect(engine.rows(slow, {}, { secondsMax: 1 })).rejects.toThrow(/TIMEOUT_EXCEEDED|elapsed/i);
    }),
  "policy.sources": () => {
    const { sources } = content().policy.limits;
    expect(() => checkSourceCount(sources, content())).not.toThrow();
    expect(() => checkSourceCount(sources + 1, content())).toThrow(
      `${sources + 1} files are more than the limit of ${sources} (limits.sources).`,
    );
  },
  "policy.evidence_per_finding": async () => {
    const most = content().policy.limits.evidence_per_finding;
    const { findings } = await probing();
    expect(Math.max(...findings.map(({ count }) => count))).toBeGreaterThan(most);
    expect(Math.max(...findings.map(({ evidence }) => evidence.length))).toBe(most);
  },
  "reading.evidenceBytesMax": async () => {
    const { findings } = await probing();
    const texts = findings.flatMap(({ evidence }) => evidence.map(({ text }) => text ?? ""));
    const [cut = ""] = texts.filter((text) => text.includes("xxxx"));
    expect([cut.length, cut.at(-1)]).toEqual([readingLimits.evidenceBytesMax + 1, "…"]);
  },
  "reading.rejectSampleBytes": async () => {
    const { sources } = await probing();
    const [reject] = sources[0]?.rejects ?? [];
    expect([reject?.count, reject?.sample.length]).toEqual([1, readingLimits.rejectSampleBytes]);
  },
  "reading.formatsPerFileMax": async () => {
    const each = 200;
    const lines = sevenFormats.flatMap((line) => Array.from({ length: each }, (_, n) => line(n + 1)));
    const { sources } = await triageDocument([write(folder, "seven.log", lines)]);
    const [one] = sources;
    const rejected = (one?.rejects ?? []).reduce((sum, { count }) => sum + count, 0);
    expect([one?.lines, Number(one?.events) + rejected]).toEqual([lines.length, lines.length]);
    expect(one?.formats).toHaveLength(readingLimits.formatsPerFileMax);
    expect(rejected).toBe(each);
  },
  "reading.jsonDepthMax": () => {
    const nested = (depth: number): object => (depth === 0 ? { key: 1 } : { in: nested(depth - 1) });
    expect(leavesOf(nested(readingLimits.jsonDepthMax)).size).toBe(1);
    expect(leavesOf(nested(readingLimits.jsonDepthMax + 1)).size).toBe(0);
  },
  "report.htmlCasesBytesMax": async () => {
    const document = await probing();
    const [entity] = document.entities;
    const [one] = document.cases;
    if (entity === undefined || one === undefined) throw new Error("no case");
    const many = Array.from({ length: 4000 }, (_, n) => ({
      ...entity,
      id: `${entity.id}-${n}`,
      value: `203.0.113.5-${n} ${"z".repeat(1000)}`,
    }));
    const html = renderHtml(
      { ...document, entities: many, cases: [{ ...one, entities: many.map(({ id }) => id) }] },
      "UTC",
    );
    const without = Buffer.byteLength(renderHtml({ ...document, entities: [], cases: [] }, "UTC"));
    expect(Buffer.byteLength(html)).toBeLessThan(reportLimits.htmlCasesBytesMax + without + 200_000);
    expect(html).toMatch(/\d more|in the JSON report/);
  },
};

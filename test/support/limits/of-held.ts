/** Limits of what is read and held of a log, each met. */
import { expect } from "vitest";
import { matchesOf } from "../../../src/assess/justify.ts";
import { lookupsOf } from "../../../src/assess/lookups.ts";
import { marksOf } from "../../../src/assess/marks.ts";
import type { Entity } from "../../../src/assess/model.ts";
import { newEntry } from "../../../src/assess/register-file.ts";
import type { LinkFile } from "../../../src/content/links.ts";
import { agentMatches, makeMatches } from "../../../src/detect/matches.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { harmlessName } from "../../../src/ingest/archives/names.ts";
import { TarReader } from "../../../src/ingest/archives/tar.ts";
import { rawOfText } from "../../../src/ingest/documents/bytes.ts";
import type { DocumentRecord } from "../../../src/ingest/documents/document.ts";
import { structured } from "../../../src/ingest/documents/mail-fields.ts";
import { LeftOut } from "../../../src/ingest/documents/mail-limits.ts";
import { Links } from "../../../src/ingest/documents/mail-links.ts";
import { readHops } from "../../../src/ingest/documents/mail-origin.ts";
import { documentReaders } from "../../../src/ingest/documents/readers.ts";
import { HeldFiles } from "../../../src/ingest/held-files.ts";
import { patternMatcher } from "../../../src/ingest/pattern.ts";
import type { SourceReport } from "../../../src/ingest/source.ts";
import { mailLimits, readingLimits, triageLimits } from "../../../src/limits.ts";
import { stoppedRows } from "../../../src/respond/check-matching.ts";
import { baselineOf } from "../../../src/triage/baseline.ts";
import { lastMarks } from "../../../src/triage/stored-marks.ts";
import type { OpenTriage } from "../../../src/triage/triage.ts";
import { tar } from "../archives.ts";
import { temporaryFolder, write } from "../files.ts";
import { content, triageDocument } from "../triage.ts";
import type { Meets } from "./of-texts.ts";
import { withEngine } from "./of-triage.ts";

const folder = temporaryFolder();
const numbered = <T>(count: number, one: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => one(n));

/** Records that a document of such lines gives. @param recordBytes the longest record */
async function recordsIn(
  kind: "auditd" | "csv-document",
  lines: readonly string[],
  recordBytes = 1_000_000,
): Promise<DocumentRecord[]> {
  const reader = documentReaders.find(({ id }) => id === kind);
  if (reader === undefined) throw new Error("no reader");
  async function* bytes() {
    yield Buffer.from(`${lines.join("\n")}\n`);
  }
  const records: DocumentRecord[] = [];
  for await (const one of reader.records(bytes(), { recordBytes, depth: 8, parts: 100 })) records.push(one);
  return records;
}
const auditRecords = async (lines: readonly string[], recordBytes?: number) =>
  (await recordsIn("auditd", lines, recordBytes)).length;
const auditLine = (event: number, text = "a=1") => `type=SYSCALL msg=audit(1779012303.123:${event}): ${text}`;
/** Lines of so many events, of which the second lines come when all have begun. */
const interleaved = (events: number, text?: string) =>
  [1, 2].flatMap(() => numbered(events, (n) => auditLine(n, text)));

/** Marks of so many entities with so many keys each, by a link whose profile is a table. */
async function marks(entities: number, keys: number): Promise<number> {
  let count = 0;
  await withEngine(async (engine) => {
    await engine.run(
      `CREATE TABLE carried ENGINE = Memory AS SELECT concat('e', toString(intDiv(number, ${keys}))) AS who, concat('k', toString(number)) AS key, key AS shown, -1 AS record, 1 AS holders FROM numbers(${entities * keys})`,
    );
    const link: LinkFile = {
      ...{ id: "made", of: "source", kind: "made", points: 1, shared_min: 1, holders_max: 5 },
      ...{ says: "", reads: [], sql: "SELECT who, key, shown, record, holders FROM carried" },
    };
    const all = numbered(
      entities,
      (n) => ({ id: `ip:e${n}`, type: "ip", value: `e${n}`, findings: [] }) as unknown as Entity,
    );
    count = (await marksOf(engine, [link], {}, all, [], 1)).length;
  });
  return count;
}

/** A baseline of made agents and paths. @param agents SQL of rows with `template` @param paths how many */
async function baseline(agents: string, paths = 0) {
  let made: Awaited<ReturnType<typeof baselineOf>> | undefined;
  await withEngine(async (engine) => {
    const make = (name: string, sql: string) => engine.run(`CREATE TABLE ${name} ENGINE = Memory AS ${sql}`);
    await make("t_clients", "SELECT '192.0.2.1' AS source_ip, 1 AS requests");
    await make(
      "t_agents",
      `SELECT rowNumberInAllBlocks() AS agent_id, template, 0 AS absent FROM (${agents})`,
    );
    await make(
      "t_client_agents",
      "SELECT agent_id, '192.0.2.1' AS source_ip, 1 AS source_id, toInt64(0) AS first_ms, toInt64(0) AS last_ms FROM t_agents",
    );
    await make(
      "t_endpoints",
      `SELECT 'a.example' AS domain, concat('/', toString(number)) AS canonical_path, 5 AS visitors, 1 AS part_of_site FROM numbers(${paths})`,
    );
    const parts = {
      clients: "t_clients",
      agents: "t_agents",
      client_agents: "t_client_agents",
      endpoints: "t_endpoints",
    };
    made = await baselineOf({
      ...{ engine, parts },
      result: { sources: [], assessment: { entities: [] } },
    } as unknown as OpenTriage);
  });
  if (made === undefined) throw new Error("no baseline");
  return made;
}

/** Lookups of some names, of which a log has 40,000 of thirty names. */
async function lookups(hosts: readonly string[]): Promise<number> {
  let count = 0;
  await withEngine(async (engine) => {
    await engine.run(
      `CREATE TABLE events ENGINE = Memory AS SELECT toInt64(pow(2, 40)) + number AS event_id, toInt64(number) AS time_ms, 'dns' AS event_class, concat('h', toString(number % 30), '.example') AS dns_question_name, '10.0.0.1' AS source_ip, '' AS host_name, '' AS user_name FROM numbers(40000)`,
    );
    const source = { number: 1, firstMs: 0, lastMs: 1e9, classes: { dns: 1 } } as unknown as SourceReport;
    count = (await lookupsOf(engine, [source], hosts, true)).length;
  });
  return count;
}

/** Whether the program itself matches texts with patterns. @param texts SQL of rows with `agent_id` and `agent` */
async function matchedHere(texts: string): Promise<boolean> {
  let here = false;
  await withEngine(async (engine) => {
    const { needed } = content();
    const columns = { numbers: ["(?i)probe1$"] };
    const given = { ...agentMatches(content()), texts, columns, needed };
    const name = await makeMatches(engine, given, {}, false);
    const [fitting] = await engine.rows(`SELECT count() AS n FROM ${name} WHERE has(numbers, 1)`);
    expect(Number(fitting?.n)).toBe(1);
    const made = await engine.rows(`SELECT 1 FROM system.tables WHERE name = '${name}_fits'`);
    here = made.length === 1;
  });
  return here;
}

/** Whether an archive is damaged that says so many bytes beside a member. */
function tarDamaged(bytes: number): boolean {
  const reader = new TarReader({ begin: () => undefined, end: () => {} });
  reader.push(tar([{ name: "././@LongLink", type: "L", content: Buffer.alloc(bytes, "x") }, { name: "a" }]));
  return reader.finish().damaged;
}

export const ofHeld: Readonly<Record<string, Meets>> = {
  "reading.headerLineBytesMax": async () => {
    const { headerLineBytesMax } = readingLimits;
    const fields = "#Fields: date time c-ip cs-method cs-uri-stem sc-status";
    const below = async (bytes: number) => {
      const long = `${fields} ${"x".repeat(bytes - fields.length - 3)} y`;
      const records = numbered(500, (n) => `2026-05-17 10:05:03 198.51.100.${n % 200} GET /page 200`);
      const path = write(folder, `header-${bytes}.log`, [fields, ...records, long, `${records[0]} - -`]);
      const [source] = (await triageDocument([path])).sources;
      return [source?.events, source?.rejected];
    };
    expect(await below(headerLineBytesMax)).toEqual([501, 0]);
    expect(await below(headerLineBytesMax + 1)).toEqual([500, 1]);
  },
  "reading.headerLinesMax": async () => {
    const fields = "#Fields: date time c-ip cs-method cs-uri-stem sc-status";
    const record = "2026-05-17 10:05:03 198.51.100.1 GET /page 200";
    const path = write(folder, "headers.log", [
      ...numbered(500, () => [fields, record]).flat(),
      ...numbered(readingLimits.headerLinesMax - 500, () => fields),
      `${fields} x`,
      `${record} -`,
    ]);
    const [source] = (await triageDocument([path])).sources;
    expect([source?.events, source?.rejected]).toEqual([500, 1]);
  },
  "reading.memberNameCharactersMax": () => {
    const name = "x".repeat(readingLimits.memberNameCharactersMax);
    expect(harmlessName(name)).toBe(name);
    expect(harmlessName(`${name}x`)).toBe(`${name}…`);
  },
  "reading.tarBesideBytesMax": () => {
    expect(tarDamaged(readingLimits.tarBesideBytesMax)).toBe(false);
    expect(tarDamaged(readingLimits.tarBesideBytesMax + 1)).toBe(true);
  },
  "reading.auditEventsMax": async () => {
    const { auditEventsMax } = readingLimits;
    expect(await auditRecords(interleaved(auditEventsMax))).toBe(auditEventsMax);
    // Each counts as whole before its second line comes.
    expect(await auditRecords(interleaved(auditEventsMax + 1))).toBe(2 * (auditEventsMax + 1));
    // So do events that are together longer than a record may be.
    const long = `a=${"x".repeat(4_000)}`;
    expect(await auditRecords(interleaved(4, long), 100_000)).toBe(4);
    expect(await auditRecords(interleaved(4, long), 10_000)).toBe(8);
  },
  "reading.csvRowLinesMax": async () => {
    const first = async (lines: number) => {
      const inside = numbered(lines - 2, (n) => `line ${n}`);
      const [record] = await recordsIn("csv-document", ["n,x,y", '0,"begin', ...inside, 'end",c']);
      return record?.reject;
    };
    expect(await first(readingLimits.csvRowLinesMax)).toBeUndefined();
    expect(await first(readingLimits.csvRowLinesMax + 2)).toBe("a quote is not closed");
  },
  "reading.rawBytesMax": () => {
    const { rawBytesMax } = readingLimits;
    expect(rawOfText("x".repeat(rawBytesMax))).toHaveLength(rawBytesMax);
    expect(rawOfText("x".repeat(rawBytesMax + 1))).toHaveLength(rawBytesMax);
  },
  "reading.patternCharactersMax": () => {
    const fits = patternMatcher({ pattern: "x+" } as never);
    expect(fits("x".repeat(readingLimits.patternCharactersMax))).toBe(true);
    expect(fits("x".repeat(readingLimits.patternCharactersMax + 1))).toBe(false);
  },
  "reading.heldFilesMax": () => {
    const path = write(folder, "held.log", "");
    const files = new HeldFiles();
    const held = numbered(readingLimits.heldFilesMax + 1, () => files.hold(path));
    files.close();
    expect(held.at(-1)).toBeUndefined();
    // A machine that lets a process open few files has fewer.
    expect(held.filter((one) => one !== undefined).length).toBeGreaterThan(0);
  },

  "mail.parameters": () => {
    const field = (count: number) => `text/plain${numbered(count, (n) => `; p${n}=v`).join("")}; last=v`;
    const last = (count: number) => structured(field(count - 1), new LeftOut()).parameters.get("last");
    expect(last(mailLimits.parameters)).toBe("v");
    expect(last(mailLimits.parameters + 1)).toBeUndefined();
  },
  "mail.hopCharacters": () => {
    const source = (before: number) =>
      readHops([`${"from x ".padEnd(before)}([203.0.113.9]) by y`], new LeftOut()).source;
    expect(source(mailLimits.hopCharacters - 20)).toBe("203.0.113.9");
    expect(source(mailLimits.hopCharacters)).toBeUndefined();
  },
  "mail.dataLinkCharacters": () => {
    const leftOut = new LeftOut();
    const links = new Links(leftOut);
    links.add(`data:text/html,${"x".repeat(mailLimits.dataLinkCharacters)}`);
    expect([...links.all].map(({ length }) => length)).toEqual([mailLimits.dataLinkCharacters]);
    expect(leftOut.list()).toEqual(["a link beyond the limit of 200 characters"]);
  },

  "triage.matchedTextsMax": async () => {
    const most = triageLimits.matchedTextsMax;
    const texts = (count: number) =>
      `SELECT number AS agent_id, if(number = 7, 'probe1', concat('a', toString(number))) AS agent FROM numbers(${count})`;
    expect(await matchedHere(texts(most))).toBe(true);
    expect(await matchedHere(texts(most + 1))).toBe(false);
  },
  "triage.matchedTextBytesMax": async () => {
    const texts = (count: number) =>
      `SELECT number AS agent_id, concat(repeat('x', 250000), if(number = 7, 'probe1', toString(number))) AS agent FROM numbers(${count})`;
    const within = Math.floor(triageLimits.matchedTextBytesMax / 250_100);
    expect(await matchedHere(texts(within))).toBe(true);
    expect(await matchedHere(texts(within + 2))).toBe(false);
  },
  "triage.lookupsOfNameMax": async () =>
    expect(await lookups(["h3.example"])).toBe(triageLimits.lookupsOfNameMax),
  "triage.lookupsMax": async () =>
    expect(await lookups(numbered(30, (n) => `h${n}.example`))).toBe(triageLimits.lookupsMax),
  "triage.marksOfEntityMax": async () =>
    expect(await marks(1, triageLimits.marksOfEntityMax + 10)).toBe(triageLimits.marksOfEntityMax),
  "triage.marksMax": async () => expect(await marks(1_001, 50)).toBe(triageLimits.marksMax),
  "triage.earlierMarksMax": () =>
    withEngine(async (engine) => {
      expect(await lastMarks(engine)).toEqual([]);
      const { earlierMarksMax } = triageLimits;
      await engine.run(
        `INSERT INTO store_marks SELECT toString(number), 0, 0, '', '', 'l', 'k', '', 1 FROM numbers(${earlierMarksMax + 1})`,
      );
      expect(await lastMarks(engine)).toHaveLength(earlierMarksMax);
    }),
  "triage.comparedMax": () => {
    const entry = newEntry({
      ...{ source: ["203.0.113.5"], owner: "ada", reason: "a scan" },
      ...{ added: "2026-01-01", expires: "2030-01-01" },
    });
    const suspect = { type: "ip", value: "203.0.113.5", findings: [], lastMs: 0 } as const;
    const but = (agents: number) =>
      matchesOf(suspect, [entry], {
        ...{ agents: numbered(agents, String), paths: [], spans: [], peers: [], programs: [] },
      })[0]?.but;
    expect(but(triageLimits.comparedMax)).toBeUndefined();
    expect(but(triageLimits.comparedMax + 1)).toBe("it did too much different to compare");
  },
  "triage.baselineAgentsMax": async () => {
    const most = triageLimits.baselineAgentsMax;
    const made = await baseline(
      `SELECT concat('agent ', toString(number)) AS template FROM numbers(${most + 1})`,
    );
    expect([made.agents.length, made.agents_left_out]).toEqual([most, 1]);
  },
  "triage.baselineAgentBytesMax": async () => {
    const most = triageLimits.baselineAgentBytesMax;
    const made = await baseline(`SELECT repeat('x', ${most} + number) AS template FROM numbers(2)`);
    expect(made.agents.map(({ template }) => template.length)).toEqual([most]);
    expect(made.agents_left_out).toBe(1);
  },
  "triage.baselinePathsMax": async () => {
    const most = triageLimits.baselinePathsMax;
    const made = await baseline("SELECT 'a' AS template", most + 1);
    expect([made.paths.length, made.paths_left_out]).toEqual([most, 1]);
  },
  "triage.checkRowsMax": async () => {
    const stopped = (rows: number) =>
      stoppedRows(
        {
          run: async () => {},
          insert: async () => {},
          rows: async (sql: string) =>
            sql.includes("LIMIT 1000001") ? Array.from({ length: rows }, () => ({})) : [],
        } as unknown as Engine,
        [],
      );
    expect(await stopped(2)).toEqual([]);
    await expect(stopped(triageLimits.checkRowsMax + 1)).rejects.toThrow(/stops more than 1,000,000/);
  },
};

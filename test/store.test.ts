/**
 * A kept store over many runs: logs that grow, are rotated and copied give every record once; and what is
 * wrong with a store is said.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { openChdb } from "../src/engine/chdb.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, json } from "./support/lines.ts";
import { mainScript } from "./support/places.ts";
import { open } from "./support/triage.ts";

const folder = temporaryFolder();
let stores = 0;

/** The path of a store that is not there yet. */
function newStore(): string {
  stores += 1;
  return join(folder, `store-${stores}`);
}

/** Visits of an hour by a few clients, and a scanner's among them; all lines differ. */
function visits(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => {
    const n = from + index;
    const time = `17/May/2026:10:${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")} +0000`;
    return n % 4 === 0
      ? combined({
          ip: "203.0.113.9",
          time,
          request: `GET /.env HTTP/1.1`,
          bytes: 300 + n,
          agent: "curl/8.5.0",
        })
      : combined({ ip: `198.51.100.${n % 7}`, time, request: `GET /page${n} HTTP/1.1`, bytes: 1000 + n });
  });
}

const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

interface Seen {
  readonly sources: readonly {
    readonly path: string;
    readonly lines: number;
    readonly events: number;
    readonly rejected: number;
    readonly notes: readonly string[];
  }[];
  /** The stored records, in the order of their ids. */
  readonly raw: readonly string[];
  /** Requests in the base profile. */
  readonly profiled: number;
  /** Findings without the numbers of their records. */
  readonly findings: readonly unknown[];
}

/** What a run shows, over a store or over files alone. */
async function run(paths: readonly string[], store?: string): Promise<Seen> {
  const opened = await open(paths, store === undefined ? {} : { store });
  const { engine, result, detection } = opened;
  const raw =
    store === undefined
      ? []
      : (await engine.rows("SELECT raw FROM events ORDER BY event_id")).map((row) => String(row.raw));
  const profiled = Number((await engine.rows("SELECT sum(requests) AS n FROM activity"))[0]?.n);
  await opened.close();
  return {
    sources: result.sources.map(({ path, lines, events, rejects, notes }) => ({
      path: path.slice(folder.length + 1),
      lines,
      events,
      rejected: rejects.reduce((sum, { count }) => sum + count, 0),
      notes,
    })),
    raw,
    profiled,
    findings: detection.findings.map(
      ({ indicator, clause, entityValue, severity, count, firstMs, lastMs }) => ({
        indicator,
        clause,
        entityValue,
        severity,
        count,
        firstMs,
        lastMs,
      }),
    ),
  };
}

/** Lines, events and rejects of each source. */
const countsOf = (seen: Seen) => seen.sources.map(({ lines, events, rejected }) => [lines, events, rejected]);

/** An event of an audit log, of several lines. */
function audited(n: number): string[] {
  const head = (type: string) => `type=${type} msg=audit(1779012303.${String(n).padStart(3, "0")}:${n}):`;
  return [
    `${head("SYSCALL")} arch=c000003e syscall=59 success=yes exit=0 pid=${n} comm="cat" exe="/usr/bin/cat"`,
    `${head("EXECVE")} argc=1 a0="cat"`,
    `${head("EOE")} `,
  ];
}

const flow = (n: number) =>
  `{"timestamp":"2026-05-17T10:05:03Z","event_type":"flow","src_ip":"192.0.2.${n}","dest_ip":"198.51.100.1"}`;

/** Events by class, as a report tells them. */
async function classesIn(path: string, store: string): Promise<unknown[]> {
  const opened = await open([path], { store });
  await opened.close();
  return opened.result.sources.map(({ events, classes }) => [events, classes]);
}

describe("every record of a document counts once", () => {
  test("an audit log, through growth; of its classes too", async () => {
    const [log, store] = [join(folder, "audit.log"), newStore()];
    writeFileSync(log, text(Array.from({ length: 20 }, (_, n) => audited(n)).flat()));
    expect(countsOf(await run([log], store))).toEqual([[20, 20, 0]]);
    expect(countsOf(await run([log], store))).toEqual([[20, 20, 0]]);
    appendFileSync(log, text(Array.from({ length: 5 }, (_, n) => audited(n + 20)).flat()));
    expect(countsOf(await run([log], store))).toEqual([[25, 25, 0]]);
    expect(await classesIn(log, store)).toEqual([[25, { process: 25 }]]);
  });

  test("an audit log that was read while its last event was written", async () => {
    const [log, store] = [join(folder, "audit-open.log"), newStore()];
    const [begun = "", ...rest] = audited(2);
    writeFileSync(log, text([...audited(1), begun]));
    expect(countsOf(await run([log], store))).toEqual([[2, 2, 0]]);
    appendFileSync(log, text([...rest, ...audited(3)]));
    expect(countsOf(await run([log], store))).toEqual([[3, 3, 0]]);
  });

  test("a list on one line, also when it has grown, and one whose last record is cut", async () => {
    const store = newStore();
    const list = write(folder, "list.json", `[${[1, 2, 3].map(flow).join(",")}]`);
    expect(countsOf(await run([list], store))).toEqual([[3, 3, 0]]);
    expect(countsOf(await run([list], store))).toEqual([[3, 3, 0]]);
    writeFileSync(list, `[${[1, 2, 3, 4].map(flow).join(",")}]`);
    expect(countsOf(await run([list], store))).toEqual([[4, 4, 0]]);
    const [cut, other] = [join(folder, "cut.json"), newStore()];
    const whole = `[${[4, 5, 6].map(flow).join(",\n")}\n]\n`;
    writeFileSync(cut, whole.slice(0, -20));
    const seen = await run([cut], other);
    expect(countsOf(seen)).toEqual([[2, 2, 0]]);
    expect(seen.sources[0]?.notes).toContain("the last record has no end yet, and is left for the next run");
    writeFileSync(cut, whole);
    expect(countsOf(await run([cut], other))).toEqual([[3, 3, 0]]);
  });

  test("rows of CSV that go over several lines, and the last row", async () => {
    const rows = Array.from(
      { length: 9 },
      (_, n) => `2026-05-17T10:05:0${n}Z,ws${n},ProcessCreated,a.exe,"one\ntwo",d,${n}`,
    );
    const header = "Timestamp,DeviceName,ActionType,FileName,ProcessCommandLine,DeviceId,ReportId";
    const [store, file] = [newStore(), write(folder, "hunt.csv", text([header, ...rows]))];
    expect(countsOf(await run([file], store))).toEqual([[9, 9, 0]]);
    expect(await classesIn(file, store)).toEqual([[9, { process: 9 }]]);
  });
});

describe("every line counts once", () => {
  test("a last line without its end is in no count, of classes neither", async () => {
    const [log, store] = [join(folder, "unended.log"), newStore()];
    writeFileSync(log, text(visits(0, 10)).slice(0, -1));
    expect(await classesIn(log, store)).toEqual([[9, { http: 9 }]]);
    expect(await classesIn(log, store)).toEqual([[9, { http: 9 }]]);
    appendFileSync(log, "\n");
    expect(await classesIn(log, store)).toEqual([[10, { http: 10 }]]);
  });

  test("trailing rejects of a log that has not grown, and of one that has", async () => {
    const store = newStore();
    const log = write(folder, "junk.log", [...visits(0, 20), "junk one", "junk two"]);
    for (const _run of [1, 2, 3]) expect(countsOf(await run([log], store))).toEqual([[22, 20, 2]]);
    appendFileSync(log, text([...visits(20, 23), "junk three"]));
    const grown = await run([log], store);
    expect(countsOf(grown)).toEqual([[26, 23, 3]]);
    expect(grown.profiled).toBe(23);
  });

  test("copies of a log in one run, and a copy that has grown in a later one", async () => {
    const store = newStore();
    const log = write(folder, "st.log", visits(0, 20));
    const copy = write(folder, "st-copy.log", visits(0, 20));
    const first = await run([log, copy], store);
    expect(countsOf(first)).toEqual([[20, 20, 0]]);
    expect(first.sources[0]?.notes).toEqual([
      expect.stringMatching(/also given as .*st\.log; it counts once/),
    ]);
    appendFileSync(log, text(visits(20, 22)));
    copyFileSync(log, copy);
    const grown = await run([log, copy], store);
    expect(countsOf(grown)).toEqual([[22, 22, 0]]);
    expect(grown.raw).toEqual(visits(0, 22));
    expect(grown.profiled).toBe(22);
  });

  test.each([
    ["that could be read", "half.log", '"GET /last HTTP/1.1" 200 10', '00 "-" "curl/8.5.0"'],
    ["that could not", "broken.log", '"GET /la', 'st HTTP/1.1" 200 1000 "-" "curl/8.5.0"'],
  ])("a last line in the making %s waits for its end", async (_says, name, begun, rest) => {
    const store = newStore();
    const log = write(folder, name, text(visits(0, 20)));
    const head = `203.0.113.9 - - [17/May/2026:10:59:00 +0000] ${begun}`;
    appendFileSync(log, head);
    const waiting = await run([log], store);
    expect(countsOf(waiting)).toEqual([[20, 20, 0]]);
    expect(waiting.sources[0]?.notes).toEqual([expect.stringContaining("left for the next run")]);
    expect(waiting.profiled).toBe(20);
    // Without a store there is no next run.
    expect((await run([log])).sources[0]?.lines).toBe(21);
    appendFileSync(log, `${rest}\n`);
    const ended = await run([log], store);
    expect(countsOf(ended)).toEqual([[21, 21, 0]]);
    expect(ended.sources[0]?.notes).toEqual([]);
    expect(ended.raw).toEqual([...visits(0, 20), head + rest]);
  });

  test("an archive that was cut off, and the whole of it", async () => {
    const store = newStore();
    const lines = visits(0, 400);
    const whole = gzipSync(text(lines));
    const log = write(folder, "cut.log.gz", whole.subarray(0, whole.length * 0.6));
    const cut = await run([log], store);
    expect(cut.raw).toEqual(lines.slice(0, cut.raw.length));
    expect(cut.raw.length).toBeGreaterThan(100);
    expect(cut.raw.length).toBeLessThan(400);
    expect(cut.profiled).toBe(cut.raw.length);
    writeFileSync(log, whole);
    const all = await run([log], store);
    expect(countsOf(all)).toEqual([[400, 400, 0]]);
    expect(all.raw).toEqual(lines);
  });

  test("through growth, rotation by name, packing and copying with truncation", async () => {
    const store = newStore();
    const logs = join(folder, "logs");
    mkdirSync(logs);
    const [live, first, packed] = ["app.log", "app.log.1", "app.log.2.gz"].map((name) =>
      join(logs, name),
    ) as [string, string, string];
    const all = [...visits(0, 90)];
    // Each source begins with a reject too, but for its first line, which says which log it is.
    all.splice(5, 0, "junk in the first");
    all.splice(40, 0, "junk in the second");
    const isEvent = (line: string) => !line.startsWith("junk");
    let written = 0;
    const add = (to: number) => {
      appendFileSync(live, text(all.slice(written, to)));
      written = to;
    };
    const half = (line: string) => line.slice(0, line.length - 25);
    const check = async (step: string) => {
      const seen = await run([logs], store);
      expect([step, [...seen.raw].sort()]).toEqual([step, all.slice(0, written).filter(isEvent).sort()]);
      expect([step, seen.profiled]).toEqual([step, seen.raw.length]);
      expect([step, seen.sources.reduce((sum, { lines }) => sum + lines, 0)]).toEqual([step, written]);
      return seen;
    };

    add(10);
    appendFileSync(live, half(String(all[10])));
    await check("begun, the last line half");
    truncateSync(live, readFileSync(live).length - half(String(all[10])).length);
    add(30);
    await check("grown");
    add(35);
    renameSync(live, first);
    add(45);
    await check("rotated by name, with lines that were not seen before");
    writeFileSync(packed, gzipSync(readFileSync(first)));
    rmSync(first);
    add(55);
    await check("the old part packed");
    add(65);
    copyFileSync(live, first);
    truncateSync(live, 0);
    await check("copied, and truncated to nothing");
    add(70);
    appendFileSync(live, half(String(all[70])));
    await check("begun again, the last line half");
    truncateSync(live, readFileSync(live).length - half(String(all[70])).length);
    add(all.length);
    await check("grown again");
    const kept = await check("not grown");

    const once = await run([write(folder, "once.log", all)]);
    expect(once.sources).toHaveLength(1);
    expect(kept.sources).toHaveLength(3);
    expect(once.findings.length).toBeGreaterThan(0);
    expect(kept.findings).toEqual(once.findings);
    expect(kept.sources.reduce((sum, { rejected }) => sum + rejected, 0)).toBe(once.sources[0]?.rejected);
  });
});

/** Files of the data of a table of a closed store. */
function dataFiles(store: string, table: string): string[] {
  const ddl = readFileSync(join(store, "db", "metadata", "default", `${table}.sql`), "utf8");
  const id = String(/UUID '([^']+)'/.exec(ddl)?.[1]);
  const home = join(store, "db", "store", id.slice(0, 3), id);
  return readdirSync(home, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("data.bin"))
    .map((name) => join(home, name));
}

describe("a run that was killed", () => {
  test("while it sorted the lines of another format: the next one reads them", async () => {
    const store = newStore();
    const log = write(folder, "mixed.log", visits(0, 20));
    await run([log], store);
    const engine = await openChdb({ path: join(store, "db") });
    for (const table of ["requests", "requests_kept"])
      await engine.run(`CREATE TABLE ${table} (left_behind UInt8) ENGINE = Log`);
    await engine.close();
    appendFileSync(
      log,
      text([...visits(20, 30), ...Array.from({ length: 10 }, (_, n) => json({ bytes: n }))]),
    );
    expect(countsOf(await run([log], store))).toEqual([[40, 40, 0]]);
  });

  test("while it began the store: the next one begins it", async () => {
    const store = newStore();
    const engine = await openChdb({ path: join(store, "db") });
    await engine.run(
      "CREATE TABLE store_meta (key String, value String, written UInt64) ENGINE = MergeTree ORDER BY key",
    );
    await engine.run("CREATE TABLE events (event_id Int64) ENGINE = MergeTree ORDER BY event_id");
    await engine.close();
    const log = write(folder, "begun.log", visits(0, 20));
    expect(countsOf(await run([log], store))).toEqual([[20, 20, 0]]);
  });
});

describe("a store that is in use", () => {
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill("SIGKILL");
  });

  test("is said so without the engine's own words, until its process is gone, killed or not", async () => {
    const store = newStore();
    // Standard input that does not end keeps the run going.
    const child = spawn(process.execPath, [mainScript, "triage", "-q", "-", "--store", store], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    children.push(child);
    const status = join(store, "db", "status");
    const writes = () => {
      try {
        return readFileSync(status, "utf8").includes(`PID: ${child.pid}\n`);
      } catch {
        return false;
      }
    };
    for (let tries = 0; tries < 300 && !writes(); tries += 1) await wait(100);
    expect(writes()).toBe(true);
    const log = write(folder, "locked.log", visits(0, 20));
    const argv = [mainScript, "triage", "-q", "--json", log, "--store", store];
    const refused = spawnSync(process.execPath, argv, { encoding: "utf8" });
    expect(refused.stderr).toMatch(
      new RegExp(
        `^vedette: .*in use by process ${child.pid}\\. \\[store\\.locked\\]\\n {2}Wait until .*\\n$`,
      ),
    );
    expect([refused.status, refused.stdout]).toEqual([2, ""]);
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    expect(writes()).toBe(true);
    const taken = spawnSync(process.execPath, argv, { encoding: "utf8" });
    expect([taken.status, taken.stderr]).toEqual([0, ""]);
  });
});

describe("a store whose files are damaged", () => {
  const log = write(folder, "damaged.log", visits(0, 20));
  const spoil = (path: string) => writeFileSync(path, "spoilt");
  const flip = (path: string) =>
    writeFileSync(
      path,
      readFileSync(path).map((byte, at) => (at >= 200 && at % 97 === 0 ? byte ^ 0x55 : byte)),
    );
  const remove = (table: string) => (store: string) =>
    rmSync(join(store, "db", "metadata", "default", `${table}.sql`));
  const empty = (table: string) => (store: string) =>
    writeFileSync(join(store, "db", "metadata", "default", `${table}.sql`), "");
  const inFiles = (table: string, change: (path: string) => void) => (store: string) => {
    const files = dataFiles(store, table);
    expect(files.length).toBeGreaterThan(0);
    files.forEach(change);
  };

  test.each([
    ["its version", inFiles("store_meta", spoil), /table store_meta is not whole/],
    ["its sources", inFiles("store_sources", spoil), /table store_sources is not whole/],
    ["its events", inFiles("events", spoil), /0 of its 20 records are left/],
    ["bytes of its events", inFiles("events", flip), /Checksum/],
    ["the table of events", remove("events"), /table events is gone/],
    ["the table of its version", remove("store_meta"), /does not say any more what it is/],
  ])("is called damaged for %s", async (_what, damage, says) => {
    const store = newStore();
    await run([log], store);
    damage(store);
    const { status, stdout, stderr } = await vedette(["triage", "-q", "--json", log, "--store", store]);
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/store-\d+: the store is damaged: .*\[store\.damaged\]\n {2}Take the folder back/);
    expect([status, stdout]).toEqual([2, ""]);
  });

  test.each([
    ["broken", inFiles("activity_clients", spoil)],
    ["gone", remove("activity")],
    ["an empty definition, as a full disk leaves it", empty("activity")],
    ["beside the empty definition of a passing table", empty("catalogue_paths")],
  ])("is mended where the base profile is %s", async (_how, damage) => {
    const store = newStore();
    const before = await run([log], store);
    damage(store);
    expect(await run([], store)).toEqual(before);
  });
});

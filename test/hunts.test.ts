/** Questions to a kept store: hunts by their samples, and SQL that can only read. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { boundOf } from "../src/cli/run/hunt-given.ts";
import { loadHunts } from "../src/content/hunts.ts";
import { readingStatement } from "../src/engine/read-only.ts";
import { rowsCsv, rowsTable } from "../src/report/rows.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";

const folder = temporaryFolder();
const store = join(folder, "store");
const hunts = loadHunts();

// All samples in one store: a hunt finds its own among the others'.
beforeAll(async () => {
  const logs = join(folder, "logs");
  mkdirSync(logs);
  for (const { id, samples } of hunts) {
    const web = samples.lines.filter((line) => !line.startsWith("{"));
    const json = samples.lines.filter((line) => line.startsWith("{"));
    if (web.length > 0) write(logs, `${id}.log`, web);
    if (json.length > 0) write(logs, `${id}.json`, json);
  }
  const run = await vedette(["triage", logs, "--store", store, "--quiet"]);
  expect(run.stderr).toBe("");
});

const ask = (...argv: string[]) => vedette([...argv, "--store", store]);
const rowsOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("hunts", () => {
  test.each(hunts.map((hunt) => [hunt.id, hunt] as const))(
    "%s finds what its samples say",
    async (id, hunt) => {
      const given = Object.entries(hunt.samples.given).map(([name, value]) => `${name}=${value}`);
      const run = await ask("hunt", id, ...given, "--json");
      expect(run.stderr).toBe("");
      const rows = rowsOf(run.stdout);
      expect(rows).toHaveLength(hunt.samples.gives.length);
      for (const [index, wanted] of hunt.samples.gives.entries()) expect(rows[index]).toMatchObject(wanted);
    },
  );

  test("say where a record stands", async () => {
    const [row] = rowsOf((await ask("hunt", "did", "198.51.100.7", "--json")).stdout);
    expect(row?.record).toBe(`${join(folder, "logs", "did.log")}:2`);
  });

  test("are listed, and asked for what they need", async () => {
    const list = await vedette(["hunt"]);
    for (const { id, title } of hunts) {
      expect(list.stdout).toContain(`${id.padEnd(8)} `);
      expect(list.stdout).toContain(title);
    }
    const paths = hunts.find(({ id }) => id === "paths") as (typeof hunts)[number];
    expect(boundOf(paths, ["203.0.113.5"])).toEqual({ source: "203.0.113.5", least: 3 });
    expect(boundOf(paths, ["least=5", "source=::1"])).toEqual({ source: "::1", least: 5 });
    expect(() => boundOf(paths, [])).toThrow("paths needs source");
    expect(() => boundOf(paths, ["::1", "least=many"])).toThrow("no whole number");
    expect((await ask("hunt", "dit", "x")).stderr).toContain("Did you mean did?");
  });

  test("are given values, not SQL", async () => {
    const run = await ask("hunt", "asked", "x' OR 1 = 1 --", "--json");
    expect([run.status, run.stdout]).toEqual([0, ""]);
    for (const given of ["x' OR 1 = 1 --", "source=", "198.51.100.0/24", "foo=1"])
      expect((await ask("hunt", "did", given)).stderr).toContain("is no address");
  });
});

describe("vedette sql", () => {
  test("answers as a table, as JSON and as CSV", async () => {
    const sql =
      "SELECT source_ip, count() AS n FROM events WHERE source_ip = '198.51.100.7' GROUP BY source_ip";
    expect((await ask("sql", sql)).stdout).toBe("source_ip     n\n------------  -\n198.51.100.7  2\n");
    expect((await ask("sql", sql, "--json")).stdout).toBe('{"source_ip":"198.51.100.7","n":2}\n');
    expect((await ask("sql", sql, "--csv")).stdout).toBe("source_ip,n\r\n198.51.100.7,2\r\n");
    const piped = await vedette(["sql", "-", "--store", store, "--json"], { stdin: `${sql};\n` });
    expect(piped.stdout).toBe('{"source_ip":"198.51.100.7","n":2}\n');
  });

  const out = join(folder, "out.csv");
  test.each([
    ["INSERT INTO events (event_id) VALUES (1)"],
    ["DROP TABLE events"],
    ["SELECT 1; DROP TABLE events"],
    [`SELECT * FROM events INTO OUTFILE '${out}'`],
    [`SELECT * FROM events INTO/**/OUTFILE '${out}'`],
    [`SELECT 1 /* ' */ INTO OUTFILE '${out}' --'`],
    ["SELECT file('/etc/passwd')"],
    ["SELECT `file`('/etc/passwd')"],
    ["SELECT \"file\" ('/etc/passwd')"],
    ["SELECT * APPLY(file) FROM (SELECT '/etc/passwd' AS x)"],
    ["SELECT FILE/* */('/etc/passwd')"],
    ["SELECT `\\x66ile`('/etc/passwd')"],
    ["SELECT \"\\x66ile\"('/etc/passwd')"],
    ["SELECT 1 // '\n, file('/etc/passwd') -- '"],
    ["SELECT /* /* */ ' */ 1, file('/etc/passwd') -- '"],
    [`SELECT 'x' /* /* */ ' */ INTO OUTFILE '${out}' FORMAT TSV -- '`],
    [`SELECT 'x' // '\n INTO OUTFILE '${out}' FORMAT TSV -- '`],
    ["SELECT * FROM file('/etc/passwd', 'LineAsString')"],
    ["SELECT * FROM url('http://127.0.0.1:9/', 'LineAsString')"],
    ["SELECT * FROM remote('127.0.0.1', 'system', 'one')"],
    ["SELECT * FROM s3('http://127.0.0.1:9/bucket/x.csv', 'CSV')"],
    ["SELECT * FROM executable('ls', 'TSV', 'a String')"],
    ["SELECT 1 SETTINGS readonly = 0"],
    ["SELECT 1 SETTINGS max_execution_time = 100"],
    ["SET readonly = 0"],
    ["CREATE TEMPORARY TABLE x (a Int32)"],
    ["SYSTEM SHUTDOWN"],
    ["SELECT * FROM nothing_of_that_name"],
    ["SELEC 1"],
    [""],
  ])("refuses %j and leaves the store as it is", async (sql) => {
    const run = await ask("sql", sql);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe("");
    expect(run.stderr).toContain("[usage.option]");
    expect(existsSync(out)).toBe(false);
  });

  test("keeps to its limits", async () => {
    expect((await ask("sql", "SELECT number FROM numbers(5000)", "--rows", "100")).stderr).toContain(
      "more than 100 rows",
    );
    const slow = await ask(
      "sql",
      "SELECT count() FROM numbers(100000000000) WHERE sin(number) > 2",
      "--seconds",
      "1",
    );
    expect(slow.stderr).toContain("more than 1 s");
    expect((await ask("sql", "SELECT 1", "--rows", "0")).stderr).toContain("give a whole number");
    expect((await ask("sql", "SELECT count() > 20 AS many FROM events", "--json")).stdout).toBe(
      '{"many":1}\n',
    );
  });

  test("lets columns and words in pieces through", () => {
    const sql = "SELECT concat('fi', 'le(') AS a, $x$ DROP; $x$ AS b, file_path FROM events -- all\n";
    expect(readingStatement(sql)).toBe(sql.trim());
    expect(readingStatement("SELECT file_path FROM events;")).toBe("SELECT file_path FROM events");
  });

  test.each([
    "DESCRIBE TABLE url('http://127.0.0.1:1/', 'CSVWithNames')",
    "DESC url(concat('fi', 'le:///etc/passwd'), 'CSVWithNames')",
    "DESCRIBE TABLE url('\\x66ile:///etc/passwd', 'CSVWithNames')",
    "DESCRIBE TABLE mergeTreeIndex('default', 'events')",
    "DESCRIBE TABLE s3('http://127.0.0.1:1/b/x', 'CSV')",
    "DESCRIBE TABLE `/etc/passwd`",
    "EXISTS TABLE `/etc/passwd`",
    "/* a */ DESCRIBE /* SELECT */ TABLE url/**/ ('x')",
    "SELECT * FROM (SELECT 1) WHERE 1 IN `Url` /* * / */ -- x\n\u00a0('http://127.0.0.1:1/')",
    "SELECT * FROM icebergS3Cluster('x')",
  ])("what reaches beyond the store is refused before the engine sees it: %s", (sql) => {
    expect(() => readingStatement(sql)).toThrow(/reaches beyond the store|name a table of the store/);
  });

  test.each([
    "DESCRIBE TABLE events",
    "DESC (SELECT url_original AS url FROM events WHERE message LIKE '%url%')",
    "EXISTS TABLE events",
    "SELECT cutQueryString(url_original) AS url, count() FROM events GROUP BY url",
    `SELECT 1 AS url${"/**/".repeat(5_000)}`,
  ])("what asks the store alone is let through: %s", (sql) => {
    expect(readingStatement(sql)).toBe(sql);
  });

  test("names a folder without a store", async () => {
    const run = await vedette(["sql", "SELECT 1", "--store", join(folder, "none")]);
    expect([run.status, run.stderr.includes("there is no store here")]).toEqual([2, true]);
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});

test("what a log says is no markup and no formula", () => {
  const rows = [
    { agent: '=HYPERLINK("http://x")', n: -3 },
    { agent: "\u001b[31mred", n: 2 },
  ];
  expect(rowsCsv(rows)).toBe('agent,n\r\n"\'=HYPERLINK(""http://x"")",-3\r\n\\x1b[31mred,2\r\n');
  expect(rowsTable(rows)).not.toContain("\u001b");
});

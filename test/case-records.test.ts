/** What the store is asked for a case's timeline and for a line with its neighbours. */
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type EntityAsked, eventsStatement, lookedFor, recordStatement } from "../src/service/records.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";

const folder = temporaryFolder();
const store = join(folder, "store");
const second = (n: number) => new Date(Date.UTC(2026, 4, 17, 10, 0, n)).toISOString();
const clf = (n: number) =>
  `17/May/2026:10:${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")} +0000`;
const odd = `<img src=x onerror=alert(1)> outfile file 'x' -- /*`;
const web = Array.from(
  { length: 300 },
  (_, n) =>
    `198.51.100.${n % 3 === 0 ? 7 : 8} - - [${clf(n)}] "GET /p${n} HTTP/1.1" 404 5 "-" "${n === 9 ? odd : "curl/8.5.0"}"`,
);
const hosts = [
  `{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Hostname":"PC-77.corp.example","TimeCreated":"${second(30)}","User":"CORP\\\\ann","Image":"C:\\\\Windows\\\\System32\\\\systeminfo.exe","ProcessId":"77","CommandLine":"systeminfo","ParentImage":"C:\\\\x.exe","ParentCommandLine":"cmd"}`,
];
const from = Date.UTC(2026, 4, 17, 10, 0, 0);
const span = { fromMs: from, toMs: from + 300_000 };
const entity = (type: string, value: string): EntityAsked => ({ id: `${type}:${value}`, type, value });

beforeAll(async () => {
  write(folder, "web.log", web);
  write(folder, "hosts.json", hosts);
  const run = await vedette([
    "triage",
    join(folder, "web.log"),
    join(folder, "hosts.json"),
    "--store",
    store,
    "--quiet",
  ]);
  expect(run.stderr).toBe("");
});

async function rows(statement: string | undefined): Promise<Record<string, unknown>[]> {
  const run = await vedette(["sql", "--store", store, "--json", "-"], { stdin: statement ?? "" });
  expect(run.stderr).toBe("");
  return run.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("events of every source lie on one axis, each with who, what and where", async () => {
  const entities = [entity("ip", "198.51.100.7"), entity("host", "pc-77")];
  const found = await rows(eventsStatement({ entities, ...span, limit: 1000 }));
  expect(found).toHaveLength(101);
  expect(found.filter(({ kind }) => kind === "edr")).toMatchObject([
    { entity: "host:pc-77", what: "systeminfo", line: 1, path: join(folder, "hosts.json") },
  ]);
  expect(found[0]).toMatchObject({
    total: 101,
    kind: "web",
    entity: "ip:198.51.100.7",
    who: "198.51.100.7",
    what: "GET /p0 404",
    line: 1,
  });
  const times = found.map(({ time_ms }) => Number(time_ms));
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test("of more than the limit each part of the span has some, and the whole number is told", async () => {
  const entities = [entity("ip_range", "198.51.100.0/24")];
  const found = await rows(eventsStatement({ entities, ...span, limit: 100 }));
  expect(found).toHaveLength(100);
  expect(Number(found[0]?.total)).toBe(300);
  const thirds = [0, 1, 2].map(
    (n) => found.filter(({ time_ms }) => Math.floor((Number(time_ms) - from) / 100_000) === n).length,
  );
  for (const count of thirds) expect(count).toBeGreaterThan(25);
});

test("a value is data, whatever it says", async () => {
  const entities = [entity("user_agent", odd)];
  const found = await rows(eventsStatement({ entities, ...span, limit: 10 }));
  expect(found).toMatchObject([{ line: 10, entity: `user_agent:${odd}` }]);
  expect(await rows(eventsStatement({ entities: [entity("ip", "' OR 1 --")], ...span, limit: 10 }))).toEqual(
    [],
  );
});

test("agents are looked for only where nothing else tells who it was", () => {
  const agent = entity("user_agent", "curl/8.5.0");
  const ip = entity("ip", "198.51.100.7");
  expect(lookedFor([agent, ip])).toEqual({ asked: [ip], leftOut: [agent.id] });
  expect(lookedFor([agent])).toEqual({ asked: [agent], leftOut: [] });
  expect(eventsStatement({ entities: [entity("ip_range", "nonsense")], ...span, limit: 1 })).toBeUndefined();
  expect(lookedFor([entity("ip_range", "nonsense")]).leftOut).toHaveLength(1);
});

test("a line stands among its neighbours, and at an end among fewer", async () => {
  const paths = [join(folder, "web.log")];
  const lines = async (line: number) =>
    (await rows(recordStatement({ paths, line }, 2))).map((row) => [row.line, row.text]);
  expect(await lines(10)).toEqual([8, 9, 10, 11, 12].map((line) => [line, web[line - 1]]));
  expect(await lines(1)).toEqual([1, 2, 3].map((line) => [line, web[line - 1]]));
  expect(await lines(300)).toEqual([298, 299, 300].map((line) => [line, web[line - 1]]));
  expect(await lines(301)).toEqual([]);
  expect(await rows(recordStatement({ paths: ["elsewhere"], line: 1 }, 2))).toEqual([]);
});

test("a source's number names it as well", async () => {
  const [first] = await rows(eventsStatement({ entities: [entity("host", "pc-77")], ...span, limit: 1 }));
  const found = await rows(recordStatement({ source: Number(first?.source), line: 1 }, 5));
  expect(found).toMatchObject([{ kind: "edr", path: join(folder, "hosts.json"), text: hosts[0] }]);
});

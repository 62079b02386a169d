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

async function rows(statement: string | undefined, from = store): Promise<Record<string, unknown>[]> {
  const run = await vedette(["sql", "--store", from, "--json", "-"], { stdin: statement ?? "" });
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

test("a mail of a folder that is one source is found by its file, alone, and has its place in the timeline", async () => {
  const mails = join(folder, "mails");
  const kept = join(folder, "mail-store");
  const mail = (n: number) => `From: it${n}@helpdesk.example
To: ann@corp.example
Date: Sun, 17 May 2026 10:00:0${n} +0000
Subject: Number ${n}

Text ${n}`;
  write(mails, "one.eml", [mail(1)]);
  write(mails, "two.eml", [mail(2)]);
  write(mails, "box.mbox", [
    `From a@b Sun May 17 10:00:03 2026
${mail(3)}

From a@b Sun May 17 10:00:04 2026
${mail(4)}`,
  ]);
  expect((await vedette(["triage", mails, "--store", kept, "--quiet"])).stderr).toBe("");
  const ask = (statement: string | undefined) => rows(statement, kept);
  const two = join(mails, "two.eml");
  const found = await ask(recordStatement({ paths: [two], line: 1 }, 3));
  expect(found).toMatchObject([{ asked: 1, line: 1, path: two, kind: "mail" }]);
  expect(found[0]?.text).toContain('"subject":"Number 2"');
  const box = join(mails, "box.mbox");
  const inBox = await ask(recordStatement({ paths: [box], line: 9 }, 3));
  expect(inBox.map(({ line, path }) => [line, path])).toEqual([[9, box]]);
  expect(inBox[0]?.text).toContain('"subject":"Number 4"');
  const events = async (...values: string[]) =>
    (
      await ask(eventsStatement({ entities: values.map((one) => entity("mail", one)), ...span, limit: 9 }))
    ).map(({ entity: id, what, path }) => [id, what, path]);
  expect(await events(two, `${box}:2`)).toEqual([
    [`mail:${two}`, "Number 2", two],
    [`mail:${box}:2`, "Number 4", box],
  ]);
  expect(await events(box, `${two}:1`, mails)).toEqual([]);
  // What the timeline leads to: the source's number and the record's.
  const [event] = await ask(eventsStatement({ entities: [entity("mail", two)], ...span, limit: 9 }));
  expect(
    await ask(recordStatement({ source: Number(event?.source), line: Number(event?.line) }, 3)),
  ).toMatchObject([{ asked: 1, line: 1, path: two }]);
});

test("a mail that is a source of its own, and one of a mailbox, have their place in the timeline", async () => {
  const kept = join(folder, "box-store");
  const mail = (n: number) => `From a@b Sun May 17 10:00:0${n} 2026
From: it${n}@helpdesk.example
To: ann@corp.example
Date: Sun, 17 May 2026 10:00:0${n} +0000
Subject: Number ${n}

Text ${n}
`;
  const box = write(join(folder, "alone"), "alone.mbox", [mail(1), mail(2)]);
  expect((await vedette(["triage", box, "--store", kept, "--quiet"])).stderr).toBe("");
  const whats = async (value: string) =>
    (await rows(eventsStatement({ entities: [entity("mail", value)], ...span, limit: 9 }), kept)).map(
      ({ what }) => what,
    );
  expect(await whats(`${box}:9`)).toEqual(["Number 2"]);
  expect(await whats(box)).toEqual(["Number 1", "Number 2"]);
});

/** Logs of applications in text: what begins a record, what belongs to the one before it, and what is no such log. */
import { expect, test } from "vitest";
import { application } from "../src/ingest/documents/application.ts";
import type { DocumentRecord } from "../src/ingest/documents/document.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { readFiles } from "./support/reading.ts";

const limits = { recordBytes: 2000, depth: 8, parts: 64 };

async function recordsIn(text: string): Promise<DocumentRecord[]> {
  async function* chunks(): AsyncIterable<Uint8Array> {
    // Cut in the middle of lines.
    for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7));
  }
  const found: DocumentRecord[] = [];
  for await (const record of application.records(chunks(), limits)) found.push(record);
  return found;
}

const spring =
  "2026-05-17T10:05:03.123+02:00 ERROR 7 --- [app] [main] o.e.App : failed\n\nx.InvalidCsrfTokenException: y\n\tat a.B.c(B.java:1)\n2026-05-17T10:05:04.123+02:00  INFO 7 --- [app] [main] o.e.App : up\n";

const known: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  [
    "Spring Boot",
    spring,
    {
      time: "2026-05-17T10:05:03.123+02:00",
      level: "ERROR",
      context: "",
      message: "7 --- [app] [main] o.e.App : failed\n\nx.InvalidCsrfTokenException: y\n\tat a.B.c(B.java:1)",
    },
  ],
  [
    "Log4j, a comma in the time and the thread in front of the level",
    "2026-05-17 10:05:03,123 [main] WARN  o.e.App - slow\n2026-05-17 10:05:04,123 [main] INFO  o.e.App - up\n",
    { time: "2026-05-17 10:05:03.123", level: "WARN", context: "[main]", message: "o.e.App - slow" },
  ],
  [
    "Ruby",
    'E, [2026-05-17T10:05:03.123456 #7] ERROR -- : ActionController::BadRequest (x)\nI, [2026-05-17T10:05:04.1 #7]  INFO -- : Started GET "/"\n',
    {
      time: "2026-05-17T10:05:03.123456",
      level: "ERROR",
      context: "#7",
      message: "ActionController::BadRequest (x)",
    },
  ],
  [
    "Django, the level first",
    "ERROR 2026-05-17 10:05:03,123 exception 7 140 DisallowedHost\nTraceback (most recent call last):\nINFO 2026-05-17 10:05:04,123 basehttp 7 140 up\n",
    {
      time: "2026-05-17 10:05:03.123",
      level: "ERROR",
      context: "",
      message: "exception 7 140 DisallowedHost\nTraceback (most recent call last):",
    },
  ],
  [
    "Tomcat",
    "17-May-2026 10:05:03.123 SEVERE [main] org.apache.X.y failed\n17-May-2026 10:05:04.123 INFO [main] org.apache.X.y up\n",
    {
      time: "17-May-2026 10:05:03.123",
      level: "SEVERE",
      context: "",
      message: "[main] org.apache.X.y failed",
    },
  ],
  [
    "PostgreSQL",
    "2026-05-17 10:05:03.123 UTC [7] ann@shop ERROR:  unterminated quoted string\n2026-05-17 10:05:03.123 UTC [7] ann@shop STATEMENT:  SELECT 'x\n",
    {
      time: "2026-05-17 10:05:03.123 UTC",
      level: "ERROR",
      context: "[7] ann@shop",
      message: "unterminated quoted string",
    },
  ],
];

test.each(known)("%s", async (_, text, first) => {
  expect(application.fits(text)).toBe(true);
  const records = await recordsIn(text);
  expect(records.map(({ reject }) => reject)).toEqual([undefined, undefined]);
  expect(records[0]).toMatchObject({ line: 1, value: first });
});

test("its times are understood", async () => {
  const folder = temporaryFolder();
  const paths = known.map(([name, text]) => write(folder, `${name}.log`, text.trimEnd().split("\n")));
  const readings = await readFiles(paths);
  const times = paths.map((path) => Number(readings.get(path)?.events.get(1)?.time_ms));
  const at = Date.UTC(2026, 4, 17, 10, 5, 3, 123);
  expect(times).toEqual([at - 7_200_000, at, at, at, at, at]);
});

test.each([
  [
    "messages that rsyslog writes, whatever they say",
    "2026-05-17T10:05:03.123456+02:00 web01 app[7]: ERROR x\n2026-05-17T10:05:04.123456+02:00 web01 app[7]: ERROR y\n",
  ],
  [
    "JSON of a container",
    '2026-05-17T10:05:03.1Z stdout F {"level":"ERROR"}\n2026-05-17T10:05:04.1Z stdout F {"level":"ERROR"}\n',
  ],
  [
    "an access log of a container",
    '2026-05-17T10:05:03.1Z stdout F 192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET /ERROR HTTP/1.1" 200 5\n'.repeat(
      3,
    ),
  ],
  ["notes in which one line looks like a record", "2026-05-17 10:05:03 ERROR x\nand then\nit was\nmended\n"],
  [
    "a log whose first line is none",
    "server started\n2026-05-17 10:05:03 ERROR x\n2026-05-17 10:05:03 ERROR y\n",
  ],
])("is no log of an application: %s", (_, text) => expect(application.fits(text)).toBe(false));

test("a record that is too long, and what stands before the first, is told", async () => {
  const long = `\t${"x".repeat(500)}\n`.repeat(5);
  const records = await recordsIn(
    `orphan\n2026-05-17 10:05:03 ERROR x\n${long}2026-05-17 10:05:04 ERROR y\n`,
  );
  expect(records.map(({ line, reject, value }) => [line, reject ?? value?.message])).toEqual([
    [1, "begins with no time and level"],
    [2, "longer than the limit of 2000 bytes"],
    [8, "y"],
  ]);
});

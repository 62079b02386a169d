/** What takes any message of syslog is read last: a web log in a syslog header stays one, and nothing is lost between them. */
import { utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { readFiles } from "./support/reading.ts";

const folder = temporaryFolder();
let number = 0;

const sshd = (n: number) =>
  `May 17 10:05:${String(n % 60).padStart(2, "0")} web01 sshd[${n + 1}]: Connection closed by 203.0.113.7 port ${n + 1}`;
const access = (n: number) => `May 17 10:05:03 web01 nginx: ${combined({ ip: `192.0.2.${n % 250}` })}`;
const many = (count: number, line: (n: number) => string) => Array.from({ length: count }, (_, n) => line(n));

async function read(lines: readonly string[]) {
  number += 1;
  const path = write(folder, `${number}.log`, lines);
  const written = new Date("2026-05-20T00:00:00Z");
  utimesSync(path, written, written);
  const reading = (await readFiles([path])).get(path);
  if (reading === undefined) throw new Error("not read");
  const { formats, kind, events, rejects } = reading.source;
  const classes = [...reading.events.values()].reduce<Record<string, number>>((counts, event) => {
    counts[String(event.event_class)] = (counts[String(event.event_class)] ?? 0) + 1;
    return counts;
  }, {});
  return { formats, kind, events, rejects, classes, first: reading.events.get(1) };
}

test("messages alone, with the year of the file's last change", async () => {
  const { formats, kind, classes, first } = await read(many(20, sshd));
  expect({ formats, kind, classes }).toEqual({
    formats: ["syslog-message"],
    kind: "edr",
    classes: { other: 20 },
  });
  expect(first?.time_ms).toBe(Date.UTC(2026, 4, 17, 10, 5, 0));
  expect(first?.source_ip).toBe("203.0.113.7");
});

test("a web server's log in syslog is a web log", async () => {
  const { formats, kind, classes } = await read(many(20, access));
  expect({ formats, kind, classes }).toEqual({
    formats: ["syslog-rfc3164+ncsa-combined"],
    kind: "web",
    classes: { http: 20 },
  });
});

test("a web log among as many messages again, each in its own way", async () => {
  const { formats, kind, classes, rejects } = await read([...many(70, sshd), ...many(30, access)]);
  expect({ formats, kind, classes, rejects }).toEqual({
    formats: ["syslog-rfc3164+ncsa-combined", "syslog-message"],
    kind: "web",
    classes: { http: 30, other: 70 },
    rejects: [],
  });
});

test("a few requests among many messages", async () => {
  const { formats, classes, rejects } = await read([...many(500, sshd), ...many(5, access)]);
  expect({ formats, classes, rejects }).toEqual({
    formats: ["syslog-message", "syslog-rfc3164+ncsa-combined"],
    classes: { other: 500, http: 5 },
    rejects: [],
  });
});

test("one request among very many is told", async () => {
  const { formats, events, rejects } = await read([...many(1000, sshd), access(1)]);
  expect(formats).toEqual(["syslog-message"]);
  expect(events).toBe(1000);
  expect(rejects).toMatchObject([{ reason: "another kind of record", count: 1 }]);
});

test.each([
  [
    "an application's JSON",
    'May 17 10:05:03 web01 app[7]: {"time":"2026-05-17T10:05:03Z","level":"error","msg":"x"}',
    "syslog-rfc3164+application-log",
  ],
  [
    "the error log of nginx",
    'May 17 10:05:03 web01 nginx: 2026/05/17 10:05:03 [error] 7#8: *9 open() failed, client: 192.0.2.7, server: , request: "GET / HTTP/1.1", host: "a"',
    "syslog-rfc3164+nginx-error",
  ],
  [
    "JSON of a server",
    'May 17 10:05:03 web01 x: {"time":"2026-05-17T10:05:03Z","remote_addr":"192.0.2.7","request":"GET / HTTP/1.1","status":200}',
    "syslog-rfc3164+json-access",
  ],
  [
    "an access log in RFC 5424",
    `<190>1 2026-05-17T10:05:03Z web01 nginx 7 - - ${combined({})}`,
    "syslog-rfc5424+ncsa-combined",
  ],
  [
    "a message of a router, with its header",
    "May 17 10:05:03 192.0.2.1 77: May 17 2026 10:05:02.5: %SYS-5-CONFIG_I: Configured",
    "cisco-ios",
  ],
])("%s in syslog", async (_, line, format) => {
  expect((await read(many(3, () => line))).formats).toEqual([format]);
});

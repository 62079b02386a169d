/** What somebody who knows that logs are read may write into them, or make a server write, and what must be seen anyway. */
import { describe, expect, test } from "vitest";
import { triageJson } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { readFiles } from "./support/reading.ts";

const folder = temporaryFolder();
const attacker = "203.0.113.9";
const served = combined({ ip: attacker, request: "GET /.env HTTP/1.1", bytes: 512, agent: "curl/8.5.0" });
const visitors = Array.from({ length: 60 }, (_, n) =>
  combined({ ip: `198.51.100.${n}`, request: `GET /page${n % 7}.html HTTP/1.1` }),
);
let files = 0;

/** The report on visitors and further lines. */
async function reportOn(lines: readonly (string | Buffer)[], options: readonly string[] = []) {
  files += 1;
  const bytes = Buffer.concat(
    lines.flatMap((line) => [typeof line === "string" ? Buffer.from(line) : line, Buffer.from("\n")]),
  );
  return (await triageJson([...options, write(folder, `${files}.log`, bytes)])).report;
}

/** That the attacker was served, and is escalated for it. */
function expectServed(report: Awaited<ReturnType<typeof reportOn>>): void {
  expect(report.decision).toMatchObject({ action: "escalate", priority: "now" });
  const exposed = report.findings.filter(({ indicator }) => indicator === "endpoint.config-exposed");
  expect(exposed.map(({ entity }) => entity)).toEqual([`ip:${attacker}`]);
}

describe("a request that a server answers is seen", () => {
  test.for([
    ["a blank behind the version", "GET /.env HTTP/1.1 "],
    ["a version of three digits", "GET /.env HTTP/1.10"],
    ["two blanks in front of the path", "GET  /.env HTTP/1.1"],
    ["no version", "GET /.env"],
    ["a blank in front of the method", " GET /.env HTTP/1.1"],
    ["a method that is no name", "G\\xc9T /.env HTTP/1.1"],
    ["a thousand dot segments", `GET /${"./".repeat(1100)}.env HTTP/1.1`],
    ["two thousand slashes", `GET ${"/".repeat(2100)}.env HTTP/1.1`],
    ["five hundred climbs", `GET ${"/x/..".repeat(500)}/.env HTTP/1.1`],
    ["a backslash as Apache writes it", "GET /x\\\\..\\\\.env HTTP/1.1"],
  ])("%s", async ([, request]) => {
    expectServed(await reportOn([...visitors, served.replace("GET /.env HTTP/1.1", request as string)]));
  });

  test.for([
    ["a name", "joe"],
    ["a name with blanks", "a b"],
    ["a name with a bracket", "[x"],
    ["an empty name as Apache writes it", '""'],
  ])("under a user name that nobody asked for: %s", async ([, user]) => {
    const report = await reportOn([...visitors, served.replace(" - - [", ` - ${user} [`)]);
    expect(report.sources[0]).toMatchObject({ events: 61, rejected: 0 });
    expectServed(report);
  });

  test("a user name on a path that asks for one is believed", async () => {
    const report = await reportOn([
      ...visitors,
      served.replace(" 200 512", " 401 12"),
      served.replace(" - - [", " - joe ["),
    ]);
    expect(report.findings.map(({ indicator }) => indicator)).not.toContain("endpoint.config-exposed");
  });
});

describe("a wrapped record is seen", () => {
  const syslog = (line: string) => `May 17 10:05:03 web01 nginx: ${line}`;

  test("with bytes that are no UTF-8 in it", async () => {
    const bad = Buffer.from(syslog(served));
    bad[bad.indexOf("curl") + 1] = 0xff;
    const report = await reportOn([...visitors.map(syslog), bad]);
    expect(report.sources[0]).toMatchObject({ events: 61, rejected: 0 });
    expectServed(report);
  });

  test("behind a record without the wrapper", async () => {
    const report = await reportOn([visitors[0] as string, ...visitors.map(syslog), syslog(served)]);
    expect(report.sources[0]?.format).toBe("syslog-rfc3164+ncsa-combined");
    expectServed(report);
  });

  test("after bare records, and bare ones after wrapped ones", async () => {
    expectServed(await reportOn([...visitors, ...visitors.map(syslog), syslog(served)]));
    expectServed(await reportOn([...visitors.map(syslog), ...visitors, served]));
  });

  test("what does not fit the wrapper is counted", async () => {
    const report = await reportOn([...visitors.map(syslog), "noise", ""]);
    expect(report.sources[0]?.rejects.map(({ reason, count }) => [reason, count])).toEqual([
      ["does not fit the wrapper", 1],
    ]);
  });
});

test("a forwarding header with anything in it does not make the others go away", async () => {
  const forwarded = (line: string, header: string) => `${line.replace(/^\S+/, "10.0.0.2")} "${header}"`;
  const lines = [
    ...visitors.map((line, n) => forwarded(line, `198.51.100.${n}`)),
    ...Array.from({ length: 12 }, () => forwarded(served, `foo, ${attacker}`)),
  ];
  const report = await reportOn(lines, ["--trusted-proxy", "10.0.0.2"]);
  expect(report.sources[0]?.format).toBe("combined-forwarded");
  expectServed(report);
});

describe("a record of JSON is seen", () => {
  const json = (more: object) =>
    JSON.stringify({
      time: "2026-05-17T10:05:03+00:00",
      remote_addr: attacker,
      request: "GET /.env HTTP/1.1",
      status: 200,
      body_bytes_sent: 512,
      http_user_agent: "curl/8.5.0",
      ...more,
    });
  const ordinary = Array.from({ length: 30 }, (_, n) =>
    json({ remote_addr: `198.51.100.${n}`, request: "GET / HTTP/1.1" }),
  );

  test("with bytes that are no UTF-8 in it", async () => {
    const bad = Buffer.from(json({}));
    bad[bad.indexOf("curl") + 1] = 0xff;
    expectServed(await reportOn([...ordinary, bad]));
  });

  test("beside times that no calendar has", async () => {
    const timed = (time: unknown) => json({ time: undefined, ts: time, remote_addr: "198.51.100.77" });
    const report = await reportOn([
      ...Array.from({ length: 30 }, (_, n) =>
        json({
          time: undefined,
          ts: 1779012303 + n,
          remote_addr: `198.51.100.${n}`,
          request: "GET / HTTP/1.1",
        }),
      ),
      timed(1e13),
      timed("nan"),
      timed("inf"),
      timed(-5),
      json({ time: undefined, ts: 1779012400 }),
    ]);
    expect(report.sources[0]?.rejects.map(({ reason, count }) => [reason, count])).toEqual([
      ["time stamp not understood", 4],
    ]);
    expectServed(report);
  });
});

test("a header made to be slow to match is not", async () => {
  const slow = ["::", "1:", "1.1.1.1, ", "a:"].map((piece) => piece.repeat(7000));
  const lines = [
    ...visitors.map((line) => `${line} "198.51.100.1"`),
    ...Array.from({ length: 300 }, (_, n) => `${visitors[0]} "${slow[n % slow.length]}x"`),
    `${served} "-"`,
  ];
  // The suite's own time limit of a test is the measure: it took minutes.
  expectServed(await reportOn(lines));
}, 30_000);

test("a number beyond all columns is none, and a date has a year", async () => {
  const eve = (length: string, time: string) =>
    `{"timestamp":"${time}","event_type":"http","src_ip":"192.0.2.7","dest_ip":"198.51.100.1","http":{"hostname":"a.example","url":"/a","http_method":"GET","status":200,"length":${length}}}`;
  const at = "2026-05-17T10:05:03.000Z";
  const times = ["17", "10:05", "May 17 10:05:03", "9999-12-31T23:59:59Z", "12"];
  const path = write(
    folder,
    "numbers.json",
    [...["9223372036854775808", "18446744073709551615", "-5", "7"].map((length) => eve(length, at))]
      .concat(times.map((time) => eve("1", time)))
      .join("\n"),
  );
  const reading = (await readFiles([path])).get(path);
  expect([...(reading?.events.values() ?? [])].map((row) => row.http_response_body_bytes)).toEqual([
    -1, -1, -1, 7,
  ]);
  expect(reading?.source.rejects.map(({ reason, count }) => [reason, count])).toEqual([
    ["time stamp not understood", times.length],
  ]);
});

test("JSON records that are all long are known by a few of them", async () => {
  const long = Array.from({ length: 40 }, (_, n) =>
    JSON.stringify({
      timestamp: "2026-05-17T10:05:03.000Z",
      event_type: "alert",
      src_ip: `192.0.2.${n}`,
      alert: { signature_id: n },
      payload: "A".repeat(30_000),
    }),
  );
  const [source] = (await reportOn(long)).sources;
  expect(source).toMatchObject({ format: "suricata-eve", events: 40, rejected: 0 });
});

test("a line of colons is not slow to match", async () => {
  const report = await reportOn([
    ...visitors,
    ...Array.from({ length: 200 }, () => ":".repeat(16_000)),
    served,
  ]);
  expectServed(report);
}, 30_000);

test("headers beyond a limit of different ones are told, and what is below them is counted", async () => {
  const lines = Array.from({ length: 70 }, (_, n) => [
    `#Fields: date time c-ip cs-method cs-uri-stem sc-status x${n}`,
    `2026-05-17 10:05:03 198.51.100.${n} GET /page 200 -`,
  ]).flat();
  const path = write(folder, "headers.log", lines.join("\n"));
  const source = (await readFiles([path])).get(path)?.source;
  expect(source).toMatchObject({ format: "iis-w3c", lines: 70, events: 64 });
  expect(source?.rejects.map(({ reason, count }) => [reason, count])).toEqual([
    ["below a header beyond the limit of 64 different ones in a file", 6],
  ]);
}, 240_000);

test.each(["", "ab", "\u00e9", "'"])("a Zeek header whose lists are parted by %j", async (separator) => {
  const visit = (list: string) => `1779012303.5\t192.0.2.7\t1\tGET\t/a\t${list}`;
  const [source] = (
    await reportOn([
      "#separator \\x09",
      `#set_separator\t${separator}`,
      "#path\thttp",
      "#fields\tts\tid.orig_h\ttrans_depth\tmethod\turi\tresp_mime_types",
      visit(`text/html${separator}text/plain`),
    ])
  ).sources;
  expect(source).toMatchObject({ format: "zeek-http", events: 1, rejected: 0 });
});

test("a W3C log with thousands of headers is read", async () => {
  const fields = [
    "date time c-ip cs-method cs-uri-stem sc-status",
    "date time cs-method c-ip cs-uri-stem sc-status",
  ];
  const lines = Array.from({ length: 3000 }, (_, n) => [
    `#Fields: ${fields[n % 2]}`,
    n % 2 === 0
      ? `2026-05-17 10:05:03 198.51.100.${n % 200} GET /page 200`
      : `2026-05-17 10:05:03 GET 198.51.100.${n % 200} /page 200`,
  ]).flat();
  const report = await reportOn([
    "#Software: Microsoft Internet Information Services 10.0",
    "#Version: 1.0",
    ...lines,
  ]);
  expect(report.sources[0]).toMatchObject({ format: "iis-w3c", events: 3000, rejected: 0 });
});

test("the first line's mark of a text file is no part of the client", async () => {
  const report = await reportOn([`\uFEFF${served}`, ...visitors]);
  expectServed(report);
});

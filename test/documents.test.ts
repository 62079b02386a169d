/** Documents: where their records begin and end, and what of them cannot be read. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DocumentReader, DocumentRecord } from "../src/ingest/documents/document.ts";
import { documentReaders } from "../src/ingest/documents/readers.ts";

const limits = { recordBytes: 100_000, depth: 20, parts: 1000 };

async function* pieces(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(
  reader: DocumentReader,
  text: string | Uint8Array,
  size = 1 << 16,
): Promise<DocumentRecord[]> {
  const bytes = typeof text === "string" ? Buffer.from(text, "utf8") : text;
  const found: DocumentRecord[] = [];
  for await (const record of reader.records(pieces(bytes, size), limits)) found.push(record);
  return found;
}

const reader = (id: string): DocumentReader => {
  const found = documentReaders.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no reader ${id}`);
  return found;
};

const told = (records: readonly DocumentRecord[]) =>
  records.map(({ line, value, reject }) => [line, value ?? reject]);

const json = `[
  {"a": 1, "b": ["x", {"c": "]}"}]},
  {"a": "cut,
  {"a": 3},
  7
]
`;
const csv = [
  "Timestamp,DeviceName,ActionType,Note",
  '2026-05-17T10:05:03Z,ws1,ProcessCreated,"with ""quotes"", a comma',
  'and a line feed"',
  "2026-05-17T10:05:04Z,ws1,FileCreated",
  "2026-05-17T10:05:05Z,ws2,FileCreated,",
  "",
].join("\r\n");
const xml = `<?xml version="1.0" encoding="utf-8"?>
<Events><Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Sysmon' Guid='{x}'/><EventID>1</EventID><Level>4</Level><TimeCreated SystemTime='2026-05-17T10:05:03.221Z'/><EventRecordID>7</EventRecordID><Execution ProcessID='3' ThreadID='4'/><Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>ws1</Computer><Security UserID='S-1-5-18'/></System><EventData><Data Name='Image'>C:\\a &amp; b.exe</Data><Data Name='CommandLine'>a &lt;b&gt;</Data><Data>bare</Data></EventData></Event>
<Event><System><EventID>2</EventID></System><EventData><Data Name='X'>broken</EventData></Event>
<Event><System><EventID>3</EventID></System></Event>
</Events>
`;
const modsec = `--5f2a-A--
[17/May/2026:12:05:03 +0200] ZkcO 192.0.2.7 41342 10.0.0.5 80
--5f2a-B--
GET /config?a=b HTTP/1.1
Host: www.example
User-Agent: curl/8.5.0
Cookie: a=1
Cookie: b=2

--5f2a-F--
HTTP/1.1 403 Forbidden
Content-Type: text/html

--5f2a-H--
Message: Warning. Matched phrase [file "x.conf"] [id "913100"] [msg "Found a \\"scanner\\""] [severity "CRITICAL"] [tag "a"] [tag "b"]
Action: Intercepted (phase 2)

--5f2a-Z--
--6f2a-A--
[17/May/2026:12:05:04 +0200] Zkc1 192.0.2.8 1 10.0.0.5 80
--7f2a-A--
[17/May/2026:12:05:05 +0200] Zkc2 192.0.2.9 2 10.0.0.5 80
--7f2a-Z--
`;
const audit = `type=SYSCALL msg=audit(1779012303.123:456): arch=c000003e syscall=59 success=yes exit=0 a0=55d ppid=1 pid=2200 auid=1000 uid=0 comm="cat" exe="/usr/bin/cat" key="vpn"
type=EXECVE msg=audit(1779012303.123:456): argc=2 a0="cat" a1=2F746D702F6120622E636F6E66
type=USER_LOGIN msg=audit(1779012303.200:457): pid=9 uid=0 auid=4294967295 msg='op=login acct="ann" exe="/usr/sbin/sshd" hostname=? addr=192.0.2.7 terminal=ssh res=failed'
type=CWD msg=audit(1779012303.123:456): cwd="/root"
type=PATH msg=audit(1779012303.123:456): item=0 name="/etc/openvpn/client.conf" inode=1
type=PROCTITLE msg=audit(1779012303.123:456): proctitle=636174002F746D70
type=EOE msg=audit(1779012303.123:456):
not a record
type=SOCKADDR msg=audit(1779012304.000:458): saddr=020001BBC00002090000000000000000
`;

describe("what is which document", () => {
  const heads: readonly (readonly [id: string, head: string])[] = [
    ["json-document", json],
    ["json-document", '{\n  "value": [\n    {"a": 1}\n  ]\n}\n'],
    ["json-document", '{"value":[{"a":1},{"a":2}]}\n'],
    ["csv-document", csv],
    ["csv-document", "time;sender;subject;links\n2026-05-17;a@b.example;x;https://c.example/\n"],
    ["windows-xml", xml],
    ["modsecurity-serial", modsec],
    ["auditd", audit],
  ];
  test.each(heads)("%s", (id, head) => {
    expect(documentReaders.filter((one) => one.fits(head)).map((one) => one.id)).toEqual([id]);
  });

  test.each([
    ['{"a":1}\n{"a":2}\n'],
    ['{"a":"cut in the mid\n{"a":2}\n'],
    ["#separator \\x09\n#fields\tts\tuid\n1\tC\n"],
    ["#Fields: date time c-ip\n2026-05-17 10:05:03 192.0.2.7\n"],
    ['[2026-05-17T10:05:03.123Z] "GET / HTTP/1.1" 200 - 0 0 1 - "-" "curl" "1" "a" "-"\n'],
    ['192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 1 "-" "a, b, c"\n'],
    ["May 17 10:05:03 host sshd[1]: Failed password for a, b, c from 192.0.2.7\n"],
    ["name,value,note\nalpha,beta,gamma\n"],
    [""],
  ])("and %j is none", (head) => {
    expect(documentReaders.filter((one) => one.fits(head)).map((one) => one.id)).toEqual([]);
  });
});

describe("records", () => {
  test("of a JSON list, one of them cut and one no object", async () => {
    expect(told(await read(reader("json-document"), json))).toEqual([
      [2, { a: 1, b: ["x", { c: "]}" }] }],
      [3, expect.stringMatching(/JSON|complete/)],
      [4, { a: 3 }],
      [5, "is no object"],
    ]);
  });

  test("of an export around a list, the name of the list where it matters", async () => {
    const text = '{"queryEndTime":"x","messagesDelivered":[{"GUID":"1"}],"clicksBlocked":[{"GUID":"2"}]}';
    expect((await read(reader("json-document"), text)).map(({ value }) => value)).toEqual([
      { GUID: "1", "@list": "messagesDelivered" },
      { GUID: "2", "@list": "clicksBlocked" },
    ]);
  });

  test("of CSV with quotes and line feeds; a short row", async () => {
    expect(told(await read(reader("csv-document"), csv))).toEqual([
      [
        2,
        {
          Timestamp: "2026-05-17T10:05:03Z",
          DeviceName: "ws1",
          ActionType: "ProcessCreated",
          Note: 'with "quotes", a comma\r\nand a line feed',
        },
      ],
      [4, "does not have the 4 cells of its header row"],
      [5, { Timestamp: "2026-05-17T10:05:05Z", DeviceName: "ws2", ActionType: "FileCreated", Note: "" }],
    ]);
  });

  test("a quote that is never closed costs its own line only", async () => {
    const rows = Array.from({ length: 600 }, (_, index) => `${index},b,c`);
    const found = await read(reader("csv-document"), ["n,x,y", '0,"open,c', ...rows].join("\n"));
    expect(told(found.slice(0, 2))).toEqual([
      [2, "a quote is not closed"],
      [3, { n: "0", x: "b", y: "c" }],
    ]);
    expect(found).toHaveLength(601);
  });

  test("of exported Windows events; one is not well-formed", async () => {
    expect(told(await read(reader("windows-xml"), xml))).toEqual([
      [
        2,
        {
          Provider: "Microsoft-Windows-Sysmon",
          EventID: 1,
          Level: "4",
          TimeCreated: "2026-05-17T10:05:03.221Z",
          EventRecordID: "7",
          ExecutionProcessID: "3",
          ExecutionThreadID: "4",
          Channel: "Microsoft-Windows-Sysmon/Operational",
          Computer: "ws1",
          UserID: "S-1-5-18",
          Image: "C:\\a & b.exe",
          CommandLine: "a <b>",
          Data1: "bare",
        },
      ],
      [3, "not well-formed XML"],
      [4, { EventID: 3 }],
    ]);
  });

  test("what stands between Windows events, unless it is XML's own", async () => {
    const event = (id: number) => `<Event><System><EventID>${id}</EventID></System></Event>`;
    const text = `<?xml version="1.0"?>\n<Events>\n<!-- by hand -->\n${event(1)}\n\na line\nof a log\n${event(2)}${event(3)}</Events>\nthe end\n`;
    for (const size of [1, 7, 1 << 16])
      expect(told(await read(reader("windows-xml"), text, size))).toEqual([
        [4, { EventID: 1 }],
        [6, "stands in no event"],
        [8, { EventID: 2 }],
        [8, { EventID: 3 }],
        [9, "stands in no event"],
      ]);
  });

  test.each([
    ["auditd", `type=SYSCALL msg=audit(1779012303.123:1): ${"a".repeat(300_000)}`],
    ["auditd", `type=SYSCALL msg=audit(1779012303.123:1): ${"a={ ".repeat(75_000)}`],
    ["modsecurity-serial", modsec.replace("Cookie: a=1", `Cookie: a${" ".repeat(300_000)}=1`)],
    ["windows-xml", `<Event><System>${"<Event ".repeat(300_000)}`],
  ])(
    "made to be slow to read are not: %s",
    async (id, text) => {
      const found: DocumentRecord[] = [];
      const roomy = { ...limits, recordBytes: 10_000_000 };
      for await (const record of reader(id).records(pieces(Buffer.from(text), 1 << 16), roomy))
        found.push(record);
      // The suite's own time limit of a test is the measure: these took minutes.
      expect(found.length).toBeGreaterThan(0);
    },
    30_000,
  );

  test("an audit record's words are keys only where they stand by themselves", async () => {
    const line = "type=SYSCALL msg=audit(1779012303.123:1): 1abc=x a-b=c {d=e} x={ y=z } f==g";
    expect((await read(reader("auditd"), line))[0]?.value).toMatchObject({
      abc: "x",
      "a-b": "c",
      d: "e}",
      x: "{ y=z }",
      f: "=g",
    });
  });

  test("an entity of its own, or a thousand levels, make no event", async () => {
    const bomb = `<Event><System><EventID>1</EventID></System><EventData>${"<Data>".repeat(1000)}</EventData></Event>`;
    const foreign =
      "<Event><System><EventID>1</EventID></System><EventData><Data>&x;</Data></EventData></Event>";
    for (const text of [bomb, foreign]) {
      const [record] = await read(reader("windows-xml"), text);
      expect(record?.value).toBeUndefined();
      expect(record?.reject).toMatch(/well-formed|nested/);
    }
  });

  test("of a ModSecurity audit log, with a transaction that was cut", async () => {
    const [first, second, third] = await read(reader("modsecurity-serial"), modsec);
    expect(first?.value).toMatchObject({
      time: "2026-05-17T10:05:03.000Z",
      unique_id: "ZkcO",
      client_ip: "192.0.2.7",
      client_port: 41342,
      server_ip: "10.0.0.5",
      server_port: 80,
      request_line: "GET /config?a=b HTTP/1.1",
      method: "GET",
      uri: "/config?a=b",
      version: "HTTP/1.1",
      request_headers: { host: "www.example", "user-agent": "curl/8.5.0", cookie: "a=1, b=2" },
      status: 403,
      response_headers: { "content-type": "text/html" },
      rule_ids: ["913100"],
      severities: ["CRITICAL"],
      tags: ["a", "b"],
      action: "Intercepted (phase 2)",
    });
    expect([second?.line, second?.reject]).toEqual([19, "ends before it is complete"]);
    expect([third?.line, third?.value]).toEqual([21, expect.objectContaining({ unique_id: "Zkc2" })]);
  });

  test("of an audit log: lines of an event are put together, texts decoded", async () => {
    const found = await read(reader("auditd"), audit);
    expect(found.map(({ line, reject }) => [line, reject])).toEqual([
      [3, undefined],
      [1, undefined],
      [8, "is no audit record"],
      [9, undefined],
    ]);
    expect(found[0]?.value).toMatchObject({
      types: ["USER_LOGIN"],
      time: 1779012303.2,
      serial: 457,
      op: "login",
      acct: "ann",
      exe: "/usr/sbin/sshd",
      addr: "192.0.2.7",
      res: "failed",
    });
    expect(found[1]?.value).toMatchObject({
      types: ["SYSCALL", "EXECVE", "CWD", "PATH", "PROCTITLE"],
      time: 1779012303.123,
      serial: 456,
      exe: "/usr/bin/cat",
      pid: "2200",
      success: "yes",
      key: "vpn",
      argv: ["cat", "/tmp/a b.conf"],
      cwd: "/root",
      paths: ["/etc/openvpn/client.conf"],
      proctitle: "cat /tmp",
    });
    expect(found[3]?.value).toMatchObject({ saddr_ip: "192.0.2.9", saddr_port: 443 });
  });
});

describe("whatever the bytes", () => {
  const samples = {
    "json-document": json,
    "csv-document": csv,
    "windows-xml": xml,
    "modsecurity-serial": modsec,
    auditd: audit,
  };

  test.each(Object.entries(samples))("%s: chunks may end anywhere", async (id, text) => {
    const whole = await read(reader(id), text);
    for (const size of [1, 7, 64]) expect(await read(reader(id), text, size)).toEqual(whole);
  });

  test.each(Object.entries(samples))(
    "%s: damaged input throws nothing, and keys are data",
    async (id, text) => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(text.length),
          fc.nat(40),
          fc.string({ unit: "binary", maxLength: 12 }),
          async (at, cut, more) => {
            const found = await read(reader(id), `${text.slice(0, at)}${more}${text.slice(at + cut)}`, 13);
            for (const record of found) {
              expect(record.line).toBeGreaterThan(0);
              expect((record.value === undefined) !== (record.reject === undefined)).toBe(true);
            }
          },
        ),
        { numRuns: 120, seed: 20261124 },
      );
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  test("a record beyond the limit is a reject, and the next one is read", async () => {
    const long = "y".repeat(150_000);
    expect(
      told(await read(reader("json-document"), `[\n{"a":"${long}"},\n{"a":2}\n]`)).map(([, value]) => value),
    ).toEqual(["longer than the limit of 100000 bytes", { a: 2 }]);
    expect(
      told(await read(reader("csv-document"), `a,b,c\n1,${long},3\n4,5,6\n`)).map(([, value]) => value),
    ).toEqual(["longer than the limit of 100000 bytes", { a: "4", b: "5", c: "6" }]);
    expect(
      told(
        await read(
          reader("windows-xml"),
          `<Event><System><EventID>1</EventID></System><A>${long}</A></Event><Event><System><EventID>2</EventID></System></Event>`,
        ),
      ).map(([, value]) => value),
    ).toEqual(["longer than the limit of 100000 bytes", { EventID: 2 }]);
  });
});

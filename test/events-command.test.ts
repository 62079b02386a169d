/** `vedette events`: what documents events become, in three forms, and how they are written. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openChdb } from "../src/engine/chdb.ts";
import type { Engine } from "../src/engine/engine.ts";
import { ecsCategories } from "../src/export/ecs.ts";
import { ocsfClasses } from "../src/export/ocsf-classes.ts";
import { type ColumnName, columnNames, eventClasses, eventColumns } from "../src/ingest/columns.ts";
import { vedette } from "./support/command.ts";
import { type Document, documentsOfRows, type EventRow } from "./support/documents.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, json } from "./support/lines.ts";
import { OcsfSchema, ocsfSpecs } from "./support/ocsf.ts";
import { mainScript, missing } from "./support/places.ts";

const folder = temporaryFolder();

async function documents(argv: readonly string[], stdin?: string | Uint8Array): Promise<Document[]> {
  const { stdout } = await vedette(["events", ...argv], stdin === undefined ? {} : { stdin });
  return stdout === ""
    ? []
    : stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Document);
}

const log = write(folder, "site.log", [
  `198.51.100.20 - - [17/May/2026:10:05:03 +0200] "GET /a%20b?x=1&y=%2e HTTP/1.1" 200 512 "-" "curl/8.5 \\"q\\" \\\\ end"`,
  "no record at all",
  `2001:db8::7 - alice [17/May/2026:10:05:04 +0000] "PROPFIND http://u:p@www.example.test:8080/p?q#f HTTP/1.1" 404 9 "https://site.test/" "-"`,
  `client.example.test - - [17/May/2026:10:05:05 +0000] "-" 408 0 "-" "-"`,
]);

describe("an access log", () => {
  test("plain: our own columns, nothing that was not logged", async () => {
    expect(await documents([log])).toEqual([
      {
        path: log,
        line: 1,
        format: "ncsa-combined",
        kind: "web",
        // 10:05:03 two hours east of Greenwich.
        time: "2026-05-17T08:05:03.000Z",
        event_class: "http",
        source_ip: "198.51.100.20",
        http_request_method: "GET",
        url_original: "/a%20b?x=1&y=%2e",
        http_version: "1.1",
        http_response_status_code: 200,
        http_response_body_bytes: 512,
        user_agent_original: 'curl/8.5 "q" \\ end',
      },
      {
        path: log,
        line: 3,
        format: "ncsa-combined",
        kind: "web",
        time: "2026-05-17T10:05:04.000Z",
        event_class: "http",
        source_ip: "2001:db8::7",
        user_name: "alice",
        http_request_method: "PROPFIND",
        url_original: "http://u:p@www.example.test:8080/p?q#f",
        http_version: "1.1",
        http_response_status_code: 404,
        http_response_body_bytes: 9,
        http_request_referrer: "https://site.test/",
      },
      {
        path: log,
        line: 4,
        format: "ncsa-combined",
        kind: "web",
        time: "2026-05-17T10:05:05.000Z",
        event_class: "http",
        source_ip: "client.example.test",
        http_response_status_code: 408,
        http_response_body_bytes: 0,
      },
    ]);
  });

  test("ECS: dotted fields; a name is no source.ip; the password in a target is in no part of it", async () => {
    const common = {
      "ecs.version": "9.0.0",
      "event.kind": "event",
      "event.category": ["web"],
      "event.type": ["access"],
      "event.dataset": "ncsa-combined",
      "log.file.path": log,
    };
    expect(await documents(["--ecs", log])).toEqual([
      {
        ...common,
        "@timestamp": "2026-05-17T08:05:03.000Z",
        "log.file.line": 1,
        "source.ip": "198.51.100.20",
        "http.request.method": "GET",
        "url.original": "/a%20b?x=1&y=%2e",
        "url.path": "/a%20b",
        "url.query": "x=1&y=%2e",
        "http.version": "1.1",
        "http.response.status_code": 200,
        "http.response.body.bytes": 512,
        "user_agent.original": 'curl/8.5 "q" \\ end',
      },
      {
        ...common,
        "@timestamp": "2026-05-17T10:05:04.000Z",
        "log.file.line": 3,
        "source.ip": "2001:db8::7",
        "user.name": "alice",
        "http.request.method": "PROPFIND",
        "url.original": "http://u:p@www.example.test:8080/p?q#f",
        "url.path": "/p",
        "url.query": "q",
        "url.scheme": "http",
        "url.domain": "www.example.test",
        "url.port": 8080,
        "http.version": "1.1",
        "http.response.status_code": 404,
        "http.response.body.bytes": 9,
        "http.request.referrer": "https://site.test/",
      },
      {
        ...common,
        "@timestamp": "2026-05-17T10:05:05.000Z",
        "log.file.line": 4,
        "source.address": "client.example.test",
        "http.response.status_code": 408,
        "http.response.body.bytes": 0,
      },
    ]);
  });

  test("OCSF: HTTP Activity by method", async () => {
    const common = { class_uid: 4002, class_name: "HTTP Activity", category_uid: 4, severity_id: 1 };
    const metadata = (sequence: number) => ({
      version: "1.7.0",
      product: { name: "Vedette", vendor_name: "Vedette" },
      log_name: log,
      log_format: "ncsa-combined",
      sequence,
    });
    expect(await documents(["--ocsf", log])).toEqual([
      {
        ...common,
        // GET is 3, so its type is 4002 × 100 + 3.
        activity_id: 3,
        type_uid: 400203,
        time: Date.UTC(2026, 4, 17, 8, 5, 3),
        metadata: metadata(1),
        src_endpoint: { ip: "198.51.100.20" },
        http_request: {
          http_method: "GET",
          url: { url_string: "/a%20b?x=1&y=%2e", path: "/a%20b", query_string: "x=1&y=%2e" },
          user_agent: 'curl/8.5 "q" \\ end',
          version: "1.1",
        },
        http_response: { code: 200, body_length: 512 },
      },
      {
        ...common,
        activity_id: 28,
        type_uid: 400228,
        time: Date.UTC(2026, 4, 17, 10, 5, 4),
        metadata: { ...metadata(3), profiles: ["host"] },
        src_endpoint: { ip: "2001:db8::7" },
        http_request: {
          http_method: "PROPFIND",
          url: {
            url_string: "http://u:p@www.example.test:8080/p?q#f",
            path: "/p",
            query_string: "q",
            scheme: "http",
            hostname: "www.example.test",
            port: 8080,
          },
          referrer: "https://site.test/",
          version: "1.1",
        },
        http_response: { code: 404, body_length: 9 },
        actor: { user: { name: "alice" } },
      },
      {
        ...common,
        activity_id: 0,
        type_uid: 400200,
        time: Date.UTC(2026, 4, 17, 10, 5, 5),
        metadata: metadata(4),
        src_endpoint: { hostname: "client.example.test" },
        http_response: { code: 408, body_length: 0 },
      },
    ]);
  });

  test("OCSF: documents hold to the schema", async (context) => {
    const reason = missing(ocsfSpecs);
    if (reason !== undefined) context.skip(reason);
    const schema = new OcsfSchema();
    for (const document of await documents(["--ocsf", log])) expect(schema.problems(document)).toEqual([]);
  });

  test("rejects are counted on standard error and do not fail the run", async () => {
    const { status, stderr, left } = await vedette(["events", log]);
    expect(stderr).toBe(
      `1 record rejected, by reason:\n        1  does not fit the format (the first: ${log}:2)\n`,
    );
    expect(status).toBe(0);
    expect(left).toEqual([]);
  });
});

describe("what a line may hold", () => {
  test("any bytes, control characters and names of prototypes come through as JSON", async () => {
    const agent = Buffer.from([0x22, 0xc3, 0x22, 0x0a]);
    const line = Buffer.from(combined({ agent: "A" })).subarray(0, -2);
    // The agent ends in the first half of a two-byte character.
    const bytes = Buffer.concat([
      line,
      agent.subarray(1, 4),
      Buffer.from(
        `${combined({ request: "GET /\u001b[2J\u009b?__proto__=1 HTTP/1.1", agent: "\u202e{{x}}" })}\n`,
      ),
    ]);
    const [first, second] = await documents(["-"], bytes);
    expect(first?.user_agent_original).toBe("\ufffd");
    expect(second?.url_original).toBe("/\u001b[2J\u009b?__proto__=1");
    expect(second?.user_agent_original).toBe("\u202e{{x}}");
    expect(first?.path).toBe("-");
  });

  test("a path is data", async () => {
    const odd = write(folder, 'it\'s "a" {x:String} \\ log.log', [combined()]);
    expect(await documents([odd])).toMatchObject([{ path: odd, line: 1 }]);
  });
});

describe("several inputs and formats", () => {
  test("come in the order of the inputs and their lines", async () => {
    // Three formats in one file, in turn; more than one in two hundred lines of each.
    const lines = Array.from({ length: 30 }, (_, index) =>
      index % 3 === 0
        ? combined({ ip: `192.0.2.${index}` })
        : index % 3 === 1
          ? json({ ip: `192.0.2.${index}` })
          : `192.0.2.${index} - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 5`,
    );
    const mixed = write(folder, "mixed.log", lines);
    const packed = write(folder, "packed.log.gz", gzipSync(`${combined({ ip: "203.0.113.9" })}\n`));
    const found = await documents([packed, mixed]);
    expect(found.map(({ source_ip }) => source_ip)).toEqual([
      "203.0.113.9",
      ...lines.map((_, index) => `192.0.2.${index}`),
    ]);
    expect(found.slice(1, 4).map(({ format, line }) => [format, line])).toEqual([
      ["ncsa-combined", 1],
      ["json-access", 2],
      ["ncsa-common", 3],
    ]);
  });

  test("--from and --to leave records out, and say so", async () => {
    const path = write(
      folder,
      "days.log",
      [14, 15, 16].map((day) => combined({ time: `${day}/May/2026:12:00:00 +0000` })),
    );
    const argv = ["--from", "2026-05-15", "--to", "2026-05-15", path];
    expect(await documents(argv)).toMatchObject([{ line: 2, time: "2026-05-15T12:00:00.000Z" }]);
    expect((await vedette(["events", ...argv])).stderr).toBe(
      "2 records outside --from and --to were left out\n",
    );
  });

  test("an input that is no log, or is not there: the rest is written, and the status is 2", async () => {
    const prose = write(folder, "prose.txt", ["It was a dark night.", "And stormy."]);
    const { status, stdout, stderr } = await vedette(["events", prose, join(folder, "gone.log"), log]);
    expect(stdout.split("\n")).toHaveLength(4);
    expect(stderr).toContain("[input.unrecognised]");
    expect(stderr).toContain("[input.missing]");
    expect(status).toBe(2);
  });
});

describe("--as", () => {
  test("reads every line as the one format", async () => {
    const path = write(folder, "as.log", [combined(), json(), combined()]);
    const { stdout, stderr, status } = await vedette(["events", "--as", "json-access", path]);
    expect(stdout.split("\n").filter((line) => line !== "")).toHaveLength(1);
    expect(stderr).toContain("2  not valid JSON");
    expect(status).toBe(0);
  });

  test("with a wrapper around it; lines without it are rejected", async () => {
    const path = write(folder, "wrapped.log", [`May 17 10:05:03 web01 nginx: ${combined()}`, combined()]);
    const { stdout, stderr } = await vedette(["events", "--as", "syslog-rfc3164+ncsa-combined", path]);
    expect(JSON.parse(stdout)).toMatchObject({ format: "syslog-rfc3164+ncsa-combined", line: 1 });
    expect(stderr).toContain("1  does not fit the wrapper");
  });

  test("no line fits: all are rejects, and the status is 2", async () => {
    for (const format of ["caddy-json", "cri+caddy-json"]) {
      const { stdout, stderr, status } = await vedette(["events", "--as", format, log]);
      expect([stdout, status]).toEqual(["", 2]);
      expect(stderr).toContain("4 records rejected");
    }
  });

  test.each([
    ["ncsa-combind", "Did you mean ncsa-combined?"],
    ["syslog-rfc3146+ncsa-combined", "Did you mean syslog-rfc3164?"],
    ["ncsa-combined+syslog-rfc3164", "layer around records ncsa-combined"],
  ])("%s is not known", async (format, said) => {
    for (const command of ["events", "triage", "recognise"]) {
      const { status, stderr } = await vedette([command, "--as", format, log]);
      expect(stderr).toContain(said);
      expect(status).toBe(2);
    }
  });
});

describe("where it is written", () => {
  test("-o FILE; a log that is read is never written over", async () => {
    const output = join(folder, "out.ndjson");
    const { stdout, status } = await vedette(["events", "-o", output, log]);
    expect([stdout, status]).toEqual(["", 0]);
    expect(readFileSync(output, "utf8")).toBe((await vedette(["events", log])).stdout);
    const before = readFileSync(log);
    expect(await vedette(["events", "-o", log, folder])).toMatchObject({ status: 2, stdout: "" });
    expect(readFileSync(log)).toEqual(before);
  });

  test("a reader that goes ends it quietly", () => {
    const path = write(
      folder,
      "long.log",
      Array.from({ length: 60_000 }, () => combined()),
    );
    const { stdout, stderr } = spawnSync(
      "bash",
      ["-c", 'node "$0" events "$1" | head -n 1 | cut -c 1-8; echo "status $PIPESTATUS"', mainScript, path],
      { encoding: "utf8" },
    );
    expect(stdout).toBe('{"path":\nstatus 0\n');
    expect(stderr).toBe("");
  });

  test("a store that the settings name is not touched", async () => {
    const store = join(folder, "kept");
    const { status } = await vedette(["events", log], { env: { VEDETTE_STORE: store } });
    expect(status).toBe(0);
    expect(existsSync(store)).toBe(false);
  });

  test("--ecs and --ocsf exclude each other; no input is a mistake", async () => {
    expect((await vedette(["events", "--ecs", "--ocsf", log])).status).toBe(2);
    expect((await vedette(["events"])).stderr).toContain("No log was named");
  });
});

/** A row of a class with a value in every column. */
function full(event_class: EventRow["event_class"]): EventRow {
  const special: Partial<Record<ColumnName, string | number>> = {
    time_ms: Date.UTC(2026, 4, 17, 10, 5, 3, 7),
    event_action: "created",
    event_outcome: "success",
    source_ip: "192.0.2.1",
    destination_ip: "2001:db8::1",
    forwarded_for: "unknown, 198.51.100.3, 192.0.2.9",
    http_request_method: "GET",
    http_response_status_code: 200,
    url_original: "http://site.test/p?q",
    url_domain: "site.test:81",
    network_transport: "TCP",
    email_from: "a@example.test",
    email_sender: "b@example.test",
    email_reply_to: "c@example.test",
    email_to: "d@example.test\ne@example.test",
    email_attachments: "a.pdf\nb.zip",
    email_links: "https://x.test/\nhttps://y.test/",
    email_direction: "inbound",
    registry_path: "HKLM\\Software\\Key\\Name",
    file_path: "C:\\dir\\file.txt",
    process_executable: "/usr/bin/tool",
  };
  const value = (column: ColumnName) =>
    special[column] ??
    (["text", "few", "lines"].includes(eventColumns[column].type) ? `value of ${column}` : 7);
  return {
    ...Object.fromEntries(columnNames.map((column) => [column, value(column)])),
    event_class,
  };
}

describe("every class of events", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openChdb({ path: join(folder, "db") });
  });
  afterAll(() => engine.close());

  // https://www.elastic.co/docs/reference/ecs/ecs-allowed-values-event-category (9.0): which event.type goes with which.
  const allowed: Readonly<Record<string, readonly string[]>> = {
    web: ["access", "error", "info"],
    network: ["access", "allowed", "connection", "denied", "end", "info", "protocol", "start"],
    intrusion_detection: ["allowed", "denied", "info"],
    package: ["access", "change", "deletion", "info", "installation", "start"],
    process: ["access", "change", "end", "info", "start"],
    library: ["start"],
    file: ["access", "change", "creation", "deletion", "info"],
    registry: ["access", "change", "creation", "deletion"],
    email: ["info"],
    authentication: ["start", "end", "info"],
  };

  test("ECS: category and type are values that ECS allows together", () => {
    for (const one of eventClasses) {
      const { category, types, deeds = {} } = ecsCategories[one];
      for (const name of category)
        for (const type of [...types, ...Object.values(deeds)]) expect(allowed[name], one).toContain(type);
    }
  });

  test("ECS: every field is one that ECS has, or is named as our own", async () => {
    // https://www.elastic.co/docs/reference/ecs/ecs-field-reference (9.0, 2026-11-24), those that can be written.
    const fields = new Set(
      `@timestamp message ecs.version destination.address destination.bytes destination.domain destination.ip destination.port
      dns.question.name dns.question.type email.attachments.file.name email.direction email.from.address email.message_id
      email.reply_to.address email.sender.address email.subject email.to.address email.x_mailer event.action event.category
      event.code event.dataset event.kind event.outcome event.severity event.type file.hash.sha256 file.path host.name
      http.request.body.bytes http.request.method http.request.referrer http.response.body.bytes http.response.mime_type
      http.response.status_code http.version log.file.path network.protocol network.transport package.name package.version
      process.command_line process.entity_id process.executable process.hash.sha256 process.parent.command_line
      process.parent.entity_id process.parent.executable process.parent.pid process.pe.original_file_name process.pid registry.data.strings registry.path rule.category rule.id rule.name source.address source.bytes
      source.domain source.ip source.port tls.client.ja3 tls.client.server_name tls.server.ja3s tls.version url.domain
      url.original url.path url.port url.query url.scheme user.name user_agent.original`.split(/\s+/),
    );
    // Written by custom, and not in the reference.
    const custom = new Set(["http.request.headers.x-forwarded-for", "tls.client.ja4", "log.file.line"]);
    const [document] = await documentsOfRows(engine, "ecs", [full("http")]);
    const names = Object.keys(document ?? {});
    expect(
      names.filter((name) => !fields.has(name) && !custom.has(name) && !name.startsWith("vedette.")),
    ).toEqual([]);
    expect(names.filter((name) => name.startsWith("vedette.")).sort()).toEqual(
      columnNames
        .filter((column) => eventColumns[column].ecs === "")
        .map((column) => `vedette.${column}`)
        .sort(),
    );
    expect(document).toMatchObject({
      "email.to.address": ["d@example.test", "e@example.test"],
      "email.from.address": ["a@example.test"],
      "url.domain": "site.test",
      "url.port": 81,
      "network.transport": "tcp",
      "@timestamp": "2026-05-17T10:05:03.007Z",
    });
  });

  test("an event with nothing but its class is a document in every form", async () => {
    const rows = eventClasses.map((event_class): EventRow => ({ event_class }));
    for (const form of ["plain", "ecs", "ocsf"] as const)
      expect(await documentsOfRows(engine, form, rows)).toHaveLength(rows.length);
  });

  /** Documents of each class alone, in turn. */
  const alone = new Map<string, Document>();
  const ofClass = async (one: EventRow["event_class"]): Promise<Document> => {
    const known = alone.get(one) ?? (await documentsOfRows(engine, "ocsf", [full(one)]))[0] ?? {};
    alone.set(one, known);
    return known;
  };

  test("OCSF: each class has its own, and nothing is lost", async () => {
    for (const one of eventClasses) {
      const document = await ofClass(one);
      expect(document.class_uid, one).toBe(one === "registry" ? 201002 : ocsfClasses[one].uid);
      const text = JSON.stringify(document);
      for (const [column, value] of Object.entries(full(one)))
        if (typeof value === "string" && value.startsWith("value of"))
          expect(text, `${one}: ${column}`).toContain(value);
    }
  });

  test("OCSF: classes of one source are told apart row by row, in their order", async () => {
    const rows = (["alert", "http", "dns", "http"] as const).map(full);
    const together = await documentsOfRows(engine, "ocsf", rows);
    expect(together.map(({ class_uid }) => class_uid)).toEqual([2004, 4002, 4003, 4002]);
    const http = await ofClass("http");
    expect(together[3]).toEqual({ ...http, metadata: { ...(http.metadata as object), sequence: 4 } });
  });

  test("OCSF: documents hold to the schema", async (context) => {
    const reason = missing(ocsfSpecs);
    if (reason !== undefined) context.skip(reason);
    const schema = new OcsfSchema();
    // The Windows extension is not in this copy of the schema.
    const problems: string[] = [];
    for (const one of eventClasses.filter((known) => known !== "registry"))
      problems.push(...schema.problems(await ofClass(one)));
    // A parent is a process by its number, which no column holds; its name and command line are told all the same.
    expect(problems.filter((problem) => !/parent_process: none of pid/.test(problem))).toEqual([]);
  });

  test("OCSF: words of the source tell what was done", async () => {
    const rows: EventRow[] = [
      { event_class: "process", event_action: "Process Create", process_pid: 7 },
      { event_class: "process", event_action: "Process terminated", process_pid: 7 },
      { event_class: "file", event_action: "file-deleted", file_path: "/etc/x" },
      { event_class: "file", event_action: "RENAME", file_path: "/etc/x" },
      { event_class: "registry", event_action: "SetValue", registry_path: "HKLM\\A\\B", registry_data: "1" },
      { event_class: "registry", event_action: "CreateKey", registry_path: "HKLM\\A\\B" },
      { event_class: "signin", event_action: "UserLoggedIn", user_name: "alice" },
      { event_class: "module", file_path: "/lib/x.so" },
    ];
    const found = await documentsOfRows(engine, "ocsf", rows);
    expect(found.map(({ type_uid }) => type_uid)).toEqual([
      100701, 100702, 100104, 100105, 20100202, 20100101, 300201, 100501,
    ]);
    expect(found[4]).toMatchObject({ reg_value: { path: "HKLM\\A", name: "B", data: "1" } });
    expect(found[5]).toMatchObject({ reg_key: { path: "HKLM\\A\\B" } });
  });
});

test("recognise tells what events are made of", async () => {
  const { stdout, status } = await vedette(["recognise", "--json", log]);
  const { inputs } = JSON.parse(stdout) as { inputs: Record<string, unknown>[] };
  expect(inputs).toMatchObject([
    {
      path: log,
      format: "ncsa-combined",
      kind: "web",
      confidence: 0.75,
      lines: 4,
      events: 3,
      rejected: 1,
      classes: { http: 3 },
      rejects: [{ reason: "does not fit the format", count: 1, line: 2, sample: "no record at all" }],
      first: "2026-05-17T08:05:03.000Z",
      last: "2026-05-17T10:05:05.000Z",
    },
  ]);
  const columns = inputs[0]?.columns as { column: string; count: number; share: number }[];
  const of = (name: string) => columns.find(({ column }) => column === name);
  expect(of("source_ip")).toEqual({ column: "source_ip", count: 3, share: 1 });
  expect(of("user_name")).toEqual({ column: "user_name", count: 1, share: 0.3333 });
  expect(of("url_domain")).toBeUndefined();
  expect(status).toBe(0);
  const block = await vedette(["recognise", log]);
  expect(block.stdout).toMatch(/user_name +33\.3 % {2}1\n/);
  expect((await vedette(["recognise", "--brief", log])).stdout).toBe(
    `${log}  ncsa-combined  web  3 events, 1 rejected  2026-05-17T08:05:03.000Z to 2026-05-17T10:05:05.000Z\n`,
  );
});

test("formats tells about one, with records that are recognised as it", async () => {
  const { stdout } = await vedette(["formats", "ncsa-common"]);
  expect(stdout).toMatch(/^ncsa-common: NCSA common log format\n/);
  expect(stdout).toMatch(/source +https:/);
  expect(stdout).toMatch(/\n +source_ip\n/);
  const told = JSON.parse((await vedette(["formats", "iis-w3c", "--json"])).stdout) as {
    formats: { id: string; columns: string[]; samples: string[] }[];
  };
  expect(told.formats[0]).toMatchObject({ id: "iis-w3c" });
  expect(told.formats[0]?.columns).toContain("user_agent_original");
  const samples = await vedette(["formats", "iis-w3c", "--samples"]);
  expect((await vedette(["recognise", "--brief", "-"], { stdin: samples.stdout })).stdout).toMatch(
    /^- {2}iis-w3c /,
  );
  const mistake = await vedette(["formats", "iis-w3"]);
  expect(mistake.stderr).toContain("Did you mean iis-w3c?");
  expect(mistake.status).toBe(2);
});

/**
 * Real logs of many sources: each is recognised by its content, its records are counted, and the
 * addresses, paths and agents in them are those that stand in the lines.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Row } from "../src/engine/engine.ts";
import { eventsSql } from "../src/ingest/events.ts";
import type { SourceReport } from "../src/ingest/source.ts";
import { readSources } from "../src/triage/reading.ts";
import { silentEffects } from "./support/effects.ts";
import { missing, shared } from "./support/places.ts";
import { requestFor } from "./support/triage.ts";

const data = join(shared, "data");

interface Read {
  readonly report: SourceReport;
  /** Events by their line. */
  readonly events: ReadonlyMap<number, Row>;
}

/** Reads files with their events, by file name. */
async function readAll(paths: readonly string[], columns: readonly string[]): Promise<Map<string, Read>> {
  const found = new Map<string, Read>();
  await readSources(requestFor(paths), silentEffects(), async (report, engine) => {
    const events = new Map<number, Row>();
    for (const part of report.parts) {
      const sql = `SELECT event_id % 1099511627776 AS line, ${columns.join(", ")} FROM (${eventsSql(part.lines, part.plan)})`;
      for (const row of await engine.rows(sql, { file: report.opened?.file ?? "" }))
        events.set(Number(row.line), row);
    }
    found.set(basename(report.path), { report, events });
    return true;
  });
  return found;
}

const linesOf = (path: string): string[] => {
  const bytes = readFileSync(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n");
};

describe("files of real sources", () => {
  // Counted in the files themselves: lines without blanks and directives.
  const files: readonly (readonly [path: string, format: string, events: number])[] = [
    ["web/secrepo_self_2020-04-28.log", "ncsa-combined", 901],
    ["web/secrepo_self_2020-04-29.log", "ncsa-combined", 1548],
    ["suricata/tpot_eve.json.1.gz", "suricata-eve", 4972],
    ["zeek_internet_2024-04-19/http.log.gz", "zeek-http", 9556],
    ["zeek_wrccdc2018/notice.log.gz", "zeek-notice", 207],
    ["zeek_wrccdc2018/notice.json.gz", "zeek-notice", 207],
    ["zeek_wrccdc2018/software.log.gz", "zeek-software", 376],
    ["edr_otrf/cmd_discover_iexplorer_version_registry.zip", "windows-event-json", 68],
    ["mail_spamassassin/hard-ham-1", "mail-message", 100],
  ];
  test.for(files)("%s is %s", async ([path, format, events], context) => {
    const place = join(data, path);
    if (!existsSync(place)) return context.skip(missing(place));
    const [read] = [...(await readAll([place], ["source_ip"])).values()];
    expect(read?.report).toMatchObject({ format, events, rejects: [] });
    expect(read?.events.size).toBe(events);
  });
});

describe("hosts that are told beside the lines", () => {
  const folder = join(data, "fail2ban_logs");
  const errorLogs = [
    "apache-auth",
    "apache-botsearch",
    "apache-modsecurity",
    "apache-nohome",
    "apache-noscript",
    "apache-overflows",
    "apache-shellshock",
    "nginx-forbidden",
    "nginx-http-auth",
    "nginx-limit-req",
  ];
  // Access logs among them.
  const files = [
    "apache-badbots",
    "haproxy-http-auth",
    "nginx-bad-request",
    "nginx-botsearch",
    "php-url-fopen",
    "squid",
    "traefik-auth",
  ];
  test("are the clients of the events", async (context) => {
    if (!existsSync(folder)) return context.skip(missing(folder));
    const all = [...files, ...errorLogs];
    const reads = await readAll(
      all.map((file) => join(folder, file)),
      ["source_ip"],
    );
    let compared = 0;
    for (const file of all) {
      let host: string | undefined;
      linesOf(join(folder, file)).forEach((line, index) => {
        const told = /^# failJSON: (\{.*\})/.exec(line)?.[1];
        if (told !== undefined) {
          host = (JSON.parse(told) as { host?: string }).host;
          return;
        }
        const event = reads.get(file)?.events.get(index + 1);
        if (event === undefined || host === undefined) return;
        // An address that is mapped into IPv6 is folded where clients are told apart.
        const client = String(event.source_ip).replace(/^::ffff:(?=\d+\.)/, "");
        expect([file, index + 1, client]).toEqual([file, index + 1, host]);
        compared += 1;
        host = undefined;
      });
    }
    expect(compared).toBeGreaterThan(100);
  });

  test("and every access line in them became an event", async (context) => {
    if (!existsSync(folder)) return context.skip(missing(folder));
    const reads = await readAll(
      files.map((file) => join(folder, file)),
      ["source_ip"],
    );
    const lost = files.flatMap((file) =>
      linesOf(join(folder, file)).flatMap((line, index) =>
        line.trim() === "" || line.startsWith("#") || reads.get(file)?.events.has(index + 1) === true
          ? []
          : [`${file}:${index + 1}`],
      ),
    );
    // Lines of the servers' error logs stand in the same files.
    const errors = lost.filter((place) => {
      const [file = "", line] = place.split(":");
      return /\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[/.test(linesOf(join(folder, file))[Number(line) - 1] ?? "");
    });
    expect(lost).toEqual(errors);
  });
});

describe("twins", () => {
  const folder = join(data, "zeek_wrccdc2018");
  const twins: readonly (readonly [name: string, columns: readonly string[]])[] = [
    ["notice", ["time_ms", "source_ip", "destination_ip", "destination_port", "event_action", "message"]],
    ["software", ["time_ms", "source_ip", "package_name", "package_version", "event_action"]],
  ];
  test.for(twins)("Zeek's %s.log is the same in both ways of writing", async ([name, columns], context) => {
    const paths = [join(folder, `${name}.log.gz`), join(folder, `${name}.json.gz`)];
    if (!paths.every(existsSync)) return context.skip(missing(folder));
    const [table, json] = [...(await readAll(paths, columns)).values()].map((read) => {
      // A time in JSON has lost its last digits.
      const rows = [...read.events.values()].map(({ line: _line, time_ms, ...rest }) =>
        JSON.stringify({ ...rest, second: Math.round(Number(time_ms) / 1000) }),
      );
      return rows.sort();
    });
    expect(table?.length).toBeGreaterThan(200);
    expect(json).toHaveLength(table?.length ?? 0);
    const inBoth = new Set(json);
    expect(table?.filter((row) => !inBoth.has(row)).slice(0, 3)).toEqual([]);
  });
});

describe("values", () => {
  test("of every record of an EVE log are those of its own JSON", async (context) => {
    const path = join(data, "suricata", "tpot_eve.json.1.gz");
    if (!existsSync(path)) return context.skip(missing(path));
    const columns = [
      "source_ip",
      "destination_port",
      "url_original",
      "user_agent_original",
      "event_class",
      "rule_id",
    ];
    const read = (await readAll([path], columns)).get("tpot_eve.json.1.gz");
    const lines = linesOf(path);
    let compared = 0;
    for (const [line, event] of read?.events ?? []) {
      const own = JSON.parse(lines[line - 1] ?? "") as {
        src_ip?: string;
        dest_port?: number;
        event_type: string;
        http?: { url?: string; http_user_agent?: string };
        alert?: { signature_id: number };
      };
      expect([line, event.source_ip, event.destination_port]).toEqual([
        line,
        own.src_ip ?? "",
        own.dest_port ?? 0,
      ]);
      expect([line, event.url_original]).toEqual([line, own.http?.url ?? ""]);
      expect([line, event.user_agent_original]).toEqual([line, own.http?.http_user_agent ?? ""]);
      if (own.alert !== undefined) expect(event.rule_id).toBe(String(own.alert.signature_id));
      compared += 1;
    }
    expect(compared).toBe(4972);
  });

  test("of every record of a Zeek log are those of its columns", async (context) => {
    const path = join(data, "zeek_internet_2024-04-19", "http.log.gz");
    if (!existsSync(path)) return context.skip(missing(path));
    const columns = [
      "source_ip",
      "url_original",
      "user_agent_original",
      "http_response_status_code",
      "time_ms",
    ];
    const read = (await readAll([path], columns)).get("http.log.gz");
    const lines = linesOf(path);
    const fields =
      lines
        .find((line) => line.startsWith("#fields"))
        ?.split("\t")
        .slice(1) ?? [];
    let compared = 0;
    for (const [line, event] of read?.events ?? []) {
      const values = (lines[line - 1] ?? "").split("\t");
      const own = (name: string) => {
        const value = values[fields.indexOf(name)] ?? "";
        if (value === "-" || value === "(empty)") return "";
        const bytes = value.replaceAll(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        );
        const text = Buffer.from(bytes, /\\x[89a-f]/.test(value) ? "latin1" : "utf8").toString("utf8");
        // Bytes that are no text stay as they are written.
        return text.includes("\ufffd") ? value : text;
      };
      expect([line, event.source_ip, event.url_original]).toEqual([line, own("id.orig_h"), own("uri")]);
      expect([line, event.user_agent_original]).toEqual([line, own("user_agent")]);
      expect([line, event.http_response_status_code]).toEqual([line, Number(own("status_code") || 0)]);
      expect(Math.abs(Number(event.time_ms) - Number(own("ts")) * 1000)).toBeLessThan(1.01);
      compared += 1;
    }
    expect(compared).toBe(9556);
  });

  test("of Windows events: the read of a browser's version is there, by whom and how", async (context) => {
    const path = join(data, "edr_otrf", "cmd_discover_iexplorer_version_registry.zip");
    if (!existsSync(path)) return context.skip(missing(path));
    const columns = [
      "event_class",
      "event_code",
      "host_name",
      "user_name",
      "process_executable",
      "process_command_line",
      "process_pid",
      "process_parent_executable",
      "registry_path",
    ];
    const [read] = [...(await readAll([path], columns)).values()];
    const reg = [...(read?.events.values() ?? [])].filter(
      ({ process_executable }) => process_executable === "C:\\Windows\\System32\\reg.exe",
    );
    const command = 'reg  query "HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Internet Explorer" /v svcVersion';
    expect(reg.find(({ event_code }) => event_code === "1")).toMatchObject({
      event_class: "process",
      host_name: "WORKSTATION5",
      user_name: "WORKSTATION5\\wardog",
      process_command_line: command,
      process_pid: 2200,
      process_parent_executable: "C:\\Windows\\System32\\cmd.exe",
    });
    expect(reg.find(({ event_code }) => event_code === "4688")).toMatchObject({
      user_name: "wardog",
      process_command_line: command,
      process_pid: 2200,
    });
    expect(reg.find(({ event_code }) => event_code === "4663")).toMatchObject({
      user_name: "wardog",
      registry_path: "\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\Internet Explorer",
      process_pid: 2200,
    });
  });

  test("of 250 mails: the sender stands in the file", async (context) => {
    const folder = join(data, "mail_spamassassin", "spam-1");
    if (!existsSync(folder)) return context.skip(missing(folder));
    const [read] = [...(await readAll([folder], ["email_from", "event_class"])).values()];
    const files = readdirSync(folder).sort();
    expect(read?.events.size).toBe(files.length);
    let compared = 0;
    for (const [line, event] of read?.events ?? []) {
      expect(event.event_class).toBe("mail");
      const text = readFileSync(join(folder, files[line - 1] ?? ""), "latin1").toLowerCase();
      if (event.email_from === "") continue;
      expect(text).toContain(String(event.email_from).toLowerCase());
      compared += 1;
    }
    expect(compared).toBeGreaterThan(230);
  });
});

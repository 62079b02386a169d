/** Columns of what network sensors log, against real files where they are here; see nids-files.test.ts for whole files. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import type { Row } from "../src/engine/engine.ts";
import { keyPath, textAt } from "../src/ingest/key-path.ts";
import { missing, shared } from "./support/places.ts";
import { Workbench } from "./support/workbench.ts";

const data = join(shared, "data");
const suricata = join(data, "suricata");
const twins = join(data, "zeek_wrccdc2018");
const baselines = join(data, "zeek_btest_baselines");

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});

const linesIn = (path: string) => {
  const bytes = readFileSync(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").trimEnd().split("\n");
};

/** Events of lines in their order, without their ids. */
async function events(lines: readonly string[]): Promise<Row[]> {
  const found = await bench.events(lines, bench.recognise(lines));
  return [...found].sort(([a], [b]) => a - b).map(([, { event_id: _, raw: __, ...columns }]) => columns);
}

describe("Suricata EVE", () => {
  test.skipIf(missing(suricata))(
    "of three real logs each request, file, handshake and anomaly is what its record says",
    async () => {
      const paths = readdirSync(suricata)
        .filter((name) => name.endsWith(".gz"))
        .sort()
        .map((name) => join(suricata, name));
      const kept = paths
        .flatMap(linesIn)
        .filter((line) => /"event_type":"(?:http|anomaly|fileinfo|tls)"/.test(line));
      expect(kept).toHaveLength(698 + 101 + 94 + 142);
      const rows = await events(kept);
      const classes = { http: "http", anomaly: "anomaly", fileinfo: "file", tls: "tls" } as const;
      rows.forEach((row, n) => {
        // The text of a number is the number; what is absent is empty.
        const record = JSON.parse(kept[n] ?? "") as Record<string, Record<string, unknown> | undefined>;
        const text = (group: string, key: string) => String(record[group]?.[key] ?? "");
        expect(row).toMatchObject({
          event_class: classes[record.event_type as unknown as keyof typeof classes],
          source_ip: record.src_ip,
          destination_port: record.dest_port,
          url_original: text("http", "url"),
          url_domain: text("http", "hostname"),
          user_agent_original: text("http", "http_user_agent"),
          http_request_method: text("http", "http_method"),
          http_response_status_code: Number(record.http?.status ?? 0),
          tls_client_server_name: text("tls", "sni"),
          message: text("anomaly", "event"),
          file_path: text("fileinfo", "filename"),
        });
      });
    },
  );

  test("halves of surrogate pairs do not make a record go away, and whole pairs stay", async () => {
    const record = (agent: string) =>
      `{"timestamp":"2026-05-17T10:05:03.000000+0000","event_type":"http","src_ip":"192.0.2.7","http":{"url":"/","http_user_agent":"${agent}"}}`;
    const rows = await events([
      record("a\\udcf0b"),
      record("\\ud83d\\ude00"),
      record("\\\\ud83d\\uD800\\\\"),
      record("\\ud83dx"),
    ]);
    expect(rows.map((row) => row.user_agent_original)).toEqual([
      "a\uFFFDb",
      "😀",
      "\\ud83d\uFFFD\\",
      "\uFFFDx",
    ]);
  });
});

describe("Zeek", () => {
  test.skipIf(missing(twins))("a tab-separated log and its JSON twin give the same rows", async () => {
    for (const [name, count] of [
      ["notice", 207],
      ["software", 376],
    ] as const) {
      const tabs = await events(linesIn(join(twins, `${name}.log.gz`)));
      const json = await events(linesIn(join(twins, `${name}.json.gz`)));
      expect(tabs).toHaveLength(count);
      expect(json).toEqual(tabs);
    }
  });

  test.skipIf(missing(baselines))(
    "of Zeek's own baselines those without a header are no known log",
    async () => {
      const files = readdirSync(baselines, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".log"))
        .sort();
      expect(files).toHaveLength(78);
      const bare: string[] = [];
      for (const name of files) {
        const lines = linesIn(join(baselines, name));
        const rows = lines.filter((line) => line !== "" && !line.startsWith("#"));
        if (!lines.some((line) => line.startsWith("#fields")) && !rows[0]?.startsWith("{")) {
          bare.push(name);
          expect(bench.recogniser.recognise(lines), name).toBeUndefined();
        }
      }
      expect(bare).toHaveLength(16);
    },
  );
});

test("a key inside the first element of a list", () => {
  const record = { dns: { queries: [{ rrname: "a.example" }, { rrname: "b.example" }], none: [] } };
  expect(textAt(record, keyPath("dns.queries[].rrname"))).toBe("a.example");
  expect(textAt(record, keyPath("dns.none[].rrname"))).toBe("");
  expect(textAt(record, keyPath("dns[].rrname"))).toBe("");
});

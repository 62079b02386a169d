/** Whole files of network sensors, from their bytes to what is told of them. */
import { readdirSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder, write } from "./support/files.ts";
import { missing, shared } from "./support/places.ts";
import { triageDocument } from "./support/triage.ts";

const suricata = join(shared, "data", "suricata");
const tanner = join(shared, "data", "honeypot_tanner");
const baselines = join(shared, "data", "zeek_btest_baselines");
const folder = temporaryFolder();

describe("Suricata and Tanner", () => {
  test.skipIf(missing(suricata))("every record of three real logs is an event", async () => {
    const paths = readdirSync(suricata)
      .filter((name) => name.endsWith(".gz"))
      .sort()
      .map((name) => join(suricata, name));
    const { sources } = await triageDocument(paths);
    // As `zcat | wc -l` counts them; each one is valid JSON.
    expect(sources.map(({ lines, events: all, rejected }) => [lines, all, rejected])).toEqual([
      [4972, 4972, 0],
      [17_272, 17_272, 0],
      [49_212, 49_212, 0],
    ]);
  });

  test.skipIf(missing(tanner))("of real requests to a honeypot only what was cut off is none", async () => {
    const { sources } = await triageDocument([tanner]);
    const rejects = sources.flatMap(({ rejects: all }) => all);
    expect(sources.reduce((sum, { events: all }) => sum + all, 0)).toBe(745);
    // Line 41 of one file ends in mid-record.
    expect(rejects.map(({ reason, count, line }) => [reason, count, line])).toEqual([
      ["not valid JSON", 1, 41],
    ]);
  });
});

describe("Zeek", () => {
  test.skipIf(missing(baselines))(
    "Zeek's own baselines put together: all rows, once their masked times are times",
    async () => {
      const kept = readdirSync(baselines, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".log"))
        .sort()
        .map((name) => readFileSync(join(baselines, name), "utf8"))
        .filter((text) => text.includes("#fields"));
      expect(kept).toHaveLength(61);
      const lines = kept.join("").trimEnd().split("\n");
      const rows = lines.filter((line) => line !== "" && !line.startsWith("#")).length;
      const masked = lines.filter((line) => line.startsWith("XXXXXXXXXX.XXXXXX\t")).length;
      const as = async (name: string, own: readonly string[]) =>
        (await triageDocument([write(folder, name, own)])).sources[0];
      expect(await as("masked.log", lines)).toMatchObject({
        events: rows - masked,
        rejects: [{ reason: "time stamp not understood", count: masked }],
      });
      const timed = lines.map((line) => line.replace(/^X{10}\.X{6}/, "1779012303.000000"));
      const source = await as("timed.log", timed);
      expect(source).toMatchObject({ events: rows, rejects: [] });
      expect([...(source?.formats ?? [])].sort()).toEqual(["zeek-http", "zeek-other", "zeek-software"]);
    },
  );

  const header = (path: string, ...fields: string[]) => [
    "#separator \\x09",
    "#set_separator\t,",
    "#empty_field\t(empty)",
    "#unset_field\t-",
    `#path\t${path}`,
    `#fields\t${fields.join("\t")}`,
  ];

  test("logs put together are read each by its own header", async () => {
    const path = write(folder, "together.log", [
      ...header("http", "ts", "id.orig_h", "trans_depth", "uri"),
      "1779012303.000000\t192.0.2.7\t1\t/a",
      "#close\t2026-05-17-11-00-00",
      ...header("http", "uri", "added", "ts", "trans_depth", "id.orig_h"),
      "/b\tx\t1779012304.000000\t1\t192.0.2.8",
      ...header("conn", "ts", "id.orig_h", "conn_state"),
      "1779012305.000000\t192.0.2.9\tSF",
      "1779012305.000000\t192.0.2.9",
      ...header("own", "ts", "id.orig_h"),
      "1779012306.000000\t192.0.2.10",
    ]);
    const { sources } = await triageDocument([path]);
    expect(sources[0]).toMatchObject({
      formats: ["zeek-http", "zeek-conn", "zeek-other"],
      events: 4,
      rejects: [{ reason: "does not have the 3 fields of its #fields line", count: 1, line: 23 }],
    });
  });

  test("a JSON file of several logs is read log by log", async () => {
    const records = [
      { uid: "C1", "id.orig_h": "192.0.2.7", conn_state: "SF" },
      { uid: "C1", "id.orig_h": "192.0.2.7", trans_depth: 1, uri: "/a" },
      { uid: "C1", "id.orig_h": "192.0.2.7", trans_id: 1, query: "www.example" },
      { uid: "C1", "id.orig_h": "192.0.2.7", auth_success: true },
    ];
    const path = write(
      folder,
      "several.json",
      [0, 1, 2, 3, 4].flatMap((second) =>
        records.map((record) => JSON.stringify({ ts: 1_779_012_303 + second, ...record })),
      ),
    );
    const { sources } = await triageDocument([path]);
    expect(sources[0]).toMatchObject({ events: 20, rejected: 0 });
    expect([...(sources[0]?.formats ?? [])].sort()).toEqual([
      "zeek-conn",
      "zeek-dns",
      "zeek-http",
      "zeek-json-other",
    ]);
  });

  test.each([
    ["rows alone", "1779012303.123456\tC1aBcDeFgHiJkLmNo\t192.0.2.7\t51000\t198.51.100.1\t80\tGET\t/a"],
    ["names without directives", "ts\tuid\tid.orig_h\tid.resp_h\turi"],
  ])("without its header a log is refused with what to do: %s", async (name, line) => {
    const path = write(folder, `${name}.log`, [line, line, line]);
    const { sources } = await triageDocument([path]);
    expect(sources[0]?.problem?.code).toBe("input.unrecognised");
    expect(sources[0]?.problem?.message).toMatch(/Zeek log without its header/);
  });
});

describe("Snort", () => {
  const alert = (time: string) =>
    `${time}  [**] [1:2000:3] LOCAL [**] [Priority: 2] {TCP} 192.0.2.7:51000 -> 198.51.100.1:80`;

  test("a time without a year is the latest before its file was written", async () => {
    const path = write(folder, "alert_fast.txt", [
      alert("05/17-10:05:03.000000"),
      // After the file: of the year before. The sensor's own clock may be some hours ahead.
      alert("12/31-23:00:00.000000"),
      alert("05/21-04:00:00.000000"),
    ]);
    const written = new Date("2026-05-20T12:00:00Z");
    utimesSync(path, written, written);
    const { sources } = await triageDocument([path]);
    expect(sources[0]).toMatchObject({
      format: "snort-alert-fast",
      events: 3,
      first: "2025-12-31T23:00:00.000Z",
      last: "2026-05-21T04:00:00.000Z",
    });
    expect(sources[0]?.notes.join()).toMatch(/without a year/);
  });
});

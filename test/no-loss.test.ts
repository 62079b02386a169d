/**
 * Nothing is silently lost: of files that mix formats, are cut, or hold keys twice, each record is an event or a reject.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder, write } from "./support/files.ts";
import { type Reading, readFiles } from "./support/reading.ts";
import { csv } from "./support/writers/escapes.ts";
import { writers } from "./support/writers/index.ts";
import { type Truth, truth, type Writer } from "./support/writers/truth.ts";

const seed = 20_261_129;
const folder = temporaryFolder();

const happenings = (numRuns: number, more: number): Truth[] =>
  fc.sample(truth, { numRuns, seed: seed + more }).map((one, serial) => ({ ...one, serial }));

/** All records of a file: what became events, and what was rejected. */
function told({ source }: Reading): number {
  return source.events + source.rejects.reduce((sum, { count }) => sum + count, 0);
}

describe("formats that are mixed in one file", () => {
  const mixable: readonly Writer[] = [
    ["ncsa-combined", "nginx"],
    ["json-access", "nginx"],
    ["envoy", undefined],
    ["aws-alb", undefined],
    ["squid-native", undefined],
    ["nginx-proxy-manager", undefined],
    ["suricata-eve", "requests"],
    ["zscaler-nss-csv", undefined],
  ].map(([format, name]) => {
    const found = writers.find((writer) => writer.format === format && writer.name === name);
    if (found === undefined) throw new Error(`no writer ${format}`);
    return found;
  });
  const nothing = ["", "   ", "no record at all", "{", "[]", "\u0000\u0001", '{"a":1}', "#Fields: a b", "-"];

  interface Line {
    readonly text: string;
    readonly writer?: Writer;
    readonly one?: Truth;
  }
  interface Mixture {
    readonly path: string;
    readonly lines: readonly Line[];
  }
  const mixtures: Mixture[] = [];
  let readings: ReadonlyMap<string, Reading> = new Map();

  /** Up to four formats, each with a weight of its own, and lines that are nothing. */
  const plan = fc.record({
    formats: fc.uniqueArray(fc.nat({ max: mixable.length - 1 }), { minLength: 1, maxLength: 4 }),
    weights: fc.array(fc.constantFrom(1, 1, 5, 50), { minLength: 4, maxLength: 4 }),
    choices: fc.array(fc.nat({ max: 9999 }), { minLength: 1, maxLength: 400, size: "max" }),
    odd: fc.constantFrom(0, 0, 3, 20),
  });

  beforeAll(async () => {
    for (const [number, { formats, weights, choices, odd }] of fc
      .sample(plan, { numRuns: 24, seed })
      .entries()) {
      const bag = formats.flatMap((format, index) => new Array<number>(weights[index] ?? 1).fill(format));
      const some = happenings(choices.length, number);
      const lines = choices.map((choice, index): Line => {
        if (odd > 0 && choice % 100 < odd) return { text: nothing[choice % nothing.length] ?? "" };
        const writer = mixable[bag[choice % bag.length] ?? 0];
        const one = some[index];
        if (writer === undefined || one === undefined || writer.possible?.(one) === false)
          return { text: "left out" };
        return { text: writer.write(one), writer, one };
      });
      const path = write(
        folder,
        `mixture-${number}.log`,
        lines.map(({ text }) => text),
      );
      mixtures.push({ path, lines });
    }
    readings = await readFiles(mixtures.map(({ path }) => path));
  });

  test("each line that is not empty is an event or a reject", () => {
    const sums = mixtures.map(({ path, lines }) => {
      const reading = readings.get(path);
      // Of a file that no format fits nothing is read, and that is said.
      const records = lines.filter(({ text }) => text !== "").length;
      return reading?.source.problem === undefined
        ? { path, records, told: reading === undefined ? 0 : told(reading) }
        : { path, records: reading.source.problem.code, told: "input.unrecognised" };
    });
    expect(sums.filter(({ records, told }) => records !== told)).toEqual([]);
    expect(sums.filter(({ records }) => typeof records === "number").length).toBeGreaterThan(15);
  });

  test("each record of a format that was recognised is the event that it is alone", () => {
    let compared = 0;
    const wrong = mixtures.flatMap(({ path, lines }) => {
      const reading = readings.get(path);
      return lines.flatMap(({ text, writer, one }, index) => {
        if (writer === undefined || one === undefined) return [];
        if (reading?.source.formats.includes(writer.format) !== true) return [];
        compared += 1;
        const event = reading.events.get(index + 1);
        return Object.entries(writer.expected(one))
          .filter(([column, value]) => event?.[column] !== value)
          .map(([column, value]) => `${path}: ${column} of ${text}: ${event?.[column]} instead of ${value}`);
      });
    });
    expect(wrong.slice(0, 5), `${wrong.length} values`).toEqual([]);
    expect(compared).toBeGreaterThan(1000);
  });
});

describe("CSV", () => {
  test("rows with line feeds, rows that lack cells, and quotes that are not closed", async () => {
    const names = ["Timestamp", "DeviceName", "ActionType", "ProcessCommandLine", "FolderPath"];
    const rows = happenings(400, 1000).map((one) => {
      const cells = [new Date(one.ms).toISOString(), one.host, "ProcessCreated", one.text, one.line];
      // The end of a row that was cut is gone; its quotes are in pairs.
      const cut = one.port % 10 === 0;
      return { cut, one, text: (cut ? cells.slice(0, 3) : cells).map(csv).join(",") };
    });
    const path = write(folder, "rows.csv", [
      names.join(","),
      ...rows.map(({ text }) => text),
      'a,b,"never closed',
    ]);
    const reading = (await readFiles([path])).get(path);
    if (reading === undefined) throw new Error("not read");
    const cut = rows.filter((row) => row.cut).length;
    expect(cut).toBeGreaterThan(10);
    expect(reading.source.format).toBe("defender-advanced-hunting");
    expect(reading.source.events).toBe(rows.length - cut);
    expect(Object.fromEntries(reading.source.rejects.map(({ reason, count }) => [reason, count]))).toEqual({
      "does not have the 5 cells of its header row": cut,
      "a quote is not closed": 1,
    });
    // In the order of their lines, each row is the one that was written.
    const events = [...reading.events].sort(([a], [b]) => a - b).map(([, event]) => event);
    expect(
      events.map(({ process_command_line, process_executable }) => [
        process_command_line,
        process_executable,
      ]),
    ).toEqual(rows.filter((row) => !row.cut).map(({ one }) => [one.text, one.line]));
  });
});

describe("JSON with a key twice", () => {
  const agents = ["first/1.0", "second/2.0"] as const;
  const twice: Readonly<Record<string, (one: Truth) => string>> = {
    "json-access": ({ ms, client }) =>
      `{"time_iso8601":"${new Date(ms).toISOString()}","remote_addr":"${client}","request":"GET / HTTP/1.1","status":"200","http_user_agent":"${agents[0]}","http_user_agent":"${agents[1]}"}`,
    "zeek-http": ({ ms, client }) =>
      `{"ts":${ms / 1000},"uid":"C","id.orig_h":"${client}","trans_depth":1,"status_code":200,"user_agent":"${agents[0]}","user_agent":"${agents[1]}"}`,
    "suricata-eve": ({ ms, client }) =>
      `{"timestamp":"${new Date(ms).toISOString()}","event_type":"http","src_ip":"${client}","http":{"http_user_agent":"${agents[0]}"},"http":{"http_user_agent":"${agents[1]}"}}`,
  };

  test("each record is an event, in which the first value counts", async () => {
    const some = happenings(50, 2000);
    const paths = Object.entries(twice).map(([format, record]) => ({
      format,
      path: write(folder, `${format}.json`, some.map(record)),
    }));
    const readings = await readFiles(paths.map(({ path }) => path));
    for (const { format, path } of paths) {
      const reading = readings.get(path);
      if (reading === undefined) throw new Error(`${format} was not read`);
      expect(reading.source.format).toBe(format);
      expect(reading.source.events, format).toBe(some.length);
      const found = new Set(
        [...reading.events.values()].map(({ user_agent_original }) => user_agent_original),
      );
      expect([...found], format).toEqual([agents[0]]);
    }
  });
});

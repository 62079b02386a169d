/**
 * What a product logs comes back: awkward agents, paths, users, command lines and subjects, written into records of
 * every format by the product's own rules (support/writers), are what the reader makes of a file of them.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder, write } from "./support/files.ts";
import { type Reading, readFiles } from "./support/reading.ts";
import { content } from "./support/triage.ts";
import { writers } from "./support/writers/index.ts";
import { type Truth, truth, type Writer } from "./support/writers/truth.ts";

const seed = 20_261_129;
const recordsEach = 250;

const titleOf = ({ format, name }: Writer) => (name === undefined ? format : `${format}, ${name}`);

/** A file of one writer: its records and the line that each begins in. */
interface Log {
  readonly path: string;
  readonly truths: readonly Truth[];
  readonly records: readonly { readonly line: number; readonly text: string }[];
}

const folder = temporaryFolder();
const logs = new Map<Writer, Log>();
let readings: ReadonlyMap<string, Reading> = new Map();

function logOf(writer: Writer, number: number): Log {
  const samples = fc.sample(truth, { numRuns: recordsEach, seed: seed + number });
  const truths = samples
    .map((one, serial): Truth => ({ ...one, serial }))
    .filter((one) => writer.possible?.(one) ?? true);
  const pieces = [...(writer.head ?? [])];
  let line = pieces.join("\n").split("\n").length;
  if (pieces.length === 0) line = 0;
  const records = truths.map((one) => {
    const text = writer.write(one);
    const begins = line + 1;
    line += text.split("\n").length;
    pieces.push(text);
    return { line: begins, text };
  });
  pieces.push(...(writer.foot ?? []));
  return { path: write(folder, `${String(number).padStart(3, "0")}.log`, pieces), truths, records };
}

beforeAll(async () => {
  for (const [number, writer] of writers.entries()) logs.set(writer, logOf(writer, number));
  const paths = [...logs.values()].map(({ path }) => path);
  readings = await readFiles(paths);
});

describe("what was logged comes back", () => {
  test.each(writers.map((writer) => [titleOf(writer), writer] as const))("%s", (_, writer) => {
    const log = logs.get(writer);
    const reading = log === undefined ? undefined : readings.get(log.path);
    if (log === undefined || reading === undefined) throw new Error("not read");
    const { source, events } = reading;
    expect(source.problem).toBeUndefined();
    expect(source.rejects.slice(0, 3)).toEqual([]);
    expect(source.formats).toEqual([writer.format]);
    expect(source.events).toBe(log.records.length);
    expect(log.records.length).toBeGreaterThan(recordsEach / 3);
    const wrong = log.truths.flatMap((one, index) => {
      const record = log.records[index];
      const event = events.get(record?.line ?? 0);
      return Object.entries(writer.expected(one))
        .filter(([column, value]) => event?.[column] !== value)
        .map(
          ([column, value]) =>
            `${column} of ${record?.text}: ${JSON.stringify(event?.[column])} instead of ${JSON.stringify(value)}`,
        );
    });
    expect(wrong.slice(0, 5), `${wrong.length} values`).toEqual([]);
  });
});

test("every format has a writer", () => {
  const written = new Set(writers.map(({ format }) => format.split("+").at(-1)));
  const missing = content()
    .formats.map(({ id }) => id)
    .filter((id) => !written.has(id));
  expect(missing).toEqual([]);
});

/** Lines of a file by their numbers. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { linesAt } from "../src/ingest/physical-lines.ts";
import { temporaryFolder, write } from "./support/files.ts";

const folder = temporaryFolder();

test("are those that splitting the file gives", () => {
  let compared = 0;
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.replaceAll("\n", "")),
        { maxLength: 12 },
      ),
      fc.boolean(),
      fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 6 }),
      (lines, ended, numbers) => {
        const text = lines.join("\n") + (ended && lines.length > 0 ? "\n" : "");
        const path = write(folder, "lines.log", text);
        const split = text.split("\n");
        if (split.at(-1) === "") split.pop();
        const wanted = [...numbers].sort((a, b) => a - b);
        const expected = wanted
          .filter((line) => line <= split.length)
          .map((line) => ({ line, text: split[line - 1], bytes: Buffer.byteLength(split[line - 1] ?? "") }));
        compared += expected.length;
        expect(linesAt(path, wanted, 4096)).toEqual(expected);
      },
    ),
    { seed: 7, numRuns: 1500 },
  );
  expect(compared).toBeGreaterThan(1000);
});

test("a line over the border of two chunks is whole, and a long one cut", () => {
  const long = "x".repeat(5_000_000);
  const path = write(folder, "long.log", `a\n${long}\nb\r\nlast`);
  expect(linesAt(path, [1, 2, 3, 4, 5], 10)).toEqual([
    { line: 1, text: "a", bytes: 1 },
    { line: 2, text: "x".repeat(10), bytes: 5_000_000 },
    { line: 3, text: "b\r", bytes: 2 },
    { line: 4, text: "last", bytes: 4 },
  ]);
});

test("one that begins in front of a border goes on behind it", () => {
  const path = write(folder, "border.log", `${"x".repeat((1 << 22) - 3)}\nabcdef\n`);
  expect(linesAt(path, [2], 100)).toEqual([{ line: 2, text: "abcdef", bytes: 6 }]);
});

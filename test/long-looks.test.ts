/** What is said of looks that take long. */
import { expect, test } from "vitest";
import { LongLooks } from "../src/service/long-looks.ts";

/** A look that is done when it is told so, with waits of some milliseconds. */
function looks(waits: { first: number; next: number }) {
  const told: string[] = [];
  let ticks = 0;
  const made = new LongLooks({ ticks: () => ticks, told: (says) => told.push(says), waits });
  return { made, told, passes: (ms: number) => (ticks += ms) };
}

test("a short look says nothing", async () => {
  const { made, told } = looks({ first: 60_000, next: 60_000 });
  expect(await made.during(async () => ({ total: 5 }))).toEqual({ total: 5 });
  expect(told).toEqual([]);
});

test("a long one says how far it is, and that it is done", async () => {
  const { made, told, passes } = looks({ first: 5, next: 5 });
  const come = (lines: number) =>
    expect.poll(() => told.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(lines);
  await made.during(async () => {
    passes(12_000);
    await come(1);
    made.progress({ stage: "reading /var/log/x", doneBytes: 3e6, totalBytes: 1.2e9 });
    await come(told.length + 2);
    passes(30_000);
    made.progress({ stage: "analysing", doneBytes: 0, totalBytes: 0 });
    await come(told.length + 2);
    return { total: 1_234_567 };
  });
  expect(told[0]).toBe("A look goes on: beginning, 12 s so far.");
  expect(told).toContain("A look goes on: 3 of 1,200 MB read, 12 s so far.");
  expect(told.at(-2)).toBe("A look goes on: analysing, 42 s so far.");
  expect(told.at(-1)).toBe("It is done: 1,234,567 records after 42 s.");
});

test("one that fails says nothing more", async () => {
  const { made, told } = looks({ first: 5, next: 5 });
  await expect(
    made.during(async () => {
      await expect.poll(() => told.length, { timeout: 30_000 }).toBeGreaterThan(0);
      throw new Error("gone");
    }),
  ).rejects.toThrow("gone");
  expect(told.join()).not.toContain("done");
});

/** The order of day and month is one for a file, and told by its dates. */
import { describe, expect, test } from "vitest";
import { orderFrom } from "../src/ingest/day-order.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { readFiles } from "./support/reading.ts";

const folder = temporaryFolder();

/** Times of a file of reported mails by line, its rejects and notes. */
async function timesOf(name: string, dates: readonly string[]) {
  const path = write(folder, name, [
    "time;recipient;sender;subject",
    ...dates.map((date) => `${date};ann@example.org;it@example.net;VPN`),
  ]);
  const reading = (await readFiles([path])).get(path);
  const times = [...(reading?.events ?? [])]
    .sort(([a], [b]) => a - b)
    .map(([, { time_ms }]) => new Date(Number(time_ms)).toISOString().slice(0, 16));
  const notes = reading?.source.notes.filter((note) => note.startsWith("dates"));
  return { times, rejects: reading?.source.rejects, notes };
}

describe("dates of a file", () => {
  test("one that can only be day first makes all of them so", async () => {
    expect(await timesOf("day.csv", ["05/11/2026 09:15", "20/11/2026 09:15", "2026-11-21 09:15"])).toEqual({
      times: ["2026-11-05T09:15", "2026-11-20T09:15", "2026-11-21T09:15"],
      rejects: [],
      notes: ["dates like 05/11/2026 are taken day first: as other dates of the file show"],
    });
  });

  test("also where it stands far behind", async () => {
    const { times } = await timesOf("late.csv", [
      ...Array(900).fill("5/6/2026 1:05 PM"),
      "13/6/2026 1:05 PM",
    ]);
    expect(new Set(times)).toEqual(new Set(["2026-06-05T13:05", "2026-06-13T13:05"]));
  });

  test("one that can only be month first makes all of them so, without a word", async () => {
    expect(await timesOf("month.csv", ["05/11/2026 09:15", "11/20/2026 09:15"])).toEqual({
      times: ["2026-05-11T09:15", "2026-11-20T09:15"],
      rejects: [],
      notes: [],
    });
  });

  test("where none shows the order, the month is first, and that is said", async () => {
    expect(await timesOf("open.csv", ["05/11/2026 09:15", "5-6-26 09:15"])).toEqual({
      times: ["2026-05-11T09:15", "2026-05-06T09:15"],
      rejects: [],
      notes: ["dates like 05/11/2026 are taken month first: no date of the file shows the order"],
    });
  });

  test("parted by full stops the day is first", async () => {
    expect(await timesOf("stops.csv", ["05.11.2026 09:15"])).toMatchObject({ times: ["2026-11-05T09:15"] });
  });

  test("one that contradicts the others is a reject", async () => {
    const { times, rejects } = await timesOf("both.csv", [
      "20/11/2026 09:15",
      "11/21/2026 09:15",
      "22/11/2026 09:15",
      "05/11/2026 09:15",
    ]);
    expect(times).toEqual(["2026-11-20T09:15", "2026-11-22T09:15", "2026-11-05T09:15"]);
    expect(rejects).toMatchObject([
      { count: 1, line: 3, reason: "day and month are not in the order of the rest of the file" },
    ]);
  });

  test("one that is none is a reject of another kind", async () => {
    const { rejects } = await timesOf("none.csv", ["20/20/2026 09:15", "05/11/2026 09:15"]);
    expect(rejects).toMatchObject([{ count: 1, line: 2, reason: "time stamp not understood" }]);
  });
});

test("times without a zone are noted, of whatever format, and no others", async () => {
  const lines = {
    "reports-bare.csv":
      "time,recipient,sender,subject\n2026-11-20 09:15:00,ann@example.org,it@example.net,VPN",
    "reports-zone.csv":
      "time,recipient,sender,subject\n2026-11-20 09:15:00+01:00,ann@example.org,it@example.net,VPN",
    "bare.json":
      '{"time":"2026-11-20 09:15:00","remote_addr":"192.0.2.7","request":"GET / HTTP/1.1","status":200}',
    "zone.json":
      '{"time":"2026-11-20T09:15:00Z","remote_addr":"192.0.2.7","request":"GET / HTTP/1.1","status":200}',
    "bare.log": '192.0.2.7 - - [20/Nov/2026:09:15:00] "GET / HTTP/1.1" 200 7 "-" "curl/8.5.0"',
    "zone.log": '192.0.2.7 - - [20/Nov/2026:09:15:00 +0000] "GET / HTTP/1.1" 200 7 "-" "curl/8.5.0"',
  };
  const paths = Object.entries(lines).map(([name, text]) => write(folder, name, `${text}\n`));
  const readings = await readFiles(paths);
  const noted = paths.map((path) => {
    expect(readings.get(path)?.source.events).toBe(1);
    return readings.get(path)?.source.notes.includes("times without a zone are taken for UTC");
  });
  expect(noted).toEqual([true, false, true, false, true, false]);
});

describe("the order that counts", () => {
  const none = { dayFirst: 0, monthFirst: 0, open: 0, dotted: 0, example: "" };
  test("is that of most dates that show one; of as many of both, the month is first", () => {
    expect(orderFrom({ ...none, dayFirst: 2, monthFirst: 1 }).dayFirst).toBe(true);
    expect(orderFrom({ ...none, dayFirst: 1, monthFirst: 1 }).dayFirst).toBe(false);
    expect(orderFrom({ ...none, dotted: 2, open: 2, monthFirst: 1 }).dayFirst).toBe(false);
  });
  test("is told only of dates that do not show it", () => {
    expect(orderFrom({ ...none, dayFirst: 2 }).note).toBeUndefined();
    expect(orderFrom({ ...none, dayFirst: 2, open: 1, example: "1/2/2026" }).note).toBeDefined();
  });
});

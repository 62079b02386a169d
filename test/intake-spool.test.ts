/** The spool: segments, repeats, positions, what a kill or damage leaves, and full disks. */
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { Hook, Point } from "../src/intake/disk.ts";
import { freeBytesOf } from "../src/intake/limits.ts";
import type { Part, Spool, Stream } from "../src/intake/model.ts";
import { streamFolder } from "../src/intake/names.ts";
import { openSpool, type SpoolOptions } from "../src/intake/spool.ts";

const effects = { now: () => Date.now() };
const roots: string[] = [];
const opened: Spool[] = [];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "vedette-intake-"));
  roots.push(path);
  return path;
}

async function spoolAt(path: string, options: Partial<SpoolOptions> = {}): Promise<Spool> {
  const spool = await openSpool(path, {
    effects,
    ...options,
    limits: { freeBytesMin: 0, ...options.limits },
  });
  opened.push(spool);
  return spool;
}

afterEach(async () => {
  for (const spool of opened.splice(0)) await spool.close().catch(() => {});
  for (const path of roots.splice(0)) rmSync(path, { recursive: true, force: true });
});

const stream: Stream = { kind: "syslog", name: "udp:nginx" };
const records = (...texts: string[]) => texts.map((text) => Buffer.from(text));
const textOf = (spool: Spool, of: Stream = stream) =>
  spool
    .segments()
    .filter(({ stream: one }) => streamFolder(one) === streamFolder(of))
    .map(({ path }) => readFileSync(path, "latin1"))
    .join("");

const contents = (spool: Spool) => spool.segments().map(({ path }) => readFileSync(path, "latin1"));

test("a start that takes long, and finds a segment that is to be closed, does one thing at a time", async () => {
  const path = folder();
  const before = await openSpool(path, { effects, limits: { freeBytesMin: 0 } });
  for (let n = 0; n < 20; n += 1) await before.append(stream, records(`first ${n}`));
  // As a kill leaves it: the journal holds all, and nothing was closed.
  const left = folder();
  cpSync(path, left, { recursive: true });
  for (const name of readdirSync(join(left, "spool")))
    if (name.startsWith("lock")) rmSync(join(left, "spool", name));
  await before.close();
  const slow: Hook = (point) => {
    if (point !== "checkpoint.after-rename") return;
    const end = Date.now() + 700;
    while (Date.now() < end);
  };
  const later = { now: () => Date.now() + 86_400_000 };
  const spool = await spoolAt(left, { effects: later, hook: slow });
  await spool.append(stream, records("second"));
  const text = textOf(spool);
  expect(text.trimEnd().split("\n").length).toBe(21);
  await spool.close();
  expect(textOf(await spoolAt(left))).toBe(text);
}, 60_000);

describe("the row of names that a CSV begins with", () => {
  const csv: Stream = { kind: "http", name: "lines/mails" };
  const names = "Timestamp,NetworkMessageId,Subject";
  const row = (n: number) => `2026-05-17T10:05:0${n}Z,n${n},"Your, browser"`;

  test("stands in each segment, however the rows came", async () => {
    const path = folder();
    let spool = await spoolAt(path, { limits: { segmentBytesMax: 100 } });
    await spool.append(csv, records(names));
    await spool.append(csv, records(row(1), row(2)));
    await spool.close();
    spool = await spoolAt(path, { limits: { segmentBytesMax: 100 } });
    await spool.append(csv, records(row(3)));
    expect(contents(spool)).toEqual([
      `${names}\n${row(1)}\n`,
      `${names}\n${row(2)}\n`,
      `${names}\n${row(3)}\n`,
    ]);
    // Only what was sent counts as a record.
    expect(spool.segments().map((segment) => segment.records)).toEqual([2, 1, 1]);
  });

  test("begins a segment where it comes again, and is not put there twice", async () => {
    const spool = await spoolAt(folder());
    await spool.append(csv, records(names, row(1)));
    await spool.append(csv, records(names, row(2)));
    const other = "TimeGenerated,NetworkMessageId,Url,UrlDomain";
    await spool.commit({
      parts: [{ stream: csv, records: records(other, row(3)), head: Buffer.from(`${other}\n`) }],
    });
    expect(contents(spool)).toEqual([
      `${names}\n${row(1)}\n`,
      `${names}\n${row(2)}\n`,
      `${other}\n${row(3)}\n`,
    ]);
  });

  test.each([
    ["prose", ["It failed, it said, and ended", "It began"]],
    ["two names", ["Time,Path", "1,/"]],
    ["names twice", ["a,a,b", "1,2,3"]],
    ["values", ["1,2,3", "4,5,6"]],
    ["names under names", ["a,b,c", "d,e,f"]],
    ["what comes later", ["1,2,3", "a,b,c", "4,5,6"]],
  ])("is not %s", async (_, lines) => {
    const spool = await spoolAt(folder(), { limits: { segmentBytesMax: 1 } });
    await spool.append(csv, records(...lines));
    expect(contents(spool)).toEqual(lines.map((line) => `${line}\n`));
  });
});

/** Copies the files of a spool as a kill would leave them, so that it can be opened beside the first. */
function killed(path: string): string {
  const copy = folder();
  spawnSync("cp", ["-a", `${path}/.`, copy]);
  for (const name of readdirSync(join(copy, "spool")))
    if (/^lock/.test(name)) rmSync(join(copy, "spool", name));
  return copy;
}

describe("names of streams", () => {
  test.each([
    [{ kind: "file", name: "/var/log/nginx/access.log" }, "file-%2Fvar%2Flog%2Fnginx%2Faccess.log"],
    [{ kind: "http", name: "../../etc" }, "http-..%2F..%2Fetc"],
    [{ kind: "http", name: "ä*?{}" }, "http-%C3%A4%2A%3F%7B%7D"],
  ] as const)("%o", (one, name) => expect(streamFolder(one)).toBe(name));

  test("two names have two folders, of safe letters that a file system takes", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.string({ unit: "binary", maxLength: 300 }),
        (a, b) => {
          const [one, other] = [
            streamFolder({ kind: "http", name: a }),
            streamFolder({ kind: "http", name: b }),
          ];
          expect(one).toMatch(/^http-[A-Za-z0-9._%~-]{0,240}$/);
          expect(one === other).toBe(Buffer.from(a).equals(Buffer.from(b)));
        },
      ),
    );
    const long = "x".repeat(300);
    expect(streamFolder({ kind: "http", name: `${long}a` })).not.toBe(
      streamFolder({ kind: "http", name: `${long}b` }),
    );
  });
});

describe("segments", () => {
  test("hold one record a line, are rolled at their size, and keep the order", async () => {
    const spool = await spoolAt(folder(), { limits: { segmentBytesMax: 12 } });
    await Promise.all(["one", "two", "three", "four"].map((text) => spool.append(stream, records(text))));
    expect(
      spool.segments().map(({ number, bytes, records, closed }) => ({ number, bytes, records, closed })),
    ).toEqual([
      { number: 1, bytes: 8, records: 2, closed: true },
      { number: 2, bytes: 11, records: 2, closed: false },
    ]);
    expect(textOf(spool)).toBe("one\ntwo\nthree\nfour\n");
  });

  test("keep any bytes but a line feed, and refuse one", async () => {
    const spool = await spoolAt(folder());
    const odd = Buffer.from([0, 0xff, 0x0d, 0x1b, 0x41]);
    await spool.append(stream, [odd, Buffer.alloc(0)]);
    expect(readFileSync(spool.segments()[0]?.path ?? "")).toEqual(
      Buffer.from([0, 0xff, 0x0d, 0x1b, 0x41, 0x0a, 0x0a]),
    );
    await expect(spool.append(stream, records("a\nb"))).rejects.toMatchObject({ code: "intake.limit" });
  });

  test("of mail hold one each, with its bytes as they are", async () => {
    const spool = await spoolAt(folder());
    const mail: Stream = { kind: "mail", name: "/srv/drop" };
    await spool.append(mail, records("Subject: a\n\nb", "Subject: c\r\n\r\nd\r\n"));
    const found = spool.segments();
    expect(found.map(({ path, closed }) => [readFileSync(path, "utf8"), closed])).toEqual([
      ["Subject: a\n\nb", true],
      ["Subject: c\r\n\r\nd\r\n", true],
    ]);
    expect(found[0]?.path).toMatch(/\/00000001\.eml$/);
  });

  test("begin with the head of their stream, unless a record is one", async () => {
    const spool = await spoolAt(folder(), { limits: { segmentBytesMax: 24 } });
    const part = (texts: string[]): Part => ({
      stream,
      records: records(...texts),
      head: Buffer.from("#Fields: a b\n"),
    });
    await spool.commit({ parts: [part(["#Fields: a b", "1 2"])] });
    await spool.append(stream, records("3 4444444", "5 6"));
    expect(textOf(spool)).toBe("#Fields: a b\n1 2\n#Fields: a b\n3 4444444\n#Fields: a b\n5 6\n");
    expect(spool.segments().map((segment) => segment.records)).toEqual([2, 1, 1]);
  });

  test("are closed by age", async () => {
    let now = 1_000_000;
    const spool = await spoolAt(folder(), { effects: { now: () => now }, limits: { segmentAgeMs: 1000 } });
    await spool.append(stream, records("a"));
    expect(spool.segments()[0]?.closed).toBe(false);
    now += 1001;
    await expect.poll(() => spool.segments()[0]?.closed, { timeout: 5000 }).toBe(true);
    await spool.append(stream, records("b"));
    expect(spool.segments().map(({ number }) => number)).toEqual([1, 2]);
  });

  test("are released only when closed, stay so, and their numbers do not come again", async () => {
    const path = folder();
    const spool = await spoolAt(path);
    await spool.append(stream, records("a"));
    await expect(spool.release({ stream, number: 1 })).rejects.toMatchObject({ code: "intake.limit" });
    await spool.closeSegments();
    await spool.release({ stream, number: 1 });
    await spool.release({ stream, number: 1 });
    expect(spool.segments()).toEqual([]);
    expect(readdirSync(join(path, "spool", streamFolder(stream)))).toEqual([]);
    await spool.close();
    const again = await spoolAt(path);
    expect(again.segments()).toEqual([]);
    await again.append(stream, records("b"));
    expect(again.segments().map(({ number }) => number)).toEqual([2]);
  });
});

describe("what is sent again", () => {
  test("is known by its key, in one commit, in a later one and after a new start", async () => {
    const path = folder();
    const spool = await spoolAt(path);
    const part = (texts: string[], keys: (string | undefined)[]): Part => ({
      stream,
      records: records(...texts),
      keys,
    });
    expect(await spool.commit({ parts: [part(["a", "b", "a"], ["1", undefined, "1"])] })).toEqual({
      written: 2,
      repeated: [[2]],
    });
    const [one, other] = await Promise.all([
      spool.commit({ parts: [part(["c", "b"], ["1", undefined])], key: "k" }),
      spool.commit({ parts: [part(["c", "b"], ["1", undefined])], key: "k" }),
    ]);
    expect([one, other]).toEqual([
      { written: 1, repeated: [[0]] },
      { written: 0, repeated: [[0, 1]] },
    ]);
    await spool.close();
    const again = await spoolAt(path);
    expect(await again.commit({ parts: [part(["z"], ["1"])] })).toEqual({ written: 0, repeated: [[0]] });
    expect(await again.commit({ parts: [part(["z"], [undefined])], key: "k" })).toEqual({
      written: 0,
      repeated: [[0]],
    });
    expect(textOf(again)).toBe("a\nb\nb\n");
  });

  test("is forgotten beyond the window", async () => {
    const spool = await spoolAt(folder(), { limits: { keysMax: 2 } });
    const send = (key: string) => spool.commit({ parts: [{ stream, records: records(key), keys: [key] }] });
    for (const key of ["1", "2", "3"]) await send(key);
    expect((await send("3")).written).toBe(0);
    expect((await send("1")).written).toBe(1);
  });
});

test("positions are kept with the records, and forgotten with null", async () => {
  const path = folder();
  const spool = await spoolAt(path);
  await spool.append(stream, records("a"), { x: { offset: 2 }, y: 1 });
  await spool.append(stream, [], { y: null });
  const copy = await spoolAt(killed(path));
  expect([...copy.positions()]).toEqual([["x", { offset: 2 }]]);
  expect(copy.position("x")).toEqual({ offset: 2 });
});

describe("a spool that was killed", () => {
  test("holds what was acknowledged, whatever stands of the last frame", async () => {
    const path = folder();
    const spool = await spoolAt(path);
    await spool.append(stream, records("first", "second"), { x: 1 });
    const before = readFileSync(join(path, "spool", "journal"));
    await spool.append(stream, records("third"), { x: 2 });
    const whole = readFileSync(join(path, "spool", "journal"));
    for (
      let length = before.length;
      length <= whole.length;
      length += length < before.length + 20 ? 3 : length > whole.length - 7 ? 1 : 29
    ) {
      const copy = killed(path);
      writeFileSync(join(copy, "spool", "journal"), whole.subarray(0, length));
      // Records go into their segment behind the journal.
      if (length < whole.length) truncateSync(join(copy, "spool", streamFolder(stream), "00000001.log"), 13);
      const found = await spoolAt(copy);
      expect(textOf(found)).toBe(length < whole.length ? "first\nsecond\n" : "first\nsecond\nthird\n");
      expect(found.position("x")).toBe(length < whole.length ? 1 : 2);
      await found.append(stream, records("more"));
      expect(textOf(found)).toMatch(/\nmore\n$/);
      await found.close();
    }
  });

  test("fills its segments from the journal", async () => {
    const path = folder();
    const spool = await spoolAt(path);
    await spool.append(stream, records("first"));
    const copy = killed(path);
    rmSync(join(copy, "spool", streamFolder(stream)), { recursive: true });
    expect(textOf(await spoolAt(copy))).toBe("first\n");
  });

  test.each<[string, (spool: string) => void]>([
    ["a segment is gone", (spool) => rmSync(join(spool, streamFolder(stream), "00000001.log"))],
    ["a segment is short", (spool) => truncateSync(join(spool, streamFolder(stream), "00000001.log"), 3)],
    [
      "a segment is long",
      (spool) => appendFileSync(join(spool, streamFolder(stream), "00000001.log"), "x\n"),
    ],
    ["the checkpoint is gone", (spool) => rmSync(join(spool, "checkpoint"))],
    ["the checkpoint is another", (spool) => appendFileSync(join(spool, "checkpoint"), "x")],
    [
      "the journal is broken in the middle",
      (spool) => {
        const bytes = readFileSync(join(spool, "journal"));
        bytes[20] = 0xee;
        writeFileSync(join(spool, "journal"), bytes);
      },
    ],
  ])("says so where it is damaged: %s", async (_, harm) => {
    const path = folder();
    const spool = await spoolAt(path);
    await spool.append(stream, records("first", "second"));
    await spool.close();
    await (await spoolAt(path)).close();
    const more = await spoolAt(path);
    await more.append(stream, records("third"));
    await more.append(stream, records("fourth"));
    const copy = killed(path);
    harm(join(copy, "spool"));
    await expect(spoolAt(copy)).rejects.toMatchObject({ code: "intake.damaged" });
  });
});

describe("one process a spool", () => {
  test("a second one is refused, and is let in when the first has closed", async () => {
    const path = folder();
    const spool = await spoolAt(path);
    await expect(spoolAt(path)).rejects.toMatchObject({
      code: "intake.locked",
      message: `${path}/spool: process ${process.pid} uses this spool.`,
    });
    await spool.close();
    await spoolAt(path);
  });

  test("a lock of a process that has ended, or of another with its id, does not count", async () => {
    const path = folder();
    await (await spoolAt(path)).close();
    const { stdout } = spawnSync("sh", ["-c", "echo $$"], { encoding: "utf8" });
    const { thisProcess } = await import("../src/effects.ts");
    const own = thisProcess();
    for (const mark of [
      { ...own, pid: Number(stdout) },
      { ...own, began: "1" },
    ]) {
      writeFileSync(join(path, "spool", "lock.7"), JSON.stringify(mark));
      await (await spoolAt(path)).close();
    }
  });

  test("a lock of another machine counts for a minute", async () => {
    const path = folder();
    await (await spoolAt(path)).close();
    writeFileSync(join(path, "spool", "lock.7"), JSON.stringify({ pid: 1, where: "elsewhere", began: "1" }));
    await expect(spoolAt(path)).rejects.toMatchObject({ code: "intake.locked" });
    await spoolAt(path, { effects: { now: () => Date.now() + 61_000 } });
  });
});

describe("no room", () => {
  test("where less is free than has to stay free, and the sentence says what to do", async () => {
    const spool = await spoolAt(folder(), { limits: { freeBytesMin: 2 ** 50 } });
    await expect(spool.append(stream, records("1"))).rejects.toMatchObject({ code: "intake.full" });
    expect(spool.figures().state).toMatchObject({
      name: "full",
      sentence: expect.stringMatching(
        /^The disk of \/\S+ has [\d,]+ MiB free; 1,073,741,824 MiB have to stay free\. .*--keep-free\.$/,
      ),
    });
  });

  test.each([
    [2 ** 40, 512],
    [20 * 2 ** 30, 512],
    [2 * 2 ** 30, 102],
    [256 * 2 ** 20, 64],
  ])("of a disk of %d bytes %d MiB have to stay free", (bytes, mebibytes) => {
    expect(Math.floor(freeBytesOf(bytes) / 2 ** 20)).toBe(mebibytes);
  });

  test("beyond the spool's limit nothing is taken until segments are released", async () => {
    const spool = await spoolAt(folder(), { limits: { spoolBytesMax: 10 } });
    await spool.append(stream, records("12345678"));
    await expect(spool.append(stream, records("9")))
      .resolves.toMatchObject({ written: 1 })
      .catch(() => {});
    await expect(spool.append(stream, records("ab"))).rejects.toMatchObject({ code: "intake.full" });
    expect(spool.figures().state).toMatchObject({
      name: "full",
      sentence: expect.stringContaining("the store has not read"),
    });
    let roomy = false;
    const room = spool.room().then(() => {
      roomy = true;
    });
    await spool.closeSegments();
    expect(roomy).toBe(false);
    for (const segment of spool.segments()) await spool.release(segment);
    await room;
    await spool.append(stream, records("ab"));
    expect(textOf(spool)).toBe("ab\n");
  });

  const failing = (at: Point, times: number): { hook: Hook; left: () => number } => {
    let left = times;
    return {
      left: () => left,
      hook: (point) => {
        if (point !== at || left === 0) return;
        left -= 1;
        throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      },
    };
  };

  test.each<[Point, boolean]>([
    ["journal.before-write", false],
    ["journal.after-write", false],
    ["segment.before-write", true],
    ["segment.after-write", true],
  ])(
    "a disk that fills up at %s is told, loses nothing, and is left by itself",
    async (point, acknowledged) => {
      const { hook } = failing(point, 2);
      const path = folder();
      const spool = await spoolAt(path, { hook });
      const first = spool.append(stream, records("a"));
      if (acknowledged) await first;
      else await expect(first).rejects.toMatchObject({ code: "intake.full", message: "The disk is full." });
      expect(spool.figures().state).toEqual({ name: "full", sentence: "The disk is full." });
      const taken: string[] = acknowledged ? ["a"] : [];
      for (let n = 0; taken.length < 3; n += 1) {
        await spool.room();
        await spool.append(stream, records(`b${n}`)).then(
          () => taken.push(`b${n}`),
          () => {},
        );
      }
      expect(textOf(spool)).toBe(taken.map((text) => `${text}\n`).join(""));
      expect(textOf(await spoolAt(killed(path)))).toBe(textOf(spool));
    },
  );

  test("a disk that fails is left alone", async () => {
    const spool = await spoolAt(folder(), {
      hook: (point) => {
        if (point === "journal.after-write") throw Object.assign(new Error("i/o error"), { code: "EIO" });
      },
    });
    await expect(spool.append(stream, records("a"))).rejects.toMatchObject({ code: "intake.failed" });
    expect(spool.figures().state.name).toBe("failed");
    await expect(spool.room()).rejects.toMatchObject({ code: "intake.failed" });
  });

  const small = mkdtempSync(join(tmpdir(), "vedette-small-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", small]).status === 0;
  test.skipIf(!mounted)("a small file system fills up and is freed", async () => {
    try {
      const spool = await spoolAt(small, { limits: { segmentBytesMax: 100_000, journalBytesMax: 200_000 } });
      const line = "x".repeat(9_999);
      let full = 0;
      const kept: string[] = [];
      for (let n = 0; full < 5; n += 1) {
        const text = `${String(n).padStart(6, "0")}${line}`;
        await spool.append(stream, records(text)).then(
          () => kept.push(text),
          (error: { code: string }) => {
            expect(error.code).toBe("intake.full");
            full += 1;
          },
        );
      }
      expect(kept.length).toBeGreaterThan(50);
      expect(textOf(spool)).toBe(kept.map((text) => `${text}\n`).join(""));
      expect(spool.figures().state.name).toBe("full");
      const first = spool
        .segments()
        .filter(({ closed }) => closed)
        .slice(0, 5);
      for (const segment of first) await spool.release(segment);
      await spool.room();
      await spool.append(stream, records("after"));
      await spool.close();
      const again = await spoolAt(small);
      expect(textOf(again)).toMatch(/\nafter\n$/);
      await again.close();
    } finally {
      spawnSync("umount", ["-l", small]);
      rmSync(small, { recursive: true, force: true });
    }
  });
});

test("a journal that has grown long is begun anew, and nothing changes", async () => {
  const path = folder();
  const spool = await spoolAt(path, { limits: { journalBytesMax: 300 } });
  for (let n = 0; n < 40; n += 1) {
    await spool.append(stream, records(`line ${n}`), { at: n });
    expect(readFileSync(join(path, "spool", "journal")).length).toBeLessThan(800);
    if (n % 5 === 0) {
      const copy = await spoolAt(killed(path));
      expect(textOf(copy)).toBe(textOf(spool));
      expect(copy.position("at")).toBe(n);
      await copy.close();
    }
  }
});

test("whatever is committed is there, in order, also after a kill in between", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.array(fc.tuple(fc.constantFrom("a", "b"), fc.stringMatching(/^[^\n]{0,20}$/)), { maxLength: 5 }),
        { maxLength: 12 },
      ),
      fc.integer({ min: 1, max: 60 }),
      async (batches, segmentBytesMax) => {
        const path = folder();
        const limits = { segmentBytesMax, journalBytesMax: 400 };
        let spool = await spoolAt(path, { limits });
        const wanted = { a: "", b: "" };
        for (const batch of batches) {
          const parts = batch.map(([name, text]) => ({
            stream: { kind: "http", name } as Stream,
            records: records(text),
          }));
          await spool.commit({ parts });
          for (const [name, text] of batch) wanted[name as "a" | "b"] += `${text}\n`;
          spool = await spoolAt(killed(path), { limits }).then(async (copy) => {
            for (const name of ["a", "b"] as const)
              expect(Buffer.from(textOf(copy, { kind: "http", name }), "latin1").toString()).toBe(
                wanted[name],
              );
            await copy.close();
            return spool;
          });
        }
        await spool.close();
      },
    ),
    { numRuns: 5 },
  );
});

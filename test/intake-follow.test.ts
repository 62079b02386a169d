/** Files that are followed: rotation, emptying, new files, new starts. */
import { spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FollowSettings, follow } from "../src/intake/follow.ts";
import type { Intake, Spool } from "../src/intake/model.ts";
import { isRotatedName } from "../src/intake/siblings.ts";
import { openSpool } from "../src/intake/spool.ts";
import { splitLines } from "../src/intake/tail.ts";

const effects = { now: () => Date.now() };
let root: string;
let logs: string;
let log: string;
let spool: Spool;
let intake: Intake | undefined;

async function start(settings: Partial<FollowSettings> = {}): Promise<void> {
  spool = await openSpool(join(root, "state"), { effects, limits: { freeBytesMin: 0 } });
  intake = follow(
    spool,
    { paths: [join(logs, "*.log")], pollMs: 10, globMs: 30, rotatedWaitMs: 300, ...settings },
    effects,
  );
}

async function stop(): Promise<void> {
  await intake?.close();
  intake = undefined;
  await spool?.close().catch(() => {});
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "vedette-follow-"));
  logs = join(root, "logs");
  mkdirSync(join(root, "state"));
  mkdirSync(logs);
  log = join(logs, "access.log");
});

afterEach(async () => {
  await stop();
  rmSync(root, { recursive: true, force: true });
});

const taken = (name = log) =>
  spool
    .segments()
    .filter(({ stream }) => stream.name === name)
    .map(({ path }) => readFileSync(path, "latin1"))
    .join("");
const expectTaken = (text: string, name = log) =>
  expect.poll(() => taken(name), { timeout: 8000 }).toBe(text);
/** Long enough for several looks, where nothing is to happen. */
const pause = (ms = 200) => new Promise((resolve) => setTimeout(resolve, ms));

describe("lines", () => {
  test("however the bytes come, the same lines are read, and the long ones are counted", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[ab\r]{0,12}$/), { maxLength: 20 }),
        fc.array(fc.nat(30), { minLength: 1, maxLength: 30 }),
        (lines, cuts) => {
          const all = Buffer.from(lines.map((line) => `${line}\n`).join(""));
          const got: string[] = [];
          let [at, tooLong, skipping, grown] = [0, 0, false, 0];
          for (let n = 0; grown < all.length || at < all.length; n += 1) {
            grown = Math.min(all.length, grown + 1 + (cuts[n % cuts.length] ?? 0));
            const found = splitLines(all.subarray(at, grown), skipping, 8);
            got.push(...found.records.map(String));
            at += found.length;
            tooLong += found.tooLong;
            skipping = found.skipping;
            if (grown === all.length && found.length === 0) break;
          }
          expect(got).toEqual(lines.filter((line) => line.length <= 8));
          expect(tooLong).toBe(lines.filter((line) => line.length > 8).length);
          expect(at).toBe(all.length);
        },
      ),
    );
  });

  test.each([
    ["access.log.1", "access.log", true],
    ["access.log-20261130", "access.log", true],
    ["access-20261130.log", "access.log", true],
    ["access.log", "access.log", false],
    ["access2.log", "access.log", false],
    ["other.log", "access.log", false],
  ])("%s is a name of a rotated %s: %s", (name, of, is) => expect(isRotatedName(name, of)).toBe(is));
});

describe("a file", () => {
  test("is read from its beginning, and a line without its line feed waits", async () => {
    writeFileSync(log, "one\ntwo\r\nthr");
    await start();
    await expectTaken("one\ntwo\r\n");
    await pause();
    expect(taken()).toBe("one\ntwo\r\n");
    appendFileSync(log, "ee\n");
    await expectTaken("one\ntwo\r\nthree\n");
  });

  test("is read on at the right byte after a new start", async () => {
    writeFileSync(log, "one\ntwo\nthr");
    await start();
    await expectTaken("one\ntwo\n");
    await stop();
    appendFileSync(log, "ee\nfour\n");
    await start();
    await expectTaken("one\ntwo\nthree\nfour\n");
  });

  test("that is new is found; a compressed one and one in UTF-16 are not read", async () => {
    writeFileSync(join(logs, "eve.json.gz"), "gz\n");
    await start({ paths: [join(logs, "*")] });
    await pause(50);
    writeFileSync(join(logs, "b.log"), "b\n");
    writeFileSync(join(logs, "b.log.2.gz"), "gz\n");
    writeFileSync(join(logs, "wide.log"), Buffer.from("fffe61000a00", "hex"));
    await expectTaken("b\n", join(logs, "b.log"));
    await expect
      .poll(() => intake?.notes())
      .toEqual([
        `${join(logs, "eve.json.gz")} is compressed, and is not followed; \`vedette triage\` reads it.`,
        `${join(logs, "wide.log")} is in UTF-16, and is not followed.`,
      ]);
    expect(intake?.figures()).toMatchObject({ unread: 2 });
    expect(spool.segments().map(({ stream }) => stream.name)).toEqual([join(logs, "b.log")]);
  });

  test("has older parts that are compressed: told once at the start, and no more as rotation makes them", async () => {
    writeFileSync(log, "one\n");
    for (const at of [2, 3]) writeFileSync(`${log}.${at}.gz`, "gz\n");
    await start({ paths: [join(logs, "*")] });
    await expectTaken("one\n");
    const told = [
      `${log}.2.gz and 1 more: older parts that are compressed are not followed; \`vedette triage\` reads them.`,
    ];
    await expect.poll(() => intake?.notes()).toEqual(told);
    writeFileSync(`${log}.4.gz`, "gz\n");
    appendFileSync(log, "two\n");
    await expectTaken("one\ntwo\n");
    await pause(100);
    expect(intake?.notes()).toEqual(told);
  });

  test("with a record that is too long loses only that, and says so", async () => {
    writeFileSync(log, `one\n${"x".repeat(3_000_000)}\ntwo\n${"y".repeat(262_144)}\nthree\n`);
    await start();
    await expectTaken(`one\ntwo\n${"y".repeat(262_144)}\nthree\n`);
    expect(intake?.figures()).toMatchObject({ records: 4, too_long: 1 });
  });
});

describe("rotation by a new name", () => {
  test("reads the old file to its end, also what is written to it afterwards", async () => {
    writeFileSync(log, "1\n");
    await start();
    await expectTaken("1\n");
    appendFileSync(log, "2\n");
    renameSync(log, `${log}.1`);
    appendFileSync(`${log}.1`, "3\n");
    await expectTaken("1\n2\n3\n");
    writeFileSync(log, "4\n");
    await expectTaken("1\n2\n3\n4\n");
    appendFileSync(`${log}.1`, "late\nwithout an end");
    await expectTaken("1\n2\n3\n4\nlate\n");
    await expectTaken("1\n2\n3\n4\nlate\nwithout an end\n");
    await expect.poll(() => intake?.figures().files).toBe(1);
    appendFileSync(log, "5\n");
    await expectTaken("1\n2\n3\n4\nlate\nwithout an end\n5\n");
  });

  test("while nobody follows is made up for", async () => {
    writeFileSync(log, "1\n2\n");
    await start();
    await expectTaken("1\n2\n");
    await stop();
    appendFileSync(log, "3\n");
    renameSync(log, `${log}.1`);
    writeFileSync(log, "4\n");
    await start();
    await expectTaken("1\n2\n3\n4\n");
    expect(intake?.notes()).toEqual([]);
  });

  test("under a glob that has the rotated files too reads nothing twice", async () => {
    writeFileSync(log, "1\n");
    await start({ paths: [join(logs, "*")], rotatedWaitMs: 50 });
    await expectTaken("1\n");
    for (let n = 2; n < 6; n += 1) {
      for (let old = n - 2; old >= 1; old -= 1) renameSync(`${log}.${old}`, `${log}.${old + 1}`);
      renameSync(log, `${log}.1`);
      writeFileSync(log, `${n}\n`);
      await pause(150);
    }
    await expectTaken("1\n2\n3\n4\n5\n");
    await stop();
    await start({ paths: [join(logs, "*")], rotatedWaitMs: 50 });
    await pause();
    expect(spool.segments().map(({ stream, path }) => [stream.name, readFileSync(path, "utf8")])).toEqual([
      [log, "1\n2\n3\n4\n5\n"],
    ]);
  });

  test("to a compressed file while nobody follows is said to lose lines", async () => {
    writeFileSync(log, "1\n");
    await start();
    await expectTaken("1\n");
    await stop();
    unlinkSync(log);
    writeFileSync(log, "new\n");
    await start();
    await expectTaken("1\nnew\n");
    await expect
      .poll(() => intake?.notes())
      .toEqual([
        `${log} was rotated away or emptied while it was not followed: lines behind byte 2 may be lost.`,
      ]);
  });
});

describe("copytruncate", () => {
  test("reads on in the copy what was not read before the file was emptied", async () => {
    writeFileSync(log, "1\n2\n");
    await start({ pollMs: 150 });
    await expectTaken("1\n2\n");
    appendFileSync(log, "3\n4\n");
    copyFileSync(log, `${log}.1`);
    truncateSync(log, 0);
    await expectTaken("1\n2\n3\n4\n");
    appendFileSync(log, "5\n");
    await expectTaken("1\n2\n3\n4\n5\n");
    expect(intake?.figures().emptied).toBe(1);
    expect(intake?.notes()).toEqual([]);
  });

  test("is seen where the file has grown beyond the old place meanwhile", async () => {
    writeFileSync(log, "1\n2\n");
    await start({ pollMs: 200 });
    await expectTaken("1\n2\n");
    copyFileSync(log, `${log}.1`);
    writeFileSync(log, "a\nb\nc\nd\n");
    await expectTaken("1\n2\na\nb\nc\nd\n");
  });

  test("while nobody follows is made up for", async () => {
    writeFileSync(log, "1\n2\n");
    await start();
    await expectTaken("1\n2\n");
    await stop();
    appendFileSync(log, "3\n");
    copyFileSync(log, `${log}.1`);
    writeFileSync(log, "4\nand longer than before\n");
    await start();
    await expectTaken("1\n2\n3\n4\nand longer than before\n");
    expect(intake?.notes()).toEqual([]);
  });

  test("without a copy says what may be lost", async () => {
    writeFileSync(log, "1\n2\n");
    await start();
    await expectTaken("1\n2\n");
    truncateSync(log, 0);
    await expect
      .poll(() => intake?.notes())
      .toEqual([`${log} was emptied, and no copy of it was found: lines behind byte 4 may be lost.`]);
    appendFileSync(log, "3\n");
    await expectTaken("1\n2\n3\n");
  });

  test("under a glob that has the copies too reads nothing twice", async () => {
    writeFileSync(log, "1\n");
    await start({ paths: [join(logs, "*")] });
    await expectTaken("1\n");
    copyFileSync(log, `${log}.1`);
    await pause();
    truncateSync(log, 0);
    appendFileSync(log, "2\n");
    await expectTaken("1\n2\n");
    await pause();
    expect(spool.segments().map(({ stream }) => stream.name)).toEqual([log]);
  });
});

test("segments begin with the head of the file they came from", async () => {
  writeFileSync(log, "#Version: 1.0\n#Fields: a b\n1 2\n");
  await start();
  await expectTaken("#Version: 1.0\n#Fields: a b\n1 2\n");
  await spool.closeSegments();
  appendFileSync(log, "3 4\n");
  await expectTaken("#Version: 1.0\n#Fields: a b\n1 2\n#Version: 1.0\n#Fields: a b\n3 4\n");
});

test("where there is no room a file waits, and nothing of it is lost", async () => {
  writeFileSync(log, "1\n");
  spool = await openSpool(join(root, "state"), { effects, limits: { freeBytesMin: 0, spoolBytesMax: 6 } });
  intake = follow(spool, { paths: [log], pollMs: 10 }, effects);
  await expectTaken("1\n");
  appendFileSync(log, "22222222\n");
  await expect.poll(() => spool.figures().state.name).toBe("full");
  appendFileSync(log, "3\n");
  await pause();
  expect(taken()).toBe("1\n");
  await stop();
  await start();
  await expectTaken("1\n22222222\n3\n");
});

test("renamed, emptied and written at all times, each line is read once", async () => {
  await start({ pollMs: 5, globMs: 20, rotatedWaitMs: 1500 });
  let wanted = "";
  const seen = async (line: string) => {
    while (!taken().includes(line)) await pause(2);
  };
  for (let n = 0; n < 2000; n += 1) {
    appendFileSync(log, `line ${n}\n`);
    wanted += `line ${n}\n`;
    // What lives for less than one look between two rotations cannot be seen; see the guide.
    if (n % 50 === 48) await seen(`line ${n - 12}\n`);
    if (n % 150 === 149) {
      renameSync(log, `${log}.${n}`);
      // A server writes on to the renamed file until it is told.
      appendFileSync(`${log}.${n}`, `late ${n}\n`);
      wanted += `late ${n}\n`;
    } else if (n % 50 === 49) {
      copyFileSync(log, `${log}.copy${n}`);
      truncateSync(log, 0);
    }
    if (n % 20 === 0) await pause(1);
    if (n === 1020) {
      await stop();
      await start({ pollMs: 5, globMs: 20, rotatedWaitMs: 1500 });
    }
  }
  const inOrder = (text: string) => text.split("\n").sort().join("\n");
  await expect.poll(() => inOrder(taken()), { timeout: 20_000 }).toBe(inOrder(wanted));
});

const logrotate = "/usr/sbin/logrotate";
describe.skipIf(!existsSync(logrotate))("logrotate", () => {
  test.each(["create", "copytruncate"])("with %s, every hundred lines", async (mode) => {
    await start({ pollMs: 20, globMs: 50, rotatedWaitMs: 1000 });
    const config = join(root, "logrotate.conf");
    writeFileSync(config, `${log} {\n su root root\n rotate 4\n ${mode}\n compress\n delaycompress\n}\n`);
    chmodSync(config, 0o600);
    const args = ["-f", "-s", join(root, "logrotate.state"), config];
    let wanted = "";
    // As servers do, and reopened after a rotation: who opens it by its name for each line may make the file in the gap between
    // renaming and making it, and logrotate then puts that one aside.
    let open = openSync(log, "a");
    const write = (n: number) => {
      writeSync(open, `line ${n}\n`);
      wanted += `line ${n}\n`;
    };
    for (let n = 0; n < 1200; n += 1) {
      write(n);
      if (n % 10 === 0) await pause(1);
      if (n % 100 !== 99) continue;
      while (!taken().includes(`line ${n - 20}\n`)) await pause(5);
      // What is written between a copy and the emptying is in neither, so that nobody writes meanwhile then.
      if (mode === "copytruncate") expect(spawnSync(logrotate, args).status).toBe(0);
      else {
        const rotation = spawn(logrotate, args);
        const ended = new Promise((resolve) => rotation.once("exit", resolve));
        for (let more = 0; rotation.exitCode === null && more < 200; more += 1) {
          write(n * 1000 + more);
          await pause(1);
        }
        await ended;
      }
      closeSync(open);
      open = openSync(log, "a");
    }
    closeSync(open);
    const inOrder = (text: string) => text.split("\n").sort().join("\n");
    await expect.poll(() => inOrder(taken()), { timeout: 20_000 }).toBe(inOrder(wanted));
    expect(intake?.notes()).toEqual([]);
  });
});

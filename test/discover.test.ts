/** From names to files, and from first bytes to what they are; no engine is needed for it. */
import { spawnSync } from "node:child_process";
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gzipDeclares, zstdDeclares } from "../src/ingest/declared.ts";
import { discover, hollowFolders } from "../src/ingest/discover.ts";
import { compressionOf } from "../src/ingest/open.ts";
import { utf16Of } from "../src/ingest/utf16.ts";
import { temporaryFolder, write } from "./support/files.ts";

const folder = temporaryFolder();

describe("names", () => {
  for (const name of [
    "tree/b.log",
    "tree/a.log",
    "tree/deep/er/c.log",
    "tree/.hidden.log",
    "x/1.log",
    "x/10.log",
    "x/2.log",
    "x/{1,2}.log",
  ])
    write(folder, name, "x\n");
  symlinkSync(join(folder, "x", "1.log"), join(folder, "tree", "link.log"));
  symlinkSync(join(folder, "nowhere"), join(folder, "tree", "dangling.log"));
  mkdirSync(join(folder, "empty"));
  const paths = (given: readonly string[]) =>
    discover(given.map((name) => join(folder, name))).inputs.map(({ path }) => path.slice(folder.length + 1));

  test("a folder is its files, at any depth, sorted, without hidden and dangling ones", () => {
    expect(paths(["tree"])).toEqual(["tree/a.log", "tree/b.log", "tree/deep/er/c.log", "tree/link.log"]);
  });

  test("half-delivered mails of a Maildir are left aside, and that is noted", () => {
    for (const name of ["cur/1", "new/2", "tmp/3", "tmp/4"]) write(folder, `mails/box/${name}`, "x\n");
    // A folder that happens to be called so is no part of a Maildir.
    write(folder, "mails/tmp/5.log", "x\n");
    expect(paths(["mails"])).toEqual(["mails/box/cur/1", "mails/box/new/2", "mails/tmp/5.log"]);
    const box = join(folder, "mails", "box");
    const note = `${box}/tmp: 2 half-delivered mails of a Maildir were left aside; name the folder itself to read it.`;
    expect(discover([join(folder, "mails"), box]).notes.filter((one) => one.includes("tmp"))).toEqual([note]);
    expect(paths(["mails/box/tmp"])).toEqual(["mails/box/tmp/3", "mails/box/tmp/4"]);
  });

  test("an empty tmp of a Maildir is not worth a word", () => {
    write(folder, "quiet/cur/1", "x\n");
    for (const name of ["new", "tmp"]) mkdirSync(join(folder, "quiet", name));
    expect(discover([join(folder, "quiet")]).notes).toEqual([]);
  });

  test("order of the names is kept, each file once", () => {
    expect(paths(["x/2.log", "tree", "x/10.log", "tree/b.log"])).toEqual([
      "x/2.log",
      "tree/a.log",
      "tree/b.log",
      "tree/deep/er/c.log",
      "tree/link.log",
      "x/10.log",
    ]);
  });

  test("one file under several names is read once, and the other names are noted", () => {
    const one = write(folder, "once/one.log", "x\n");
    linkSync(one, join(folder, "once", "two.log"));
    const names = [
      `${folder}/once//one.log`,
      one,
      `${folder}/once/./one.log`,
      `${folder}/once/two.log`,
      `${folder}/tree`,
      `${folder}/x/1.log`,
      one,
    ];
    const { inputs, notes, problems } = discover(names);
    expect(inputs.map(({ path }) => path.slice(folder.length + 1))).toEqual([
      "once//one.log",
      "tree/a.log",
      "tree/b.log",
      "tree/deep/er/c.log",
      "tree/link.log",
    ]);
    expect(notes).toEqual([
      `${names[0]} is the same file as ${one}, ${names[2]}, ${names[3]}, and was read once.`,
      `${folder}/tree/link.log is the same file as ${folder}/x/1.log, and was read once.`,
    ]);
    // It was named itself as well, so what is wrong with it is said.
    expect(inputs.at(-1)).toMatchObject({ named: true, folder: `${folder}/tree` });
    expect(problems).toEqual([]);
    expect(discover([one, one]).notes).toEqual([]);
  });

  test("what the file system refuses is a problem of its path", () => {
    const file = write(folder, "odd/file.log", "x\n");
    symlinkSync("circle.log", join(folder, "odd", "circle.log"));
    symlinkSync(".", join(folder, "odd", "self"));
    const long = join(folder, "n".repeat(300));
    const circle = join(folder, "odd", "circle.log");
    const { inputs, problems } = discover([`${file}/x`, long, circle, join(folder, "odd")]);
    expect(inputs.map(({ path }) => path)).toEqual([file]);
    expect(problems.map(({ code, place }) => [code, place.path])).toEqual([
      ["input.missing", `${file}/x`],
      ["input.missing", long],
      ["input.unreadable", circle],
      ["input.unreadable", circle],
    ]);
    expect(problems[0]?.message).toMatch(/what stands before a \/ in it is a file/);
    expect(problems[1]?.message).toMatch(/longer than the system allows/);
    expect(problems[2]?.message).toMatch(/leads round in a circle/);
  });

  test("names that are not UTF-8 are told, of files and of folders", (context) => {
    const odd = join(folder, "latin");
    mkdirSync(odd);
    const named = (...name: string[]) =>
      Buffer.concat([Buffer.from(`${odd}/`), Buffer.from(name.join("/"), "latin1")]);
    try {
      writeFileSync(named("n\xe9.log"), "x\n");
    } catch {
      context.skip("the file system takes UTF-8 only");
    }
    mkdirSync(named("caf\xe9"));
    writeFileSync(named("caf\xe9", "x.log"), "x\n");
    writeFileSync(named(".h\xe9"), "x\n");
    const told = () => discover([odd]).problems.map(({ code, message }) => [code, message]);
    const message = `${odd}: 2 names in this folder are not UTF-8 (caf\\xe9, n\\xe9.log); they were not read.`;
    expect(told()).toEqual([["input.unreadable", message]]);
    write(folder, "latin/plain.log", "x\n");
    expect(told()).toEqual([["input.unreadable", message]]);
    expect(paths(["latin"])).toEqual(["latin/plain.log"]);
  });

  test("what exists is a name, what does not may be a pattern", () => {
    expect(paths(["x/{1,2}.log"])).toEqual(["x/{1,2}.log"]);
    expect(paths(["x/?.log"])).toEqual(["x/1.log", "x/2.log"]);
    expect(paths(["x/{2,10}.log"])).toEqual(["x/10.log", "x/2.log"]);
    expect(paths(["tree/**/*.log"])).toContain("tree/deep/er/c.log");
  });

  test("named files are told from those of a folder", () => {
    const { inputs } = discover([join(folder, "x", "1.log"), join(folder, "tree"), "-", "/dev/null"]);
    expect(inputs.filter(({ named }) => named).map(({ path }) => path)).toEqual([
      join(folder, "x", "1.log"),
      "-",
      "/dev/null",
    ]);
    expect(inputs.filter(({ once }) => once).map(({ path }) => path)).toEqual(["-", "/dev/null"]);
  });

  test("each problem is told, the rest is found", () => {
    const { inputs, problems } = discover([
      join(folder, "missing"),
      join(folder, "empty"),
      join(folder, "x", "1.log"),
      join(folder, "no-*.log"),
    ]);
    expect(inputs).toHaveLength(1);
    expect(problems.map(({ code }) => code)).toEqual(["input.missing", "input.no-files", "input.missing"]);
  });

  test("a folder in which nothing was read is told", () => {
    const { inputs } = discover([join(folder, "tree"), join(folder, "x")]);
    const sources = inputs.map(({ path }) => ({ path, events: path.startsWith(join(folder, "x")) ? 1 : 0 }));
    expect(hollowFolders(inputs, sources).map(({ code, place }) => [code, place.path])).toEqual([
      ["input.no-files", join(folder, "tree")],
    ]);
  });
});

describe("first bytes", () => {
  test.each([
    [[0x1f, 0x8b, 8], "gzip"],
    [[0x28, 0xb5, 0x2f, 0xfd, 0], "zstd"],
    [[0x42, 0x5a, 0x68, 0x39], "bzip2"],
    [[...Buffer.from("BZh1"), 0x17, 0x72, 0x45, 0x38, 0x50, 0x90], "bzip2"],
    [[...Buffer.from("BZh91AY&SY")], "bzip2"],
    [[...Buffer.from("BZh91AY&S")], "bzip2"],
    [[...Buffer.from("BZh01AY&SY")], "none"],
    [[...Buffer.from("BZh9.example.org")], "none"],
    [[...Buffer.from("BZho.example.org")], "none"],
    [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "xz"],
    [[0x31, 0x39, 0x32], "none"],
    [[], "none"],
    [[0x1f], "none"],
  ])("%j: %s", (bytes, compression) => expect(compressionOf(Uint8Array.from(bytes))).toBe(compression));

  test("UTF-16 by its mark or by its zeros, and nothing else", () => {
    const line = '192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 5';
    const little = Buffer.from(line, "utf16le");
    expect(utf16Of(little)).toBe("utf-16le");
    expect(utf16Of(Buffer.from(little).swap16())).toBe("utf-16be");
    expect(utf16Of(Buffer.from(`\ufeff${line}`, "utf16le"))).toBe("utf-16le");
    expect(utf16Of(Buffer.from(line))).toBeUndefined();
    expect(utf16Of(Buffer.alloc(600))).toBeUndefined();
    fc.assert(
      fc.property(
        fc.string({ unit: "binary-ascii", maxLength: 200 }).filter((text) => !text.includes("\0")),
        (text) => void expect(utf16Of(Buffer.from(text))).toBeUndefined(),
      ),
      { seed: 1 },
    );
  });
});

describe("what a compressed file declares", () => {
  const path = join(folder, "declared");
  const sizes = [0, 1, 1000, 131_072, 131_073, 1_000_000];
  const noise = (bytes: number) =>
    Buffer.from(Array.from({ length: bytes }, (_, n) => (n * 7919 + (n >> 5) * 31) % 251));

  test("gzip: the size of its last member", () => {
    for (const size of sizes) {
      const bytes = gzipSync(noise(size));
      writeFileSync(path, bytes);
      expect(gzipDeclares(path, bytes.length)).toBe(size);
    }
  });

  test("zstd: never less than it becomes, and whether it is whole", (context) => {
    const zstd = (input: Buffer, ...flags: string[]) =>
      spawnSync("zstd", ["-c", ...flags], { input, maxBuffer: 1 << 27 }).stdout;
    if (spawnSync("zstd", ["--version"]).error !== undefined) context.skip("zstd is not installed");
    const declares = (bytes: Buffer) => {
      writeFileSync(path, bytes);
      return zstdDeclares(path, bytes.length);
    };
    for (const size of sizes) {
      for (const flags of [[], ["--no-check"], ["-19"], ["--long=20"]]) {
        for (const input of [noise(size), Buffer.alloc(size, "log line\n")]) {
          const bytes = zstd(input, ...flags);
          const whole = declares(bytes);
          expect(whole.complete).toBe(true);
          expect(whole.bytes).toBeGreaterThanOrEqual(size);
          expect(whole.bytes).toBeLessThanOrEqual(size + 131_072);
          for (const cut of [1, 2, 5, Math.floor(bytes.length / 2)])
            if (cut < bytes.length)
              expect(
                declares(bytes.subarray(0, bytes.length - cut)).complete,
                `${size} bytes, ${cut} cut off`,
              ).toBe(false);
        }
      }
    }
    // Frames one after another, a skippable one between, and a tail that is none.
    const [first, second] = [zstd(noise(1000)), zstd(noise(2000))];
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    expect(declares(Buffer.concat([first, skippable, second])).complete).toBe(true);
    expect(declares(Buffer.concat([first, second])).bytes).toBeGreaterThanOrEqual(3000);
    expect(declares(Buffer.concat([first, Buffer.from("something else")])).complete).toBe(true);
  });
});

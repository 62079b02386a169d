/** Zip and tar archives as folders: which members are read, under which names, and what a triage makes of them. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { archiveLimits, openArchives } from "../src/ingest/archives/archives.ts";
import { archiveFormatOf } from "../src/ingest/archives/kind.ts";
import { harmlessName, nameText } from "../src/ingest/archives/names.ts";
import { discover } from "../src/ingest/discover.ts";
import { attribute, type TarMember, tar, type ZipMember, zip } from "./support/archives.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { missing, samples, shared } from "./support/places.ts";
import { content, triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
let runs = 0;

/** Opens archives; what a run would read then, as path and text, and what it is told. */
async function opened(paths: readonly string[], stdin: Uint8Array = new Uint8Array(0)) {
  const copies = join(folder, `copies-${runs++}`);
  const limits = archiveLimits(content().policy.limits);
  const found = discover(paths);
  const { inputs, problems, notes } = await openArchives(
    found.inputs,
    copies,
    limits,
    Readable.from([stdin]),
  );
  const left = readdirSync(copies);
  expect(left.length).toBe(inputs.filter((input) => input.content !== undefined).length);
  for (const name of left) {
    expect(name).toMatch(/^\d+$/);
    expect(statSync(join(copies, name)).mode & 0o777).toBe(0o600);
  }
  return {
    inputs,
    texts: Object.fromEntries(
      inputs.map((input) => [
        input.path.replace(`${folder}/`, ""),
        readFileSync(input.content ?? input.path, "latin1"),
      ]),
    ),
    problems: [...found.problems, ...problems].map(({ code, message }) => [
      code,
      message.replaceAll(`${folder}/`, ""),
    ]),
    partial: inputs.flatMap(({ problem }) => (problem === undefined ? [] : [problem.code])),
    notes: notes.map((note) => note.replaceAll(`${folder}/`, "")),
  };
}

const ofZip = (name: string, members: readonly ZipMember[], more = {}) =>
  opened([write(folder, name, zip(members, more))]);
const ofTar = (name: string, members: readonly TarMember[], more = {}) =>
  opened([write(folder, name, tar(members, more))]);
const none = { problems: [], notes: [], partial: [] };

describe("an archive is known by its content", () => {
  test("zip, tar of POSIX, GNU and version 7; nothing else", () => {
    const members = [{ name: "a.log", content: "x\n" }];
    expect(archiveFormatOf(zip(members))).toBe("zip");
    expect(archiveFormatOf(zip([]))).toBe("zip");
    expect(archiveFormatOf(tar(members))).toBe("tar");
    expect(archiveFormatOf(tar([{ name: "a.log", magic: "ustar  \0" }]))).toBe("tar");
    expect(archiveFormatOf(tar([{ name: "a.log", magic: "" }]))).toBe("tar");
    expect(archiveFormatOf(Buffer.alloc(1024))).toBeUndefined();
    expect(archiveFormatOf(Buffer.from("PK is how some lines begin\n"))).toBeUndefined();
  });

  test("a log whose writer put the marks of a tar into it is a log", () => {
    // A header of letters alone, whose checksum is right: zeros are what a line cannot have.
    const marked = (fill: number) => {
      const text = Buffer.alloc(512, "a");
      text.write("ustar", 257, "latin1");
      text.write("        ", 148, "latin1");
      text.fill(fill, 500, 508);
      const sum = text.reduce((total, byte) => total + byte, 0);
      text.write(`0${sum.toString(8)} `, 148, "latin1");
      return text;
    };
    expect(archiveFormatOf(marked(0x61))).toBeUndefined();
    expect(archiveFormatOf(marked(0))).toBe("tar");
  });

  test("what is no archive passes untouched, in its place", async () => {
    const plain = write(folder, "order/1.log", "one\n");
    const archive = write(folder, "order/2.zip", zip([{ name: "m", content: "two\n" }]));
    const packed = write(folder, "order/3.log.gz", gzipSync("three\n"));
    const { inputs, texts } = await opened([packed, archive, plain]);
    expect(inputs[0]).toEqual({ path: packed, named: true, once: false });
    expect(inputs[2]).toEqual({ path: plain, named: true, once: false });
    expect(inputs[1]).toMatchObject({ path: `${archive}!/m`, named: false, folder: archive, once: false });
    expect(texts["order/2.zip!/m"]).toBe("two\n");
  });

  test.each(["gzip", "zstd", "bzip2", "xz"])("tar compressed by %s", async (program) => {
    const archive = tar([
      { name: "a.log", content: "one\n".repeat(500) },
      { name: "b.log", content: "two\n" },
    ]);
    const packed = spawnSync(program, ["-c"], { input: archive });
    if (packed.error !== undefined) return expect(program, `${program} is not here`).not.toBe("gzip");
    const path = write(folder, `packed.${program}`, packed.stdout);
    expect(await opened([path])).toMatchObject({
      texts: { [`packed.${program}!/a.log`]: "one\n".repeat(500), [`packed.${program}!/b.log`]: "two\n" },
      ...none,
    });
  });

  test("a zip archive that is compressed once more", async () => {
    const path = write(folder, "twice.zip.gz", gzipSync(zip([{ name: "a", content: "a\n" }])));
    expect(await opened([path])).toMatchObject({ texts: { "twice.zip.gz!/a": "a\n" }, ...none });
  });
});

describe("members", () => {
  const tree = [
    { name: "z.log", content: "z\n" },
    { name: "a/", content: "" },
    { name: "a/10.log", content: "ten\n" },
    { name: "a/2.log", content: "two\n" },
    { name: "empty.log", content: "" },
    { name: ".hidden", content: "h\n" },
    { name: "a/._2.log", content: "h\n" },
    { name: "__MACOSX/a/2.log", content: "h\n" },
    { name: ".cache/kept.log", content: "k\n" },
  ];
  const read = (archive: string) => ({
    [`${archive}!/.cache/kept.log`]: "k\n",
    [`${archive}!/a/10.log`]: "ten\n",
    [`${archive}!/a/2.log`]: "two\n",
    [`${archive}!/z.log`]: "z\n",
  });

  test("sorted by name, without directories, empty and hidden files", async () => {
    const zipped = await ofZip("tree.zip", tree);
    expect(zipped).toMatchObject({ texts: read("tree.zip"), ...none });
    expect(Object.keys(zipped.texts)).toEqual(Object.keys(read("tree.zip")));
    const tarred = await ofTar("tree.tar", tree);
    expect(tarred).toMatchObject({ texts: read("tree.tar"), ...none });
    expect(Object.keys(tarred.texts)).toEqual(Object.keys(read("tree.tar")));
  });

  test("links and devices are left out, and said to be", async () => {
    const zipped = await ofZip("links.zip", [
      { name: "link", content: "/etc/passwd", mode: 0o120777 },
      { name: "pipe", mode: 0o010644 },
      { name: "folder", mode: 0o040755 },
      { name: "file", content: "f\n", mode: 0o100644 },
    ]);
    expect(zipped.texts).toEqual({ "links.zip!/file": "f\n" });
    expect(zipped.notes).toEqual([
      "links.zip: 1 member was left out: links (link).",
      "links.zip: 1 member was left out: devices or pipes (pipe).",
    ]);
    const types = ["1", "2", "3", "4", "6"].map((type) => ({ name: `of-${type}`, type }));
    const tarred = await ofTar("links.tar", [
      ...types,
      { name: "folder", type: "5" },
      { name: "file", content: "f\n", type: "7" },
    ]);
    expect(tarred.texts).toEqual({ "links.tar!/file": "f\n" });
    expect(tarred.notes).toEqual([
      "links.tar: 2 members were left out: links (of-1, of-2).",
      "links.tar: 3 members were left out: devices or pipes (of-3, of-4, of-6).",
    ]);
  });

  test("of two with one name the later counts, as it does when the archive is unpacked", async () => {
    const twice = [
      { name: "x.log", content: "old\n" },
      { name: "x.log", content: "old\nnew\n" },
    ];
    for (const [name, run] of [
      ["twice.zip", ofZip],
      ["twice.tar", ofTar],
    ] as const) {
      const { texts, notes } = await run(name, twice);
      expect(texts).toEqual({ [`${name}!/x.log`]: "old\nnew\n" });
      expect(notes).toEqual([
        `${name}: 1 member was left out: followed by others of the same name, which count (x.log).`,
      ]);
    }
  });

  test("names lead nowhere, and different members never share one", async () => {
    const names = [
      "/etc/passwd",
      "../../up.log",
      "a/../b.log",
      "b/./c//d.log",
      "up.log",
      "new\nline\x1b[31m.log",
      "new\u0007line\u0001[31m.log",
    ];
    const { texts } = await ofTar(
      "names.tar",
      names.map((name) => ({ name, content: `${name.length}\n` })),
    );
    expect(Object.keys(texts)).toEqual(
      [
        "a/b.log",
        "b/c/d.log",
        "etc/passwd",
        "new\ufffdline\ufffd[31m.log",
        "new\ufffdline\ufffd[31m.log (2)",
        "up.log",
        "up.log (2)",
      ].map((name) => `names.tar!/${name}`),
    );
  });

  test("names in other letters: code page 437 in zip, Latin-1 in tar, UTF-8 where it is", async () => {
    const latin = Buffer.from("caf\xe9.log", "latin1");
    expect(
      Object.keys(
        (
          await ofTar("letters.tar", [
            { name: latin, content: "x" },
            { name: "né.log", content: "x" },
          ])
        ).texts,
      ),
    ).toEqual(["letters.tar!/café.log", "letters.tar!/né.log"]);
    // 0x82 is é in code page 437; 0x81 is ü.
    const page = Buffer.from("m\x81ller\\caf\x82.log", "latin1");
    const { texts } = await ofZip("letters.zip", [
      { name: page, content: "x" },
      { name: "né.log", content: "x", flags: 0x800 },
    ]);
    expect(Object.keys(texts)).toEqual(["letters.zip!/müller/café.log", "letters.zip!/né.log"]);
    expect(nameText(Buffer.from([0xe1, 0xff]), "cp437")).toBe("ß\u00a0");
    expect(harmlessName("x".repeat(5000))).toBe(`${"x".repeat(1024)}…`);
    expect(harmlessName("../..")).toBe("");
  });

  test("archives in archives, and compressed logs in them", async () => {
    const inner = gzipSync(tar([{ name: "c.log", content: "c\n" }]));
    const packed = gzipSync("d\n");
    const { texts, inputs, problems } = await ofZip("nest.zip", [
      { name: "b.tgz", content: inner },
      { name: "d.log.gz", content: packed, method: 0 },
    ]);
    expect(problems).toEqual([]);
    expect(texts).toEqual({
      "nest.zip!/b.tgz!/c.log": "c\n",
      "nest.zip!/d.log.gz": packed.toString("latin1"),
    });
    expect(inputs.map((input) => input.folder?.replace(`${folder}/`, ""))).toEqual(["nest.zip", "nest.zip"]);
  });

  test("an archive that holds nothing to read says so where it was named", async () => {
    expect((await ofZip("none.zip", [])).problems).toEqual([
      ["input.no-files", "none.zip: the archive holds no file to read."],
    ]);
    write(folder, "around/none.zip", zip([]));
    write(folder, "around/one.log", "1\n");
    expect((await opened([join(folder, "around")])).problems).toEqual([]);
  });

  test("members of an archive in a folder that was named are found in that folder", async () => {
    write(folder, "found/x.zip", zip([{ name: "m", content: "m\n" }]));
    const { inputs } = await opened([join(folder, "found")]);
    expect(inputs).toMatchObject([{ folder: join(folder, "found"), named: false }]);
  });
});

describe("the tar format", () => {
  const long = `${"long/".repeat(40)}name.log`;

  test("long names: prefix, GNU, POSIX attributes", async () => {
    const { texts, problems } = await ofTar("long.tar", [
      { name: "name.log", prefix: "in/a/prefix", content: "1\n" },
      { name: "././@LongLink", type: "L", content: `${long}\0`, magic: "ustar  \0" },
      { name: long.slice(0, 100), content: "2\n", magic: "ustar  \0" },
      { name: "././@LongLink", type: "K", content: `${long}-target\0`, magic: "ustar  \0" },
      { name: "after-k.log", content: "3\n", magic: "ustar  \0" },
      {
        name: "PaxHeaders/x",
        type: "x",
        content: attribute("mtime", "1.5") + attribute("path", "pàx=path\nof lines.log"),
      },
      { name: "short", content: "4\n" },
      { name: "pax_global_header", type: "g", content: attribute("comment", "x") },
      { name: "after-g.log", content: "5\n" },
    ]);
    expect(problems).toEqual([]);
    expect(texts).toEqual({
      "long.tar!/in/a/prefix/name.log": "1\n",
      [`long.tar!/${long}`]: "2\n",
      "long.tar!/after-k.log": "3\n",
      "long.tar!/pàx=path\ufffdof lines.log": "4\n",
      "long.tar!/after-g.log": "5\n",
    });
  });

  test("sizes: by POSIX attribute, binary by GNU, blanks around octal digits", async () => {
    const binary = Buffer.alloc(12);
    binary[0] = 0x80;
    binary[11] = 2;
    const { texts, problems } = await ofTar("sizes.tar", [
      { name: "x", type: "x", content: attribute("size", "3") },
      { name: "pax.log", content: "abc", size: "00000000000\0" },
      { name: "gnu.log", content: "de", size: binary },
      { name: "old.log", content: "fghi", size: "         4 \0" },
    ]);
    expect(problems).toEqual([]);
    expect(texts).toEqual({
      "sizes.tar!/pax.log": "abc",
      "sizes.tar!/gnu.log": "de",
      "sizes.tar!/old.log": "fghi",
    });
  });

  test("version 7: no magic, a directory by its name", async () => {
    const old = (name: string, text: string) => ({ name, content: text, magic: "", type: "\0" });
    expect(await ofTar("v7.tar", [old("logs/", ""), old("logs/a.log", "a\n")])).toMatchObject({
      texts: { "v7.tar!/logs/a.log": "a\n" },
      ...none,
    });
  });

  test("sparse files are left out, and what follows them is read", async () => {
    const map = Buffer.alloc(512 * 2);
    map[504] = 1;
    const { texts, notes, problems } = await ofTar("sparse.tar", [
      {
        name: "gnu.log",
        type: "S",
        content: "data",
        magic: "ustar  \0",
        over: [[482, Buffer.from([1])]],
        blocks: map,
      },
      {
        name: "x",
        type: "x",
        content: attribute("GNU.sparse.major", "1") + attribute("GNU.sparse.name", "posix.log"),
      },
      { name: "GNUSparseFile.0/posix.log", content: "1\n0\n1\nx" },
      { name: "volume", type: "V" },
      { name: "continued", type: "M", content: "rest" },
      { name: "plain.log", content: "p\n" },
    ]);
    expect(problems).toEqual([]);
    expect(texts).toEqual({ "sparse.tar!/plain.log": "p\n" });
    expect(notes).toEqual([
      "sparse.tar: 2 members were left out: sparse files, whose holes are not filled (gnu.log, posix.log).",
      "sparse.tar: 1 member was left out: of a kind that is no file (continued).",
    ]);
  });

  test("archives one behind the other, and the filling of a tape", async () => {
    const both = Buffer.concat([
      tar([{ name: "a", content: "a\n" }]),
      tar([{ name: "b", content: "b\n" }]),
      Buffer.alloc(700, "junk"),
    ]);
    expect(await opened([write(folder, "both.tar", both)])).toMatchObject({
      texts: { "both.tar!/a": "a\n", "both.tar!/b": "b\n" },
      ...none,
    });
  });

  test.each(["gnu", "posix", "ustar", "v7", "oldgnu"])("as the tar program writes it: %s", async (format) => {
    const source = join(folder, `made-${format}`);
    const names = ["a.log", `deep/${"d".repeat(format === "v7" || format === "ustar" ? 60 : 150)}/b.log`];
    for (const name of names) write(source, name, `${name}\n`);
    const path = join(folder, `made-${format}.tar`);
    const made = spawnSync("tar", [`--format=${format}`, "-cf", path, "-C", source, "."]);
    if (made.error !== undefined || made.status !== 0) return;
    const { texts, problems, notes } = await opened([path]);
    expect(texts).toEqual(
      Object.fromEntries(names.map((name) => [`made-${format}.tar!/${name}`, `${name}\n`])),
    );
    expect([...problems, ...notes]).toEqual([]);
  });
});

describe("the zip format", () => {
  test("stored and deflated, descriptors, 64 bits, a comment that looks like an end", async () => {
    const text = "line\n".repeat(3000);
    const members: ZipMember[] = [
      { name: "stored", content: text, method: 0 },
      { name: "deflated", content: text },
      { name: "described", content: text, descriptor: true },
      { name: "long", content: text, long: true },
    ];
    const all = (path: string) =>
      Object.fromEntries(
        ["deflated", "described", "long", "stored"].map((name) => [`${path}!/${name}`, text]),
      );
    const comment = "PK\x05\x06 is no end";
    expect(await ofZip("forms.zip", members, { comment })).toMatchObject({
      texts: all("forms.zip"),
      ...none,
    });
    expect(await ofZip("forms64.zip", members, { long: true })).toMatchObject({
      texts: all("forms64.zip"),
      ...none,
    });
  });

  test("encrypted members, and those packed otherwise: told, and the rest is read", async () => {
    const { texts, problems, inputs } = await ofZip("cannot.zip", [
      { name: "a.log", content: "a\n" },
      { name: "secret.log", content: "x", flags: 1 },
      { name: "aes.log", content: "x", method: 99, flags: 1 },
      { name: "b.log", content: "x", method: 12 },
      { name: "c.log", content: "x", method: 93 },
      { name: "d.log", content: "x", method: 77 },
    ]);
    expect(texts).toEqual({ "cannot.zip!/a.log": "a\n" });
    expect(inputs).toHaveLength(1);
    expect(problems).toEqual([
      ["input.archive", "cannot.zip: 2 members were not read: encrypted (secret.log, aes.log)."],
      ["input.archive", "cannot.zip: 1 member was not read: packed by bzip2, which is not read (b.log)."],
      ["input.archive", "cannot.zip: 1 member was not read: packed by zstd, which is not read (c.log)."],
      ["input.archive", "cannot.zip: 1 member was not read: packed by method 77, which is not read (d.log)."],
    ]);
  });

  test("one part of a split archive", async () => {
    expect((await ofZip("part.zip", [{ name: "a", content: "a" }], { disk: 3 })).problems).toEqual([
      ["input.archive", "part.zip: one part of a split archive; it was not read."],
    ]);
  });

  test("as the zip program writes it", async (context) => {
    const source = join(folder, "made-zip");
    for (const name of ["a.log", "b/c.log"]) write(source, name, `${name}\n`.repeat(100));
    const path = join(folder, "made.zip");
    const made = spawnSync("zip", ["-qry", path, "."], { cwd: source });
    if (made.error !== undefined) context.skip("zip is not here");
    const piped = spawnSync("zip", ["-q", "-", "a.log"], { cwd: source });
    write(folder, "piped.zip", piped.stdout);
    expect(await opened([path, join(folder, "piped.zip")])).toMatchObject({
      texts: {
        "made.zip!/a.log": "a.log\n".repeat(100),
        "made.zip!/b/c.log": "b/c.log\n".repeat(100),
        "piped.zip!/a.log": "a.log\n".repeat(100),
      },
      ...none,
    });
  });

  const recorded = join(shared, "data", "edr_otrf");
  test("recorded host telemetry: one document in each archive", async (context) => {
    const absent = missing(recorded);
    if (absent !== undefined) context.skip(absent);
    const names = readdirSync(recorded).filter((name) => name.endsWith(".zip"));
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      const { inputs, problems, notes, texts } = await opened([join(recorded, name)]);
      expect(inputs.map(({ path }) => path)).toEqual([expect.stringMatching(/\.zip!\/[^/]+\.json$/)]);
      expect([...problems, ...notes]).toEqual([]);
      for (const line of Object.values(texts)[0]?.trimEnd().split("\n").slice(0, 50) ?? []) JSON.parse(line);
    }
  });
});

describe("a member that is named", () => {
  const members = [
    { name: "logs/a.log", content: "a\n" },
    { name: "logs/b.log", content: "b\n" },
    { name: ".hidden.log", content: "h\n" },
    { name: "empty.log" },
    {
      name: "in.tar",
      content: tar([
        { name: "c.log", content: "c\n" },
        { name: "d.log", content: "d\n" },
      ]),
    },
  ];
  const archive = write(folder, "pick.zip", zip(members));
  const pick = (...names: string[]) => opened(names.map((name) => `${archive}!/${name}`));

  test("is the only one that is read, and counts as named", async () => {
    const { texts, inputs } = await pick("logs/a.log");
    expect(texts).toEqual({ "pick.zip!/logs/a.log": "a\n" });
    expect(inputs[0]).toMatchObject({ named: true });
    expect(inputs[0]?.folder).toBeUndefined();
  });

  test("hidden ones, folders and archives in it can be named, and members of those", async () => {
    expect(Object.keys((await pick(".hidden.log", "in.tar!/d.log", "logs/b.log")).texts)).toEqual([
      "pick.zip!/.hidden.log",
      "pick.zip!/in.tar!/d.log",
      "pick.zip!/logs/b.log",
    ]);
    expect(Object.keys((await pick("in.tar")).texts)).toEqual([
      "pick.zip!/in.tar!/c.log",
      "pick.zip!/in.tar!/d.log",
    ]);
    const { inputs, texts } = await pick("logs");
    expect(Object.keys(texts)).toEqual(["pick.zip!/logs/a.log", "pick.zip!/logs/b.log"]);
    expect(inputs[0]).toMatchObject({ named: false, folder: `${archive}!/logs` });
  });

  test("with the archive around it is read once", async () => {
    const both = await opened([`${archive}!/logs/a.log`, archive]);
    expect(Object.keys(both.texts)).toHaveLength(4);
    expect(Object.keys((await opened([archive])).texts)).toEqual(Object.keys(both.texts));
  });

  test("and is not there, or empty, or in no archive: said", async () => {
    expect((await pick("nothing.log", "in.tar!/x", "logs/a.log!/x", "empty.log")).problems).toEqual([
      ["input.empty", "pick.zip!/empty.log: empty."],
      ["input.missing", "pick.zip!/in.tar!/x: the archive holds no such member."],
      ["input.missing", "pick.zip!/nothing.log: the archive holds no such member."],
      ["input.missing", "pick.zip!/logs/a.log!/x: the archive holds no such member."],
    ]);
    const plain = write(folder, "plain.log", "x\n");
    expect((await opened([`${plain}!/x`])).problems).toEqual([
      [
        "input.missing",
        `${plain}!/x: no such file or folder, and ${plain} is no archive.`.replaceAll(`${folder}/`, ""),
      ],
    ]);
    expect((await opened([join(folder, "no.zip!/x")])).problems).toEqual([
      ["input.missing", "no.zip!/x: no such file or folder."],
    ]);
  });
});

describe("a triage", () => {
  const names = readdirSync(samples)
    .filter((name) => statSync(join(samples, name)).isFile())
    .sort();
  const files = names.map((name) => ({ name, content: readFileSync(join(samples, name)) }));
  const zipped = write(folder, "samples.zip", zip(files));
  const tarred = write(folder, "samples.tar.gz", gzipSync(tar(files)));

  test("over an archive gives what one over its files gives, and the same bytes twice", async () => {
    const counts = async (path: string) => {
      const report = await triageDocument([path]);
      expect(JSON.stringify(await triageDocument([path]))).toBe(JSON.stringify(report));
      const { sources, decision, findings } = report;
      return {
        sources: sources.map(({ path: name, format, lines, events, rejected }) => ({
          name: name.slice(path.length).replace(/^!?\//, ""),
          format,
          lines,
          events,
          rejected,
        })),
        action: decision.action,
        findings: findings.map(({ indicator, entity, count }) => ({ indicator, entity, count })),
      };
    };
    const loose = join(folder, "samples");
    mkdirSync(loose);
    for (const { name, content } of files) writeFileSync(join(loose, name), content);
    const plain = await counts(loose);
    expect(plain.sources).toHaveLength(names.length);
    expect(plain.findings.length).toBeGreaterThan(50);
    expect(await counts(zipped)).toEqual(plain);
    expect(await counts(tarred)).toEqual(plain);
  });

  test("quotes from the member, and explain finds what it quotes", async () => {
    const { report, status, left } = await triageJson([zipped]);
    expect([status, left]).toEqual([0, []]);
    const quoted = report.findings.flatMap(({ evidence }) => evidence)[0];
    expect(quoted?.path.startsWith(`${zipped}!/`)).toBe(true);
    const lines = readFileSync(join(samples, quoted?.path.slice(zipped.length + 2) ?? ""), "utf8").split(
      "\n",
    );
    expect(lines[(quoted?.line ?? 0) - 1]).toBe(quoted?.text);
    for (const others of [[], [zipped]]) {
      const told = await vedette(["explain", "--json", `${quoted?.path}:${quoted?.line}`, ...others]);
      expect([told.status, told.stderr, told.left]).toEqual([0, "", []]);
      expect(JSON.parse(told.stdout)).toMatchObject({
        path: quoted?.path,
        line: quoted?.line,
        raw: quoted?.text,
      });
    }
    const step = report.steps.find(({ command }) => command?.includes(" explain "));
    expect(step?.command).toContain(`'${quoted?.path.slice(0, zipped.length)}!/`);
  });

  test("of standard input", async () => {
    const one = zip([{ name: "access.log", content: `${combined()}\n` }]);
    const { texts, problems } = await opened(["-"], one);
    expect(texts).toEqual({ "-!/access.log": `${combined()}\n` });
    expect(problems).toEqual([]);
    const report = await triageDocument(["-"], {
      stdin: Readable.from([gzipSync(tar([{ name: "x", content: `${combined()}\n` }]))]),
    });
    expect(report.sources.map(({ path, events }) => [path, events])).toEqual([["-!/x", 1]]);
    const plain = await triageDocument(["-"], { stdin: Readable.from([`${combined()}\n`]) });
    expect(plain.sources.map(({ path, events }) => [path, events])).toEqual([["-", 1]]);
  });

  test("of an archive without a log says so in its own words", async () => {
    const path = write(folder, "texts.zip", zip([{ name: "a.txt", content: "hello\nworld\n" }]));
    const { status, stderr } = await triageJson([path]);
    expect(status).toBe(2);
    expect(stderr).toContain("texts.zip: no log was found in the one file of this archive.");
  });

  test("into a store adds a member once, and its last line too", async () => {
    const store = join(folder, "store");
    // No line feed at the end: nobody writes on behind it.
    const path = write(
      folder,
      "kept.zip",
      zip([{ name: "a.log", content: `${combined()}\n${combined({ ip: "203.0.113.9" })}` }]),
    );
    for (let round = 0; round < 2; round += 1) {
      const report = await triageDocument([path], { store });
      expect(report.sources.map(({ path: name, events }) => [name, events])).toEqual([[`${path}!/a.log`, 2]]);
    }
    const told = await vedette(["explain", "--json", `${path}!/a.log:2`, "--store", store]);
    expect(JSON.parse(told.stdout)).toMatchObject({ line: 2, event: { source_ip: "203.0.113.9" } });
    expect(existsSync(join(store, "members"))).toBe(false);
  });

  test("is not needed to see its events, nor to know what it is", async () => {
    const path = write(folder, "seen.zip", zip([{ name: "a.log", content: `${combined()}\n` }]));
    const events = await vedette(["events", path]);
    expect([events.status, events.left]).toEqual([0, []]);
    expect(
      events.stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ path: `${path}!/a.log`, line: 1, source_ip: "198.51.100.20" }]);
    expect((await vedette(["recognise", path])).stdout.split("\n")[0]).toBe(`${path}!/a.log`);
  });

  test("of mails in an archive, one of them cut off: all are one source, and the cut is told", async () => {
    const mail = (subject: string) =>
      `From: a@mail.test\nTo: b@mail.test\nSubject: ${subject}\nDate: Mon, 18 May 2026 10:00:00 +0000\nMessage-ID: <${subject}@mail.test>\n\n${"text\n".repeat(400)}`;
    const whole = tar([
      { name: "box/1.eml", content: mail("one") },
      { name: "box/2.eml", content: mail("two") },
    ]);
    const path = write(folder, "box.tar", whole.subarray(0, whole.length - 1024 - 1500));
    const { sources } = await triageDocument([path]);
    expect(sources.map(({ path: name, events, problem }) => [name, events, problem?.code])).toEqual([
      [`${path}!/box`, 2, "input.truncated"],
    ]);
  });
});

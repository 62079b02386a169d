/** Archives that are damaged, cut off, or made to harm: what can be read is, limits end the rest, nothing stays behind. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { constants, deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ArchiveLimits, archiveLimits, openArchives } from "../src/ingest/archives/archives.ts";
import { discover } from "../src/ingest/discover.ts";
import { attribute, tar, zip } from "./support/archives.ts";
import { triageJson } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { content } from "./support/triage.ts";

const folder = temporaryFolder();
let runs = 0;

/** Opens an archive; the sizes of what would be read, and what is told. */
async function opened(name: string, bytes: Uint8Array, more: Partial<ArchiveLimits> = {}) {
  const path = write(folder, name, bytes);
  const copies = join(folder, `copies-${runs++}`);
  const limits = { ...archiveLimits(content().policy.limits), ...more };
  const { inputs, problems, notes } = await openArchives(
    discover([path]).inputs,
    copies,
    limits,
    Readable.from([]),
  );
  // Nothing is left but what is handed on.
  expect(readdirSync(copies)).toHaveLength(inputs.filter((input) => input.content !== undefined).length);
  const short = (text: string) => text.replaceAll(`${folder}/`, "");
  return {
    texts: Object.fromEntries(
      inputs.map(({ path: member, content: copy }) => [
        short(member).slice(name.length + 2),
        readFileSync(copy ?? member, "latin1"),
      ]),
    ),
    problems: problems.map(({ code, message }) => [code, short(message)]),
    partial: inputs.flatMap(({ problem }) =>
      problem === undefined ? [] : [[problem.code, short(problem.message)]],
    ),
    notes: notes.map(short),
  };
}

/** Lines that pack badly, so that half of the bytes of an archive are half of what it holds. */
const lines = (count: number, start = 0) =>
  Array.from({ length: count }, (_, index) =>
    combined({ request: `GET /${createHash("sha512").update(`${start} ${index}`).digest("hex")} HTTP/1.1` }),
  ).join("\n");

/** A deflate stream of zeros, ready at once whatever its length. */
function zeros(megabytes: number): Buffer {
  const one = deflateRawSync(Buffer.alloc(1 << 20), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([...Array.from({ length: megabytes }, () => one), Buffer.from([3, 0])]);
}

describe("a tar archive that is damaged", () => {
  const members = ["a", "b", "c"].map((name, index) => ({ name, content: `${lines(20, index)}\n` }));
  const whole = tar(members);
  const text = members.map((member) => member.content);

  test("cut off in the middle of a member: that one in part", async () => {
    const { texts, problems, partial } = await opened("cut.tar", whole.subarray(0, 512 * 3 + 8000));
    expect(Object.keys(texts)).toEqual(["a", "b", "c"].slice(0, Object.keys(texts).length));
    expect(texts.a).toBe(text[0]);
    const last = Object.keys(texts).at(-1) ?? "";
    expect(text[Object.keys(texts).length - 1]?.startsWith(texts[last] ?? "-")).toBe(true);
    expect(partial).toEqual([
      [
        "input.truncated",
        `cut.tar!/${last}: the archive ends in the middle of this member; what could be read was used.`,
      ],
    ]);
    expect(problems).toEqual([]);
  });

  test("cut off in the middle of a header", async () => {
    const second = 512 + Math.ceil((text[0]?.length ?? 0) / 512) * 512;
    const { texts, problems } = await opened("header.tar", whole.subarray(0, second + 100));
    expect(Object.keys(texts)).toEqual(["a"]);
    expect(problems[0]?.[0]).toBe("input.truncated");
  });

  test("cut off between two members: a note, since some programs write no end", async () => {
    const { texts, problems, notes } = await opened("open.tar", tar(members, { end: false }));
    expect(Object.values(texts)).toEqual(text);
    expect(problems).toEqual([]);
    expect(notes).toEqual([
      "open.tar: the archive has no mark of its end; it may have been cut off between two members.",
    ]);
  });

  test("with a header that is not right: the next one that is goes on", async () => {
    const broken = Buffer.from(whole);
    broken.write("xx", 512 + Math.ceil((text[0]?.length ?? 0) / 512) * 512 + 2, "latin1");
    const { texts, problems } = await opened("broken.tar", broken);
    expect(texts).toEqual({ a: text[0], c: text[2] });
    expect(problems).toEqual([
      [
        "input.corrupt",
        "broken.tar: the archive is damaged (headers of members are not right); members that could be found were used.",
      ],
    ]);
  });

  test("compressed, and cut off or damaged there", async () => {
    const packed = gzipSync(whole);
    const cut = await opened("cut.tgz", packed.subarray(0, packed.length / 2));
    expect(cut.texts.a).toBe(text[0]);
    expect([...cut.partial, ...cut.problems].map(([code]) => code)).toEqual(["input.truncated"]);
    const bad = Buffer.from(packed);
    bad.fill(0xff, packed.length >> 1, (packed.length >> 1) + 20);
    const damaged = await opened("bad.tgz", bad);
    expect(damaged.texts.a).toBe(text[0]);
    expect(damaged.problems.map(([code]) => code)).toContain("input.corrupt");
  });

  test("attributes and long names without end are not kept", async () => {
    const huge = Buffer.alloc(3 << 20, "n");
    const { texts, problems } = await opened(
      "huge.tar",
      tar([
        { name: "x", type: "L", content: huge },
        { name: "a", content: "a\n" },
        { name: "x", type: "x", content: `${"9".repeat(3000)} path=x\n` },
        { name: "b", content: "b\n" },
        { name: "x", type: "x", content: attribute("size", "-5") + attribute("__proto__", "x") },
        { name: "c", content: "c\n" },
      ]),
    );
    expect(texts).toEqual({ a: "a\n", b: "b\n", c: "c\n" });
    expect(problems.map(([code]) => code)).toEqual(["input.corrupt"]);
  });

  test("a size beyond all files is a damaged header", async () => {
    const binary = Buffer.alloc(12, 0xff);
    const { texts, problems } = await opened(
      "size.tar",
      tar([
        { name: "a", content: "a\n", size: binary },
        { name: "b", content: "b\n" },
      ]),
    );
    expect(texts).toEqual({ b: "b\n" });
    expect(problems.map(([code]) => code)).toEqual(["input.corrupt"]);
  });
});

describe("a zip archive that is damaged", () => {
  const members = ["a", "b", "c"].map((name, index) => ({ name, content: `${lines(200, index)}\n` }));
  const text = members.map((member) => member.content);

  test.each([
    ["sizes in front", {}],
    ["sizes behind", { descriptor: true }],
    ["stored", { method: 0 }],
  ])("cut off, %s: members in front of the cut, and the beginning of the last", async (_, more) => {
    const whole = zip(members.map((member) => ({ ...member, ...more })));
    const second = whole.indexOf("PK\x03\x04", 4, "latin1");
    const third = whole.indexOf("PK\x03\x04", second + 4, "latin1");
    const { texts, problems, partial } = await opened(
      "cut.zip",
      whole.subarray(0, (third + whole.indexOf("PK\x01\x02", third, "latin1")) / 2),
    );
    expect([texts.a, texts.b]).toEqual(text.slice(0, 2));
    expect(texts.c?.length).toBeGreaterThan((text[2]?.length ?? 0) / 4);
    expect(text[2]?.startsWith(texts.c ?? "-")).toBe(true);
    expect(partial).toEqual([
      [
        "input.truncated",
        "cut.zip!/c: the archive ends in the middle of this member; what could be read was used.",
      ],
    ]);
    expect(problems).toEqual([]);
  });

  test.each([[{}], [{ descriptor: true }]])("with its directory cut off: all members %j", async (more) => {
    const whole = zip(members.map((member) => ({ ...member, ...more })));
    const { texts, problems } = await opened(
      "headless.zip",
      whole.subarray(0, whole.indexOf("PK\x01\x02", 0, "latin1") + 30),
    );
    expect(Object.values(texts)).toEqual(text);
    expect(problems).toEqual([
      [
        "input.truncated",
        "headless.zip: the directory at the end of the archive is missing or damaged; members that could be found without it were used.",
      ],
    ]);
  });

  test("with rubbish behind its first bytes: nothing is said to have been used", async () => {
    const { texts, problems } = await opened("rubbish.zip", Buffer.from("PK\x03\x04rubbish", "latin1"));
    expect(texts).toEqual({});
    expect(problems).toEqual([
      [
        "input.truncated",
        "rubbish.zip: the directory at the end of the archive is missing or damaged; no member could be found without it.",
      ],
    ]);
  });

  test("in the content of one: what is in front of the damage, and all others", async () => {
    const whole = zip(members);
    const second = whole.indexOf("PK\x03\x04", 4, "latin1");
    const third = whole.indexOf("PK\x03\x04", second + 4, "latin1");
    whole.fill(0, (second + third) >> 1, ((second + third) >> 1) + 30);
    const { texts, partial, problems } = await opened("content.zip", whole);
    expect([texts.a, texts.c]).toEqual([text[0], text[2]]);
    expect(text[1]?.startsWith(texts.b?.slice(0, 10_000) ?? "-")).toBe(true);
    expect(partial.map(([code]) => code)).toEqual(["input.corrupt"]);
    expect(partial[0]?.[1]).toMatch(/^content\.zip!\/b: the member is damaged \(/);
    expect(problems).toEqual([]);
  });

  test("checksums and headers that do not fit", async () => {
    const wrong = await opened(
      "sum.zip",
      zip([
        { name: "a", content: "a\n", method: 0, checksum: 7 },
        { name: "b", content: "b\n" },
      ]),
    );
    expect(wrong.texts).toEqual({ a: "a\n", b: "b\n" });
    expect(wrong.partial).toEqual([
      [
        "input.corrupt",
        "sum.zip!/a: the member is damaged (its checksum is wrong); what could be read was used.",
      ],
    ]);
    const less = await opened("less.zip", zip([{ name: "a", content: "a\n", declaredBytes: 9 }]));
    expect(less.partial).toEqual([
      [
        "input.corrupt",
        "less.zip!/a: the member is damaged (7 bytes are missing); what could be read was used.",
      ],
    ]);
    const header = zip([
      { name: "a", content: "a\n" },
      { name: "b", content: "b\n" },
    ]);
    header.write("QQ", header.indexOf("PK\x03\x04", 4, "latin1"), "latin1");
    const lost = await opened("lost.zip", header);
    expect(lost.texts).toEqual({ a: "a\n" });
    expect(lost.problems).toEqual([
      ["input.corrupt", "lost.zip: 1 member was not read: damaged from the beginning (b)."],
    ]);
  });
});

describe("an archive that is made to harm", () => {
  const ratio = { ratioMax: 250, ratioFloorBytes: 1 << 20 };

  test("a member that declares 1 KB and becomes 10 GB gives its kilobyte", async () => {
    const packed = zeros(10_240);
    const { texts, partial, problems } = await opened(
      "liar.zip",
      zip([
        { name: "bomb", packed, declaredBytes: 1024 },
        { name: "honest", content: "h\n" },
      ]),
    );
    expect(texts).toEqual({ bomb: "\0".repeat(1024), honest: "h\n" });
    expect(partial).toEqual([
      [
        "input.archive",
        "liar.zip!/bomb: the member holds more than the 1024 bytes that it declares; reading stopped there.",
      ],
    ]);
    expect(problems).toEqual([]);
  });

  test.each(["zip", "zip without a directory", "tar.gz", "tar in zip"])(
    "a bomb ends at the limit: %s",
    async (kind) => {
      const packed = zeros(300);
      const bomb = { name: "b-bomb", packed, declaredBytes: 300 << 20 };
      const first = { name: "a", content: "a\n" };
      const large = (inner: string) => tar([first, { name: inner, content: Buffer.alloc(100 << 20) }]);
      const made: Readonly<Record<string, () => Uint8Array>> = {
        zip: () => zip([first, bomb, { name: "c", content: "c\n" }]),
        "zip without a directory": () => zip([first, { ...bomb, descriptor: true }]).subarray(0, -30),
        "tar.gz": () => gzipSync(large("b-bomb")),
        "tar in zip": () => zip([first, { name: "b.tar", content: large("bomb") }]),
      };
      const name = `bomb-${kind.replaceAll(" ", "-")}`;
      const { texts, problems } = await opened(name, made[kind]?.() ?? Buffer.alloc(0), ratio);
      expect(texts).toEqual({ a: "a\n" });
      expect(problems).toEqual([
        [
          "input.ratio",
          `${name}: the archive unpacks to more than 250 times its size (limit decompressed_ratio); reading stopped there, and the members before were used.`,
        ],
      ]);
    },
  );

  test("small bombs in many inner archives are one bomb; more of a file than may be spooled is said so", async () => {
    const inner = zip(
      Array.from({ length: 16 }, (_, index) => ({ name: `${index}.log`, content: Buffer.alloc(100_000) })),
    );
    const outer = zip(Array.from({ length: 16 }, (_, index) => ({ name: `${index}.zip`, content: inner })));
    expect((await opened("many.zip", outer)).problems).toEqual([]);
    expect((await opened("many.zip", outer, ratio)).problems.map(([code]) => code)).toEqual(["input.ratio"]);
    expect((await opened("many.zip", outer, { spoolBytesMax: 500_000 })).problems).toEqual([
      [
        "input.ratio",
        "many.zip: the archive unpacks to more than 500000 bytes (limit spool_bytes); reading stopped there, and the members before were used.",
      ],
    ]);
  });

  test("archives without end in each other, as one that holds itself: the limit of depth", async () => {
    let nest = zip([{ name: "core.log", content: "core\n" }]);
    for (let depth = 0; depth < 8; depth += 1)
      nest = zip([
        { name: "in.zip", content: nest },
        { name: `${depth}.log`, content: "x\n" },
      ]);
    const { texts, problems } = await opened("nest.zip", nest);
    expect(texts).toEqual({ "7.log": "x\n", "in.zip!/6.log": "x\n", "in.zip!/in.zip!/5.log": "x\n" });
    expect(problems).toEqual([
      [
        "input.archive",
        "nest.zip: 1 member was not read: archives inside too many others (limit archive_depth) (in.zip!/in.zip!/in.zip).",
      ],
    ]);
  });

  test("members that overlap", async () => {
    const packed = zeros(10);
    const members = Array.from({ length: 50 }, (_, index) => ({
      name: `${index}`.padStart(2, "0"),
      packed,
      declaredBytes: 10 << 20,
    }));
    for (const offsets of [
      () => 0,
      (offset: number, index: number) => (index === 49 ? offset : offset + 1),
    ]) {
      const { texts, problems } = await opened("overlap.zip", zip(members, { offsets }));
      expect(texts).toEqual({});
      expect(problems[0]?.[0]).toMatch(/^input\.(archive|corrupt)$/);
    }
    expect((await opened("overlap.zip", zip(members, { offsets: () => 0 }))).problems).toEqual([
      [
        "input.archive",
        "overlap.zip: members of the archive overlap, as in one that is made to harm; it was not read.",
      ],
    ]);
  });

  test("100,000 members, of any kind", async () => {
    const many = (prefix: string) =>
      Array.from({ length: 100_000 }, (_, index) => ({ name: `${prefix}${index}` }));
    const told = (name: string) => [
      ["input.archive", `${name}: more than 10,000 members (limit archive_members); it was not read.`],
    ];
    expect(await opened("many-100k.zip", zip(many("")))).toMatchObject({
      texts: {},
      problems: told("many-100k.zip"),
    });
    const files = tar(
      many("")
        .slice(0, 10_001)
        .map((member) => ({ ...member, content: "x" })),
    );
    expect(await opened("many-10k.tar", files)).toMatchObject({ texts: {}, problems: told("many-10k.tar") });
    const folders = tar(
      many("")
        .slice(0, 10_001)
        .map((member) => ({ ...member, type: "5" })),
    );
    expect((await opened("folders.tar", folders)).problems).toEqual(told("folders.tar"));
    const inner = await opened(
      "inner.zip",
      zip([
        { name: "a", content: "a\n" },
        { name: "b.zip", content: zip(many("").slice(0, 10_000)) },
      ]),
    );
    expect(inner).toMatchObject({ texts: { a: "a\n" }, problems: told("inner.zip!/b.zip") });
  });

  test("a thousand members with one reason are told in one sentence, one name for all of them takes no time", async () => {
    const secret = zip(
      Array.from({ length: 1000 }, (_, index) => ({ name: `s${index}`, content: "x", flags: 1 })),
    );
    expect((await opened("secret.zip", secret)).problems).toEqual([
      ["input.archive", "secret.zip: 1,000 members were not read: encrypted (s0, s1, s2, …)."],
    ]);
    const alike = zip(
      Array.from({ length: 9000 }, (_, index) => ({
        name: `a${"/".repeat(1 + (index % 90))}${"./".repeat(index / 90)}x`,
        content: "x",
      })),
    );
    expect(Object.keys((await opened("alike.zip", alike)).texts)).toHaveLength(9000);
  });

  test("a run over it ends with status 2, tells why, and leaves nothing", async () => {
    const log = { name: "a.log", content: `${combined()}\n` };
    const path = write(
      folder,
      "run.zip",
      zip([log, { name: "bomb", packed: zeros(300), declaredBytes: 300 << 20 }]),
    );
    const { status, stderr, left, report } = await triageJson([path]);
    expect([status, left]).toEqual([2, []]);
    expect(stderr).toContain("run.zip: the archive unpacks to more than 250 times its size");
    expect(report.sources.map(({ events }) => events)).toEqual([1]);
  });

  test("any bytes behind a beginning that is right are no failure of the program", async () => {
    const seeds = [
      zip([
        { name: "a", content: lines(5) },
        { name: "b", content: "b", descriptor: true },
      ]),
      tar([
        { name: "x", type: "x", content: attribute("path", "y") },
        { name: "a", content: lines(5) },
      ]),
    ];
    const change = fc.record({
      seed: fc.constantFrom(...seeds),
      at: fc.nat(),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
      cut: fc.option(fc.nat()),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ seed, at, bytes, cut }) => {
        const made = Buffer.from(seed);
        made.set(bytes, at % (made.length - 8));
        await opened("any", cut === null ? made : made.subarray(0, 1 + (cut % made.length)));
      }),
      { numRuns: 300 },
    );
  });
});

/** Kafka without a broker: batches and what they are packed with, positions, what values hold. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Message, readBatches } from "../src/intake/kafka/batches.ts";
import { unpack } from "../src/intake/kafka/codecs.ts";
import { Unpackable } from "../src/intake/kafka/output.ts";
import { freshOf, positionBehind, positionOf } from "../src/intake/kafka/positions.ts";
import { heldIn } from "../src/intake/kafka/values.ts";
import { batchOf, recordOf } from "./support/record-batch.ts";

const texts = (messages: readonly Message[]) =>
  messages.map(({ offset, value, unreadable }) => [offset, unreadable ?? value?.toString() ?? null]);
const values = (...all: string[]) => all.map((one) => Buffer.from(one));

describe("a batch", () => {
  test("holds the records that were put into it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.uint8Array({ maxLength: 300 })), { minLength: 1, maxLength: 20 }),
        fc.bigInt({ min: 0n, max: 2n ** 62n }),
        fc.boolean(),
        async (wanted, base, isPacked) => {
          const records = Buffer.concat(wanted.map((value, delta) => recordOf(delta, value)));
          const given = isPacked ? { base, attributes: 1, packed: gzipSync(records) } : { base };
          const found = await readBatches(batchOf(wanted, given));
          expect(found.map(({ offset }) => BigInt(offset) - base)).toEqual(wanted.map((_, at) => BigInt(at)));
          expect(found.map(({ value }) => value && [...value])).toEqual(
            wanted.map((value) => value && [...value]),
          );
          expect(found[0]?.timestamp).toBe("1779012303000");
        },
      ),
    );
  });

  test("that is cut off at the end of an answer is left for the next", async () => {
    const first = batchOf(values("a", "b"));
    const second = batchOf(values("c"), { base: 2n });
    const answer = Buffer.concat([first, second.subarray(0, second.length - 1)]);
    expect(texts(await readBatches(answer))).toEqual([
      ["0", "a"],
      ["1", "b"],
    ]);
  });

  test("of 300,000 records is read, which the library by itself cannot", async () => {
    const records = Array.from({ length: 300_000 }, () => Buffer.from("x"));
    expect((await readBatches(batchOf(records))).length).toBe(300_000);
  }, 60_000);

  test.each<[string, Parameters<typeof batchOf>[1], RegExp]>([
    [
      "grows too large",
      { attributes: 1, packed: gzipSync(Buffer.alloc(40 << 20)) },
      /grows beyond 33,554,432/,
    ],
    ["is no gzip", { attributes: 1, packed: Buffer.from("nothing") }, /no whole gzip/],
    ["is packed in an unknown way", { attributes: 7 }, /Compression 7 is not known/],
    ["says it has more records", { count: 9 }, /ends inside a number/],
    ["has a record that is too long", { packed: Buffer.from([0x7e, 0]) }, /longer than its batch/],
    [
      "has records inside each other",
      { packed: Buffer.alloc(40, Buffer.from([2, 0x81])) },
      /longer than its record/,
    ],
    [
      "has more records than there is room for",
      {
        attributes: 1,
        count: 500_001,
        packed: gzipSync(Buffer.concat(Array(500_001).fill(recordOf(0, null)))),
      },
      /more than 500,000 records/,
    ],
  ])("that %s is one message that says so, and those behind it are read", async (_, given, because) => {
    const bad = batchOf(values("a", "b", "c"), { base: 5n, lastOffsetDelta: 2, ...given });
    const found = await readBatches(Buffer.concat([bad, batchOf(values("d"), { base: 8n })]));
    expect(texts(found)).toEqual([
      ["7", { records: given?.count ?? 3, because: expect.stringMatching(because) }],
      ["8", "d"],
    ]);
  });

  test("without a record is passed over", async () => {
    const found = await readBatches(batchOf([], { base: 3n, lastOffsetDelta: 4 }));
    expect(texts(found)).toEqual([["7", { records: 0, because: "It is empty." }]]);
  });

  test("of any bytes is read or refused", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 20 }), { minLength: 1, maxLength: 3 }),
        fc.nat(),
        fc.nat(255),
        async (wanted, place, byte) => {
          const batch = batchOf(wanted);
          batch[place % batch.length] = byte;
          await readBatches(batch).catch((thrown) => expect(thrown).toBeInstanceOf(RangeError));
        },
      ),
    );
  });
});

test("packed data of any bytes is unpacked or refused, and never grows beyond its limit", async () => {
  const lz4 = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0xc0]);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.uint8Array({ maxLength: 80 }),
      async (codec, bytes) => {
        for (const packed of [Buffer.from(bytes), Buffer.concat([lz4, bytes])]) {
          const found = await unpack(codec, packed, 10_000).catch((thrown) => thrown);
          if (Buffer.isBuffer(found)) expect(found.length).toBeLessThanOrEqual(10_000);
          else expect(found).toBeInstanceOf(Unpackable);
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test.each<[string, number, number[]]>([
  // A literal of one byte that is repeated for ever.
  ["Snappy", 2, [0xff, 0xff, 0xff, 0x7f, 0, 0x61, ...Array.from({ length: 400 }, () => [0xfe, 1, 0]).flat()]],
  [
    "LZ4",
    3,
    [0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0xc0, 104, 0, 0, 0, 0x1f, 0x61, 1, 0, ...Array(99).fill(255), 0],
  ],
])("%s that grows beyond its limit is refused", async (_, codec, bytes) => {
  await expect(unpack(codec, Buffer.from(bytes), 10_000)).rejects.toThrow(/grows beyond 10,000 bytes/);
});

describe("a position", () => {
  const message = (offset: number, value = `v${offset}`): Message => ({
    offset: String(offset),
    timestamp: "1",
    key: null,
    value: Buffer.from(value),
    headers: {},
    attributes: 0,
    isControlRecord: false,
    batchContext: { producerId: "-1", inTransaction: false },
  });
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, n) => message(from + n));
  const offsets = (fresh: ReturnType<typeof freshOf>) =>
    fresh.kind === "take"
      ? [fresh.repeated, fresh.messages.map(({ offset }) => Number(offset))]
      : fresh.offset;
  const known = positionBehind(message(9));

  test("knows what was taken", () => {
    expect(known.next).toBe("10");
    expect(offsets(freshOf(range(3, 5), undefined, false))).toEqual([0, [3, 4, 5]]);
    expect(offsets(freshOf(range(10, 12), known, false))).toEqual([0, [10, 11, 12]]);
    expect(offsets(freshOf(range(20, 21), known, false))).toEqual([0, [20, 21]]);
    expect(offsets(freshOf(range(8, 12), known, false))).toEqual([2, [10, 11, 12]]);
    expect(offsets(freshOf(range(9, 9), known, false))).toEqual([1, []]);
  });

  test("asks for the last record where only older ones came", () => {
    expect(offsets(freshOf(range(0, 5), known, false))).toBe("9");
    // It was asked for, and the log ends in front of it: it is another log.
    expect(offsets(freshOf(range(0, 5), known, true))).toEqual([0, [0, 1, 2, 3, 4, 5]]);
  });

  test("counts for nothing where the topic was made anew", () => {
    const others = [...range(0, 8), message(9, "another"), message(10)];
    expect(offsets(freshOf(others, known, true))).toEqual([0, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]);
  });

  test("that was not written here is none", () => {
    for (const one of [undefined, null, "10", { next: 10, last: "" }, { next: "-1", last: "x" }])
      expect(positionOf(one)).toBeUndefined();
    expect(positionOf(JSON.parse(JSON.stringify(known)))).toEqual(known);
  });
});

describe("a value", () => {
  const held = (value: string | Buffer) =>
    heldIn(Buffer.from(value), "web")?.kept.map(({ stream, record }) => [
      stream.name,
      record.toString("latin1"),
    ]);
  const line = '192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 5 "-" "curl/8.5.0"';

  test("is one record, or several lines", () => {
    expect(held(line)).toEqual([["web", line]]);
    expect(held(`${line}\r\n`)).toEqual([["web", line]]);
    expect(held('{"a":1}\n\n{"b":2}\r\n')).toEqual([
      ["web", '{"a":1}'],
      ["web", '{"b":2}'],
    ]);
    expect(held("")).toEqual([]);
    expect(held(Buffer.from([0x61, 0, 0xff, 0x1b]))).toEqual([["web", "a\0\xff\u001b"]]);
  });

  test("is one record where a document is written over several lines", () => {
    expect(held('{\n  "a": "x\\ny",\r\n  "b": 9007199254740993\n}\n')).toEqual([
      ["web", '{   "a": "x\\ny",    "b": 9007199254740993 } '],
    ]);
  });

  test("of a shipper that read a file is the line that stood there", () => {
    const document = { message: line, log: { file: { path: "/a.log" } }, host: { name: "h" } };
    expect(held(JSON.stringify(document))).toEqual([["web:h:/a.log", line]]);
  });

  test("that is too large is counted", () => {
    const large = heldIn(Buffer.from(`a\n${"x".repeat(262_145)}\nb`), "web");
    expect([large?.kept.length, large?.tooLong]).toEqual([2, 1]);
    expect(heldIn(Buffer.alloc(200_002, "a\n"), "web")).toBeUndefined();
    expect(heldIn(Buffer.alloc(100_001, "\n"), "web")).toBeUndefined();
  });
});

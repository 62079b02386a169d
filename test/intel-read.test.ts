/** Feeds as bytes: packed, cut off, without line ends, and in pieces that fall anywhere. */
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { Collector } from "../src/intel/collect.ts";
import { readStream } from "../src/intel/read.ts";
import { beginFeed } from "../src/intel/store.ts";
import { temporaryFolder } from "./support/files.ts";

const folder = temporaryFolder();
let made = 0;

async function read(...pieces: readonly (string | Uint8Array)[]) {
  made += 1;
  const writing = beginFeed(join(folder, String(made)), "feed", 50);
  const collector = new Collector(writing.writer, 0, 0);
  async function* chunks(): AsyncIterable<Uint8Array> {
    for (const piece of pieces) yield Buffer.from(piece as string);
  }
  try {
    return {
      form: await readStream("feed", chunks(), collector),
      taken: collector.taken,
      refused: collector.refused(),
    };
  } finally {
    writing.drop();
  }
}

test("pieces that end inside a line and inside a letter", async () => {
  const bytes = Buffer.from("198.51.100.7 # über\r\nbücher.example\n2001:db8::7");
  for (let at = 0; at <= bytes.length; at += 1)
    expect(await read(bytes.subarray(0, at), bytes.subarray(at)), String(at)).toEqual({
      form: "list",
      taken: 3,
      refused: [],
    });
});

test("gzip, whole and cut off", async () => {
  const packed = gzipSync(Array.from({ length: 500 }, (_, n) => `198.51.${n >> 8}.${n & 255}\n`).join(""));
  expect(await read(packed.subarray(0, 1), packed.subarray(1))).toMatchObject({ form: "list", taken: 500 });
  await expect(read(packed.subarray(0, packed.length - 20))).rejects.toMatchObject({
    code: "intel.unreadable",
    message: expect.stringContaining("cannot be read to its end"),
  });
});

test("a line without end is refused once, and what follows it is read", async () => {
  const long = "x".repeat(50_000);
  expect(await read(long, long, long, "\n198.51.100.7\n")).toEqual({
    form: "list",
    taken: 1,
    refused: [{ reason: "a line longer than a value can be", count: 1, sample: "x".repeat(120) }],
  });
});

test("STIX, an envelope, MISP, and what is none of them", async () => {
  const indicator = {
    type: "indicator",
    pattern_type: "stix",
    pattern: "[ipv4-addr:value = '198.51.100.7']",
  };
  expect(await read("\uFEFF ", JSON.stringify({ type: "bundle", objects: [indicator] }))).toMatchObject({
    form: "stix",
    taken: 1,
  });
  expect(await read(JSON.stringify({ type: "bundle", objects: [indicator] }))).toMatchObject({
    form: "stix",
    taken: 1,
  });
  expect(await read(JSON.stringify({ objects: [indicator] }))).toMatchObject({ form: "stix", taken: 1 });
  expect(await read(JSON.stringify([indicator]))).toMatchObject({ form: "stix", taken: 1 });
  expect(
    await read(JSON.stringify([{ Event: { Attribute: [{ type: "ip-src", value: "198.51.100.7" }] } }])),
  ).toMatchObject({ form: "misp", taken: 1 });
  await expect(read("")).rejects.toThrow("it is empty");
  await expect(read("  <!DOCTYPE html>")).rejects.toThrow("it is a page or XML");
  expect(await read("[1,2]")).toMatchObject({ form: "list", taken: 0 });
  await expect(read('{"type":"bundle","objects":[{"type"')).rejects.toThrow("JSON that cannot be read");
});

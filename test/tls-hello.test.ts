/**
 * Fingerprints of hellos (lab/tls) against values that their inventors publish.
 *
 * JA4: the worked example of https://github.com/FoxIO-LLC/ja4/blob/main/technical_details/JA4.md.
 * JA3: the worked example of https://github.com/salesforce/ja3 (read on 2026-11-29).
 */
import { describe, expect, test } from "vitest";
import { ja3, ja4, readHello } from "../lab/tls/hello.ts";
import { loadContent } from "../src/content/load.ts";

const two = (value: number) => Buffer.from([value >> 8, value & 255]);
const block = (size: 1 | 2 | 3, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  const length = Buffer.alloc(size);
  length.writeUIntBE(body.length, 0, size);
  return Buffer.concat([length, body]);
};
const list = (hex: string) => Buffer.concat(hex.split(",").map((text) => two(Number.parseInt(text, 16))));

/** A hello on the wire, in records of at most `recordBytes`. */
function wire(
  ciphers: Buffer,
  extensions: readonly (readonly [number, Buffer])[],
  recordBytes = 16_384,
): Buffer {
  const coded = extensions.map(([type, body]) => Buffer.concat([two(type), block(2, body)]));
  const body = Buffer.concat([
    two(0x0303),
    Buffer.alloc(32, 7),
    block(1, Buffer.alloc(32, 9)),
    block(2, ciphers),
    block(1, Buffer.from([0])),
    ...(coded.length === 0 ? [] : [block(2, ...coded)]),
  ]);
  const message = Buffer.concat([Buffer.from([1]), block(3, body)]);
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += recordBytes)
    records.push(Buffer.concat([Buffer.from([22, 3, 1]), block(2, message.subarray(at, at + recordBytes))]));
  return Buffer.concat(records);
}

const chromeCiphers = list("1a1a,1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035");
const signatures = block(2, list("0403,0804,0401,0503,0805,0501,0806,0601"));
const others = "001b,0033,4469,0017,002d,0005,0023,0012,ff01,000b,000a,0015";
const chromeExtensions: (readonly [number, Buffer])[] = [
  [0x2a2a, Buffer.alloc(0)],
  [0x0000, block(2, Buffer.from([0]), block(2, Buffer.from("www.example")))],
  [0x0010, block(2, block(1, Buffer.from("h2")), block(1, Buffer.from("http/1.1")))],
  [0x000d, signatures],
  [0x002b, block(1, list("3a3a,0304,0303"))],
  ...others
    .split(",")
    .map((text): readonly [number, Buffer] => [
      Number.parseInt(text, 16),
      text === "000a"
        ? block(2, list("4a4a,001d,0017,0018"))
        : text === "000b"
          ? block(1, Buffer.from([0]))
          : Buffer.alloc(0),
    ]),
  [0x1a1a, Buffer.from([0])],
];

function of(bytes: Buffer) {
  const hello = readHello(bytes);
  if (hello === undefined) throw new Error("no whole hello");
  return hello;
}

describe("JA4", () => {
  test("is that of FoxIO's worked example, whatever the order and the made-up values", () => {
    expect(ja4(of(wire(chromeCiphers, chromeExtensions)))).toBe("t13d1516h2_8daaf6152771_e5627efa2ab1");
    expect(ja4(of(wire(chromeCiphers, chromeExtensions.toReversed())))).toBe(
      "t13d1516h2_8daaf6152771_e5627efa2ab1",
    );
  });

  test("says that no name and no protocol was sent", () => {
    const without = chromeExtensions.filter(([type]) => type !== 0 && type !== 16);
    expect(ja4(of(wire(chromeCiphers, without)))).toBe("t13i151400_8daaf6152771_e5627efa2ab1");
  });

  test("is zeros where nothing is offered", () => {
    expect(ja4(of(wire(Buffer.alloc(0), [])))).toBe("t12i000000_000000000000_000000000000");
  });
});

test("JA3 is that of Salesforce's worked example", () => {
  // 769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0
  const hello = {
    version: 769,
    ciphers: [47, 53, 5, 10, 49_161, 49_162, 49_171, 49_172, 50, 56, 19, 4],
    extensions: [0, 10, 11],
    versions: [],
    groups: [23, 24, 25],
    pointFormats: [0],
    signatures: [],
    alpn: Buffer.alloc(0),
  };
  expect(ja3(hello)).toBe("ada70206e40642a3e4461f35503241d5");
});

describe("a hello", () => {
  const bytes = wire(chromeCiphers, chromeExtensions, 50);

  test("is read from several records, and needs all of them", () => {
    expect(ja4(of(bytes))).toBe("t13d1516h2_8daaf6152771_e5627efa2ab1");
    for (const length of [0, 4, 30, 70, bytes.length - 1])
      expect(readHello(bytes.subarray(0, length))).toBeUndefined();
  });

  test("is told from what is none", () => {
    expect(() => readHello(Buffer.from("GET / HTTP/1.1\r\n\r\n"))).toThrow(RangeError);
    const lies = wire(chromeCiphers, []);
    lies.writeUInt16BE(0xffff, 5 + 4 + 2 + 32 + 33);
    expect(() => readHello(lies)).toThrow(RangeError);
  });
});

describe("the catalogue of hellos", () => {
  const { tlsHellos } = loadContent();

  test("gives each fingerprint to one program", () => {
    for (const key of ["ja4", "ja3", "ciphers"] as const) {
      const values = tlsHellos.flatMap((hello) =>
        hello[key].map((value) => value.replace(/^(...)[di]/, "$1")),
      );
      const kinds = new Map<string, Set<string>>();
      for (const hello of tlsHellos)
        for (const value of hello[key]) kinds.set(value, (kinds.get(value) ?? new Set()).add(hello.kind));
      expect([...kinds].filter(([, found]) => found.size > 1)).toEqual([]);
      expect(values.length).toBeGreaterThan(0);
    }
  });

  test("no cipher list that stands for a library is a browser's", () => {
    const ofBrowsers = tlsHellos
      .filter(({ kind }) => kind === "browser")
      .flatMap(({ ja4 }) => ja4.map((text) => text.split("_")[1]));
    const ofLibraries = tlsHellos.filter(({ kind }) => kind === "library").flatMap(({ ciphers }) => ciphers);
    expect(ofLibraries.filter((ciphers) => ofBrowsers.includes(ciphers))).toEqual([]);
  });

  test("a measured one with a cipher list of its own has it in its JA4", () => {
    for (const { id, source, ja4, ciphers } of tlsHellos)
      if (source === "measured" && ciphers.length > 0)
        expect(
          ja4.every((text) => ciphers.includes(text.split("_")[1] ?? "")),
          id,
        ).toBe(true);
  });
});

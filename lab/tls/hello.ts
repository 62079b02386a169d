/**
 * Fingerprints of a TLS client's hello, from the first bytes of a connection.
 *
 * JA3: https://github.com/salesforce/ja3 (numbers of the hello in its own order, MD5).
 * JA4: https://github.com/FoxIO-LLC/ja4/blob/main/technical_details/JA4.md (counts, then sorted numbers, SHA-256).
 */
import { createHash } from "node:crypto";

export interface Hello {
  readonly version: number;
  readonly ciphers: readonly number[];
  readonly extensions: readonly number[];
  /** Versions that the extension of that name offers; empty where there is none. */
  readonly versions: readonly number[];
  readonly groups: readonly number[];
  readonly pointFormats: readonly number[];
  readonly signatures: readonly number[];
  /** The first protocol of ALPN; empty where none is offered. */
  readonly alpn: Buffer;
}

const type = { serverName: 0, groups: 10, points: 11, signatures: 13, alpn: 16, versions: 43 };
const handshakeRecord = 22;
const clientHello = 1;

/** Reads numbers off a buffer; one that ends too early throws a RangeError. */
class Reader {
  #at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  number(size: 1 | 2 | 3): number {
    const value = this.#bytes.readUIntBE(this.#at, size);
    this.#at += size;
    return value;
  }

  part(length: number): Buffer {
    if (length > this.left) throw new RangeError("The hello ends too early.");
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** Bytes that stand after their own length, which has `size` bytes. */
  block(size: 1 | 2 | 3): Buffer {
    return this.part(this.number(size));
  }

  numbers(size: 1 | 2): number[] {
    return Array.from({ length: Math.floor(this.left / size) }, () => this.number(size));
  }
}

/** The handshake's bytes without the headers of the records that carry them, as far as they have come. */
function carried(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  const reader = new Reader(bytes);
  while (reader.left >= 5) {
    if (reader.number(1) !== handshakeRecord)
      throw new RangeError("The connection begins with no handshake.");
    reader.number(2);
    const length = reader.number(2);
    parts.push(reader.part(Math.min(length, reader.left)));
  }
  return Buffer.concat(parts);
}

/**
 * @returns undefined where more bytes are needed
 * @throws RangeError where it is no client's hello
 */
export function readHello(bytes: Buffer): Hello | undefined {
  const message = carried(bytes);
  if (message.length < 4 || message.length < 4 + message.readUIntBE(1, 3)) return undefined;
  const outer = new Reader(message);
  if (outer.number(1) !== clientHello) throw new RangeError("The handshake begins with no client hello.");
  const body = new Reader(outer.block(3));
  const version = body.number(2);
  body.part(32);
  body.block(1);
  const ciphers = new Reader(body.block(2)).numbers(2);
  body.block(1);
  const extensions: [number, Buffer][] = [];
  const rest = new Reader(body.left > 0 ? body.block(2) : undefined);
  while (rest.left > 0) extensions.push([rest.number(2), rest.block(2)]);
  const of = (wanted: number) => new Reader(extensions.find(([found]) => found === wanted)?.[1]);
  const list = (wanted: number, length: 1 | 2, size: 1 | 2) => {
    const found = of(wanted);
    return found.left === 0 ? [] : new Reader(found.block(length)).numbers(size);
  };
  const alpn = of(type.alpn);
  return {
    version,
    ciphers,
    extensions: extensions.map(([found]) => found),
    versions: list(type.versions, 1, 2),
    groups: list(type.groups, 2, 2),
    pointFormats: list(type.points, 1, 1),
    signatures: list(type.signatures, 2, 2),
    alpn: alpn.left === 0 ? Buffer.alloc(0) : new Reader(alpn.block(2)).block(1),
  };
}

/** Values that clients make up so that servers stay tolerant (RFC 8701); fingerprints leave them out. */
function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
}

function meant(values: readonly number[]): number[] {
  return values.filter((value) => !isGrease(value));
}

export function ja3({ version, ciphers, extensions, groups, pointFormats }: Hello): string {
  const lists = [ciphers, extensions, groups].map((list) => meant(list).join("-"));
  return createHash("md5")
    .update([version, ...lists, pointFormats.join("-")].join(","))
    .digest("hex");
}

const versionNames: Readonly<Record<number, string>> = {
  772: "13",
  771: "12",
  770: "11",
  769: "10",
  768: "s3",
};

function hex(values: readonly number[]): string[] {
  return values.map((value) => value.toString(16).padStart(4, "0"));
}

function short(text: string): string {
  return text === "" ? "0".repeat(12) : createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** First and last character of the first protocol; of its hexadecimal form where one of them is no letter or digit. */
function ends(alpn: Buffer): string {
  if (alpn.length === 0) return "00";
  const text = alpn.toString("latin1");
  const plain = /^[A-Za-z0-9]$|^[A-Za-z0-9].*[A-Za-z0-9]$/s.test(text) ? text : alpn.toString("hex");
  return `${plain[0]}${plain.at(-1)}`;
}

/** Of a hello over TCP. */
export function ja4(hello: Hello): string {
  const ciphers = meant(hello.ciphers);
  const extensions = meant(hello.extensions);
  const version = versionNames[Math.max(hello.version, ...meant(hello.versions))] ?? "00";
  const two = (count: number) => String(Math.min(count, 99)).padStart(2, "0");
  const name = extensions.includes(type.serverName) ? "d" : "i";
  const others = extensions.filter((found) => found !== type.serverName && found !== type.alpn);
  const signatures = hex(meant(hello.signatures)).join(",");
  const c = hex(others).sort().join(",") + (signatures === "" ? "" : `_${signatures}`);
  return [
    `t${version}${name}${two(ciphers.length)}${two(extensions.length)}${ends(hello.alpn)}`,
    short(hex(ciphers).sort().join(",")),
    others.length === 0 ? "0".repeat(12) : short(c),
  ].join("_");
}

/** Several texts in one file: a ZIP archive without compression (APPNOTE 6.3.10), and names that are safe on any disk. */

export interface Packed {
  readonly name: string;
  readonly text: string;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

/** A path below a folder, of plain letters, that leads nowhere else. */
export function safeName(name: string): string {
  const parts = name
    .split("/")
    .map((part) => part.replaceAll(/[^A-Za-z0-9._-]/g, "_").slice(0, 100))
    .filter((part) => !/^\.*$/.test(part));
  return parts.length === 0 ? "unnamed" : parts.join("/");
}

const madeBy = 20;
/** Names are UTF-8. */
const flags = 0x0800;

/** Fields of 2 and 4 bytes, the low byte first. */
function fields(...values: readonly (readonly [size: 2 | 4, value: number])[]): Uint8Array {
  const bytes = new Uint8Array(values.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of values) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

/** Date and time as DOS had them, in UTC: two-second steps from 1980 on. */
function dosTime(ms: number): readonly [time: number, date: number] {
  const at = new Date(ms);
  const years = Math.min(127, Math.max(0, at.getUTCFullYear() - 1980));
  return [
    (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    (years << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  ];
}

/**
 * An archive of some texts; together they have to be below 4 GiB, as answers of the API are by far.
 * @param ms when they were made
 */
export function zipOf(files: readonly Packed[], ms: number): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const [time, date] = dosTime(ms);
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, text } of files) {
    const nameBytes = encoder.encode(safeName(name));
    const bytes = encoder.encode(text);
    const about = [
      [2, flags],
      [2, 0],
      [2, time],
      [2, date],
      [4, crc32(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, nameBytes.length],
      [2, 0],
    ] as const;
    const head = fields([4, 0x04034b50], [2, madeBy], ...about);
    directory.push(
      fields(
        [4, 0x02014b50],
        [2, madeBy],
        [2, madeBy],
        ...about,
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, offset],
      ),
      nameBytes,
    );
    parts.push(head, nameBytes, bytes);
    offset += head.length + nameBytes.length + bytes.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = files.length;
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]);
  return joined([...parts, ...directory, end]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

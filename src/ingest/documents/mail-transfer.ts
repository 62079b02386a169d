/** Transfer encodings of parts (RFC 2045 section 6), read leniently and in bounded pieces. */
import { createHash, type Hash } from "node:crypto";

/** Values of the base64 alphabet by character; others are not there. */
const sextets = new Uint8Array(128).fill(255);
for (const [value, character] of [
  ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
].entries())
  sextets[character.charCodeAt(0)] = value;
const padded = 255;
/** Encoded bytes that are decoded at once. */
const pieceBytes = 1_048_576;

/** How the bytes of a part are encoded. */
export type Transfer = "identity" | "base64" | "quoted-printable";

/** The encoding that a Content-Transfer-Encoding names; undefined where it names one that is not known. */
export function transferOf(text: string | undefined): Transfer | undefined {
  const word = /[a-z0-9-]+/.exec((text ?? "8bit").toLowerCase())?.[0];
  switch (word) {
    case "base64":
    case "quoted-printable":
      return word;
    case undefined:
    case "7bit":
    case "8bit":
    case "binary":
      return "identity";
    default:
      return undefined;
  }
}

/** The decoded bytes, piece by piece; at most `bytesMax` of them and a piece. */
function* decoded(bytes: Buffer, transfer: Transfer): Generator<Buffer> {
  switch (transfer) {
    case "identity":
      yield bytes;
      return;
    case "base64":
      yield* decodedBase64(bytes);
      return;
    case "quoted-printable":
      for (let at = 0; at < bytes.length; ) {
        const end = afterLine(bytes, at + pieceBytes);
        yield decodedQuoted(bytes.subarray(at, end));
        at = end;
      }
  }
}

/** The decoded bytes together, and whether there are more than `bytesMax`. */
export function decode(
  bytes: Buffer,
  transfer: Transfer,
  bytesMax: number,
): { readonly bytes: Buffer; readonly more: boolean } {
  const pieces: Buffer[] = [];
  let length = 0;
  for (const piece of decoded(bytes, transfer)) {
    pieces.push(piece);
    length += piece.length;
    if (length > bytesMax) break;
  }
  const [only] = pieces;
  const whole = pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces);
  return { bytes: whole.subarray(0, bytesMax), more: length > bytesMax };
}

/** SHA-256 of the decoded bytes, in hexadecimal digits. */
export function decodedHash(bytes: Buffer, transfer: Transfer): string {
  const hash: Hash = createHash("sha256");
  for (const piece of decoded(bytes, transfer)) hash.update(piece);
  return hash.digest("hex");
}

function* decodedBase64(bytes: Buffer): Generator<Buffer> {
  let rest = "";
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const text = rest + bytes.toString("latin1", at, at + pieceBytes).replace(/[^A-Za-z0-9+/=]+/g, "");
    // Padding within the text ends one encoded run and begins another, as where two parts were put together.
    const whole = text.length - (text.length % 4);
    rest = text.slice(whole);
    yield paddedBytes(text.slice(0, whole));
  }
  if (rest !== "") yield Buffer.from(rest, "base64");
}

/** Decodes where padding may stand anywhere: what is before it is complete, and what comes after begins anew. */
function paddedBytes(text: string): Buffer {
  const padding = text.indexOf("=");
  if (padding < 0 || padding >= text.length - 2) return Buffer.from(text, "base64");
  const out = Buffer.allocUnsafe(text.length);
  let length = 0;
  let bits = 0;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const sextet = sextets[text.charCodeAt(at)] ?? padded;
    if (sextet === padded) {
      count = 0;
      continue;
    }
    bits = ((bits << 6) | sextet) & 0xffffff;
    count++;
    // The second to fourth sextet of a group each complete a byte.
    if (count > 1) out[length++] = (bits >> (8 - 2 * count)) & 0xff;
    if (count === 4) count = 0;
  }
  return out.subarray(0, length);
}

function afterLine(bytes: Buffer, from: number): number {
  const end = from >= bytes.length ? -1 : bytes.indexOf(0x0a, from);
  return end < 0 ? bytes.length : end + 1;
}

const equals = 0x3d;

/** `=E4` becomes a byte, `=` at the end of a line goes with the line's end; anything else stays as it is. */
function decodedQuoted(bytes: Buffer): Buffer {
  let next = bytes.indexOf(equals);
  if (next < 0) return bytes;
  const out = Buffer.allocUnsafe(bytes.length);
  let from = 0;
  let length = 0;
  while (next >= 0) {
    length += bytes.copy(out, length, from, next);
    from = next + 1;
    const high = hexDigit(bytes[next + 1]);
    const low = hexDigit(bytes[next + 2]);
    if (high >= 0 && low >= 0) {
      out[length++] = high * 16 + low;
      from = next + 3;
    } else {
      let end = next + 1;
      while (bytes[end] === 0x20 || bytes[end] === 0x09 || bytes[end] === 0x0d) end++;
      if (bytes[end] === 0x0a) from = end + 1;
      else if (end < bytes.length) out[length++] = equals;
      else from = end;
    }
    next = bytes.indexOf(equals, from);
  }
  length += bytes.copy(out, length, from);
  return out.subarray(0, length);
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Text in UTF-16, as Windows programs export it: recognised, and turned into UTF-8. */
import { Transform } from "node:stream";

/** Whether text is UTF-16, by its byte order mark or by the zero bytes between ASCII letters. */
export function utf16Of(head: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const sample = head.subarray(0, 512);
  if (sample.length < 16) return undefined;
  const zeros = (offset: number) =>
    sample.filter((byte, index) => index % 2 === offset && byte === 0).length / (sample.length / 2);
  if (zeros(1) > 0.9 && zeros(0) < 0.1) return "utf-16le";
  if (zeros(0) > 0.9 && zeros(1) < 0.1) return "utf-16be";
  return undefined;
}

/** Turns UTF-16 into UTF-8. */
export function decodeUtf16(encoding: "utf-16le" | "utf-16be"): Transform {
  const decoder = new TextDecoder(encoding);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, Buffer.from(decoder.decode(chunk, { stream: true }), "utf8"));
    },
    flush(done) {
      done(null, Buffer.from(decoder.decode(), "utf8"));
    },
  });
}

/** Answers that come piece by piece, and the failure that a server tells behind rows that it has sent already. */
import { clickhouseLimits } from "../../limits.ts";
import { failureIn } from "./failures.ts";

const lineFeed = 0x0a;

/**
 * Hands on an answer, and fails where the server did.
 *
 * From 25.11 on, a server names a random tag in a header and ends a failed answer with `__exception__`, the tag and its words;
 * no row can hold a tag that is chosen when it is read.
 * @throws EngineError behind the last piece that stood before the failure
 */
export async function* checked(
  pieces: AsyncIterable<Uint8Array>,
  tag: string | undefined,
): AsyncIterable<Uint8Array> {
  if (tag === undefined || tag === "") {
    yield* pieces;
    return;
  }
  const mark = Buffer.from(`\r\n__exception__\r\n${tag}\r\n`);
  let held = Buffer.alloc(0);
  let words: Buffer | undefined;
  for await (const piece of pieces) {
    if (words !== undefined) {
      if (words.length < clickhouseLimits.failureBytesMax) words = Buffer.concat([words, piece]);
      continue;
    }
    const all = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece]);
    const at = all.indexOf(mark);
    if (at >= 0) {
      if (at > 0) yield all.subarray(0, at);
      words = all.subarray(at + mark.length);
      continue;
    }
    // The mark may have begun.
    const sure = Math.max(0, all.length - mark.length + 1);
    if (sure > 0) yield all.subarray(0, sure);
    held = all.subarray(sure);
  }
  if (words !== undefined) {
    const text = words.toString("utf8");
    throw failureIn(
      text.slice(0, Math.max(0, text.lastIndexOf(`${tag}\r\n__exception__`))).replace(/\n\d+ $/, ""),
    );
  }
  if (held.length > 0) yield held;
}

/** The same text in pieces that hold whole lines. */
export async function* wholeLines(pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let begun: Uint8Array[] = [];
  for await (const piece of pieces) {
    const end = piece.lastIndexOf(lineFeed) + 1;
    if (end === 0) {
      begun.push(piece);
      continue;
    }
    const lines = piece.subarray(0, end);
    yield begun.length === 0 ? lines : Buffer.concat([...begun, lines]);
    begun = end === piece.length ? [] : [piece.subarray(end)];
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

/**
 * Takes mails out of the bytes of an mbox: a line "From " after a blank line that looks like a separator
 * begins the next one (RFC 4155 and https://www.loc.gov/preservation/digital/formats/fdd/fdd000383.shtml).
 *
 * A mail over the limit is counted and let go piece by piece; only its beginning is kept.
 */
import { rawBytesMax } from "./document.ts";

/** One mail as it stands in the file. */
export interface MailBytes {
  /** 1-based physical line on which it begins, with its separator. */
  readonly line: number;
  /** The separator line without its end; undefined where it has none. */
  readonly separator: string | undefined;
  /** The mail without separator, undefined where it is longer than the limit. */
  readonly bytes: Buffer | undefined;
  /** The first bytes, separator included. */
  readonly head: Buffer;
}

/** Longest line that is taken for a separator: an address of 254 bytes, a date and some more. */
export const separatorBytesMax = 512;

const lineFeed = 0x0a;
const candidate = Buffer.from("\nFrom ");
/** Bytes before a candidate that say whether the line before is blank: its line feed and carriage return. */
const before = 2;

/** Whether a line is an mbox separator: "From ", something, a date with a day of the week and a time. */
export function isSeparator(line: string): boolean {
  return (
    line.startsWith("From ") &&
    line.length <= separatorBytesMax &&
    /\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?\s+[A-Z][a-z]{2}\s+\d{1,2}\s+\d{1,2}:\d\d(:\d\d)?\s([^\s]{1,8}\s)?\d{4}\b/.test(
      line,
    )
  );
}

/** The mails of an mbox, or the one mail that the bytes are, where `separators` is false. */
export async function* splitMails(
  chunks: AsyncIterable<Uint8Array>,
  recordBytes: number,
  separators: boolean,
): AsyncGenerator<MailBytes> {
  let mail = new Mail(1, recordBytes);
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const window: Buffer = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let taken = 0;
    let from = 0;
    while (separators) {
      const at = window.indexOf(candidate, from);
      if (at < 0) break;
      const end = window.indexOf(lineFeed, at + 1);
      // Without an end the line may go on in the next chunk, unless it is too long for a separator anyway.
      if (end < 0 && window.length - at <= separatorBytesMax) break;
      if (end > 0 && followsBlank(window, at) && isSeparator(window.toString("latin1", at + 1, end))) {
        mail.add(window.subarray(taken, at + 1));
        yield mail.take();
        mail = new Mail(mail.nextLine, recordBytes);
        taken = at + 1;
      }
      from = at + 1;
    }
    const keep = separators ? keptFrom(window, Math.max(taken, 0)) : window.length;
    mail.add(window.subarray(taken, keep));
    rest = window.subarray(keep);
  }
  mail.add(rest);
  if (!mail.isEmpty) yield mail.take();
}

function followsBlank(window: Buffer, at: number): boolean {
  const previous = window[at - 1];
  return previous === lineFeed || (previous === 0x0d && window[at - 2] === lineFeed);
}

/** From where the window has to be seen again with the next chunk: where a separator may have begun. */
function keptFrom(window: Buffer, taken: number): number {
  const last = window.lastIndexOf("\nFrom ");
  const open =
    last >= 0 && window.indexOf(lineFeed, last + 1) < 0 && window.length - last <= separatorBytesMax;
  const start = open ? last - before : window.length - candidate.length - before;
  return Math.max(taken, start, 0);
}

/** A mail in the making. */
class Mail {
  nextLine: number;
  readonly #line: number;
  readonly #bytesMax: number;
  #pieces: Buffer[] = [];
  #head: Buffer = Buffer.alloc(0);
  #length = 0;

  constructor(line: number, recordBytes: number) {
    this.#line = line;
    this.nextLine = line;
    this.#bytesMax = recordBytes + separatorBytesMax;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#length += piece.length;
    for (let at = piece.indexOf(lineFeed); at >= 0; at = piece.indexOf(lineFeed, at + 1)) this.nextLine++;
    if (this.#head.length < rawBytesMax)
      this.#head = Buffer.concat([this.#head, piece.subarray(0, rawBytesMax - this.#head.length)]);
    if (this.#length > this.#bytesMax) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  take(): MailBytes {
    const whole = this.#length > this.#bytesMax ? undefined : Buffer.concat(this.#pieces);
    const start = this.#head.toString("latin1", 0, separatorBytesMax);
    const end = start.indexOf("\n");
    const separator =
      start.startsWith("From ") && end > 0 ? start.slice(0, end).replace(/\r$/, "") : undefined;
    const bytes = separator === undefined ? whole : whole && withoutBlankEnd(whole.subarray(end + 1));
    const fits = bytes !== undefined && bytes.length <= this.#bytesMax - separatorBytesMax;
    return { line: this.#line, separator, bytes: fits ? bytes : undefined, head: this.#head };
  }
}

/** An mbox ends each mail with a blank line of its own. */
function withoutBlankEnd(bytes: Buffer): Buffer {
  const end = bytes.toString("latin1", Math.max(0, bytes.length - 3));
  if (end.endsWith("\n\r\n")) return bytes.subarray(0, bytes.length - 2);
  return end.endsWith("\n\n") ? bytes.subarray(0, bytes.length - 1) : bytes;
}

/** The mail as it was sent: one ">" taken from each line of the kind ">From " (mboxo and mboxrd). */
export function unquoteFrom(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let taken = 0;
  for (let at = bytes.indexOf(">From "); at >= 0; at = bytes.indexOf(">From ", at + 1)) {
    let start = at;
    while (start > taken && bytes[start - 1] === 0x3e) start--;
    if (start > 0 && bytes[start - 1] !== lineFeed) continue;
    pieces.push(bytes.subarray(taken, start));
    taken = start + 1;
  }
  return pieces.length === 0 ? bytes : Buffer.concat([...pieces, bytes.subarray(taken)]);
}

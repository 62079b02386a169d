/** Lines of a plain file by their numbers: counting line feeds takes a fraction of what the engine takes to cut all lines apart. */
import { closeSync, openSync, readSync } from "node:fs";

/** A line as it stands in its file, without its line feed. */
export interface PhysicalLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  /** Length of the whole line. */
  readonly bytes: number;
}

const chunkBytes = 1 << 22;
const lineFeed = 0x0a;

/**
 * The lines of a file with some numbers; those behind its end are left out.
 * @param wanted ascending
 * @param bytesMax bytes of a line that its text is made of at most
 */
export function linesAt(path: string, wanted: readonly number[], bytesMax: number): PhysicalLine[] {
  const found: PhysicalLine[] = [];
  const handle = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(chunkBytes);
    let line = 1;
    let next = 0;
    // What earlier chunks held of a line that is wanted.
    let begun: Buffer[] = [];
    let bytes = 0;
    const end = () => {
      found.push({ line, text: Buffer.concat(begun).subarray(0, bytesMax).toString("utf8"), bytes });
      begun = [];
      bytes = 0;
      next += 1;
    };
    for (let at = 0; next < wanted.length; ) {
      const length = readSync(handle, buffer, 0, chunkBytes, at);
      if (length === 0) {
        if (bytes > 0) end();
        break;
      }
      at += length;
      const chunk = buffer.subarray(0, length);
      for (let start = 0; start < length && next < wanted.length; ) {
        const feed = chunk.indexOf(lineFeed, start);
        const stop = feed < 0 ? length : feed;
        if (line === wanted[next]) {
          if (bytes < bytesMax)
            begun.push(Buffer.from(chunk.subarray(start, Math.min(stop, start + bytesMax))));
          bytes += stop - start;
          if (feed >= 0) end();
        }
        if (feed >= 0) line += 1;
        start = stop + 1;
      }
    }
  } finally {
    closeSync(handle);
  }
  return found;
}

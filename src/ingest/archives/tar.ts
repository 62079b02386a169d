/**
 * Reads a tar archive from its bytes as they come, so that a compressed one is never held or
 * written as a whole. Behind a damaged header it goes on at the next one that is right.
 */
import { readingLimits } from "../../limits.ts";
import type { MemberType, Take } from "./members.ts";
import { type TarHeader, tarBlockBytes, tarHeader, untilZero } from "./tar-header.ts";

/** What is done with the members; called in the order of the archive. */
export interface TarHandler {
  /** @returns what takes the content of a member; undefined where nobody wants it */
  begin(name: Buffer, type: MemberType): Take | undefined;
  /** Called behind the content of a member that was taken. */
  end(whole: boolean): void;
}

/** What became of an archive. */
export interface TarEnd {
  /** It ends in the middle of a member or header. */
  readonly truncated: boolean;
  /** Headers were not right, and what belongs to them was passed over. */
  readonly damaged: boolean;
  /** The mark of its end was there. */
  readonly marked: boolean;
}

/** A member's content, or what is said beside it. */
interface Present {
  /** Bytes still to come. */
  left: number;
  readonly take: Take | undefined;
  done(whole: boolean): void;
}

export class TarReader {
  readonly #handler: TarHandler;
  readonly #block = Buffer.alloc(tarBlockBytes);
  /** Bytes in the block. */
  #filled = 0;
  #present: Present | undefined;
  /** Bytes that fill up the last block. */
  #padding = 0;
  /** Header of a sparse file whose map goes on. */
  #mapped: TarHeader | undefined;
  #nextName: Buffer | undefined;
  #nextSize: number | undefined;
  #nextSparse = false;
  #damaged = false;
  #marked = false;

  constructor(handler: TarHandler) {
    this.#handler = handler;
  }

  /** The next bytes of the archive. */
  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; ) {
      const present = this.#present;
      if (present !== undefined) {
        const length = Math.min(present.left, piece.length - at);
        present.take?.(piece.subarray(at, at + length));
        present.left -= length;
        at += length;
        if (present.left === 0) this.#close(true);
      } else if (this.#padding > 0) {
        const length = Math.min(this.#padding, piece.length - at);
        this.#padding -= length;
        at += length;
      } else {
        const length = Math.min(tarBlockBytes - this.#filled, piece.length - at);
        this.#block.set(piece.subarray(at, at + length), this.#filled);
        this.#filled += length;
        at += length;
        if (this.#filled < tarBlockBytes) continue;
        this.#filled = 0;
        this.#read();
      }
    }
  }

  /** Says that no more bytes come. */
  finish(): TarEnd {
    // A tape is filled up behind the end with anything.
    const truncated = this.#present !== undefined || (!this.#marked && this.#filled > 0);
    this.#close(false);
    return { truncated, damaged: this.#damaged, marked: this.#marked };
  }

  #close(whole: boolean): void {
    const present = this.#present;
    this.#present = undefined;
    present?.done(whole);
  }

  /** Reads the block, which is a header, or zero at the end. */
  #read(): void {
    if (this.#mapped !== undefined) {
      const follows = this.#block[504] !== 0;
      if (!follows) this.#member(this.#mapped);
      return;
    }
    if (this.#block.every((byte) => byte === 0)) {
      // Archives may stand one behind the other: what follows is read.
      this.#marked = true;
      return;
    }
    const header = tarHeader(this.#block);
    if (header === undefined) {
      if (!this.#marked) this.#damaged = true;
      return;
    }
    this.#marked = false;
    if (header.mapFollows) this.#mapped = header;
    else this.#member(header);
  }

  #member(header: TarHeader): void {
    this.#mapped = undefined;
    const { type } = header;
    if (type === "aside") this.#open(header.size, undefined, () => {});
    else if (type === "long-name" || type === "attributes") this.#beside(header, type);
    else {
      const name = this.#nextName ?? header.name;
      const contentless = type === "directory" || type === "link" || type === "device";
      const size = contentless ? 0 : (this.#nextSize ?? header.size);
      const sparse = this.#nextSparse && type === "file";
      this.#nextName = undefined;
      this.#nextSize = undefined;
      this.#nextSparse = false;
      const take = this.#handler.begin(name, sparse ? "sparse" : type);
      this.#open(size, take, (whole) => {
        if (take !== undefined) this.#handler.end(whole);
      });
    }
  }

  /** What is said of the next member. */
  #beside(header: TarHeader, type: "long-name" | "attributes"): void {
    if (header.size > readingLimits.tarBesideBytesMax) {
      this.#damaged = true;
      this.#open(header.size, undefined, () => {});
      return;
    }
    const bytes = Buffer.alloc(header.size);
    let at = 0;
    const take = (piece: Uint8Array) => {
      bytes.set(piece, at);
      at += piece.length;
    };
    this.#open(header.size, take, (whole) => {
      if (!whole) return;
      if (type === "long-name") this.#nextName = untilZero(bytes);
      else this.#attributes(bytes);
    });
  }

  /** Records of the form `LENGTH KEY=VALUE\n`, where the length counts all of it. */
  #attributes(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const blank = bytes.indexOf(0x20, at);
      const length = Number(bytes.toString("latin1", at, Math.min(blank, at + 16)));
      const equals = bytes.indexOf(0x3d, blank);
      const fits = Number.isInteger(length) && length > 0 && at + length <= bytes.length;
      if (blank === -1 || !fits || equals === -1 || equals >= at + length) {
        // Zeros may fill up the last block.
        if (bytes[at] !== 0) this.#damaged = true;
        return;
      }
      const value = bytes.subarray(equals + 1, at + length - 1);
      this.#attribute(bytes.toString("latin1", blank + 1, Math.min(equals, blank + 100)), value);
      at += length;
    }
  }

  #attribute(key: string, value: Buffer): void {
    if (key === "path" || key === "GNU.sparse.name") this.#nextName = Buffer.from(value);
    else if (key === "size") {
      const size = value.length > 0 && value.length < 20 ? Number(value.toString("latin1")) : Number.NaN;
      if (Number.isSafeInteger(size) && size >= 0) this.#nextSize = size;
      else this.#damaged = true;
    } else if (key.startsWith("GNU.sparse.")) this.#nextSparse = true;
  }

  #open(size: number, take: Take | undefined, done: (whole: boolean) => void): void {
    this.#padding = (tarBlockBytes - (size % tarBlockBytes)) % tarBlockBytes;
    this.#present = { left: size, take, done };
    if (size === 0) this.#close(true);
  }
}

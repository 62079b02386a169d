/**
 * The MIME parts of a mail (RFC 2045, RFC 2046) in one pass over its bytes.
 *
 * The boundaries of all open multiparts are kept in a Map, so a line costs the same however deep it lies;
 * mails within mails are read in place. There is no recursion, so nothing nests too deep for it.
 */
import { mailLimits } from "../../limits.ts";
import type { DocumentLimits } from "./document.ts";
import { type Fields, first, readFields, type Structured, structured, words } from "./mail-fields.ts";
import type { LeftOut } from "./mail-limits.ts";
import { cut } from "./mail-text.ts";
import { decode, type Transfer, transferOf } from "./mail-transfer.ts";

/** A part that holds something itself. */
export interface Leaf {
  /** Lower case, such as `text/html`. */
  readonly type: string;
  readonly charset: string | undefined;
  readonly fileName: string | undefined;
  readonly disposition: string;
  readonly transfer: Transfer;
  /** The encoded body. */
  readonly body: Buffer;
  /** Whether the body was not read to its end, because there are too many parts. */
  readonly isCut: boolean;
  /** Mails around it within the whole mail; the parts of the mail itself have 0. */
  readonly mailDepth: number;
}

/** The parts of a mail. */
export interface Parts {
  /** The fields of the mail itself. */
  readonly fields: Fields;
  readonly leaves: readonly Leaf[];
  /** All parts, multiparts too. */
  readonly count: number;
}

interface Multipart {
  readonly boundary: string;
  readonly depth: number;
  readonly mailDepth: number;
  readonly isDigest: boolean;
  readonly bodyStart: number;
  children: number;
}

/** What is known of a leaf where it begins. */
type LeafHead = Omit<Leaf, "body" | "isCut">;

interface Open {
  readonly slot: number;
  readonly leaf: LeafHead;
  readonly bodyStart: number;
  /** Number of multiparts that were open where it began; a boundary of one of these ends it. */
  readonly level: number;
}

interface Entity {
  readonly start: number;
  readonly depth: number;
  readonly mailDepth: number;
  readonly isDigest: boolean;
}

/** Reads the parts of a mail. */
export function readParts(bytes: Buffer, limits: DocumentLimits, leftOut: LeftOut): Parts {
  const top = new PartReader(bytes, limits, leftOut, 0);
  const fields = top.read({ start: 0, depth: 0, mailDepth: 0, isDigest: false });
  const leaves: Leaf[] = [...top.leaves];
  let { count } = top;
  // Mails within mails that are encoded as a whole (which RFC 2046 forbids, and people do it).
  const waiting = top.encodedMails.map((mail) => ({ ...mail, times: 1 }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { body, entity, times } = next;
    if (times > mailLimits.encodedMails) {
      leftOut.add(`mails encoded in mails deeper than the limit of ${mailLimits.encodedMails}`);
      continue;
    }
    const inner = new PartReader(body, limits, leftOut, count);
    inner.read(entity);
    leaves.push(...inner.leaves);
    count = inner.count;
    waiting.push(...inner.encodedMails.map((mail) => ({ ...mail, times: times + 1 })));
  }
  return { fields, leaves, count };
}

class PartReader {
  /** Leaves in the order in which they begin; a place is kept for those that have not ended. */
  readonly #slots: (Leaf | undefined)[] = [];
  readonly encodedMails: { readonly body: Buffer; readonly entity: Entity }[] = [];
  count: number;
  readonly #bytes: Buffer;
  readonly #limits: DocumentLimits;
  readonly #leftOut: LeftOut;
  readonly #stack: Multipart[] = [];
  /** Levels of the stack by boundary, the innermost last. */
  readonly #levels = new Map<string, number[]>();
  /** What is being read: a leaf, and the mails around it. */
  readonly #open: Open[] = [];
  /** There are as many parts as may be; what comes is left out. */
  #isFull = false;

  constructor(bytes: Buffer, limits: DocumentLimits, leftOut: LeftOut, count: number) {
    this.#bytes = bytes;
    this.#limits = limits;
    this.#leftOut = leftOut;
    this.count = count;
  }

  get leaves(): readonly Leaf[] {
    return this.#slots.filter((leaf) => leaf !== undefined);
  }

  /** Reads an entity and all in it; gives its own fields. */
  read(entity: Entity): Fields {
    const fields = this.#begin(entity);
    let at = fields.end;
    while (!this.#isFull) {
      const found = this.#nextBoundary(at);
      if (found === undefined) break;
      this.#finishLeaves(found.level, found.start);
      this.#popTo(found.level + (found.closes ? 0 : 1), found.start);
      at = found.end;
      const parent = this.#stack[found.level];
      if (!found.closes && parent !== undefined) {
        parent.children++;
        const { isDigest, depth, mailDepth } = parent;
        at = this.#begin({ start: at, depth: depth + 1, mailDepth, isDigest }).end;
      }
    }
    this.#finishLeaves(-1, this.#bytes.length);
    this.#popTo(0, this.#bytes.length);
    return fields;
  }

  /** Reads the fields of an entity, and of the mails that begin with its body, and opens what they say. */
  #begin(entity: Entity): Fields {
    const isBoundary = (offset: number) => this.#boundaryAt(offset) !== undefined;
    const fields = readFields(this.#bytes, entity.start, isBoundary, this.#leftOut);
    let inner: Fields = fields;
    for (let current: Entity | undefined = entity; current !== undefined; ) {
      if (this.count >= this.#limits.parts) {
        this.#leftOut.add(`parts beyond the limit of ${this.#limits.parts}`);
        this.#isFull = true;
        break;
      }
      this.count++;
      current = this.#openPart(current, inner);
      if (current !== undefined) inner = readFields(this.#bytes, current.start, isBoundary, this.#leftOut);
    }
    return inner === fields ? fields : { ...fields, end: inner.end };
  }

  /** Opens a multipart or a leaf; gives the mail that begins here, where the part is one. */
  #openPart(entity: Entity, fields: Fields): Entity | undefined {
    const { depth, mailDepth } = entity;
    const type = structured(
      first(fields, "content-type") ?? (entity.isDigest ? "message/rfc822" : "text/plain"),
      this.#leftOut,
    );
    const isDeep = depth >= this.#limits.depth;
    // Lines are compared as bytes are, one character each.
    const boundary = Buffer.from(type.parameters.get("boundary")?.trimEnd() ?? "").toString("latin1");
    const isMultipart = type.value.startsWith("multipart/") && boundary !== "";
    const isMail = isMailType(type.value);
    if (isDeep && (isMultipart || isMail))
      this.#leftOut.add(`parts nested deeper than the limit of ${this.#limits.depth}`);
    if (isMultipart && isDeep) return undefined;
    if (isMultipart) {
      this.#push({
        boundary,
        depth,
        mailDepth,
        isDigest: type.value === "multipart/digest",
        bodyStart: fields.end,
        children: 0,
      });
      return undefined;
    }
    const leaf = this.#leafOf(type, fields, mailDepth);
    const slot = this.#slots.push(undefined) - 1;
    this.#open.push({ slot, leaf, bodyStart: fields.end, level: this.#stack.length });
    return isMail && !isDeep && leaf.transfer === "identity"
      ? { start: fields.end, depth: depth + 1, mailDepth: mailDepth + 1, isDigest: false }
      : undefined;
  }

  #leafOf(type: Structured, fields: Fields, mailDepth: number): LeafHead {
    const disposition = structured(first(fields, "content-disposition") ?? "", this.#leftOut);
    const name = disposition.parameters.get("filename") ?? type.parameters.get("name");
    const transfer = transferOf(first(fields, "content-transfer-encoding"));
    if (transfer === undefined) this.#leftOut.add("a transfer encoding that is not known, read as it is");
    return {
      // A multipart without boundary has no parts that could be told apart.
      type: type.value.includes("/") && !type.value.startsWith("multipart/") ? type.value : "text/plain",
      charset: type.parameters.get("charset"),
      fileName: name === undefined || name === "" ? undefined : this.#fileName(name),
      disposition: disposition.value,
      transfer: transfer ?? "identity",
      mailDepth,
    };
  }

  #fileName(name: string): string {
    return cut(words(name, this.#leftOut).trim(), mailLimits.wordCharacters);
  }

  /** Ends the open leaves that a boundary of this level ends. */
  #finishLeaves(level: number, end: number): void {
    while (this.#open.length > 0) {
      const open = this.#open[this.#open.length - 1];
      if (open === undefined || open.level <= level) return;
      this.#open.pop();
      this.#finishLeaf(open, end);
    }
  }

  #finishLeaf({ slot, leaf, bodyStart }: Open, end: number): void {
    const body = this.#bytes.subarray(bodyStart, Math.max(bodyStart, beforeLineEnd(this.#bytes, end)));
    this.#slots[slot] = { ...leaf, body, isCut: this.#isFull };
    if (!isMailType(leaf.type) || leaf.transfer === "identity") return;
    // Its depth counts on from the multipart that holds it.
    const depth = (this.#stack[this.#stack.length - 1]?.depth ?? 0) + 2;
    if (depth >= this.#limits.depth) return;
    const mail = decode(body, leaf.transfer, body.length).bytes;
    const entity = { start: 0, depth, mailDepth: leaf.mailDepth + 1, isDigest: false };
    this.encodedMails.push({ body: mail, entity });
  }

  #push(part: Multipart): void {
    const level = this.#stack.push(part) - 1;
    const levels = this.#levels.get(part.boundary);
    if (levels === undefined) this.#levels.set(part.boundary, [level]);
    else levels.push(level);
  }

  #popTo(length: number, end: number): void {
    while (this.#stack.length > length) {
      const part = this.#stack.pop();
      if (part === undefined) return;
      const levels = this.#levels.get(part.boundary);
      levels?.pop();
      if (levels?.length === 0) this.#levels.delete(part.boundary);
      // A multipart whose boundary never comes is shown as text by mail programs, so it is read as text.
      if (part.children === 0 && !this.#isFull)
        this.#slots.push({
          type: "text/plain",
          charset: undefined,
          fileName: undefined,
          disposition: "",
          transfer: "identity",
          body: this.#bytes.subarray(
            part.bodyStart,
            Math.max(part.bodyStart, beforeLineEnd(this.#bytes, end)),
          ),
          mailDepth: part.mailDepth,
          isCut: this.#isFull,
        });
    }
  }

  #nextBoundary(from: number) {
    if (this.#stack.length === 0) return undefined;
    // The boundary may be the first line of what follows, so the line feed before it counts.
    for (
      let at = this.#bytes.indexOf("\n--", Math.max(0, from - 1));
      at >= 0;
      at = this.#bytes.indexOf("\n--", at + 1)
    ) {
      const found = this.#boundaryAt(at + 1);
      if (found !== undefined) return { ...found, start: at + 1 };
    }
    return undefined;
  }

  /** The boundary in the line at an offset, with the level of its multipart. */
  #boundaryAt(offset: number) {
    if (this.#levels.size === 0) return undefined;
    const cutEnd = offset + mailLimits.boundaryLineBytes;
    const line = this.#bytes.subarray(offset, cutEnd);
    const feed = line.indexOf(0x0a);
    if (feed < 0 && cutEnd < this.#bytes.length) return undefined;
    const text = line.toString("latin1", 2, feed < 0 ? line.length : feed).trimEnd();
    const closes = text.endsWith("--") && this.#levels.has(text.slice(0, -2));
    const levels = this.#levels.get(text) ?? (closes ? this.#levels.get(text.slice(0, -2)) : undefined);
    const level = levels?.[levels.length - 1];
    if (level === undefined) return undefined;
    const end = feed < 0 ? this.#bytes.length : offset + feed + 1;
    return { level, closes: closes && !this.#levels.has(text), end };
  }
}

/** Whether a part is a mail itself. */
export function isMailType(type: string): boolean {
  return type === "message/rfc822" || type === "message/global";
}

/** The line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1). */
function beforeLineEnd(bytes: Buffer, end: number): number {
  if (end >= bytes.length) return bytes.length;
  if (bytes[end - 1] !== 0x0a) return end;
  return bytes[end - 2] === 0x0d ? end - 2 : end - 1;
}

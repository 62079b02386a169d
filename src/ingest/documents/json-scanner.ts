/**
 * Finds where each record of a JSON document begins and ends, byte by byte, without holding the rest.
 *
 * Only strings and brackets are looked at; whether a record is JSON is left to JSON.parse. Where a
 * record is broken, its end cannot be known. Then the next one is taken to begin at a line that
 * begins with `{` and is indented as the records are, as every program that prints JSON over lines does it. That
 * rule holds only for a record that is known to be broken: a good one may look so within. Because
 * a missing bracket shows only later, the bytes of a record that was given up are read a second time
 * under that rule ("carefully"), and never a third time, so that all stays linear.
 */
import { GrowingBytes, rawOf, textOf } from "./bytes.ts";
import type { DocumentLimits, Json } from "./document.ts";
import { elementOf, isObject, listNameBytesMax, mayHoldRecords, namesRecord } from "./json-lists.ts";
import { Nesting } from "./json-nesting.ts";
import { type Emit, faults, openList, type RecordParser, rejected } from "./records.ts";

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** What stood last in a value; `{` may not follow a value, nor stand where a key should. */
type Last = "open" | "comma" | "colon" | "value";

/** A list of records that is being read. */
interface List {
  /** Keys that lead to it, with dots; empty for an array that stands by itself. */
  readonly path: string;
  /** Objects around it. */
  readonly outside: number;
}

const noJson = "is no JSON";
const noObject = "is no object";
const stray = "is no JSON object or array";

export class JsonScanner implements RecordParser {
  readonly #emit: Emit;
  readonly #limits: DocumentLimits;
  readonly #nesting: Nesting;
  readonly #held = new GrowingBytes();

  // Where the file is at.
  #physicalLine = 1;
  /** Blanks since the line began; negative once something else stood on it. */
  #indent = 0;
  #inString = false;
  #escaped = false;

  // The list that is being read, and the value that is open in it or by itself.
  #list: List | undefined;
  #listIndent = -1;
  /** An element that is no object or array, or anything at the top that is none. */
  #scalar = false;
  #open = false;
  #holding = false;
  #from = 0;
  #line = 1;
  #valueIndent = 0;
  #last: Last = "open";
  #fault: string | undefined;
  #raw = "";

  // Keys of an object that stands by itself, until it is known whether it is a record.
  #keying = false;
  #key = "";
  #within = "";
  #candidate: string | undefined;
  #record = false;
  #emptyList = false;
  #wrapper = false;

  constructor(emit: Emit, limits: DocumentLimits) {
    this.#emit = emit;
    this.#limits = limits;
    this.#nesting = new Nesting(limits.depth);
  }

  chunk(bytes: Uint8Array): void {
    this.#read(bytes, false);
  }

  end(): void {
    if (this.#open && this.#fault === undefined && !this.#wrapper) this.#giveUp(faults.cut);
    if (this.#open && !this.#wrapper) {
      this.#fault ??= faults.cut;
      this.#close();
    }
    if (this.#list !== undefined || this.#open) this.#emit(rejected(this.#physicalLine, "", openList));
  }

  /** Whether a value is open that began on the first line and has only that line so far. */
  get openOnFirstLine(): boolean {
    return this.#physicalLine === 1 && (this.#open || this.#list !== undefined) && !this.#scalar;
  }

  /** Whether what was read is an object around a list of records. */
  get isWrapper(): boolean {
    return this.#wrapper;
  }

  #read(bytes: Uint8Array, careful: boolean): void {
    let at = 0;
    this.#from = 0;
    while (at < bytes.length) {
      // A held value is left exactly at the limit, wherever the chunks end.
      const room = this.#holding ? this.#limits.recordBytes - this.#held.length : Number.POSITIVE_INFINITY;
      if (room <= at - this.#from) {
        this.#keep(bytes, at);
        this.#giveUp(faults.long(this.#limits));
        this.#from = at;
        continue;
      }
      const stop = Math.min(bytes.length, this.#from + room);
      at = this.#inString ? this.#string(bytes, at, stop) : this.#structure(bytes, at, stop, careful);
    }
    this.#keep(bytes, at);
  }

  /** Moves the part of a held value that lies in this chunk to the buffer. */
  #keep(bytes: Uint8Array, at: number): void {
    if (this.#holding && at > this.#from) this.#held.append(bytes.subarray(this.#from, at));
  }

  #string(bytes: Uint8Array, start: number, stop: number): number {
    let at = start;
    if (this.#escaped) {
      this.#escaped = false;
      if (bytes[at] !== 10) at += 1;
    }
    const keyFrom = at;
    for (; at < stop; at += 1) {
      const byte = bytes[at];
      if (byte === quote || byte === backslash || byte === 10) break;
    }
    if (this.#keying) this.#keyPart(bytes.subarray(keyFrom, at));
    if (at >= stop) return at;
    const byte = bytes[at];
    if (byte === backslash) {
      this.#escaped = true;
      this.#key = "";
      this.#keying = false;
      return at + 1;
    }
    this.#inString = false;
    this.#keying = false;
    this.#last = "value";
    if (byte === quote) {
      if (this.#key !== "" && !this.#wrapper && this.#within === "" && namesRecord(this.#key))
        this.#record = true;
      return at + 1;
    }
    // No string of JSON goes over the end of a line: here a record was cut.
    this.#fail(bytes, at, noJson);
    return at;
  }

  #keyPart(part: Uint8Array): void {
    if (this.#key.length + part.length <= listNameBytesMax) this.#key += textOf(part);
    else {
      this.#key = "";
      this.#keying = false;
    }
  }

  #structure(bytes: Uint8Array, start: number, stop: number, careful: boolean): number {
    for (let at = start; at < stop; at += 1) {
      const byte = bytes[at] ?? 0;
      switch (byte) {
        case 10:
          this.#physicalLine += 1;
          this.#indent = 0;
          if (this.#scalar && this.#list === undefined) {
            this.#finish(bytes, at);
            return at + 1;
          }
          continue;
        case 32:
        case 9:
          if (this.#indent >= 0) this.#indent += 1;
          continue;
        case 13:
        case 0x1e:
          continue;
        case comma:
          if (this.#scalar) {
            if (this.#list === undefined) continue;
            this.#finish(bytes, at);
            return at + 1;
          }
          this.#last = "comma";
          continue;
        default:
      }
      const indent = this.#indent;
      this.#indent = -1;
      if (!this.#open) {
        // What begins here is held from here; the caller has to look at the limit anew.
        this.#begin(bytes, at, byte, indent);
        return at + 1;
      }
      switch (byte) {
        case quote:
          if (this.#scalar && this.#list === undefined) continue;
          this.#inString = true;
          this.#beginString();
          return at + 1;
        case colon:
          this.#last = "colon";
          continue;
        case openBrace:
        case openBracket:
          if (this.#opens(bytes, at, byte, indent, careful)) return at + 1;
          continue;
        case closeBrace:
        case closeBracket:
          if (this.#closes(bytes, at, byte)) return at + 1;
          continue;
        default:
          this.#last = "value";
      }
    }
    return stop;
  }

  #beginString(): void {
    const tracked = this.#list === undefined && this.#nesting.inObject && this.#tracked;
    this.#keying = tracked && (this.#last === "open" || this.#last === "comma");
    if (this.#keying) this.#key = "";
  }

  /** Whether keys are looked at here: those of the object itself, and of `hits` in it. */
  get #tracked(): boolean {
    return this.#nesting.depth === 1 || (this.#nesting.depth === 2 && this.#within !== "");
  }

  /** A value begins where none is open. */
  #begin(bytes: Uint8Array, at: number, byte: number, indent: number): void {
    if (this.#list !== undefined && (byte === closeBracket || byte === closeBrace)) {
      this.#endList();
      // An object that is closed before its list is: the list is closed with it.
      if (byte === closeBrace && this.#open) this.#closes(bytes, at, byte);
      return;
    }
    if (this.#list === undefined) {
      // A byte order mark before the first value.
      if (this.#physicalLine === 1 && (byte === 0xef || byte === 0xbb || byte === 0xbf)) return;
      this.#wrapper = false;
      this.#record = false;
      this.#emptyList = false;
      this.#within = "";
      this.#key = "";
      this.#candidate = undefined;
      if (byte === openBracket) {
        this.#list = { path: "", outside: 0 };
        this.#listIndent = -1;
        return;
      }
    }
    this.#open = true;
    this.#fault = undefined;
    this.#line = this.#physicalLine;
    this.#valueIndent = indent;
    if (indent >= 0 && this.#list !== undefined) this.#listIndent = indent;
    this.#scalar = byte !== openBrace && byte !== openBracket;
    this.#last = this.#scalar ? "value" : "open";
    this.#nesting.clear();
    this.#held.clear();
    this.#holding = true;
    this.#from = at;
    if (!this.#scalar) this.#nesting.push(byte);
    else if (byte === quote && this.#list !== undefined) this.#inString = true;
  }

  /** A bracket opens within a value; true where what is held changed. */
  #opens(bytes: Uint8Array, at: number, byte: number, indent: number, careful: boolean): boolean {
    if (this.#scalar && this.#list === undefined) return false;
    const wrong =
      this.#scalar || this.#last === "value" || (this.#nesting.inObject && this.#last !== "colon");
    if (byte === openBrace && (wrong || careful || this.#fault !== undefined)) {
      if (this.#scalar || this.#likeRecord(indent)) {
        this.#fault ??= this.#scalar ? noObject : faults.cut;
        this.#keep(bytes, at);
        this.#close();
        this.#begin(bytes, at, byte, indent);
        return true;
      }
    }
    if (byte === openBrace && this.#candidate !== undefined && this.#last === "open") {
      this.#beginList(this.#candidate);
      this.#begin(bytes, at, byte, indent);
      return true;
    }
    if (this.#list === undefined && this.#last === "colon" && this.#tracked) {
      const path = this.#within === "" ? this.#key : `${this.#within}.${this.#key}`;
      this.#candidate = byte === openBracket && !this.#record && mayHoldRecords(path) ? path : undefined;
      if (byte === openBrace && path === "hits") this.#within = path;
    } else this.#candidate = undefined;
    this.#last = "open";
    const fits = this.#nesting.push(byte);
    if (fits && !wrong) return false;
    this.#fail(bytes, at, fits ? noJson : faults.deep(this.#limits));
    return true;
  }

  /** A bracket closes within a value; true where what is held changed. */
  #closes(bytes: Uint8Array, at: number, byte: number): boolean {
    if (this.#scalar) {
      if (this.#list === undefined || byte !== closeBracket) return false;
      this.#finish(bytes, at);
      this.#endList();
      return true;
    }
    if (byte === closeBracket && this.#candidate !== undefined && this.#last === "open")
      this.#emptyList = true;
    this.#candidate = undefined;
    this.#last = "value";
    const closing = this.#nesting.pop(byte);
    if (this.#nesting.depth < 2) this.#within = "";
    if (closing === "opens nothing") {
      if (this.#list === undefined || byte !== closeBracket) {
        this.#fail(bytes, at, noJson);
        return true;
      }
      // The end of the list: the element was cut.
      this.#fault ??= faults.cut;
      this.#finish(bytes, at);
      this.#endList();
      return true;
    }
    if (closing === "mends") this.#fail(bytes, at, noJson);
    if (this.#nesting.depth > 0) return closing === "mends";
    this.#finish(bytes, at + 1);
    return true;
  }

  /** Whether a `{` so indented looks as if a record began. */
  #likeRecord(indent: number): boolean {
    if (indent < 0) return false;
    const usual = this.#valueIndent >= 0 ? this.#valueIndent : this.#listIndent;
    return usual >= 0 ? indent === usual : indent <= 1;
  }

  #beginList(path: string): void {
    this.#list = { path, outside: path.includes(".") ? 2 : 1 };
    this.#listIndent = -1;
    this.#open = false;
    this.#wrapper = true;
    this.#candidate = undefined;
    this.#drop();
  }

  /** Goes on in the object around the list, or at the top. */
  #endList(): void {
    const outside = this.#list?.outside ?? 0;
    this.#list = undefined;
    if (outside === 0) return;
    this.#open = true;
    this.#scalar = false;
    this.#fault = undefined;
    this.#line = this.#physicalLine;
    this.#raw = "";
    this.#last = "value";
    this.#nesting.clear();
    for (let level = 0; level < outside; level += 1) this.#nesting.push(openBrace);
    this.#within = outside === 2 ? "hits" : "";
  }

  /** The open value is no record any more; its beginning is kept to be shown. */
  #fail(bytes: Uint8Array, at: number, fault: string): void {
    this.#keep(bytes, at);
    this.#from = at;
    this.#fault ??= fault;
    if (this.#holding) this.#raw = rawOf(this.#held.view());
    this.#drop();
  }

  #drop(): void {
    this.#holding = false;
    this.#held.clear();
  }

  /** Gives a value up and reads carefully what was held of it. */
  #giveUp(fault: string): void {
    const held = this.#held.view().slice();
    const line = this.#line;
    this.#fault = fault;
    this.#raw = rawOf(held);
    this.#drop();
    if (this.#scalar) return;
    this.#physicalLine = line;
    this.#inString = false;
    this.#escaped = false;
    this.#keying = false;
    this.#within = "";
    this.#candidate = undefined;
    this.#nesting.clear();
    this.#nesting.push(held[0] ?? openBrace);
    this.#last = "open";
    this.#indent = -1;
    this.#read(held.subarray(1), true);
  }

  #finish(bytes: Uint8Array, at: number): void {
    this.#keep(bytes, at);
    this.#close();
  }

  /** Hands on the open value, or says why it is none. */
  #close(): void {
    this.#open = false;
    const held = this.#held.view();
    const raw = this.#holding ? rawOf(held) : this.#raw;
    const fault = this.#fault ?? (this.#scalar ? (this.#list === undefined ? stray : noObject) : undefined);
    this.#raw = "";
    if (fault !== undefined) this.#emit(rejected(this.#line, raw, fault));
    else if (!this.#wrapper || this.#list !== undefined) this.#hand(textOf(held), raw);
    this.#scalar = false;
    this.#drop();
  }

  #hand(text: string, raw: string): void {
    let value: Json;
    try {
      // Of equal keys JSON.parse keeps the last, and so does this reader.
      value = JSON.parse(text);
    } catch {
      this.#emit(rejected(this.#line, raw, noJson));
      return;
    }
    if (!isObject(value)) this.#emit(rejected(this.#line, raw, noObject));
    else if (this.#list !== undefined || !this.#emptyList || this.#record)
      this.#emit({ line: this.#line, value: elementOf(this.#list?.path ?? "", value), raw });
  }
}

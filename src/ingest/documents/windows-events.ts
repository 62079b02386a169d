/** Takes the events out of a document of Windows events, with the library that reads XML. */

import { SaxesParser } from "saxes";
import { rawOfText, withMore } from "./bytes.ts";

import type { DocumentLimits, JsonObject } from "./document.ts";
import { type Emit, type Filling, faults, putBeside, type RecordParser, rejected } from "./records.ts";

const begin = /<Event[\s>]/g;
const end = "</Event>";
/** What may stand between events. */
const between = /\uFEFF|<\?xml[^>]*\?>|<\/?Events\b[^>]*>|<!--.*?-->/gs;

/** Cuts the text of a file into events; what stands between them is a reject, unless it is XML's own. */
export class EventCutter implements RecordParser {
  readonly #emit: Emit;
  readonly #limits: DocumentLimits;
  readonly #decoder = new TextDecoder("utf-8");
  #text = "";
  #line = 1;
  /** Where looking for the end of the open event goes on. */
  #searched = 0;
  #skipping = false;
  /** What stands in front of the next event, at most as much as is shown, and its first line. */
  #gap = "";
  #gapLine = 1;

  constructor(emit: Emit, limits: DocumentLimits) {
    this.#emit = emit;
    this.#limits = limits;
  }

  chunk(bytes: Uint8Array): void {
    this.#text += this.#decoder.decode(bytes, { stream: true });
    this.#cut(false);
  }

  end(): void {
    this.#text += this.#decoder.decode();
    this.#cut(true);
  }

  #cut(last: boolean): void {
    for (;;) {
      if (!this.#skipping) {
        begin.lastIndex = 0;
        const found = begin.exec(this.#text);
        if (found === null) {
          // The beginning of an event may be cut by the chunk.
          this.#pass(last ? this.#text.length : Math.max(0, this.#text.length - 7));
          if (last) this.#endGap();
          return;
        }
        this.#pass(found.index);
        this.#endGap();
      }
      begin.lastIndex = Math.max(1, this.#searched);
      const next = begin.exec(this.#text)?.index;
      const stop = this.#text.slice(0, next).indexOf(end, this.#searched);
      if (next !== undefined && stop < 0) {
        // Another event begins before this one has ended.
        if (!this.#skipping) this.#rejectCut(this.#text.slice(0, next));
        this.#skipping = false;
        this.#forward(next);
        continue;
      }
      if (stop >= 0) {
        const event = this.#text.slice(0, stop + end.length);
        if (!this.#skipping) this.#event(event);
        this.#skipping = false;
        this.#forward(stop + end.length);
        continue;
      }
      this.#searched = Math.max(0, this.#text.length - end.length);
      if (last) {
        if (!this.#skipping) this.#rejectCut(this.#text);
        this.#text = "";
      } else if (this.#text.length > this.#limits.recordBytes + end.length) {
        // Behind that much more no tag can begin within the limit, wherever the chunk ends.
        if (!this.#skipping) this.#reject(this.#text, faults.long(this.#limits));
        this.#skipping = true;
        this.#forward(this.#searched);
      }
      return;
    }
  }

  /** Goes over text that is in no event. */
  #pass(length: number): void {
    const text = this.#text.slice(0, length);
    if (this.#gap !== "" || text.trim() !== "") {
      if (this.#gap === "") this.#gapLine = this.#line + linesIn(text.slice(0, text.search(/\S/)));
      this.#gap = withMore(this.#gap, this.#gap === "" ? text.trimStart() : text);
    }
    this.#forward(length);
  }

  #endGap(): void {
    // Line feeds stay, so that what is left is told by its line.
    const stray = this.#gap.replaceAll(between, (own) => "\n".repeat(linesIn(own)));
    this.#gap = "";
    const from = stray.search(/\S/);
    if (from >= 0)
      this.#emit(
        rejected(
          this.#gapLine + linesIn(stray.slice(0, from)),
          rawOfText(stray.trim()),
          "stands in no event",
        ),
      );
  }

  /** Drops text that was dealt with. */
  #forward(length: number): void {
    this.#line += linesIn(this.#text.slice(0, length));
    this.#text = this.#text.slice(length);
    this.#searched = 0;
  }

  #reject(text: string, reject: string): void {
    this.#emit(rejected(this.#line, rawOfText(text), reject));
  }

  /** Too long is said first, as of an event of which the rest has not come yet. */
  #rejectCut(text: string): void {
    this.#reject(text, text.length > this.#limits.recordBytes ? faults.long(this.#limits) : faults.cut);
  }

  #event(text: string): void {
    const read =
      text.length > this.#limits.recordBytes ? faults.long(this.#limits) : eventOf(text, this.#limits);
    if (typeof read === "string") this.#reject(text, read);
    else this.#emit({ line: this.#line, value: read, raw: rawOfText(text) });
  }
}

/** Line feeds in a text. */
function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

/** Elements of the head whose text is taken as it is. */
const headTexts: ReadonlySet<string> = new Set(
  "EventID Level Task Opcode Keywords EventRecordID Channel Computer".split(" "),
);

/** Attributes of the head, and what they are called as keys. */
const headAttributes: Readonly<Record<string, readonly (readonly [attribute: string, key: string])[]>> = {
  Provider: [["Name", "Provider"]],
  TimeCreated: [["SystemTime", "TimeCreated"]],
  Execution: [
    ["ProcessID", "ExecutionProcessID"],
    ["ThreadID", "ExecutionThreadID"],
  ],
  Security: [["UserID", "UserID"]],
};

/** An event's object, or why it is none. */
function eventOf(text: string, limits: DocumentLimits): JsonObject | string {
  const value: Filling = {};
  const next = new Map<string, number>();
  const path: { name: string; key: string; text: string; leaf: boolean }[] = [];
  let fault: string | undefined;
  let unnamed = 0;
  let parts = 0;
  const parser = new SaxesParser();
  // Reading ends at the first fault: a thousand levels more would only take time.
  const fail = (why: string) => {
    fault = why;
    throw new Error(why);
  };
  parser.on("error", () => fail("not well-formed XML"));
  parser.on("doctype", () => fail("has a document type"));
  parser.on("opentag", ({ name, attributes }) => {
    const parent = path.at(-1);
    if (parent !== undefined) parent.leaf = false;
    path.push({ name, key: attributes.Name ?? "", text: "", leaf: true });
    parts += 1;
    if (path.length > limits.depth) fail(faults.deep(limits));
    if (parts > limits.parts) fail(faults.parts(limits));
    if (path[1]?.name === "System")
      for (const [attribute, key] of headAttributes[name] ?? [])
        if (attributes[attribute] !== undefined) putBeside(value, key, attributes[attribute], next);
  });
  const add = (more: string) => {
    const open = path.at(-1);
    if (open !== undefined) open.text += more;
  };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("closetag", () => {
    const closed = path.pop();
    if (closed === undefined) return;
    const section = path[1]?.name;
    if (section === "System" && headTexts.has(closed.name)) {
      const number = closed.name === "EventID" ? Number(closed.text) : Number.NaN;
      putBeside(value, closed.name, Number.isInteger(number) ? number : closed.text, next);
    } else if ((section === "EventData" || section === "UserData") && closed.leaf) {
      if (closed.name === "Data" && closed.key === "") unnamed += 1;
      const key = closed.key !== "" ? closed.key : closed.name === "Data" ? `Data${unnamed}` : closed.name;
      putBeside(value, key, closed.text, next);
    } else if (section === "RenderingInfo" && closed.name === "Message")
      putBeside(value, "Message", closed.text, next);
  });
  try {
    parser.write(text).close();
  } catch {
    fault ??= "not well-formed XML";
  }
  return fault ?? value;
}

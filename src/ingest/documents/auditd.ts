/**
 * The audit log of Linux: lines that share a time stamp and a serial number are one event.
 *
 * Source: https://github.com/linux-audit/audit-documentation/wiki/SPEC-Audit-Event-Parsing (2026-11-24).
 */

import { readingLimits } from "../../limits.ts";
import { type AuditLine, auditLine, auditObject } from "./auditd-fields.ts";
import { rawOfText, withMore } from "./bytes.ts";
import type { DocumentLimits, DocumentReader } from "./document.ts";
import { type Line, LineCutter, type LineParser, withoutReturn } from "./lines.ts";
import { type Emit, faults, recordsOf, rejected } from "./records.ts";

export const auditd: DocumentReader = {
  id: "auditd",
  title: "Linux audit log",
  fits: (head) => {
    const lines = head.split("\n", 6).filter((line) => line.trim() !== "");
    const fitting = lines.filter((line) =>
      /^(?:node=\S+ )?type=[A-Z_0-9]+ msg=audit\(\d+\.\d+:\d+\):/.test(line),
    );
    return fitting.length > 0 && fitting.length >= Math.min(2, lines.length);
  },
  records: (chunks, limits) =>
    recordsOf(chunks, (emit) => new LineCutter(new AuditGrouper(emit, limits), limits)),
};

interface OpenEvent {
  readonly line: number;
  readonly lines: AuditLine[];
  raw: string;
  bytes: number;
}

class AuditGrouper implements LineParser {
  readonly #emit: Emit;
  readonly #limits: DocumentLimits;
  /** In the order in which they began. */
  readonly #open = new Map<string, OpenEvent>();
  /** Of all that are open. */
  #bytes = 0;

  constructor(emit: Emit, limits: DocumentLimits) {
    this.#emit = emit;
    this.#limits = limits;
  }

  line(line: Line): void {
    const text = withoutReturn(line.text);
    if (text.trim() === "") return;
    const read = line.long ? undefined : auditLine(text);
    if (read === undefined) {
      const reject = line.long ? faults.long(this.#limits) : "is no audit record";
      this.#emit(rejected(line.number, rawOfText(text), reject));
      return;
    }
    const key = `${read.node} ${read.stamp}`;
    if (read.type === "EOE") {
      this.#close(key);
      return;
    }
    const event = this.#open.get(key) ?? { line: line.number, lines: [], raw: "", bytes: 0 };
    event.bytes += line.bytes;
    this.#bytes += line.bytes;
    if (event.lines.length < this.#limits.parts && event.bytes <= this.#limits.recordBytes)
      event.lines.push(read);
    event.raw = withMore(event.raw, `${text}\n`);
    this.#open.set(key, event);
    // What a program of user space reports is one line.
    if (read.user) this.#close(key);
    for (const oldest of this.#open.keys()) {
      const areFew = this.#open.size <= readingLimits.auditEventsMax;
      if (areFew && (this.#bytes <= this.#limits.recordBytes || this.#open.size === 1)) break;
      this.#close(oldest);
    }
  }

  end(): void {
    for (const key of [...this.#open.keys()]) this.#close(key);
  }

  #close(key: string): void {
    const event = this.#open.get(key);
    if (event === undefined) return;
    this.#open.delete(key);
    this.#bytes -= event.bytes;
    this.#emit({ line: event.line, value: auditObject(event.lines), raw: rawOfText(event.raw).trimEnd() });
  }
}

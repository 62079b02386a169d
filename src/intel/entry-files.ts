/**
 * Entries as files that the engine reads by itself, one a kind: tab-separated, in the order of the feed. They are written
 * as they come, so that a feed of millions takes no more memory than one of ten.
 */

import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { agentTemplate } from "../content/agent-share.ts";
import { intelLimits } from "../limits.ts";
import { type Entry, type EntryKind, entryKinds } from "./entry.ts";

const bufferBytes = 1 << 18;

/** What stands in a cell, as the engine reads TabSeparated. */
function cell(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("\t", "\\t")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\0", "\\0");
}

/** An entry as a line of its file. */
export function entryLine(entry: Entry, confidence: number): string {
  const own =
    entry.kind === "range"
      ? [entry.value, String(entry.bits), entry.base ?? "::"]
      : entry.kind === "agent"
        ? [
            cell(entry.value),
            cell(entry.pattern === true ? "" : agentTemplate(entry.value)),
            entry.pattern === true ? "1" : "0",
          ]
        : [cell(entry.value)];
  const facts = [
    String(entry.confidence ?? confidence),
    String(entry.fromMs),
    String(entry.untilMs),
    String(entry.datedMs),
    cell(entry.id.slice(0, intelLimits.textCharactersMax)),
    cell(entry.label.replace(/\s+/g, " ").trim().slice(0, intelLimits.textCharactersMax)),
  ];
  return `${[...own, ...facts].join("\t")}\n`;
}

/** Writes entries into the files of a folder. */
export class EntryWriter {
  readonly #folder: string;
  readonly #confidence: number;
  readonly #open = new Map<
    EntryKind,
    { readonly file: number; held: string; count: number; readonly digest: ReturnType<typeof createHash> }
  >();

  /** @param confidence of entries whose source does not say */
  constructor(folder: string, confidence: number) {
    this.#folder = folder;
    this.#confidence = confidence;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  add(entry: Entry): void {
    this.line(entry.kind, entryLine(entry, this.#confidence));
  }

  /** A line as {@link entryLine} makes it. */
  line(kind: EntryKind, line: string): void {
    let one = this.#open.get(kind);
    if (one === undefined) {
      one = {
        file: openSync(join(this.#folder, `${kind}.tsv`), "w", 0o600),
        held: "",
        count: 0,
        digest: createHash("sha256"),
      };
      this.#open.set(kind, one);
    }
    one.held += line;
    one.count += 1;
    if (one.held.length > bufferBytes) this.#flush(one);
  }

  /** Ends the files; how many entries of each kind there are, and one digest of them all. */
  end(): { readonly counts: Partial<Record<EntryKind, number>>; readonly sha256: string } {
    const whole = createHash("sha256");
    const counts: Partial<Record<EntryKind, number>> = {};
    for (const kind of entryKinds) {
      const one = this.#open.get(kind);
      if (one === undefined) continue;
      this.#flush(one);
      closeSync(one.file);
      counts[kind] = one.count;
      whole.update(kind).update(one.digest.digest());
    }
    this.#open.clear();
    return { counts, sha256: whole.digest("hex") };
  }

  #flush(one: { readonly file: number; held: string; readonly digest: ReturnType<typeof createHash> }): void {
    const bytes = Buffer.from(one.held);
    one.digest.update(bytes);
    for (let at = 0; at < bytes.length; ) at += writeSync(one.file, bytes, at);
    one.held = "";
  }
}

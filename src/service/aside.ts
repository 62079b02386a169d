/**
 * Looks at everything beside those at the newest.
 *
 * An engine has its store to itself, and a look at everything takes long where the store is large. It is at a copy, whose files
 * are the store's own (hard links), so that it costs neither time nor room: the engine writes a part of a table once and
 * never changes it. The copy is made between two looks, when nobody has the store open, and goes afterwards.
 */
import { linkSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import type { ReportDocument } from "../report/model.ts";
import { EngineProcess } from "./engine-process.ts";
import type { Seen } from "./model.ts";

/** The newest come first: a look at everything gets what they leave of the processor. */
const niceness = 10;

/** What a look at everything found, and the time of the copy that it was at. */
export interface Aside {
  readonly seen: Seen;
  readonly atMs: number;
}

export interface AsideSettings {
  /** The engine process's module, and its arguments but the store. */
  readonly entry: string;
  readonly given: readonly string[];
  readonly store: string;
  /** Where the copy is made; on the file system of the store. */
  readonly copy: string;
  now(): number;
  /** Does something while nobody has the store open. */
  whileClosed<T>(work: () => Promise<T>): Promise<T>;
  told(says: string): void;
}

export class AsideLooks {
  readonly #settings: AsideSettings;
  #engine: EngineProcess | undefined;
  #closed = false;

  constructor(settings: AsideSettings) {
    this.#settings = settings;
    // A service that was killed left it.
    rmSync(settings.copy, { recursive: true, force: true });
  }

  /** The number of its process in the system, where one runs. */
  get pid(): number | undefined {
    return this.#engine?.pid;
  }

  /** One look at all that the store holds now. @throws as EngineProcess.look */
  async look(): Promise<Aside> {
    const { entry, given, store, copy, now, whileClosed, told } = this.#settings;
    const atMs = await whileClosed(async () => {
      rmSync(copy, { recursive: true, force: true });
      linkFolder(join(store, "db"), join(copy, "db"));
      return now();
    });
    const engine = new EngineProcess(entry, [...given, copy], told, (pid) => setPriority(pid, niceness));
    this.#engine = engine;
    try {
      if (this.#closed) await engine.close();
      const seen = await engine.look({ paths: [], asksMarks: true });
      return { seen: { ...seen, document: ofStore(seen.document, copy, store) }, atMs };
    } finally {
      await engine.close();
      this.#engine = undefined;
      rmSync(copy, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#engine?.close();
  }
}

/** A report whose commands name the store, and not the copy, which goes. */
function ofStore(document: ReportDocument, copy: string, store: string): ReportDocument {
  const named = <T extends { readonly command?: string }>(one: T): T =>
    one.command === undefined ? one : { ...one, command: one.command.replaceAll(copy, store) };
  return { ...document, cases: document.cases.map(named), steps: document.steps.map(named) };
}

/** Makes a folder whose files are those of another. */
export function linkFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [old, made] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(old, made);
    // The engine's links lead to places beside them.
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(old), made);
    // Written anew at each opening, in place.
    else if (entry.isFile() && entry.name !== "status") linkSync(old, made);
  }
}

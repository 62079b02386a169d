/**
 * A folder into which mails are put: a Maildir's `new/`, or `*.eml` files that have not changed between
 * two looks. A mail is committed together with a note that it is taken, then moved to `taken/`, so
 * that a kill in between moves it only.
 */

import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, mkdir, open, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Effects } from "../effects.ts";
import { asError, VedetteError } from "../errors.ts";
import { spoolLimits } from "../limits.ts";
import type { Intake, Spool } from "./model.ts";
import { Notes } from "./notes.ts";

export interface DropSettings {
  /** Absolute path. */
  readonly folder: string;
  /** Time between two looks; default 2 s. */
  readonly pollMs?: number;
}

const defaultPollMs = 2000;
/** Bytes of a file's name, on the file systems that are common. */
const nameBytesMax = 255;
/** Mails that one look takes; the rest waits for the next. */
const takenMax = 1000;

export function watchDrop(spool: Spool, settings: DropSettings, effects: Pick<Effects, "now">): Intake {
  const drop = new Drop(spool, settings, effects);
  drop.start();
  return drop;
}

interface Waiting {
  /** Below the folder. */
  readonly name: string;
  readonly bytes: number;
  /** What changes with the file. */
  readonly state: string;
}

class Drop implements Intake {
  readonly #spool: Spool;
  readonly #folder: string;
  readonly #pollMs: number;
  readonly #effects: Pick<Effects, "now">;
  readonly #counts = { records: 0, too_long: 0 };
  readonly #notes = new Notes();
  /** States that the last look found. */
  #seen = new Map<string, string>();
  #closed = false;
  #wake: () => void = () => {};
  #running: Promise<void> = Promise.resolve();

  constructor(spool: Spool, { folder, pollMs }: DropSettings, effects: Pick<Effects, "now">) {
    this.#spool = spool;
    this.#folder = folder;
    this.#pollMs = pollMs ?? defaultPollMs;
    this.#effects = effects;
  }

  start(): void {
    this.#running = this.#run();
  }

  figures(): Readonly<Record<string, number>> {
    return { ...this.#counts };
  }

  notes(): readonly string[] {
    return this.#notes.last();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      await this.#look().catch((thrown) => this.#notes.add(asError(thrown).message));
      if (this.#closed) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.#pollMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async #look(): Promise<void> {
    const found = [
      ...(await this.#find("new", () => true)),
      ...(await this.#find("", (name) => name.endsWith(".eml"))),
    ];
    const seen = this.#seen;
    this.#seen = new Map(found.map(({ name, state }) => [name, state]));
    await this.#forgetMoved(new Set(found.map(({ name }) => name)));
    // A Maildir's files come there whole, by being renamed.
    const ready = found.filter(({ name, state }) => name.startsWith("new/") || seen.get(name) === state);
    for (const waiting of ready.slice(0, takenMax)) {
      if (this.#closed) return;
      // One that cannot be read or moved must not keep those behind it.
      await this.#take(waiting).catch((thrown) =>
        this.#notes.add(`${join(this.#folder, waiting.name)} waits: ${asError(thrown).message}`),
      );
    }
  }

  async #find(below: string, isMail: (name: string) => boolean): Promise<Waiting[]> {
    const names = await readdir(join(this.#folder, below)).catch(() => []);
    const found: Waiting[] = [];
    for (const name of names.sort()) {
      if (name.startsWith(".") || !isMail(name)) continue;
      const stat = await lstat(join(this.#folder, below, name)).catch(() => undefined);
      if (stat === undefined || !stat.isFile()) continue;
      found.push({
        name: join(below, name),
        bytes: stat.size,
        state: `${stat.ino} ${stat.size} ${stat.mtimeMs}`,
      });
    }
    return found;
  }

  async #take({ name, bytes }: Waiting): Promise<void> {
    if (bytes > spoolLimits.mailBytesMax) {
      this.#counts.too_long += 1;
      this.#notes.add(`${join(this.#folder, name)} has ${bytes} bytes, and is moved to refused/ unread.`);
      await this.#move(name, "refused");
      return;
    }
    const mail = await contentOf(join(this.#folder, name));
    const digest = createHash("sha256").update(mail).digest("base64url");
    if (this.#spool.position(this.#source(name)) !== digest && !(await this.#commit(name, mail, digest)))
      return;
    await this.#move(name, "taken");
    await this.#spool.commit({ parts: [], positions: { [this.#source(name)]: null } });
  }

  /** Whether there was room. */
  async #commit(name: string, mail: Buffer, digest: string): Promise<boolean> {
    try {
      const part = { stream: { kind: "mail" as const, name: this.#folder }, records: [mail] };
      await this.#spool.commit({ parts: [part], positions: { [this.#source(name)]: digest } });
      this.#counts.records += 1;
      return true;
    } catch (thrown) {
      if (!(thrown instanceof VedetteError) || thrown.code !== "intake.full") throw thrown;
      return false;
    }
  }

  async #move(name: string, to: string): Promise<void> {
    const folder = join(this.#folder, to);
    await mkdir(folder, { recursive: true });
    const base = name.slice(name.lastIndexOf("/") + 1);
    const isThere = await lstat(join(folder, base)).then(
      () => true,
      () => false,
    );
    const end = `.${this.#effects.now()}`;
    const other =
      Buffer.from(base)
        .subarray(0, nameBytesMax - end.length)
        .toString()
        .replace(/\ufffd+$/, "") + end;
    await rename(join(this.#folder, name), join(folder, isThere ? other : base));
  }

  /** A kill between the move and its note leaves a note of a file that is not there. */
  async #forgetMoved(names: ReadonlySet<string>): Promise<void> {
    const prefix = this.#source("");
    const gone = [...this.#spool.positions().keys()].filter(
      (source) => source.startsWith(prefix) && !names.has(source.slice(prefix.length)),
    );
    if (gone.length === 0) return;
    await this.#spool.commit({
      parts: [],
      positions: Object.fromEntries(gone.map((source) => [source, null])),
    });
  }

  #source(name: string): string {
    return `mail:${this.#folder}\0${name}`;
  }
}

/**
 * What a file holds, and no link's target: whoever may write to the folder can put another thing at its place after it was
 * looked at. A pipe is not waited for.
 */
async function contentOf(path: string): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > spoolLimits.mailBytesMax) throw new Error("it became another file");
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Whether there is room for more, and who waits for it. */
import { asError, VedetteError } from "../errors.ts";
import { isFull } from "./disk.ts";
import type { SpoolLimits } from "./limits.ts";
import type { SpoolState } from "./model.ts";

/** A group is written to the journal and to its segments. */
const copies = 2;

/** Where the spool lies. */
export interface Disk {
  readonly path: string;
  readonly freeBytes: () => Promise<number>;
}

export class Room {
  readonly #limits: SpoolLimits;
  readonly #disk: Disk;
  readonly #changed: () => void;
  #waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  #state: SpoolState = { name: "taking" };

  constructor(limits: SpoolLimits, disk: Disk, changed: () => void) {
    this.#limits = limits;
    this.#disk = disk;
    this.#changed = changed;
  }

  get state(): SpoolState {
    return this.#state;
  }

  /** The error for whoever commits now; undefined where records are taken. */
  refusal(): VedetteError | undefined {
    const state = this.#state;
    switch (state.name) {
      case "taking":
        return undefined;
      case "full":
        return new VedetteError("intake.full", state.sentence);
      case "failed":
        return new VedetteError("intake.failed", state.sentence);
      case "closed":
        return new VedetteError("intake.failed", "The spool is closed.");
    }
  }

  /** The error where too much waits in memory already. */
  waits(queuedBytes: number, bytes: number): VedetteError | undefined {
    if (queuedBytes === 0 || queuedBytes + bytes <= this.#limits.queuedBytesMax) return undefined;
    return new VedetteError("intake.full", "More is sent than the disk takes.");
  }

  /**
   * Notes whether some bytes have room.
   * @throws VedetteError `intake.full`
   */
  async check(bytes: number, heldBytes: number): Promise<void> {
    const { spoolBytesMax, freeBytesMin } = this.#limits;
    if (heldBytes + bytes > spoolBytesMax || (bytes === 0 && heldBytes >= spoolBytesMax))
      this.#full(
        `The spool holds ${mebibytes(heldBytes)} MiB that the store has not read; ${mebibytes(spoolBytesMax)} is the limit.`,
      );
    else {
      const free = await this.#disk.freeBytes();
      if (free < freeBytesMin + copies * bytes)
        this.#full(
          `The disk of ${this.#disk.path} has ${mebibytes(free)} MiB free; ${mebibytes(freeBytesMin)} MiB have to stay free. Make room there, or start the service with a smaller --keep-free.`,
        );
      else if (this.#state.name === "full") this.#set({ name: "taking" });
    }
    const refusal = this.refusal();
    if (refusal !== undefined) throw refusal;
  }

  /** What a failure means for those who wait. */
  failure(thrown: unknown): VedetteError {
    if (thrown instanceof VedetteError) return thrown;
    if (isFull(thrown)) this.#full("The disk is full.");
    else if (this.#state.name !== "closed")
      this.#set({ name: "failed", sentence: `The spool cannot be written: ${asError(thrown).message}.` });
    return this.refusal() ?? new VedetteError("intake.failed", asError(thrown).message, { cause: thrown });
  }

  wait(queuedBytes: number): Promise<void> {
    const { name } = this.#state;
    if (name === "taking" && queuedBytes <= this.#limits.queuedBytesMax / 2) return Promise.resolve();
    if (name === "closed" || name === "failed") return Promise.reject(this.refusal());
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  wake(queuedBytes: number): void {
    if (this.#state.name === "full" || queuedBytes > this.#limits.queuedBytesMax / 2) return;
    const error = this.refusal();
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      if (error === undefined) resolve();
      else reject(error);
    }
  }

  close(): void {
    if (this.#state.name !== "failed") this.#set({ name: "closed" });
    this.wake(0);
  }

  #full(sentence: string): void {
    if (this.#state.name === "taking" || this.#state.name === "full") this.#set({ name: "full", sentence });
  }

  #set(state: SpoolState): void {
    const before = this.#state;
    this.#state = state;
    if (before.name !== state.name) this.#changed();
  }
}

function mebibytes(bytes: number): string {
  return Math.floor(bytes / (1 << 20)).toLocaleString("en");
}

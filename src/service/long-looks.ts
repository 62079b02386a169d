/** Says that a look goes on, where it takes long: somebody may be waiting for the first one. */
import type { Progress } from "../triage/request.ts";

/** After so long a look is worth a line, and then after so long again. */
const firstMs = 10_000;
const nextMs = 30_000;

export interface LongLooksParts {
  /** Time that goes on evenly, in milliseconds. */
  readonly ticks: () => number;
  readonly told: (says: string) => void;
  /** Other waits than the usual ones, in milliseconds. */
  readonly waits?: { readonly first: number; readonly next: number };
}

export class LongLooks {
  readonly #parts: LongLooksParts;
  #latest: Progress | undefined;

  constructor(parts: LongLooksParts) {
    this.#parts = parts;
  }

  /** How far the look is that goes on. */
  progress(progress: Progress): void {
    this.#latest = progress;
  }

  /** Does one look. */
  async during<T extends { readonly total: number }>(look: () => Promise<T>): Promise<T> {
    const { ticks, told, waits = { first: firstMs, next: nextMs } } = this.#parts;
    const began = ticks();
    const seconds = () => `${Math.round((ticks() - began) / 1000).toLocaleString("en")} s`;
    let isLong = false;
    const say = () => {
      isLong = true;
      told(`A look goes on: ${stageOf(this.#latest)}, ${seconds()} so far.`);
      timer = setTimeout(say, waits.next);
    };
    let timer = setTimeout(say, waits.first);
    this.#latest = undefined;
    try {
      const seen = await look();
      if (isLong) told(`It is done: ${seen.total.toLocaleString("en")} records after ${seconds()}.`);
      return seen;
    } finally {
      clearTimeout(timer);
    }
  }
}

function stageOf(progress: Progress | undefined): string {
  if (progress === undefined) return "beginning";
  const { totalBytes, doneBytes } = progress;
  if (totalBytes === 0) return progress.stage;
  const megabytes = (bytes: number) => Math.round(bytes / 1e6).toLocaleString("en");
  return `${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB read`;
}

/** What of some sources has run, told by the engine that runs them. */
import { Session } from "node:inspector";

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[]; readonly isBlockCoverage: boolean }[];
}

/** Blocks of code: the ways that branches go. */
export interface Blocks {
  readonly run: number;
  readonly all: number;
}

/** For each script, a byte for each character of it: whether it ran. */
export type Look = ReadonlyMap<string, Uint8Array>;

/** Counts what runs from its making on. */
export class Coverage {
  readonly #session = new Session();
  readonly #covers: RegExp;
  readonly #ran = new Map<string, Uint8Array>();

  constructor(covers: RegExp) {
    this.#covers = covers;
    this.#session.connect();
    this.#post("Profiler.enable");
    this.#post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** What ran since the last look, by script. */
  look(): Look {
    const look = new Map<string, Uint8Array>();
    for (const { url, functions } of this.#take()) {
      const now = new Uint8Array(Math.max(0, ...functions.map(({ ranges }) => ranges[0]?.endOffset ?? 0)));
      // Outer ranges come before those that they hold, which tell more exactly.
      for (const { ranges } of functions)
        for (const { startOffset, endOffset, count } of ranges)
          now.fill(count > 0 ? 1 : 0, startOffset, endOffset);
      look.set(url, now);
    }
    return look;
  }

  /** Whether code ran in a look that never ran in one that was kept. */
  isNew(look: Look): boolean {
    for (const [url, now] of look) {
      const ran = this.#ran.get(url);
      if (now.some((one, at) => one === 1 && ran?.[at] !== 1)) return true;
    }
    return false;
  }

  /** Counts what ran in a look as having run. */
  keep(look: Look): void {
    for (const [url, now] of look) {
      const ran = this.#ran.get(url);
      if (ran === undefined || ran.length < now.length) {
        if (ran !== undefined) for (let at = 0; at < ran.length; at += 1) if (ran[at] === 1) now[at] = 1;
        this.#ran.set(url, now);
      } else for (let at = 0; at < now.length; at += 1) if (now[at] === 1) ran[at] = 1;
    }
  }

  /** Blocks that ran since this was made or looked at last, and all. */
  blocks(): Blocks {
    let run = 0;
    let all = 0;
    for (const { functions } of this.#take())
      for (const { ranges, isBlockCoverage } of functions)
        for (const { count } of isBlockCoverage ? ranges : ranges.slice(0, 1)) {
          all += 1;
          if (count > 0) run += 1;
        }
    return { run, all };
  }

  end(): void {
    this.#post("Profiler.stopPreciseCoverage");
    this.#session.disconnect();
  }

  #take(): readonly Script[] {
    const { result } = this.#post("Profiler.takePreciseCoverage") as { result: readonly Script[] };
    return result.filter(({ url }) => url.startsWith("file:") && this.#covers.test(url));
  }

  #post(method: string, parameters: object = {}): unknown {
    let answer: unknown;
    let failed: Error | null = null;
    this.#session.post(method, parameters, (error: Error | null, result: unknown) => {
      failed = error;
      answer = result;
    });
    if (failed !== null) throw failed;
    return answer;
  }
}

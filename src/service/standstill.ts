/** Tells a process that stands still from one that has much to do: by the processor time that it takes. */
import { readFileSync } from "node:fs";

/** How long a process that was asked something may do next to nothing, and what that is. */
export interface StandstillLimits {
  /** Milliseconds. */
  readonly window: number;
  /** Seconds of processor time within the window: threads that wait for work take a little. */
  readonly seconds: number;
}

const usual: StandstillLimits = { window: 10 * 60_000, seconds: 1 };
/** Clock ticks a second of /proc; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Seconds of processor time that a process has taken so far, its threads included; undefined where the system does not tell. */
export function processorSeconds(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The second field is the program's name in parentheses, and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const taken = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(taken) ? taken / ticksPerSecond : undefined;
  } catch {
    return undefined;
  }
}

/** Watches one process while somebody waits for its answer. */
export class Standstill {
  readonly #limits: StandstillLimits;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: StandstillLimits = usual) {
    this.#limits = limits;
  }

  /**
   * Begins anew.
   * @param found is told once, where the process did next to nothing during a whole window
   */
  begin(pid: number, found: () => void): void {
    this.end();
    const { window, seconds } = this.#limits;
    let before = processorSeconds(pid);
    this.#timer = setInterval(() => {
      const now = processorSeconds(pid);
      if (now !== undefined && before !== undefined && now - before < seconds) {
        this.end();
        found();
      }
      before = now;
    }, window);
    this.#timer.unref();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

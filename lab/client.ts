/**
 * What a scenario says about a client: who it is, what it does, and when it should seem to have done it.
 */
import type { Prefix } from "./network.ts";
import { type Outcome, type RunOptions, run } from "./process.ts";
import type { ProgramName } from "./programs.ts";
import { Replay, type Step } from "./replaying.ts";

/** "judgement": reasonable analysts differ, or the answer depends on what only the organisation knows. */
export type Label = "scanner" | "benign" | "judgement";

export interface Visit {
  /** Day of the window and time of day in UTC, such as "2 09:14:30". */
  at: string;
  /** Where given, the visit's lines are set this far apart instead of keeping their recorded distances. */
  everyMs?: number;
  run: (session: Session) => Promise<unknown>;
}

export interface Client {
  scenario: string;
  address: string;
  label: Label;
  behaviour: string;
  /** The program that made the requests; "replay" is `lab/replay.ts`, which sends what a scenario lists. */
  program: ProgramName | "replay";
  /** Of a judgement call: why one can differ. */
  why?: string;
  /** Ties clients that act as one. */
  group?: string;
  visits: readonly Visit[];
}

/** A client's place in the network while one of its visits runs. */
export class Session {
  readonly prefix: Prefix;
  readonly home: string;
  #replay: Replay | undefined;

  constructor(prefix: Prefix, home: string) {
    this.prefix = prefix;
    this.home = home;
  }

  /** Runs a real program. Its exit status is its own business: scanners use it for what they found. */
  exec(command: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    return run([...this.prefix, ...command], { home: this.home, ...options });
  }

  replay(steps: readonly Step[]): Promise<void> {
    this.#replay ??= new Replay(this.prefix);
    return this.#replay.send(steps);
  }

  async close(): Promise<void> {
    await this.#replay?.close();
  }
}

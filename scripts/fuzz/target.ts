/** What is fuzzed: a reader or a writer, where its inputs begin, and what must hold for each of them. */

/** Reads one input. What it throws is found, unless `refusals` says that it may. */
export interface Target {
  readonly name: string;
  /** What people look for on the page: a family of readers. */
  readonly family:
    | "api"
    | "documents"
    | "intake"
    | "intelligence"
    | "rules"
    | "settings"
    | "output"
    | "archives"
    | "formats";
  /** Sources, below the build, whose code it is about. */
  readonly covers: RegExp;
  /** Inputs to begin with; at least one. */
  seeds(): readonly Buffer[];
  /** Texts of its grammar that are put into inputs. */
  readonly words: readonly string[];
  /** Longest input in bytes. */
  readonly bytesMax: number;
  /** Whether what was thrown is how it says no. */
  refuses(thrown: unknown): boolean;
  /** @throws what is wrong */
  run(input: Buffer): void | Promise<void>;
}

/** Something that must hold, and does not. */
export class Broken extends Error {
  override readonly name = "Broken";
}

/** @throws Broken */
export function hold(holds: boolean, what: string): void {
  if (!holds) throw new Broken(what);
}

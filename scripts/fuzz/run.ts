/** Fuzzes one target: inputs that make more of its code run are kept, and others are made of them. */
import { ftruncateSync, openSync, writeSync } from "node:fs";
import { Coverage } from "./coverage.ts";
import { Mutator } from "./mutate.ts";
import type { Target } from "./target.ts";

/** An input that a target did not bear. */
export interface Finding {
  readonly input: Buffer;
  readonly says: string;
}

export interface Outcome {
  readonly inputs: number;
  readonly refused: number;
  /** Inputs that are kept because more ran with them. */
  readonly corpus: readonly Buffer[];
  readonly findings: readonly Finding[];
  /** The longest that one input took. */
  readonly slowest: { readonly ms: number; readonly input: Buffer };
}

export interface Asked {
  readonly inputs: number;
  readonly seconds: number;
  readonly seed: number;
  /** A file that holds the input that is being read, for whoever ends a run that hangs. */
  readonly current?: string;
  progress?(done: number, corpus: number): void;
}

/** Inputs between two looks at what has run. */
const batch = 250;
/** An input takes microseconds; one that takes the processor this long is a finding: somebody could send a thousand. */
export const slowMs = 2_000;
const findingsMax = 20;

export async function fuzz(target: Target, asked: Asked): Promise<Outcome> {
  const seeds = target.seeds().map((seed) => seed.subarray(0, target.bytesMax));
  const corpus: Buffer[] = [...seeds];
  const mutator = new Mutator(asked.seed, target.words, target.bytesMax);
  const findings = new Map<string, Finding>();
  const holder = asked.current === undefined ? undefined : openSync(asked.current, "w");
  let refused = 0;
  let slowest: Outcome["slowest"] = { ms: 0, input: Buffer.alloc(0) };
  const read = async (input: Buffer) => {
    if (holder !== undefined) {
      ftruncateSync(holder, input.length);
      writeSync(holder, input, 0, input.length, 0);
    }
    // Of the processor: what else the machine does is no slowness of ours.
    const began = process.cpuUsage();
    const result = await tried(target, input);
    const { user, system } = process.cpuUsage(began);
    const ms = (user + system) / 1000;
    if (ms > slowest.ms) slowest = { ms, input };
    if (result === "refused") refused += 1;
    const says =
      typeof result === "object" ? result.says : ms > slowMs ? `took longer than ${slowMs} ms` : undefined;
    if (says !== undefined && !findings.has(kind(says))) findings.set(kind(says), { input, says });
  };
  const coverage = new Coverage(target.covers);
  for (const seed of seeds) await read(seed);
  coverage.keep(coverage.look());
  const end = performance.now() + 1000 * asked.seconds;
  let done = seeds.length;
  while (done < asked.inputs && performance.now() < end && findings.size < findingsMax) {
    const inputs = Array.from({ length: Math.min(batch, asked.inputs - done) }, () => mutator.next(corpus));
    for (const input of inputs) await read(input);
    done += inputs.length;
    const all = coverage.look();
    if (coverage.isNew(all)) {
      // Which of them it was is told by reading them once more, one by one.
      for (const input of inputs) {
        await tried(target, input);
        const look = coverage.look();
        if (coverage.isNew(look)) corpus.push(input);
        coverage.keep(look);
      }
      coverage.keep(all);
    }
    asked.progress?.(done, corpus.length);
  }
  coverage.end();
  return { inputs: done, refused, corpus, findings: [...findings.values()], slowest };
}

/** What an input came to: read, refused as the target says no, or what is wrong. */
async function tried(target: Target, input: Buffer): Promise<"read" | "refused" | { readonly says: string }> {
  try {
    await target.run(input);
    return "read";
  } catch (thrown) {
    if (target.refuses(thrown)) return "refused";
    return {
      says:
        thrown instanceof Error ? `${thrown.name}: ${thrown.message}\n${thrown.stack ?? ""}` : String(thrown),
    };
  }
}

/** Findings with one message in one place are one. */
function kind(says: string): string {
  const place = /\n\s+at .*?\(?([^\s()]+:\d+):\d+\)?/.exec(says)?.[1] ?? "";
  return `${says
    .split("\n", 1)[0]
    ?.replace(/\d+|"[^"]*"|'[^']*'/g, "#")
    .slice(0, 120)} ${place}`;
}

/** What of a target's code runs with some inputs, in a process that has run nothing of it before. */
export async function blocksOf(
  target: Target,
  inputs: readonly Buffer[],
): Promise<{ run: number; all: number }> {
  const coverage = new Coverage(target.covers);
  for (const input of inputs) await tried(target, input);
  const blocks = coverage.blocks();
  coverage.end();
  return blocks;
}

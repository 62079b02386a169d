/** Runs whole programs and takes their time and memory. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What one run of a program took. */
export interface Run {
  readonly seconds: number;
  readonly anonymousBytes: number;
  readonly status: number;
}

const pollMs = 20;

/** Runs a program to its end; memory is the largest anonymous memory (RssAnon) that was seen. */
function run(program: string, args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "ignore"] });
    let most = 0;
    const poll = setInterval(() => {
      try {
        const match = /RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"));
        most = Math.max(most, Number(match?.[1] ?? 0) * 1024);
      } catch {
        // The process has ended between two looks.
      }
    }, pollMs);
    child.on("error", reject);
    child.on("close", (status) => {
      clearInterval(poll);
      resolve({
        seconds: Number(process.hrtime.bigint() - started) / 1e9,
        anonymousBytes: most,
        status: status ?? -1,
      });
    });
  });
}

/** Median of several runs after one that is not counted; of one run only where `runs` is 1. */
export async function measure(program: string, args: readonly string[], runs: number): Promise<Run> {
  if (runs > 1) await run(program, args);
  const all: Run[] = [];
  for (let n = 0; n < runs; n += 1) all.push(await run(program, args));
  const sorted = [...all].sort((a, b) => a.seconds - b.seconds);
  return {
    ...(sorted[Math.floor(sorted.length / 2)] as Run),
    anonymousBytes: Math.max(...all.map(({ anonymousBytes }) => anonymousBytes)),
  };
}

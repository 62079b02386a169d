/** Runs whole programs and takes their time, processor time and memory. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { median } from "./arithmetic.ts";

/** What one run of a program took. */
export interface Run {
  readonly seconds: number;
  /** In user and in system mode, of the program and of what it started and waited for. */
  readonly processorSeconds: number;
  readonly anonymousBytes: number;
  readonly status: number;
}

/** A program and how to run it. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** More variables of its environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** File for its standard output; thrown away where not given. */
  readonly output?: string;
  /** File for its standard error. */
  readonly errors?: string;
}

const pollMs = 20;

/** Runs a program to its end; memory is the largest anonymous memory (RssAnon) that was seen, children included. */
export function run({ program, args, env, output, errors }: Command): Promise<Run> {
  return new Promise((resolve, reject) => {
    const files = [output, errors].map((path) => (path === undefined ? undefined : openSync(path, "w")));
    const [out, err] = files.map((file) => file ?? ("ignore" as const));
    const close = () => {
      for (const file of files) if (file !== undefined) closeSync(file);
    };
    const processorBefore = childrenSeconds();
    const started = process.hrtime.bigint();
    const child = spawn(program, args, {
      stdio: ["ignore", out, err],
      env: { ...process.env, ...env },
    });
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    let most = 0;
    const poll = setInterval(() => {
      most = Math.max(most, anonymousBytes(child.pid));
    }, pollMs);
    child.on("error", (thrown) => {
      clearInterval(poll);
      close();
      reject(thrown);
    });
    child.on("close", (status) => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      process.off("exit", kill);
      clearInterval(poll);
      close();
      const processorSeconds = childrenSeconds() - processorBefore;
      resolve({ seconds, processorSeconds, anonymousBytes: most, status: status ?? -1 });
    });
  });
}

/** Anonymous memory of a process and of its children now; 0 where it has ended between two looks. */
function anonymousBytes(pid: number | undefined): number {
  try {
    const own = /RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return children
      .filter((one) => one !== "")
      .reduce((sum, one) => sum + anonymousBytes(Number(one)), Number(own ?? 0) * 1024);
  } catch {
    return 0;
  }
}

/** Processor time of all children that this process has waited for; so one is measured at a time. */
function childrenSeconds(): number {
  try {
    const fields = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    // cutime and cstime: fields 16 and 17 of proc(5), in hundredths of a second.
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return Number.NaN;
  }
}

/** Medians of the times of several runs, the most of their memory, and the worst of their statuses. */
export function middle(all: readonly Run[]): Run {
  return {
    seconds: median(all.map(({ seconds }) => seconds)),
    processorSeconds: median(all.map(({ processorSeconds }) => processorSeconds)),
    anonymousBytes: Math.max(...all.map(({ anonymousBytes }) => anonymousBytes)),
    status: all.find(({ status }) => status < 0)?.status ?? Math.max(...all.map(({ status }) => status)),
  };
}

/** Median of several runs after one that is not counted; of one run only where `runs` is 1. */
export async function measure(program: string, args: readonly string[], runs: number): Promise<Run> {
  if (runs > 1) await run({ program, args });
  const all: Run[] = [];
  for (let n = 0; n < runs; n += 1) all.push(await run({ program, args }));
  return middle(all);
}

/**
 * Runs commands in turn, round after round, so that a machine whose speed drifts does it to all of them.
 * @param commands each with how many of the rounds it takes part in
 * @returns the runs of each, in the order of the commands
 */
export async function inTurn(
  commands: readonly { readonly command: Command; readonly runs: number }[],
): Promise<Run[][]> {
  const all: Run[][] = commands.map(() => []);
  const rounds = Math.max(0, ...commands.map(({ runs }) => runs));
  for (let round = 0; round < rounds; round += 1)
    for (const [at, { command, runs }] of commands.entries())
      if (round < runs) all[at]?.push(await run(command));
  return all;
}

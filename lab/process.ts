/**
 * Starts the programs of the laboratory and sees to it that none outlives the recording.
 *
 * Every program runs in a process group of its own, with a time limit and a small fixed environment
 * (no proxy settings, no variables of the person who runs the recorder), and is ended by its group id.
 */
import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Debian's own folders only: a Python or Node of the user's in front of them would not see the Debian modules. */
const searchPath = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** What one client may take; the slowest (nmap's http-enum) needs about a quarter of it. */
const runMsMax = 120_000;
const outputCharsMax = 20_000;

export interface Outcome {
  code: number | null;
  timedOut: boolean;
  output: string;
}

export interface RunOptions {
  input?: string;
  timeoutMs?: number;
  home?: string;
}

const running = new Set<ChildProcess>();

export function findProgram(name: string): string | undefined {
  return searchPath.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Starts a program that goes on until `stop` or `stopAll`. */
export function start(
  command: readonly string[],
  stdio: StdioOptions,
  home?: string,
  zone = "UTC0",
): ChildProcess {
  const [program, ...rest] = command;
  if (program === undefined) throw new Error("an empty command cannot be started");
  const child = spawn(program, rest, {
    stdio,
    detached: true,
    env: { PATH: searchPath.join(":"), LANG: "C.UTF-8", TZ: zone, HOME: home ?? "/nonexistent" },
  });
  running.add(child);
  child.on("exit", () => running.delete(child));
  child.on("error", () => running.delete(child));
  return child;
}

/** Ends one program and its children; returns when it is gone or after three seconds at most. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  signal(child, "SIGTERM");
  const impatience = setTimeout(() => signal(child, "SIGKILL"), 3000);
  await gone;
  clearTimeout(impatience);
}

/** The last resort of an exit handler, so it does not wait. */
export function stopAll(): void {
  for (const child of running) signal(child, "SIGKILL");
}

/** Runs a program to its end and returns what it printed, cut at a fixed length. */
export function run(command: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = start(command, ["pipe", "pipe", "pipe"], options.home);
  let output = "";
  const collect = (chunk: Buffer): void => {
    if (output.length < outputCharsMax) output += chunk.toString("utf8");
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(options.input ?? "");
  return new Promise((resolve, reject) => {
    let timedOut = false;
    const limit = setTimeout(() => {
      timedOut = true;
      signal(child, "SIGKILL");
    }, options.timeoutMs ?? runMsMax);
    child.once("error", (cause) => {
      clearTimeout(limit);
      reject(cause);
    });
    child.once("close", (code) => {
      clearTimeout(limit);
      resolve({ code, timedOut, output });
    });
  });
}

/** As `run`, for set-up steps that must succeed. */
export async function must(command: readonly string[]): Promise<void> {
  const outcome = await run(command);
  if (outcome.code !== 0) throw new Error(`${command.join(" ")}: ${outcome.output.trim()}`);
}

function signal(child: ChildProcess, name: "SIGTERM" | "SIGKILL"): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // The group has ended already.
  }
}

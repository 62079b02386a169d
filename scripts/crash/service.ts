/** The service that is killed, and started again over the same folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Armed, armedVariable } from "./points.ts";

const main = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));
const preload = new URL("preload.js", import.meta.url).href;
const startedWithinMs = 60_000;
/** Within which all that a killed service had started has to end. */
const goneWithinMs = 10_000;

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Processes that another one has started, and that it has not lost. */
function childrenOf(pid: number | undefined): number[] {
  try {
    const list = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    return list === "" ? [] : list.split(" ").map(Number);
  } catch {
    return [];
  }
}

/** Whether a process runs; one that has ended and that nobody asked about does not. */
function lives(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

interface Running {
  readonly child: ChildProcess;
  readonly api: string;
  readonly intake: string;
  /** The secret of the link for the first account; '' where there is one. */
  readonly first: string;
}

export interface Answer {
  readonly status: number;
  readonly body: never;
}

export class Service {
  readonly #state: string;
  readonly #followed: string;
  readonly #armed: string;
  #running: Running | undefined;
  #cookie = "";
  /** What it had started when a point was armed: where it kills itself, nobody can ask any more. */
  #children: readonly number[] = [];

  /**
   * @param folder of this run
   * @param name of the service's own folder in it
   */
  constructor(folder: string, name: string) {
    this.#state = join(folder, name);
    this.#followed = join(folder, `${name}.log`);
    this.#armed = join(folder, `${name}.armed`);
  }

  /** The file that it follows. */
  get followed(): string {
    return this.#followed;
  }

  get intake(): string {
    return `http://${this.#running?.intake ?? "127.0.0.1:9"}`;
  }

  get first(): string {
    return this.#running?.first ?? "";
  }

  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  get enginePid(): number | undefined {
    return childrenOf(this.pid)[0];
  }

  /** Whether it ended by itself. */
  get ended(): boolean {
    const child = this.#running?.child;
    return child === undefined || child.exitCode !== null || child.signalCode !== null;
  }

  /** Starts it. @returns whether it came up; it did not where it was killed at a point on its way */
  async start(): Promise<boolean> {
    const child = spawn(
      process.execPath,
      [
        ...["--import", preload, main, "serve", "--state", this.#state, "--listen", "127.0.0.1:0"],
        ...["--intake", "http:127.0.0.1:0", this.#followed],
      ],
      { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, [armedVariable]: this.#armed } },
    );
    let out = "";
    let err = "";
    child.stdout.on("data", (bytes: Buffer) => {
      out += bytes.toString();
    });
    child.stderr.on("data", (bytes: Buffer) => {
      err += bytes.toString();
      appendFileSync(`${this.#state}.err`, bytes);
    });
    for (const until = Date.now() + startedWithinMs; Date.now() < until; ) {
      const [, api, first = ""] = /^(http:\S+?)\/(?:first#(\S+))?\n/.exec(out) ?? [];
      const intake = /taken at http:(\S+?)\.\n/.exec(err)?.[1];
      if (api !== undefined && intake !== undefined) {
        this.#running = { child, api, first, intake };
        return true;
      }
      if (child.signalCode === "SIGKILL") return false;
      if (child.exitCode !== null) break;
      await pause(20);
    }
    child.kill("SIGKILL");
    throw new Error(`the service did not start: ${err}`);
  }

  arm(armed: Armed): void {
    this.#children = childrenOf(this.pid);
    writeFileSync(this.#armed, JSON.stringify(armed));
  }

  disarm(): void {
    rmSync(this.#armed, { force: true });
  }

  /** Waits until a process came to the armed point. */
  async reached(withinMs: number): Promise<boolean> {
    for (const until = Date.now() + withinMs; Date.now() < until; await pause(10))
      if (!existsSync(this.#armed)) return true;
    return false;
  }

  async kill(): Promise<void> {
    const child = this.#running?.child;
    if (child === undefined) return;
    const children = [...this.#children, ...childrenOf(child.pid)];
    this.#children = [];
    if (!this.ended) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    }
    // What a killed service leaves behind keeps the store from the next one.
    for (const until = Date.now() + goneWithinMs; children.some(lives); await pause(20))
      if (Date.now() > until)
        throw new Error(`process ${children.find(lives)} of a killed service still runs`);
  }

  async stop(): Promise<void> {
    const child = this.#running?.child;
    if (child === undefined || this.ended) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
  }

  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.#running?.api}${path}`, {
      method,
      headers: {
        cookie: this.#cookie,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.#cookie = /^[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? this.#cookie;
    return { status: answer.status, body: (await answer.json()) as never };
  }
}

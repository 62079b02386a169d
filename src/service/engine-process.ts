/** The engine process from the service's side: it is started, asked, and started again when it ends. */
import { type ChildProcess, fork } from "node:child_process";
import { VedetteError } from "../errors.ts";
import type { Progress } from "../triage/request.ts";
import type { KeepLimits, Kept } from "../triage/store-removal.ts";
import type { Answered, Look, Seen } from "./model.ts";
import { Standstill, type StandstillLimits } from "./standstill.ts";

/** Starts, of a process that ends at once, within which the next one waits longer. */
const waitFirstMs = 250;
const waitMostMs = 30_000;

interface Waiting {
  resolve(answer: Answered): void;
  reject(reason: Error): void;
}

/** A look that ended with its process; it may be asked again, since storing is idempotent. */
export class EngineEnded extends Error {
  override readonly name = "EngineEnded";
}

/** The engine process. */
export class EngineProcess {
  readonly #entry: string;
  readonly #given: readonly string[];
  readonly #told: (says: string) => void;
  readonly #started: (pid: number) => void;
  readonly #progress: (progress: Progress) => void;
  #child: ChildProcess | undefined;
  #next = 1;
  #waiting = new Map<number, Waiting>();
  #failures = 0;
  #closed = false;
  readonly #standstill: Standstill;

  /**
   * @param entry the module that is its main one
   * @param given its arguments
   * @param told is told when it ends although nobody asked for that
   * @param started is told its number in the system when it was started
   * @param progress is told how far a look is
   * @param limits when it is taken for standing still, and ended
   */
  constructor(
    entry: string,
    given: readonly string[],
    told: (says: string) => void,
    started: (pid: number) => void = () => {},
    progress: (progress: Progress) => void = () => {},
    limits?: StandstillLimits,
  ) {
    this.#standstill = new Standstill(limits);
    this.#progress = progress;
    this.#entry = entry;
    this.#given = given;
    this.#told = told;
    this.#started = started;
  }

  /** Its number in the system, where it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Asks for a look.
   * @throws EngineEnded where the process ended under it
   * @throws VedetteError what the look itself failed with
   */
  async look(look: Look): Promise<Seen> {
    return ((await this.#ask({ look })) as { seen: Seen }).seen;
  }

  /**
   * Removes from the store what goes beyond limits.
   * @throws as `look`
   */
  async keep(keep: KeepLimits): Promise<Kept> {
    return ((await this.#ask({ keep })) as { kept: Kept }).kept;
  }

  async #ask(what: { look: Look } | { keep: KeepLimits }): Promise<Answered> {
    if (this.#closed) throw new EngineEnded("The engine process was closed.");
    const child = this.#child ?? (await this.#start());
    return new Promise((resolve, reject) => {
      const id = this.#next;
      this.#next += 1;
      this.#waiting.set(id, { resolve, reject });
      this.#watch(child);
      child.send({ id, ...what }, (error) => {
        if (error !== null && this.#waiting.delete(id)) reject(new EngineEnded(error.message));
      });
    });
  }

  /** One that does nothing although it was asked is ended, as if it had ended by itself. */
  #watch(child: ChildProcess): void {
    if (child.pid === undefined) return;
    this.#standstill.begin(child.pid, () => {
      this.#told("the engine process stands still, and is ended");
      child.kill("SIGKILL");
    });
  }

  async #start(): Promise<ChildProcess> {
    if (this.#failures > 0)
      await new Promise((resolve) =>
        setTimeout(resolve, Math.min(waitMostMs, waitFirstMs * 2 ** (this.#failures - 1))),
      );
    if (this.#closed) throw new EngineEnded("The engine process was closed.");
    const child = fork(this.#entry, this.#given, {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
    });
    this.#child = child;
    if (child.pid !== undefined) this.#started(child.pid);
    let said = "";
    child.stderr?.on("data", (bytes: Buffer) => {
      said = `${said}${bytes.toString()}`.slice(-2000);
    });
    child.on("message", (answer: Answered) => {
      if ("progress" in answer) {
        this.#progress(answer.progress);
        return;
      }
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (this.#waiting.size === 0) this.#standstill.end();
      this.#failures = 0;
      if (!("failed" in answer)) waiting?.resolve(answer);
      else
        waiting?.reject(
          new VedetteError(
            (answer.failed.code as "engine.failed" | undefined) ?? "engine.failed",
            answer.failed.message,
            answer.failed.hint === undefined ? {} : { hint: answer.failed.hint },
          ),
        );
    });
    child.on("error", (error) => {
      // It may run all the same, and would keep the store from the next one.
      child.kill("SIGKILL");
      this.#ended(child, error.message);
    });
    child.on("exit", (code, signal) =>
      this.#ended(
        child,
        `${signal === null ? `status ${code}` : signal}${said === "" ? "" : `: ${said.trim().split("\n").at(-1)}`}`,
      ),
    );
    return child;
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#standstill.end();
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    if (!this.#closed) {
      this.#failures += 1;
      this.#told(`the engine process ended (${how}); it is started again`);
    }
    for (const { reject } of all) reject(new EngineEnded(`The engine process ended: ${how}.`));
  }

  /** Ends the process; a look that runs ends with it, and what it had not committed is read again next time. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#standstill.end();
    const child = this.#child;
    if (child === undefined) return;
    await new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.kill("SIGTERM");
      const hard = setTimeout(() => child.kill("SIGKILL"), 5000);
      child.once("exit", () => clearTimeout(hard));
    });
  }
}

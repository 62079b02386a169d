/** A service of its own for a bench: started, signed in to, measured, and ended. */
import { type ChildProcess, spawn } from "node:child_process";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Memory that a process holds; bytes, and the most that it ever held. */
export interface Memory {
  readonly now: number;
  readonly most: number;
}

export class ServeProcess {
  readonly #child: ChildProcess;
  readonly api: string;
  /** Address of the HTTP intake. */
  readonly intake: string;
  #cookie = "";
  /** Of senders. */
  token = "";

  private constructor(child: ChildProcess, api: string, intake: string) {
    this.#child = child;
    this.api = api;
    this.intake = intake;
  }

  /** Name and value of the session's cookie. */
  get cookie(): string {
    return this.#cookie;
  }

  /**
   * Starts `vedette serve` on a state folder, and makes the first account, or signs in with it.
   * @param more further options and paths
   */
  static async start(main: string, state: string, more: readonly string[]): Promise<ServeProcess> {
    const words = ["serve", "--state", state, "--listen", "127.0.0.1:0", "--intake", "http:127.0.0.1:0"];
    const child = spawn(process.execPath, [main, ...words, ...more], { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout?.on("data", (bytes: Buffer) => {
      out += bytes.toString();
    });
    child.stderr?.on("data", (bytes: Buffer) => {
      err = `${err}${bytes.toString()}`.slice(-20_000);
      if (process.env.VEDETTE_BENCH_SAYS !== undefined) process.stderr.write(bytes);
    });
    for (let tries = 0; tries < 1200; tries += 1) {
      const [, api, first = ""] = /^(http:\S+?)\/(?:first#(\S+))?\n/.exec(out) ?? [];
      const intake = /taken at http:(\S+?)\.\n/.exec(err)?.[1];
      if (api !== undefined && intake !== undefined) {
        const made = new ServeProcess(child, api, `http://${intake}`);
        await made.#signIn(first);
        return made;
      }
      if (child.exitCode !== null) break;
      await pause(50);
    }
    child.kill("SIGKILL");
    throw new Error(`the service did not start: ${err}`);
  }

  async #signIn(secret: string): Promise<void> {
    const account = { name: "ada", password: "seven blue horses walk" };
    if (secret === "") await this.ask("POST", "/api/v1/session", account);
    else await this.ask("POST", "/api/v1/first", { secret, ...account });
    const { token } = await this.ask<{ token: string }>("POST", "/api/v1/tokens", {
      name: `bench ${Date.now()}`,
      role: "shipper",
    });
    this.token = token;
  }

  /** @throws Error where the answer is not 2xx */
  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.api}${path}`, {
      method,
      headers: {
        cookie: this.#cookie,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.#cookie = /^[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? this.#cookie;
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Sends lines to the intake. @returns the status of the answer; 0 is a connection that ended */
  async send(body: string): Promise<number> {
    try {
      const answer = await fetch(`${this.intake}/intake/lines/web`, {
        method: "POST",
        headers: { authorization: `Bearer ${this.token}`, "content-type": "text/plain" },
        body,
      });
      await answer.arrayBuffer();
      return answer.status;
    } catch {
      return 0;
    }
  }

  /** Calls back at each event of the live stream, until the service ends it. */
  async listen(told: () => void): Promise<void> {
    const answer = await fetch(`${this.api}/api/v1/live`, { headers: { cookie: this.#cookie } });
    const reader = answer.body?.getReader();
    for (;;) {
      const piece = await reader?.read();
      if (piece === undefined || piece.done) return;
      told();
    }
  }

  /** Memory of the service and of its engine process, where that runs. */
  memory(): { service: Memory; engine: Memory } {
    const pid = this.#child.pid ?? 0;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    const none = { now: 0, most: 0 };
    return {
      service: memoryOf(pid),
      engine: children
        .filter((one) => one !== "")
        .map((one) => memoryOf(Number(one)))
        .reduce((sum, one) => ({ now: sum.now + one.now, most: sum.most + one.most }), none),
    };
  }

  /** Seconds of processor time that the service took since it began, and its engine processes, also those that ended. */
  cpuSeconds(): number {
    const pid = this.#child.pid ?? 0;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return [String(pid), ...children.filter((one) => one !== "")].reduce((sum, one) => sum + cpuOf(one), 0);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGTERM");
    const hard = setTimeout(() => this.#child.kill("SIGKILL"), 30_000);
    await ended;
    clearTimeout(hard);
  }
}

/** Of a process and of its children that it has waited for. */
function cpuOf(pid: string): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    // utime, stime, cutime, cstime: fields 14 to 17 of proc(5), in hundredths of a second.
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  } catch {
    return 0;
  }
}

function memoryOf(pid: number): Memory {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    const of = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? 0) * 1024;
    return { now: of("VmRSS"), most: of("VmHWM") };
  } catch {
    return { now: 0, most: 0 };
  }
}

/**
 * Bytes on disk of all files in a folder; what goes meanwhile counts nothing.
 * @param without names of folders that are left out, wherever they are
 */
export function folderBytes(folder: string, without: readonly string[] = []): number {
  let bytes = 0;
  const seen = new Set<number>();
  const walk = (path: string) => {
    try {
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        const inner = join(path, entry.name);
        if (entry.isDirectory()) {
          if (!without.includes(entry.name)) walk(inner);
        } else if (entry.isFile()) {
          const { ino, blocks } = lstatSync(inner);
          if (!seen.has(ino)) bytes += blocks * 512;
          seen.add(ino);
        }
      }
    } catch {
      // Parts of tables come and go.
    }
  };
  walk(folder);
  return bytes;
}

/** `vedette serve` as processes of a test: started, spoken to, and ended with the test file at the latest. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll } from "vitest";
import { root } from "./places.ts";

/** The program's main module. */
const main = join(root, "dist/src/cli/main.js");

export interface Running {
  readonly child: ChildProcess;
  readonly address: string;
  /** Of the one-time link; '' where there is an account. */
  readonly first: string;
  readonly says: () => string;
}

/**
 * @param folder where they run
 * @param environment what stands in theirs, beside this process's
 */
export function servicesIn(folder: string, environment: Readonly<Record<string, string>> = {}) {
  const running = new Set<ChildProcess>();
  afterAll(() => {
    for (const child of running) child.kill("SIGKILL");
  });
  const serve = (...given: readonly string[]): Promise<Running> => {
    const child = spawn(process.execPath, [main, "serve", "--listen", "127.0.0.1:0", ...given], {
      cwd: folder,
      env: { ...process.env, ...environment },
    });
    running.add(child);
    let out = "";
    let err = "";
    child.stderr.on("data", (bytes: Buffer) => {
      err += bytes.toString();
    });
    return new Promise((resolve, reject) => {
      child.once("exit", (code) => {
        running.delete(child);
        reject(new Error(`ended with ${code}: ${err}`));
      });
      child.stdout.on("data", (bytes: Buffer) => {
        out += bytes.toString();
        const [, address, first = ""] = /^(http:\/\/127\.0\.0\.1:\d+)\/(?:first#(\S+))?\n/.exec(out) ?? [];
        if (address !== undefined) resolve({ child, address, first, says: () => err });
      });
    });
  };
  const ended = (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> =>
    new Promise((resolve) => {
      child.removeAllListeners("exit");
      child.once("exit", (code) => {
        running.delete(child);
        resolve(code);
      });
      child.kill(signal);
    });
  return { serve, ended };
}

/** Speaks to a service, and keeps its cookie. */
export function client({ address }: Pick<Running, "address">) {
  let cookie = "";
  return async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: {
        ...(cookie === "" ? {} : { cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookie = /^[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? cookie;
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
}

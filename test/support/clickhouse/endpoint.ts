/** Starts the server that tests of the ClickHouse store speak to, and asks it for faults. */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What goes wrong with a statement. */
export interface Fault {
  /**
   * `delay` answers late; `refuse` says that there is too much to do; `cut-…` ends the connection before the statement runs, after
   * it has run, or in the middle of its answer; `error-mid` tells a failure behind rows; `die-…` ends the process.
   */
  readonly kind:
    | "delay"
    | "refuse"
    | "cut-before"
    | "cut-after"
    | "cut-mid"
    | "error-mid"
    | "die-before"
    | "die-after";
  /** Regular expression over the statement; any where it is missing. */
  readonly match?: string;
  /** Statements that it befalls (1). */
  readonly times?: number;
  /** Statements that match and are let through first (0). */
  readonly skip?: number;
  /** Milliseconds of `delay`. */
  readonly ms?: number;
}

/** A statement as it came over the wire. */
export interface Seen {
  readonly sql: string;
  /** Settings and parameters of the URL or the form. */
  readonly settings: Readonly<Record<string, string>>;
  readonly user: string;
  readonly multipart: boolean;
  /** Whether it came with rows to insert. */
  readonly rows: boolean;
}

/** A server on loopback with a data directory of its own. */
export interface Endpoint {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  fault(fault: Fault): Promise<void>;
  /** Takes back faults that have not happened. */
  clear(): Promise<void>;
  seen(): Promise<readonly Seen[]>;
  forget(): Promise<void>;
  /** Resolves when the process has ended. */
  ended(): Promise<void>;
  /** Ends the process at once. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const script = fileURLToPath(new URL("endpoint.mjs", import.meta.url));

/** What an endpoint is started over. */
export interface Over {
  /** Its data; a folder of its own where there is none, which is removed with it. */
  readonly folder?: string;
  /** A configuration file of the engine. */
  readonly config?: string;
}

/** @param split how rows lie on the two shards of the cluster `two_shards`; one server where it is missing */
export async function startEndpoint(
  split?: "client" | "random",
  user = "analyst",
  password = "s3cret-of-tests",
  { folder: given, config }: Over = {},
): Promise<Endpoint> {
  const folder = given ?? mkdtempSync(join(tmpdir(), "vedette-clickhouse-"));
  const more = config === undefined ? (split === undefined ? [] : [split]) : [split ?? "", config];
  let child = await started(folder, 0, user, password, more);
  let next = 0;
  const ask = (message: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      next += 1;
      const id = next;
      const { process } = child;
      const on = (told: { id?: number; answer?: unknown }) => {
        if (told.id !== id) return;
        process.off("message", on);
        process.off("exit", gone);
        resolve(told.answer);
      };
      const gone = () => reject(new Error("the endpoint has ended"));
      process.on("message", on);
      process.once("exit", gone);
      process.send({ id, ...message });
    });
  const { port } = child;
  const ended = async () => {
    const { process } = child;
    if (process.exitCode === null && process.signalCode === null)
      await new Promise((resolve) => process.once("exit", resolve));
  };
  const kill = async () => {
    child.process.kill("SIGKILL");
    await ended();
  };
  return {
    port,
    user,
    password,
    fault: async (fault) => void (await ask({ do: "fault", fault })),
    clear: async () => void (await ask({ do: "clear" })),
    seen: async () => (await ask({ do: "seen" })) as readonly Seen[],
    forget: async () => void (await ask({ do: "forget" })),
    ended,
    kill,
    restart: async () => {
      await kill();
      child = await started(folder, port, user, password, more);
    },
    close: async () => {
      await kill();
      if (given === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function started(
  folder: string,
  port: number,
  user: string,
  password: string,
  more: readonly string[],
): Promise<{ process: ChildProcess; port: number }> {
  const process = fork(script, [folder, String(port), user, password, ...more], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    execArgv: [],
  });
  return new Promise((resolve, reject) => {
    process.once("message", (told: { port: number }) => resolve({ process, port: told.port }));
    process.once("exit", (code) => reject(new Error(`the endpoint ended with ${code}`)));
  });
}

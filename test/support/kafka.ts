/** A cluster of Kafka that librdkafka plays (in kcat), which speaks the protocol with consumer groups and keeps all in memory. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";

const kcat = "/usr/bin/kcat";
export const isHere = existsSync(kcat);

const started: ChildProcess[] = [];

export interface Cluster {
  /** `HOST:PORT` of its one broker. */
  readonly broker: string;
  stop(): void;
}

export async function startCluster(): Promise<Cluster> {
  // A producer that gets nothing to send keeps its cluster alive.
  const given = ["-P", "-t", "none", "-b", "none", "-X", "test.mock.num.brokers=1", "-d", "mock"];
  const process = spawn(kcat, given, { stdio: ["pipe", "ignore", "pipe"] });
  started.push(process);
  let said = "";
  const broker = await new Promise<string>((resolve, reject) => {
    process.once("exit", () => reject(new Error(`kcat ended: ${said}`)));
    process.stderr?.on("data", (text) => {
      // It tells each request later on.
      if (said.length > 10_000) return;
      said += String(text);
      const found = /bootstrap\.servers=(\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { broker, stop: () => process.kill("SIGKILL") };
}

/** Ends what was started; a test that fails in the middle leaves nothing that runs. */
export function stopAll(): void {
  for (const one of started) one.kill("SIGKILL");
}

/** Sends messages, a line each, or the whole of each file that is named. */
export function produce(
  { broker }: Pick<Cluster, "broker">,
  topic: string,
  values: { readonly lines: readonly string[] } | { readonly files: readonly string[] },
  ...more: string[]
): Promise<void> {
  const files = "files" in values ? values.files : [];
  const process = spawn(
    kcat,
    ["-P", "-b", broker, "-t", topic, "-X", "message.max.bytes=8000000", ...more, ...files],
    {
      stdio: ["pipe", "ignore", "pipe"],
    },
  );
  started.push(process);
  let said = "";
  process.stderr?.on("data", (text) => {
    said += String(text);
  });
  process.stdin?.end("lines" in values ? values.lines.map((line) => `${line}\n`).join("") : "");
  return new Promise((resolve, reject) => {
    process.once("exit", (status) => (status === 0 ? resolve() : reject(new Error(said))));
  });
}

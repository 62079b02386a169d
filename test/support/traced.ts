/** Runs the program in a network namespace that has loopback and no way out, and tells of every address that it tried to reach. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./places.ts";

export interface Traced {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Addresses beyond loopback, and sockets by which names are looked up, as the system was asked for them. */
  readonly reached: readonly string[];
  /** Lines of the trace, so that an empty list is not one of a tracer that saw nothing. */
  readonly traced: number;
}

export const main = join(root, "dist/src/cli/main.js");
const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * @param argv arguments of Node
 * @param folder where it runs, and the trace is written
 */
export function traced(argv: readonly string[], folder: string): Traced {
  const trace = join(folder, "trace.txt");
  const program = [process.execPath, ...argv].map(quoted).join(" ");
  const script = `ip link set lo up && exec strace -f --seccomp-bpf -q -e signal=none -e trace=socket,connect,sendto,sendmsg,sendmmsg -o ${quoted(trace)} ${program}`;
  const asRoot = process.getuid?.() === 0;
  const { status, stdout, stderr, error } = spawnSync(
    "unshare",
    [asRoot ? "-n" : "-rn", "sh", "-c", script],
    { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, HOME: folder, USER: "ada" } },
  );
  if (error !== undefined) throw error;
  const lines = readFileSync(trace, "utf8").split("\n");
  return { status, stdout, stderr, reached: lines.flatMap(reachedBy), traced: lines.length - 1 };
}

/** What a call of the system reaches for; nothing where it stays on this machine. */
function reachedBy(line: string): string[] {
  const family = /sa_family=(AF_\w+)/.exec(line)?.[1];
  if (family === undefined || !/\b(?:connect|sendto|sendmsg|sendmmsg)\(/.test(line)) return [];
  if (family === "AF_NETLINK") return [];
  if (family === "AF_UNIX") {
    // By these a program asks another one to look a name up. nscd is asked for names of users as well, which the engine
    // does at its start: a look-up of a host shows as a packet to a name server.
    const path = /sun_path=@?"([^"]*)"/.exec(line)?.[1] ?? "";
    return /resolve|dns|avahi/i.test(path) ? [path] : [];
  }
  const address = /(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"/.exec(line)?.[1] ?? line;
  const port = /sin6?_port=htons\((\d+)\)/.exec(line)?.[1] ?? "?";
  // A name server may be on this machine, and asks others.
  return /^127\.|^::1$/.test(address) && port !== "53" ? [] : [`${address} port ${port}`];
}

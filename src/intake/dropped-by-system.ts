/** What the system dropped of a socket's datagrams, because nobody read them in time. Linux tells it; others do not. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Columns of `/proc/net/udp` (proc(5)), counted from 0. */
const columns = { local: 1, inode: 9, dropped: 12 } as const;

/**
 * @param port the socket's own, so that one that was opened elsewhere is not taken for it
 * @returns undefined where it cannot be known
 */
export function droppedBySystem(family: "udp4" | "udp6", port: number): number | undefined {
  try {
    const own = inodes();
    const rows = readFileSync(`/proc/self/net/${family === "udp4" ? "udp" : "udp6"}`, "latin1")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((row) => portOf(row[columns.local]) === port && own.has(row[columns.inode] ?? ""));
    const dropped = rows.map((row) => Number(row[columns.dropped]));
    if (dropped.length === 0 || !dropped.every(Number.isSafeInteger)) return undefined;
    return dropped.reduce((sum, one) => sum + one, 0);
  } catch {
    return undefined;
  }
}

const portOf = (local = "") => Number.parseInt(local.split(":")[1] ?? "", 16);

/** The sockets of this process. */
function inodes(): Set<string> {
  const folder = "/proc/self/fd";
  return new Set(
    readdirSync(folder).flatMap((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${name}`))?.[1] ?? [];
      } catch {
        // It was closed since it was listed.
        return [];
      }
    }),
  );
}

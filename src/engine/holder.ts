/** Which other process works on an engine's data directory. */
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * The other process that has an engine's data directory open, where the system tells.
 *
 * The number that the engine writes into its file `status` stays there when it is killed, and may
 * be another program's by now; the one that has this very file open is the one that locks it.
 */
export function holderOf(path: string): number | undefined {
  const holder = writtenHolder(path);
  if (holder === undefined) return undefined;
  try {
    const status = statSync(join(path, "status"));
    const descriptors = `/proc/${holder}/fd`;
    return readdirSync(descriptors).some((name) => {
      const open = statSync(join(descriptors, name), { throwIfNoEntry: false });
      return open?.ino === status.ino && open.dev === status.dev;
    })
      ? holder
      : undefined;
  } catch {
    // No /proc, another user's process, or one that ended just now: the engine will find out.
    return undefined;
  }
}

/** The other process that the engine's file `status` names, unless the system says that it is gone. */
export function writtenHolder(path: string): number | undefined {
  try {
    const holder = Number(/^PID: (\d+)/m.exec(readFileSync(join(path, "status"), "utf8"))?.[1]);
    if (!Number.isInteger(holder)) return undefined;
    if (!existsSync("/proc/self")) return holder;
    const own = Number(readlinkSync("/proc/self"));
    return holder !== own && existsSync(`/proc/${holder}`) ? holder : undefined;
  } catch {
    return undefined;
  }
}

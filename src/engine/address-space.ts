/** What a process may have of address space, asked before the engine's library is loaded: it ends the process where it lacks some. */
import { readFileSync } from "node:fs";
import { VedetteError } from "../errors.ts";
import { engineLimits } from "../limits.ts";

/** Of Linux; other systems do not bound it. */
const limitsFile = "/proc/self/limits";

/** Bytes of the soft limit (`ulimit -v`), without end where there is none or the system does not tell. */
export function addressBytesOf(limits: string): number {
  const soft = /^Max address space\s+(\d+)\s/m.exec(limits)?.[1];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
}

/** @throws VedetteError `engine.failed` where the engine would have too little */
export function checkAddressSpace(limits = readLimits()): void {
  const bytes = addressBytesOf(limits);
  if (bytes >= engineLimits.addressBytesLeast) return;
  const gib = (of: number) => (of / 2 ** 30).toFixed(1);
  throw new VedetteError(
    "engine.failed",
    `This process may have ${gib(bytes)} GiB of address space (ulimit -v); the engine needs ${gib(engineLimits.addressBytesLeast)} GiB of it, of which it fills a part.`,
    {
      hint: "Start it with `ulimit -v unlimited`. What bounds memory itself is a cgroup, such as MemoryMax= of systemd.",
    },
  );
}

function readLimits(): string {
  try {
    return readFileSync(limitsFile, "utf8");
  } catch {
    return "";
  }
}

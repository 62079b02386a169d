/**
 * One process a spool.
 *
 * Node has no `flock`. The lock is the file `lock.N` with the highest number; who takes it over from a
 * process that has ended makes the next number, which only one can. A process is known by its id
 * and by when it began, so that a `kill -9` or a new start of the machine leaves no lock behind. A
 * process of another container cannot be looked for: its lock counts until it was not touched for a minute.
 */
import { linkSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Effects, isRunning, type ProcessMark, thisProcess } from "../effects.ts";
import { VedetteError } from "../errors.ts";

const touchMs = 5_000;
const untouchedMs = 60_000;

export interface Lock {
  release(): void;
}

/** @throws VedetteError `intake.locked` */
export function takeLock(folder: string, effects: Pick<Effects, "now">): Lock {
  for (;;) {
    const held = lockNumbers(folder);
    const last = held.at(-1) ?? 0;
    refuseLive(folder, last, effects);
    const number = last + 1;
    if (!make(folder, number)) continue;
    // Who was slower than a whole life of the next holder has made a number that is not the highest.
    if (lockNumbers(folder).at(-1) !== number) {
      rmSync(join(folder, `lock.${number}`), { force: true });
      continue;
    }
    for (const old of held) rmSync(join(folder, `lock.${old}`), { force: true });
    const path = join(folder, `lock.${number}`);
    const timer = setInterval(() => touch(path, effects), touchMs);
    timer.unref();
    return {
      release: () => {
        clearInterval(timer);
        rmSync(path, { force: true });
      },
    };
  }
}

function lockNumbers(folder: string): number[] {
  return readdirSync(folder)
    .flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

function refuseLive(folder: string, number: number, effects: Pick<Effects, "now">): void {
  if (number === 0) return;
  const path = join(folder, `lock.${number}`);
  let mark: ProcessMark;
  let touchedMs: number;
  try {
    mark = JSON.parse(readFileSync(path, "utf8")) as ProcessMark;
    touchedMs = statSync(path).mtimeMs;
  } catch {
    return;
  }
  const running = isRunning(mark);
  if (running === false) return;
  if (running === undefined && Math.abs(effects.now() - touchedMs) > untouchedMs) return;
  throw new VedetteError("intake.locked", `${folder}: process ${mark.pid} uses this spool.`, {
    place: { path: folder },
    hint:
      running === undefined
        ? "It runs on another machine or in another container; stop it, and wait for a minute."
        : "Stop it, or name another state folder.",
  });
}

/** Makes the lock whole or not at all; whether it was not there. */
function make(folder: string, number: number): boolean {
  const mark = thisProcess();
  const draft = join(folder, `draft.${mark.pid}.${mark.began}`);
  writeFileSync(draft, JSON.stringify(mark));
  try {
    linkSync(draft, join(folder, `lock.${number}`));
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw thrown;
  } finally {
    rmSync(draft, { force: true });
  }
}

function touch(path: string, effects: Pick<Effects, "now">): void {
  const seconds = effects.now() / 1000;
  try {
    utimesSync(path, seconds, seconds);
  } catch {
    // The folder is gone, or the lock given back.
  }
}

/** A start of a program with its numbers, which all forms write in their own way. */
import { createHash } from "node:crypto";
import type { Chance } from "../../random.ts";
import type { Host, Step } from "./step.ts";

export interface Start {
  readonly host: string;
  readonly form: Host["form"];
  readonly timeMs: number;
  readonly step: Step;
  readonly user: string;
  readonly pid: number;
  readonly parentPid: number;
  readonly parentCommand: string;
  readonly number: number;
}

const startMs = Date.UTC(2026, 10, 24);

export const nameOf = (path: string) => path.split(/[\\/]/).at(-1) ?? path;
export const digest = (kind: string, text: string) => createHash(kind).update(text).digest("hex");

export function startsOf(host: Host, more: readonly Step[], chance: Chance): Start[] {
  const pids = new Map<string, { readonly pid: number; readonly command: string }>();
  const day = host.day ?? chance.between(0, 1);
  const spread = chance.between(0, 1);
  const timed = [
    ...host.steps.map((step) => ({ step, day })),
    ...more.map((step, at) => ({ step, day: at % 2 === spread ? 0 : 1 })),
  ]
    .map(({ step, day: when }) => {
      const [hour = 0, minute = 0, second = 0] = step.time.split(":").map(Number);
      const seconds = ((when * 24 + hour) * 60 + minute) * 60 + second;
      return { step, timeMs: startMs + seconds * 1000 + chance.between(0, 999) };
    })
    .sort((a, b) => a.timeMs - b.timeMs);
  return timed.map(({ step, timeMs }, number) => {
    const known = pids.get(step.parent);
    const parent = known ?? {
      pid: chance.between(300, 3000) * 4,
      command: step.parent.includes(" ") ? `"${step.parent}"` : step.parent,
    };
    pids.set(step.parent, parent);
    const own = step.talksTo ?? step.writes;
    const pid = (own === undefined ? undefined : pids.get(step.image)?.pid) ?? chance.between(300, 6000) * 4;
    if (step.image !== step.parent) pids.set(step.image, { pid, command: step.command });
    return {
      host: host.name,
      form: host.form,
      timeMs,
      step,
      user: step.user ?? host.user,
      pid,
      parentPid: parent.pid,
      parentCommand: step.parentCommand ?? parent.command,
      number,
    };
  });
}

/** Sysmon's number of a process: host, time, sequence. */
export function guid(host: string, pid: number): string {
  const all = digest("md5", `${host} ${pid}`);
  return `{${digest("md5", host).slice(0, 8)}-${all.slice(0, 4)}-6b05-${all.slice(4, 8)}-00000000${all.slice(8, 12)}}`;
}

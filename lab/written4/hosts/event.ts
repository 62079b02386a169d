/** A step with its numbers, as all forms need them. */
import { createHash } from "node:crypto";
import type { Chance } from "../../random.ts";
import { startMs } from "../times.ts";
import type { Form, Host, Step } from "./host.ts";

export interface Event {
  readonly host: string;
  readonly form: Form;
  readonly timeMs: number;
  readonly step: Step;
  readonly user: string;
  readonly pid: number;
  readonly parentPid: number;
  readonly parentCommand: string;
}

export const nameOf = (path: string) => path.split(/[\\/]/).at(-1) ?? path;
export const digest = (kind: string, text: string) => createHash(kind).update(text).digest("hex");

export function eventsOf(host: Host, more: readonly Step[], chance: Chance): Event[] {
  const running = new Map<string, { readonly pid: number; readonly command: string }>();
  const day = chance.between(0, 1);
  const fresh = () => chance.between(400, 16_000) * (host.name.startsWith("tal-") ? 1 : 4);
  return [...host.steps.map((step) => ({ step, on: day })), ...more.map((step, at) => ({ step, on: at % 2 }))]
    .map(({ step, on }) => {
      const [hour = 0, minute = 0, second = 0] = step.time.split(":").map(Number);
      const seconds = ((on * 24 + hour) * 60 + minute) * 60 + second;
      return { step, timeMs: startMs + seconds * 1000 + chance.between(0, 999) };
    })
    .sort((a, b) => a.timeMs - b.timeMs)
    .map(({ step, timeMs }) => {
      const parent = running.get(step.parent) ?? {
        pid: fresh(),
        command: step.parent.includes(" ") ? `"${step.parent}"` : step.parent,
      };
      running.set(step.parent, parent);
      const starts = step.asks === undefined && step.writes === undefined && step.script === undefined;
      const pid = (starts ? undefined : running.get(step.image)?.pid) ?? fresh();
      if (step.image !== step.parent) running.set(step.image, { pid, command: step.command });
      return {
        host: host.name,
        form: host.form,
        timeMs,
        step,
        user: step.user ?? host.user,
        pid,
        parentPid: parent.pid,
        parentCommand: parent.command,
      };
    });
}

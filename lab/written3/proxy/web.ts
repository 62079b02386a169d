/** One request through the proxy or past the sensor, and who is labelled by what. */
import type { Label } from "../labels.ts";

export interface Request {
  readonly timeMs: number;
  readonly client: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly bytes: number;
  readonly referer?: string | undefined;
  readonly agent: string;
  readonly type?: string | undefined;
  /** A question for a name and nothing else. */
  readonly dns?: string | undefined;
}

export interface Subject {
  readonly site: "a" | "b";
  readonly type: "ip" | "domain";
  readonly value: string;
  readonly label: Label;
  readonly class: string;
  readonly behaviour: string;
  readonly why?: string;
}

export const startMs = Date.UTC(2026, 10, 24);

/** The time of the first or second day, as "0 09:14:05". */
export function at(text: string): number {
  const [, day, hour, minute, second] = /^(\d) (\d\d):(\d\d):(\d\d)$/.exec(text) ?? [];
  if (day === undefined) throw new Error(text);
  return startMs + ((Number(day) * 24 + Number(hour)) * 3600 + Number(minute) * 60 + Number(second)) * 1000;
}

interface More {
  readonly method?: string;
  readonly status?: number;
  readonly bytes?: number;
  readonly referer?: string;
  readonly type?: string;
}

export function ask(
  time: string | number,
  client: string,
  agent: string,
  url: string,
  more: More = {},
): Request {
  return {
    timeMs: typeof time === "number" ? time : at(time),
    client,
    agent,
    url,
    method: more.method ?? "GET",
    status: more.status ?? 200,
    bytes: more.bytes ?? 512,
    referer: more.referer,
    type: more.type,
  };
}

/** The same question at several times. */
export function often(
  times: readonly string[],
  make: (time: number, turn: number) => readonly Request[],
): Request[] {
  return times.flatMap((time, turn) => [...make(at(time), turn)]);
}

export function lookUp(time: string | number, client: string, name: string): Request {
  return { ...ask(time, client, "", `dns://${name}`), dns: name };
}

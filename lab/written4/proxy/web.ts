/** One request through a proxy, and who is labelled by what. */
import type { Label } from "../../written3/labels.ts";
import { at } from "../times.ts";

/** The laboratory in Montréal behind a proxy of its own, and people on the road and at home behind one in the cloud. */
export type Site = "lab" | "cloud";

export interface Request {
  readonly timeMs: number;
  readonly client: string;
  readonly method: string;
  readonly url: string;
  readonly agent: string;
  readonly status: number;
  readonly sent: number;
  readonly received: number;
  readonly referer?: string | undefined;
  readonly type: string;
}

export interface More {
  readonly method?: string;
  readonly status?: number;
  readonly sent?: number;
  readonly received?: number;
  readonly referer?: string;
  readonly type?: string;
}

export interface Subject {
  readonly site: Site;
  readonly type: "ip" | "domain";
  readonly value: string;
  readonly label: Label;
  readonly class: string;
  readonly behaviour: string;
  readonly why?: string;
  readonly requests: readonly Request[];
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
    sent: more.sent ?? 420 + url.length + agent.length,
    received: more.received ?? 640,
    referer: more.referer,
    type: more.type ?? "text/html",
  };
}

/** The same questions at several times. */
export function often(
  times: readonly (string | number)[],
  make: (timeMs: number, turn: number) => readonly Request[],
): Request[] {
  return times.flatMap((time, turn) => [...make(typeof time === "number" ? time : at(time), turn)]);
}

/** A query as browsers write it. */
export const query = (fields: Readonly<Record<string, string | number>>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join("&");

export const base64 = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64");
export const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

const subject =
  (label: Label) =>
  (
    site: Site,
    value: string,
    kind: string,
    behaviour: string,
    requests: readonly Request[] = [],
  ): Subject => ({
    site,
    type: /^[\d.]+$/.test(value) ? "ip" : "domain",
    value,
    label,
    class: kind,
    behaviour,
    requests,
  });

export const collector = subject("collector");
export const benign = subject("benign");
export const open = (
  site: Site,
  value: string,
  kind: string,
  behaviour: string,
  why: string,
  requests: readonly Request[],
): Subject => ({ ...subject("judgement")(site, value, kind, behaviour, requests), why });

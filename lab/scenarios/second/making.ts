/**
 * What the scenarios of the second set are made with. They say who a client is and what it does; addresses are dealt out
 * afterwards, over all networks and without regard to labels, so that no network gives a label away.
 */
import { agents } from "../../agents.ts";
import type { Client, Label, Visit } from "../../client.ts";
import { probe, type Request, type Step } from "../../replaying.ts";
import { hostOf, type SiteName } from "../../site.ts";
import { dayMs, offsetOf, whenOf } from "../../times.ts";

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;

/** A client that has no address yet, or one that it needs. */
export type Role = Omit<Client, "address"> & {
  readonly address?: string;
  /** Only the public site and the API are reached over IPv6. */
  readonly v6?: boolean;
};

export function role(
  scenario: string,
  label: Label,
  behaviour: string,
  visits: readonly Visit[],
  more: Partial<Role> = {},
): Role {
  return { scenario, label, program: "replay", behaviour, visits, ...more };
}

/** One replayed visit; lines are set `everyMs` apart where it is given. */
export function sends(at: string, steps: readonly Step[], everyMs?: number): Visit {
  const run: Visit["run"] = (session) => session.replay(steps);
  return everyMs === undefined ? { at, run } : { at, everyMs, run };
}

/** Requests to one site with one agent and whatever other headers. */
export function asks(
  site: SiteName,
  agent: string | undefined,
  targets: readonly (string | Request)[],
  headers: Readonly<Record<string, string>> = {},
): Step {
  const own: Record<string, string> = agent === undefined ? {} : { "user-agent": agent };
  const requests = targets.map((target): Request => {
    const one = typeof target === "string" ? { target } : target;
    return { ...one, headers: { ...own, ...headers, ...one.headers } };
  });
  return { host: hostOf(site), requests };
}

/** Probes without a referrer, one pace apart. */
export function probes(
  at: string,
  site: SiteName,
  agent: string | undefined,
  targets: readonly string[],
  everyMs: number,
  method = "GET",
): Visit {
  return sends(at, [probe(site, agent, targets, method)], everyMs);
}

/** A real program; the visit's lines keep their distances unless told otherwise. */
export function runs(at: string, command: readonly string[], everyMs?: number): Visit {
  const run: Visit["run"] = (session) => session.exec(command);
  return everyMs === undefined ? { at, run } : { at, everyMs, run };
}

/** curl once for each target, with options of its own. */
export function curls(
  at: string,
  site: SiteName,
  targets: readonly string[],
  options: readonly string[],
  everyMs: number,
): Visit {
  const quiet = ["-s", "-o", "/dev/null", "--max-time", "5", "--path-as-is"];
  return {
    at,
    everyMs,
    run: async (session) => {
      for (const target of targets)
        await session.exec(["curl", ...quiet, ...options, `http://${hostOf(site)}${target}`]);
    },
  };
}

/** A moment of the window, so many milliseconds after another. */
export function after(at: string, ms: number): string {
  return whenOf(Math.min(offsetOf(at) + ms, 4 * dayMs - second));
}

export const chromeNow = agents.chromeWindows.replace("157", "158");
export const edgeNow = agents.edgeWindows.replaceAll("157", "158");

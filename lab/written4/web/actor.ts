/** Who asks one of the three servers for what, before a server writes it down. */
import type { Label } from "../../written3/labels.ts";
import { at } from "../times.ts";

/** The public site (Apache), the portal with its interface (nginx), the machine for mail and management (IIS). */
export type Site = "www" | "portal" | "mail";

export interface Hit {
  readonly timeMs: number;
  readonly method: string;
  readonly target: string;
  readonly agent: string;
  readonly referer?: string | undefined;
  readonly user?: string | undefined;
  readonly status?: number | undefined;
  readonly bytes?: number | undefined;
}

export interface Actor {
  readonly site: Site;
  readonly label?: Label;
  readonly class: string;
  readonly behaviour: string;
  readonly why?: string;
  /** Left out: one is dealt out. "v6" deals out one of the newer kind. */
  readonly address?: string;
  readonly hits: readonly Hit[];
}

export interface Manner {
  readonly agent: string;
  /** Seconds between two requests, taken in turn. */
  readonly gaps?: readonly number[];
  readonly referer?: string;
  readonly user?: string;
  readonly method?: string;
}

/**
 * Requests one after the other. A line is a target, with a method in front and a status and a length behind where they are
 * not what the server would say: `HEAD /x 403 199`.
 */
export function asks(from: string | number, manner: Manner, lines: readonly string[]): Hit[] {
  let timeMs = typeof from === "number" ? from : at(from);
  const gaps = manner.gaps ?? [1, 0.4, 2];
  return lines.map((line, turn) => {
    if (turn > 0) timeMs += Math.round((gaps[(turn - 1) % gaps.length] ?? 1) * 1000);
    const parts = line.split(" ");
    const method = /^[A-Z_]+$/.test(parts[0] ?? "") ? parts.shift() : undefined;
    const [target = "/", status, bytes] = parts;
    return {
      timeMs,
      method: method ?? manner.method ?? "GET",
      target,
      agent: manner.agent,
      referer: manner.referer,
      user: manner.user,
      status: status === undefined ? undefined : Number(status),
      bytes: bytes === undefined ? undefined : Number(bytes),
    };
  });
}

export const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");

/** The same at many times. */
export function repeated(times: readonly number[], manner: Manner, lines: readonly string[]): Hit[] {
  return times.flatMap((timeMs, turn) => asks(timeMs + ((turn * 7919) % 2300), manner, lines));
}

type Kind = Label | undefined;
const made =
  (label: Kind) =>
  (site: Site, kind: string, behaviour: string, hits: readonly Hit[], address?: string): Actor => ({
    site,
    class: kind,
    behaviour,
    hits,
    ...(label === undefined ? {} : { label }),
    ...(address === undefined ? {} : { address }),
  });

export const collector = made("collector");
export const benign = made("benign");
export const open = (
  site: Site,
  kind: string,
  behaviour: string,
  why: string,
  hits: readonly Hit[],
  address?: string,
): Actor => ({ ...made("judgement")(site, kind, behaviour, hits, address), why });

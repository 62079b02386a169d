/** One who signs in: what is said of him, in which log he stands, and his sign-ins. */
import { timeOf } from "./hosts-events.ts";
import type { SignIn } from "./signins-records.ts";

export interface SubjectText {
  readonly type: "ip" | "user";
  readonly value: string;
  readonly behaviour: string;
  readonly class?: string;
  /** Why it is a judgement call. */
  readonly why?: string;
}

export interface Actor {
  readonly subject: SubjectText;
  readonly also?: readonly SubjectText[];
  readonly log: "graph" | "analytics" | "audit";
  readonly events: readonly SignIn[];
  /** Files that are fetched behind the last sign-in. */
  readonly files?: { readonly agent: string; readonly paths: readonly string[] };
}

export const at = timeOf;

/** Sign-ins one after another, about so many seconds apart. */
export function spread<Item>(
  start: string,
  seconds: number,
  items: readonly Item[],
  make: (item: Item, index: number) => Omit<SignIn, "time" | "device"> & { readonly device?: string },
): readonly SignIn[] {
  return items.map((item, index) => ({
    device: "",
    // Seven and eleven have no common factor with most paces, so that the pace is not even.
    ...make(item, index),
    time: timeOf(start) + Math.round((index * seconds + ((index * 7) % 11) * (seconds / 40)) * 1000),
  }));
}

/** A service that much software or many pages talk to. */
import type { Chance } from "../../random.ts";

export interface Service {
  readonly site: "a" | "b";
  readonly host: string;
  readonly behaviour: string;
  /** In a page of somebody else, by the browser; or by a program of its own. */
  readonly from: "page" | "program";
  readonly agent?: string;
  readonly method?: string;
  readonly status?: number;
  readonly plain?: boolean;
  readonly type?: string;
  readonly path: (chance: Chance) => string;
}

export function hex(chance: Chance, length: number): string {
  return Array.from({ length }, () => chance.between(0, 15).toString(16)).join("");
}

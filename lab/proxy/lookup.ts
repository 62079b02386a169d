/** A client that asks others who it is: its address, its agent, its fingerprint, its proxy. */
import type { ProxyLabel } from "./shape.ts";

export interface Lookup {
  address: string;
  label: ProxyLabel;
  behaviour: string;
  why?: string;
  /** "browser" opens the pages in Chromium; the others send one request for each address. */
  program: "curl" | "wget" | "python" | "browser";
  agent?: string;
  urls: readonly string[];
  times?: number;
  everyMin?: number;
  at?: string;
  referrer?: string;
}

export const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/157.0.0.0 Safari/537.36";

export const found = (
  address: string,
  behaviour: string,
  program: Lookup["program"],
  urls: readonly string[],
  more: Partial<Lookup> = {},
): Lookup => ({ address, label: "collector", behaviour, program, urls, ...more });
export const plain: typeof found = (...given) => ({ ...found(...given), label: "benign" });
export const either = (why: string, ...given: Parameters<typeof found>): Lookup => ({
  ...found(...given),
  label: "judgement",
  why,
});

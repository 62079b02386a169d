/**
 * What a destination is sent, and what that destination is: the one vocabulary of the files of shapes.
 *
 * A shape's `script` is the body of an async function in a page. It sees `env` (what `gather.ts` found out
 * about the browser) and the helpers listed there, and asks for addresses as web pages do.
 */
export type ProxyLabel = "collector" | "benign" | "judgement";

/** A destination, as the labels name it. */
export interface Destination {
  host: string;
  label: ProxyLabel;
  behaviour: string;
  /** Only for a judgement: what it depends on. */
  why?: string;
}

export interface Shape extends Destination {
  /** Files of `libraries.ts` that the page loads before. */
  libraries?: readonly string[];
  script: string;
  /** Style sheet of the page, for what needs no script. */
  style?: string;
}

/** A page's host and everything that a page of it loads. */
export interface Site {
  host: string;
  title: string;
  shapes: readonly Shape[];
}

export function collector(host: string, behaviour: string, script: string, libraries?: string[]): Shape {
  return { host, label: "collector", behaviour, script, ...(libraries ? { libraries } : {}) };
}

export function benign(host: string, behaviour: string, script: string, libraries?: string[]): Shape {
  return { host, label: "benign", behaviour, script, ...(libraries ? { libraries } : {}) };
}

export function judgement(
  host: string,
  behaviour: string,
  why: string,
  script: string,
  libraries?: string[],
): Shape {
  return { host, label: "judgement", behaviour, why, script, ...(libraries ? { libraries } : {}) };
}

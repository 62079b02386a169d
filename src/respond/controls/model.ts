/** Control review (C4): what the logs show of client configuration that outsiders can read. */
import type { Fix } from "../../content/fixes.ts";
import type { EvidenceLine } from "../../detect/evidence.ts";

/**
 * open: a whole answer to an anonymous outsider, with nothing against it. answered: the same, with a doubt.
 * closed: refused since. used: answered, and what looks like visitors reads it. unshown: the logs do not show which it is.
 */
export const controlStates = ["open", "answered", "closed", "used", "unshown"] as const;
export type ControlState = (typeof controlStates)[number];

export const sensitivities = ["secret", "internal", "public"] as const;
export type Sensitivity = (typeof sensitivities)[number];

/** Who asked: only the last is nobody known. */
export const readerKinds = [
  "named",
  "signed in",
  "internal",
  "justified",
  "own program",
  "other host",
  "outsider",
] as const;
export type ReaderKind = (typeof readerKinds)[number];

/** A request that shows something; the record is an event id. */
export interface Shown {
  readonly ms: number;
  readonly record: number;
}

/** What was asked of one path of one site, and how it was answered. */
export interface Asked {
  readonly site: string;
  readonly domain: string;
  readonly path: string;
  readonly endpoint: string;
  readonly purpose: string;
  readonly product: string;
  readonly sensitivity: Sensitivity;
  readonly discloses: string;
  /** Whole or partial answers (200, 206) with a body to outsiders. */
  readonly opened: number;
  readonly openedClients: number;
  readonly firstOpen: Shown | undefined;
  /** The last of them, and the last at all: a 304 tells who has it that it is still there. */
  readonly lastOpen: Shown | undefined;
  readonly lastKnown: Shown | undefined;
  /** Largest and smallest body; -1 where no length is logged. */
  readonly bytesMax: number;
  readonly bytesMin: number;
  readonly inPart: number;
  readonly html: number;
  /** Answers to outsiders that show no body. */
  readonly unmodified: number;
  readonly bodyless: number;
  readonly empty: number;
  readonly unlogged: number;
  /** Answers (200, 206) to methods that hand something in, and to requests for another's file, as of a proxy. */
  readonly written: number;
  readonly passed: number;
  /** Hosts that it was asked for under, and that nothing but who asked names. */
  readonly askedAs: readonly string[];
  readonly lastUnshown: Shown | undefined;
  /** The last answer to somebody whom the register names. */
  readonly lastJustified: Shown | undefined;
  /** The last answer to somebody who seems to have signed in. */
  readonly lastSignedIn: Shown | undefined;
  /** Refusals (401, 403, 404, 410) to outsiders of requests like those that were answered: all, between the first and last answer, and after the last. */
  readonly refused: number;
  readonly refusedBetween: number;
  readonly refusedAfter: number;
  readonly refusedLast: number;
  readonly refusedAfterStatus: number;
  readonly firstRefusedAfter: Shown | undefined;
  /** Whether a client that had been answered is among those refused after, under the same agent. */
  readonly refusedSame: boolean;
  /** Answers that send elsewhere, to outsiders: all, after the last answer, and the last status. */
  readonly sent: number;
  readonly sentAfter: number;
  readonly sentStatus: number;
  /** Refusals after the last answer to clients that were refused whatever they asked: while others went on, and where nobody came since. */
  readonly blockedAfter: number;
  readonly walledAfter: number;
  /** Answers by readers of the other kinds. */
  readonly others: Readonly<Partial<Record<ReaderKind, number>>>;
  /** Why an answer may be no more than a page, as the profiles of the site have it. */
  readonly catchAll: boolean;
  readonly partOfSite: boolean;
  readonly likeError: boolean;
  readonly likeOthers: boolean;
  readonly partsOfAll: boolean;
  readonly likeFront: boolean;
  /** Of a listing: different orders that were asked for. */
  readonly orders: number;
  /** Networks (/24, /48) that it was given to. */
  readonly givenNetworks: number;
  /** Clients that never were given it: asked for credentials (401), or barred (403) since it was first given to somebody. */
  readonly askedOthers: number;
  readonly barredOthers: number;
  /** Clients that were refused and then given it. */
  readonly turned: number;
  /** Most refusals of one client that was given it. */
  readonly mostDenied: number;
  /** Whether the log counts headers to the length of an answer. */
  readonly withHeaders: boolean;
}

/** Somebody who was answered. */
export interface Reader {
  readonly source: string;
  readonly kind: ReaderKind;
  readonly requests: number;
  readonly agent: string;
  readonly action: string;
}

export interface Control {
  readonly state: ControlState;
  readonly asked: Asked;
  /** What speaks against that the answer was what the path is called. */
  readonly doubts: readonly string[];
  /** Why it is unshown, or what is to be known of its closing. */
  readonly notes: readonly string[];
  readonly readers: readonly Reader[];
  readonly outsiders: number;
  readonly escalated: number;
  readonly evidence: EvidenceLine | undefined;
  /** Of one that was closed: the request that was refused. */
  readonly closing: EvidenceLine | undefined;
  readonly fix: Fix | undefined;
  /** Whether keys that stood in it have to be changed, or are to be looked for first. */
  readonly change: "now" | "look" | undefined;
}

/** A site, or a log that names none. */
export interface Site {
  readonly name: string;
  readonly requests: number;
  readonly outside: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly redirects: number;
  readonly missed: number;
  /** Catalogued paths that outsiders asked for, and purposes. */
  readonly places: number;
  readonly purposes: readonly string[];
  readonly format: string;
  readonly server: Fix["ways"][number]["for"] | undefined;
}

/** Where the logs would not show an exposure. */
export interface Gap {
  readonly where: string;
  readonly because: string;
}

export interface Review {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly requests: number;
  readonly controls: readonly Control[];
  readonly sites: readonly Site[];
  readonly gaps: readonly Gap[];
}

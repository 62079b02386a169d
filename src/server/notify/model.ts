/** Who is told of what: the words, and the shapes in which destinations and deliveries are kept. */
import type { Severity } from "../../casebook/model.ts";

/** How a destination is spoken to. */
export const kinds = ["webhook", "slack", "teams", "mail"] as const;
export type Kind = (typeof kinds)[number];

/** What happens to a case that others may want to know. */
export const eventKinds = ["opened", "graver", "state", "closed", "assigned", "note"] as const;
export type EventKind = (typeof eventKinds)[number];

/** Which cases a destination is told of, and what of them. */
export interface Wanted {
  readonly events: readonly EventKind[];
  readonly leastSeverity: Severity;
  /** Only cases whose action is to escalate. */
  readonly escalateOnly: boolean;
}

/** Where a message goes. */
export interface Target {
  readonly kind: Kind;
  /** URL: https or http; of mail smtp or smtps. It may hold a secret, and is told to nobody. */
  readonly address: string;
  /** Of mail alone. */
  readonly from: string;
  readonly to: readonly string[];
}

export interface Destination extends Target, Wanted {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Why the service turned it off; '' where a person did, or it is on. */
  readonly offBecause: string;
  readonly createdMs: number;
  readonly createdBy: string;
  /** Of webhooks: what messages are signed with; the one before it as well for a while. */
  readonly secrets: readonly string[];
  /** Messages that were dropped because too many waited. */
  readonly dropped: number;
  /** Nothing is sent before. */
  readonly heldUntilMs: number;
  /** Failures since the last success. */
  readonly failures: number;
}

export type DeliveryState = "waiting" | "delivered" | "given-up";

/** A message as it is sent, the same at every attempt. */
export interface Message {
  readonly type: string;
  /** Of mail. */
  readonly subject: string;
  /** JSON, or the text of a mail. */
  readonly body: string;
  /** The case that it is about; null where it is about several or none. */
  readonly case: string | null;
}

export interface Delivery extends Message {
  /** Stays the same at every attempt, so that a receiver knows a message that it has already. */
  readonly id: string;
  readonly destination: string;
  readonly state: DeliveryState;
  /** When it began to wait. */
  readonly queuedMs: number;
  readonly attempts: number;
  readonly nextMs: number;
  readonly endedMs: number | null;
  /** What the other end said last, or why nothing could be sent. */
  readonly because: string;
}

/** How one attempt ended. */
export type Attempt =
  | { readonly kind: "delivered"; readonly says: string }
  /** `retryAfterMs` where the other end said when to come again. */
  | { readonly kind: "failed"; readonly says: string; readonly retryAfterMs?: number }
  /** The same message will never be taken. */
  | { readonly kind: "refused"; readonly says: string }
  /** Nothing is to be sent there any more. */
  | { readonly kind: "gone"; readonly says: string };

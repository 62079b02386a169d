/** Shapes of what the API says. Only types are shared with the server: nothing of it is in the pages. */
import type { Severity } from "../../src/casebook/model.ts";
import type { ReportDocument } from "../../src/report/model.ts";
import type { Actor, Role } from "../../src/server/roles.ts";
import type { Health } from "../../src/service/service.ts";

export type {
  Action,
  AuditEntry,
  BulkPreview,
  CaseAct,
  CaseFilter,
  CaseFinding,
  CaseSummary,
  CaseView,
  ChecklistItem,
  ClosingReason,
  Facets,
  IndicatorCount,
  Note,
  OpenState,
  Page,
  Priority,
  Proposal,
  SetAside,
  Severity,
  Sort,
  State,
  Verification,
} from "../../src/casebook/model.ts";
export type { Actor, Role };

export type ServiceHealth = Omit<Health, "document">;
export type Report = Pick<
  ReportDocument,
  "generated_at" | "sources" | "coverage" | "indicators" | "notes" | "window"
>;

export interface Session {
  readonly id: string;
  readonly created_ms: number;
  readonly seen_ms: number;
  readonly network: string;
  readonly agent: string;
  /** Whether it is this page's. */
  readonly current: boolean;
}

export interface Account {
  readonly name: string;
  readonly role: Role;
  readonly created_ms: number;
  readonly disabled: boolean;
  /** Of somebody without a password here: who vouches, and for whom. */
  readonly issuer?: string;
  readonly subject?: string;
}

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly created_ms: number;
  readonly created_by: string;
  readonly expires_ms: number | null;
  readonly seen_ms: number | null;
}

export const destinationKinds = ["webhook", "slack", "teams", "mail"] as const;
export type DestinationKind = (typeof destinationKinds)[number];
export const eventKinds = ["opened", "graver", "state", "closed", "assigned", "note"] as const;
export type EventKind = (typeof eventKinds)[number];

/** Who is told of changes. */
export interface Destination {
  readonly id: string;
  readonly name: string;
  readonly kind: DestinationKind;
  /** Without what may be secret. */
  readonly address: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly events: readonly EventKind[];
  readonly least_severity: Severity;
  readonly escalate_only: boolean;
  readonly enabled: boolean;
  readonly off_because: string;
  readonly waiting: number;
  readonly delivered_ms: number | null;
  readonly failures: number;
  readonly dropped: number;
}

export interface Delivery {
  readonly id: string;
  readonly case: string | null;
  readonly subject: string;
  readonly state: "waiting" | "delivered" | "given-up";
  readonly queued_ms: number;
  readonly attempts: number;
  readonly next_ms: number | null;
  readonly ended_ms: number | null;
  readonly because: string;
}

/** In the order of the work; as in the casebook's model. */
export const openStates = ["new", "in-progress", "escalated", "contained"] as const;
export const states = [...openStates, "closed"] as const;
export const actions = ["escalate", "watch", "close"] as const;
export const priorities = ["now", "shift", "batch", "none"] as const;
export const closingReasons = [
  "true-positive",
  "benign-positive",
  "false-positive",
  "duplicate",
  "other",
] as const;
export const sorts = ["priority", "last_seen", "first_seen", "score", "updated_at", "id"] as const;
/** From the least. */
export const severities = ["info", "low", "medium", "high", "critical"] as const;
/** Roles of people; a token may also be a shipper's. */
export const roles = ["reader", "tier1", "tier2", "administrator"] as const;
export const tokenRoles: readonly Role[] = ["shipper", ...roles];

export function may(actor: Actor, role: Role): boolean {
  return tokenRoles.indexOf(actor.role) >= tokenRoles.indexOf(role);
}

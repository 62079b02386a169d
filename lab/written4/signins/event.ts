/** One event of an account: a sign-in at Entra, an event at Okta, a record of Microsoft 365's audit log. */
import type { Label } from "../../written3/labels.ts";
import { at } from "../times.ts";

interface Common {
  readonly timeMs: number;
  readonly user: string;
  readonly address: string;
  readonly agent: string;
}

export interface EntraEvent extends Common {
  readonly log: "entra";
  readonly app: string;
  readonly resource: string;
  readonly client: string;
  readonly error: number;
  readonly protocol: string;
  readonly country: string;
  readonly managed: boolean;
}

export interface OktaEvent extends Common {
  readonly log: "okta";
  readonly type: string;
  readonly message: string;
  readonly result: string;
  readonly reason?: string | undefined;
  readonly app?: string | undefined;
  readonly uri: string;
  readonly scopes?: string | undefined;
}

export interface AuditEvent extends Common {
  readonly log: "audit";
  readonly operation: string;
  readonly workload: string;
  readonly record: number;
  readonly more: Readonly<Record<string, unknown>>;
}

export type Event = EntraEvent | OktaEvent | AuditEvent;

export interface Subject {
  readonly type: "ip" | "user";
  readonly value: string;
  readonly label: Label;
  readonly class: string;
  readonly behaviour: string;
  readonly why?: string;
  readonly events: readonly Event[];
}

export const office = "203.0.113.4";
export const account = (name: string) => (name.includes("@") ? name : `${name}@talvera.example`);
const when = (time: string | number) => (typeof time === "number" ? time : at(time));

type Who = readonly [user: string, address: string, agent: string];

export function entra(
  time: string | number,
  [user, address, agent]: Who,
  app: string,
  more: Partial<EntraEvent> = {},
): EntraEvent {
  const browser = /^Mozilla\/5\.0 .*(?:Chrome|Firefox|Version)\//.test(agent);
  return {
    log: "entra",
    timeMs: when(time),
    user: account(user),
    address,
    agent,
    app,
    resource: "Microsoft Graph",
    client: browser ? "Browser" : "Mobile Apps and Desktop clients",
    error: 0,
    protocol: "none",
    country: "AT",
    managed: false,
    ...more,
  };
}

export function okta(
  time: string | number,
  [user, address, agent]: Who,
  type: string,
  more: Partial<OktaEvent> = {},
): OktaEvent {
  return {
    log: "okta",
    timeMs: when(time),
    user: account(user),
    address,
    agent,
    type,
    message: messages[type] ?? type,
    result: "SUCCESS",
    uri: uris[type] ?? "/api/v1/authn",
    ...more,
  };
}

export function audit(
  time: string | number,
  [user, address, agent]: Who,
  operation: string,
  workload: string,
  record: number,
  more: Readonly<Record<string, unknown>> = {},
): AuditEvent {
  return {
    log: "audit",
    timeMs: when(time),
    user: account(user),
    address,
    agent,
    operation,
    workload,
    record,
    more,
  };
}

const messages: Readonly<Record<string, string>> = {
  "user.session.start": "User login to Okta",
  "user.authentication.sso": "User single sign on to app",
  "user.authentication.auth_via_mfa": "Authentication of user via MFA",
  "policy.evaluate_sign_on": "Evaluation of sign-on policy",
  "user.session.access_admin_app": "User accessing Okta admin app",
  "app.oauth2.token.grant.access_token": "OAuth 2.0 access token is granted",
  "app.generic.unauth_app_access_attempt": "User attempted unauthorized access to app",
  "analytics.reports.export.download": "Okta reports export download",
  "device.enrollment.create": "Create device enrollment",
  "user.account.reset_password": "Fired when the user's Okta password is reset",
};
const uris: Readonly<Record<string, string>> = {
  "user.authentication.sso": "/app/talvera_lims/exk1/sso/saml",
  "policy.evaluate_sign_on": "/idp/idx/identify",
  "user.session.access_admin_app": "/admin/dashboard",
  "app.oauth2.token.grant.access_token": "/oauth2/v1/token",
  "app.generic.unauth_app_access_attempt": "/app/UserHome",
  "analytics.reports.export.download": "/api/v1/reports/export",
};

const make =
  (label: Label) =>
  (value: string, kind: string, behaviour: string, events: readonly Event[]): Subject => {
    const address = /^[\d.]+$|:/.test(value);
    return {
      type: address ? "ip" : "user",
      value: address ? value : account(value),
      label,
      class: kind,
      behaviour,
      events,
    };
  };

export const collector = make("collector");
export const benign = make("benign");
export const open = (
  value: string,
  kind: string,
  behaviour: string,
  why: string,
  events: readonly Event[],
): Subject => ({ ...make("judgement")(value, kind, behaviour, events), why });

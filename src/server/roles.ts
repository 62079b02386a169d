/** Who may do what: each role may do all that those before it may. A shipper sends records, and sees nothing. */

export const roles = ["shipper", "reader", "tier1", "tier2", "administrator"] as const;
export type Role = (typeof roles)[number];

/** Somebody who signed in, or a program with a token. */
export interface Actor {
  readonly name: string;
  readonly role: Role;
  /** How it proved itself; a token's changes are told apart in the audit. */
  readonly by: "session" | "token";
  /** The provider that vouches for somebody; undefined where a password does. */
  readonly issuer?: string;
}

export function may({ role }: Actor, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** Sign-in by an OpenID provider: what is set, and what is known of somebody who came by it. */
import { createHash } from "node:crypto";
import type { Role } from "../roles.ts";

/** The value of `--oidc-role` that stands for everybody whom the provider knows. */
export const everybody = "*";

export interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  /** Undefined for a client without one, which PKCE alone protects. */
  readonly secret: string | undefined;
  /** What people call the provider. */
  readonly name: string;
  /** Where the provider sends browsers back to, by the public address and never by what a request names. */
  readonly redirect: string;
  /** Besides `openid` and `profile`. */
  readonly scopes: readonly string[];
  /** The claim that holds groups or roles of a person. */
  readonly claim: string;
  /** Roles by values of the claim. */
  readonly roles: ReadonlyMap<string, Role>;
}

/** What the provider says of somebody, as JSON; everything in it may be chosen by that person. */
export type Claims = Readonly<Record<string, unknown>>;

/** Somebody at a provider: neither mail address nor name says who it is, since both can change hands. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** Names the rules by which roles are given; a session that was begun by other rules does not hold. */
export function rulesOf({ issuer, clientId, claim, roles }: OidcSettings): string {
  const rules = [issuer.href, clientId, claim, [...roles].sort()];
  return createHash("sha256").update(JSON.stringify(rules)).digest("hex");
}

/** Who somebody is to the service, by the provider's claims. */
import { createHash } from "node:crypto";
import { oidcLimits } from "../../limits.ts";
import { roles as allRoles, type Role } from "../roles.ts";
import { type Claims, everybody, type Identity, type OidcSettings } from "./model.ts";

const charactersMax = 40;
/** In the order in which they are taken. */
const nameClaims = ["preferred_username", "email", "name"] as const;

/** The highest role that the claim's values have; undefined where they have none. */
export function mappedRole(claims: Claims, { claim, roles }: OidcSettings): Role | undefined {
  const given = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  const values: readonly unknown[] = Array.isArray(given)
    ? given.slice(0, oidcLimits.claimValuesMax)
    : [given];
  const held = new Set([everybody, ...values].map((value) => roles.get(value as string)));
  return allRoles.findLast((role) => held.has(role));
}

/**
 * A name to show for somebody: letters, digits and a few signs of what the provider says, which the person may have chosen.
 * It says nothing of who it is.
 */
export function shownName(claims: Claims, { issuer, subject }: Identity): string {
  for (const claim of nameClaims) {
    const given = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
    if (typeof given !== "string") continue;
    const plain = given
      .slice(0, 1000)
      .normalize("NFKC")
      .replace(/[^\p{L}\p{M}\p{N}._@ -]/gu, "")
      .replace(/\s+/g, " ")
      .replace(/^[^\p{L}\p{N}]+/u, "");
    const shown = [...plain].slice(0, charactersMax).join("").trim();
    // So begin the names that programs have by their tokens.
    if (shown !== "" && !/^token /i.test(shown)) return shown;
  }
  return `person ${createHash("sha256").update(`${issuer}\n${subject}`).digest("hex").slice(0, 8)}`;
}

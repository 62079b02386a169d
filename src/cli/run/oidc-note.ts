/** What is told of sign-in by a provider when the service starts. */
import { everybody, type OidcSettings } from "../../server/oidc/model.ts";
import type { Provider } from "../../server/oidc/provider.ts";

/** Tells who gets in by the provider, and whether it answers: the service runs whether or not it does. */
export function tellOf(provider: Provider, hosts: ReadonlySet<string>, told: (says: string) => void): void {
  const { settings } = provider;
  told(oidcNote(settings));
  const { host } = new URL(settings.redirect);
  if (!hosts.has(host))
    told(`Nobody comes back from it: this service is not called ${host}. Add --host-name ${host}.`);
  provider.reach().catch(() => {
    told("The service runs all the same; the provider is asked again when somebody wants to sign in by it.");
  });
}

function oidcNote({ issuer, claim, roles }: OidcSettings): string {
  if (roles.size === 0)
    return `Nobody gets in by ${issuer.href}: no --oidc-role says who may do what. For example --oidc-role soc-analysts=tier1.`;
  const others = roles.get(everybody);
  const some = [...roles]
    .filter(([value]) => value !== everybody)
    .map(([value, role]) => `${value} as ${role}`);
  return [
    some.length === 0 ? "" : `By ${issuer.href} get in, by the claim ${claim}: ${some.join(", ")}.`,
    others === undefined ? "" : `Everybody whom ${issuer.href} knows gets in as ${others}.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

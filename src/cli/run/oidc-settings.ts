/** What the options of sign-in by a provider mean. */
import { readFileSync, statSync } from "node:fs";
import { asError, VedetteError } from "../../errors.ts";
import { everybody, type OidcSettings } from "../../server/oidc/model.ts";
import { mayReach, onLoopback } from "../../server/oidc/reach.ts";
import type { Role } from "../../server/roles.ts";
import { type Invocation, text, texts } from "../command.ts";

/** What people may have; a shipper is a program, which has a token. */
const given: readonly Role[] = ["reader", "tier1", "tier2", "administrator"];
const nameCharactersMax = 40;
const claimDefault = "groups";

/**
 * @param secure whether browsers speak TLS with the service
 * @returns undefined where no provider is named
 * @throws VedetteError `usage.option`
 */
export function oidcSettingsOf(
  options: Invocation["options"],
  publicUrl: string | undefined,
  secure: boolean,
): OidcSettings | undefined {
  const named = text(options, "oidc-issuer");
  const clientId = text(options, "oidc-client");
  if (named === undefined) {
    const other = Object.keys(options).find((name) => name.startsWith("oidc-"));
    if (other !== undefined) throw wrong(`--${other} goes with --oidc-issuer.`, "Name the provider too.");
    return undefined;
  }
  const issuer = issuerOf(named);
  if (clientId === undefined || !/^[\x21-\x7e]{1,300}$/.test(clientId))
    throw wrong(
      "--oidc-issuer needs --oidc-client.",
      "Give the name (client ID) that the provider knows this service by.",
    );
  const name = text(options, "oidc-name") ?? issuer.host;
  if (!/^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(name) || name.trim() === "" || name.length > nameCharactersMax)
    throw wrong(
      "--oidc-name: not a name that can be shown.",
      `Letters, digits and signs, ${nameCharactersMax} at most.`,
    );
  const secret = text(options, "oidc-secret");
  return {
    issuer,
    clientId,
    secret: secret === undefined ? undefined : secretIn(secret),
    name,
    redirect: redirectOf(publicUrl, secure),
    scopes: texts(options, "oidc-scope").map(scopeOf),
    claim: text(options, "oidc-claim") ?? claimDefault,
    roles: new Map(texts(options, "oidc-role").map(roleOf)),
  };
}

function wrong(says: string, hint: string): VedetteError {
  return new VedetteError("usage.option", says, { hint });
}

function issuerOf(named: string): URL {
  const issuer = URL.canParse(named) ? new URL(named) : undefined;
  if (issuer === undefined || `${issuer.search}${issuer.hash}` !== "" || !mayReach(issuer, issuer))
    throw wrong(
      `--oidc-issuer ${named}: not an issuer that can be trusted.`,
      "An https address without query, as the provider's own description has it: https://sso.example. http is for this machine alone.",
    );
  return issuer;
}

function redirectOf(publicUrl: string | undefined, secure: boolean): string {
  if (publicUrl === undefined)
    throw wrong(
      "--oidc-issuer needs --public-url.",
      "The provider sends browsers back to it: --public-url https://sentry.example.",
    );
  const url = new URL(publicUrl);
  if (url.protocol === "http:" && !onLoopback(url))
    throw wrong(
      `--public-url ${publicUrl}: sign-in by a provider needs https.`,
      "Use --tls-cert and --tls-key, or a proxy that speaks TLS and --behind-tls.",
    );
  if (url.protocol === "https:" && !secure)
    throw wrong(
      `--public-url ${publicUrl}: nothing here says that browsers speak TLS.`,
      "Add --tls-cert and --tls-key, or --behind-tls where a proxy in front does.",
    );
  if (url.pathname !== "/")
    throw wrong(
      `--public-url ${publicUrl}: sign-in by a provider needs one without a path.`,
      "Leave it out.",
    );
  return new URL("/signed-in", url).href;
}

/** @throws VedetteError */
function secretIn(path: string): string {
  try {
    if ((statSync(path).mode & 0o077) !== 0) throw new Error("others may read it");
    const secret = readFileSync(path, "utf8").replace(/\r?\n$/, "");
    if (!/^[\x20-\x7e]{1,1000}$/.test(secret)) throw new Error("it does not hold one line with a secret");
    return secret;
  } catch (thrown) {
    throw new VedetteError("usage.option", `--oidc-secret ${path}: ${asError(thrown).message}`, {
      place: { path },
      hint: "A file with the client's secret in one line, readable by its owner alone.",
      cause: thrown,
    });
  }
}

function scopeOf(scope: string): string {
  if (/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/.test(scope)) return scope;
  throw wrong(`--oidc-scope ${scope}: not a scope.`, "One word each, such as --oidc-scope groups.");
}

function roleOf(written: string): [string, Role] {
  // A group may be a distinguished name, with signs of equality in it.
  const [, value, named] = /^([\s\S]+)=([a-z0-9]+)$/.exec(written) ?? [];
  const role = given.find((one) => one === named);
  if (value === undefined || role === undefined)
    throw wrong(
      `--oidc-role ${written}: not who may do what.`,
      `A value of the claim, and one of ${given.join(", ")}: --oidc-role soc-analysts=tier1. ${everybody}=reader lets everybody in whom the provider knows.`,
    );
  return [value, role];
}

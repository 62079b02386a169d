/** Ways to sign in besides a password: by a provider (OpenID Connect, authorisation code with PKCE). */
import { z } from "@hono/zod-openapi";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { oidcLimits } from "../../limits.ts";
import { type Api, type App, giveSession, json, route } from "../app.ts";
import { Attempts, networkOf } from "../attempts.ts";
import { identityMark } from "../identities.ts";
import { rulesOf } from "../oidc/model.ts";
import { mappedRole, shownName } from "../oidc/person.ts";
import type { Provider, SignedIn } from "../oidc/provider.ts";
import { Problem } from "../problems.ts";

const tags = ["session"];
const ways = z
  .object({
    provider: z
      .object({ name: z.string().describe("What people call it.") })
      .nullable()
      .describe("Null where people sign in by password alone."),
  })
  .openapi("SignInWays");

const transactionCookie = (secure: boolean) => (secure ? "__Host-vedette-sign-in" : "vedette-sign-in");

export function signInRoutes(app: App, api: Api): void {
  const refusals = new Attempts();
  const cookie = transactionCookie(api.secure);
  const options = { httpOnly: true, sameSite: "Strict", secure: api.secure, path: "/" } as const;
  const needed = (): Provider => {
    if (api.provider !== undefined) return api.provider;
    throw new Problem(404, "provider", "Nobody signs in here by a provider.", {
      hint: "Sign in by name and password.",
    });
  };

  app.openapi(
    route({ method: "get", path: "/api/v1/sign-in", tags, summary: "Ways to sign in" }, undefined, ways),
    (context) =>
      context.json(
        { provider: api.provider === undefined ? null : { name: api.provider.settings.name } },
        200,
      ),
  );

  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/sign-in/provider",
        tags,
        summary: "Begin to sign in by the provider",
        description:
          "A browser goes to the address that is answered, and keeps a cookie that ends the sign-in in it alone, within ten minutes.",
        request: {
          body: json(
            z.strictObject({
              to: z.string().max(4000).optional().describe("Path of the console to go on at."),
            }),
          ),
        },
      },
      undefined,
      z.object({ address: z.url() }),
    ),
    async (context) => {
      const provider = needed();
      const { address, sealed } = await provider.begin(context.req.valid("json").to);
      setCookie(context, cookie, sealed, { ...options, maxAge: oidcLimits.transactionMs / 1000 });
      return context.json({ address }, 200);
    },
  );

  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/sign-in/provider/answer",
        tags,
        summary: "End it, with what the provider answered",
        request: {
          body: json(
            z.strictObject({
              query: z
                .string()
                .max(oidcLimits.queryCharactersMax)
                .describe("Of the address that the provider sent the browser to."),
            }),
          ),
        },
      },
      undefined,
      z.object({ done: z.literal(true), to: z.string().describe("Path of the console to go on at.") }),
    ),
    async (context) => {
      const provider = needed();
      const network = networkOf(api.peer(context));
      const { query } = context.req.valid("json");
      const signedIn = await provider.finish(query, getCookie(context, cookie), network);
      deleteCookie(context, cookie, options);
      const from = { network, agent: context.req.header("user-agent") ?? "" };
      giveSession(api, context, enter(api, refusals, provider, signedIn, from));
      return context.json({ done: true as const, to: signedIn.to }, 200);
    },
  );
}

/** @returns the secret of a session @throws Problem where somebody has no role, or a disabled account */
function enter(
  api: Api,
  refusals: Attempts,
  { settings }: Provider,
  { identity, claims }: SignedIn,
  from: { readonly network: string; readonly agent: string },
): string {
  const { identities } = api.accounts;
  const at = api.now();
  const shown = shownName(claims, identity);
  const tell = (act: string, account: string, more: Readonly<Record<string, unknown>>) =>
    api.book.record(act, { ...identity, ...more, network: from.network }, { at, actor: account });
  const refuse = (because: string, problem: Problem): never => {
    // Whoever comes again and again fills no audit.
    const who = `${identity.issuer} ${identity.subject}`;
    if (refusals.waitMs(who, "", at) === 0)
      tell("sign-in.refused", identities.accountOf(identity) ?? `${shown}${identityMark}`, { because });
    refusals.failed(who, "", at);
    throw problem;
  };
  const role = mappedRole(claims, settings);
  if (role === undefined) {
    identities.endSessions(identity);
    return refuse(
      "no role",
      new Problem(403, "no-role", `${settings.name} knows you, but you have no role here.`, {
        hint: `Ask whoever administers this service: nothing in your claim ${settings.claim} has a role.`,
      }),
    );
  }
  if (identities.disabled(identity))
    return refuse(
      "disabled",
      new Problem(403, "disabled", "Your account is disabled here.", {
        hint: "Whoever administers this service can allow it again.",
      }),
    );
  const vouched = { identity, shown, role, rules: rulesOf(settings) };
  return identities.enter(vouched, from, at, (account) => tell("sign-in.provider", account, { role }));
}

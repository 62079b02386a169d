/** Signing in and out. */
import { z } from "@hono/zod-openapi";
import { deleteCookie, getCookie } from "hono/cookie";
import { type Api, type App, cookieName, giveSession, json, needs, route } from "../app.ts";
import { networkOf } from "../attempts.ts";
import { Problem } from "../problems.ts";
import { actor, signIn } from "../schemas.ts";
import { sameText } from "../secrets.ts";
import { beginTry } from "../tries.ts";

const done = z.object({ done: z.literal(true) });

export function sessionRoutes(app: App, api: Api): void {
  app.openapi(
    route(
      { method: "get", path: "/api/v1/session", tags: ["session"], summary: "Who is signed in" },
      "reader",
      actor,
    ),
    (context) => context.json(needs(api, context, "reader"), 200),
  );

  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/session",
        tags: ["session"],
        summary: "Sign in",
        request: { body: json(signIn) },
      },
      undefined,
      done,
    ),
    async (context) => {
      const { name, password } = context.req.valid("json");
      const attempt = beginTry(api, context, name);
      const secret = await api.accounts.signIn(
        name,
        password,
        { network: attempt.network, agent: context.req.header("user-agent") ?? "" },
        api.now(),
      );
      if (secret === undefined) throw new Problem(401, "sign-in", "Name or password are not right.");
      attempt.succeeded();
      // Tries that failed fill no audit: anybody can make them.
      api.book.record("sign-in.password", { network: attempt.network }, { at: api.now(), actor: name });
      giveSession(api, context, secret);
      return context.json({ done: true as const }, 200);
    },
  );

  app.openapi(
    route(
      { method: "delete", path: "/api/v1/session", tags: ["session"], summary: "Sign out" },
      undefined,
      done,
    ),
    (context) => {
      const secret = getCookie(context, cookieName(api.secure));
      if (secret !== undefined) api.accounts.signOut(secret);
      deleteCookie(context, cookieName(api.secure), { path: "/", secure: api.secure });
      return context.json({ done: true as const }, 200);
    },
  );

  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/first",
        tags: ["session"],
        summary: "Make the first account, with the secret of the one-time link",
        request: {
          body: json(
            z.strictObject({
              secret: z.string().max(200),
              name: signIn.shape.name,
              password: signIn.shape.password,
            }),
          ),
        },
      },
      undefined,
      done,
    ),
    async (context) => {
      const { secret, name, password } = context.req.valid("json");
      const network = networkOf(api.peer(context));
      const first = api.first();
      if (first === undefined || !api.accounts.none)
        throw new Problem(409, "first", "There is an account already; sign in.");
      if (api.attempts.waitMs(network, "", api.now()) > 0)
        throw new Problem(429, "wait", "Too many tries; wait a little.");
      if (!sameText(secret, first)) {
        api.attempts.failed(network, "", api.now());
        throw new Problem(401, "first", "This is not the link that the service printed when it started.");
      }
      await api.accounts.addFirst(name, password, api.now());
      const at = api.now();
      api.book.record(
        "account.first",
        { account: name, role: "administrator", network },
        { at, actor: name },
      );
      const session = await api.accounts.signIn(
        name,
        password,
        { network, agent: context.req.header("user-agent") ?? "" },
        api.now(),
      );
      if (session !== undefined) giveSession(api, context, session);
      return context.json({ done: true as const }, 200);
    },
  );
}

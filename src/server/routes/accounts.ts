/** Accounts, sessions and tokens. */
import { z } from "@hono/zod-openapi";
import { getCookie } from "hono/cookie";
import { type Api, type App, cookieName, json, needs, route } from "../app.ts";
import { Problem } from "../problems.ts";
import type { Actor } from "../roles.ts";
import { name, role, signIn, timeMs } from "../schemas.ts";
import { beginTry } from "../tries.ts";
import { byOf } from "./changes.ts";

const done = z.object({ done: z.number().int() });
const account = z.object({
  name: z.string(),
  role,
  created_ms: timeMs,
  disabled: z.boolean(),
  issuer: z.string().optional().describe("Of somebody without a password here: the provider."),
  subject: z.string().optional().describe("Whom the provider means."),
});
const session = z.object({
  id: z.string(),
  created_ms: timeMs,
  seen_ms: timeMs,
  network: z.string(),
  agent: z.string(),
  current: z.boolean().describe("Whether it is the one that asks."),
});
const tags = ["accounts"];

export function accountRoutes(app: App, api: Api): void {
  const by = byOf(api);
  /** Who may do what is told as what they did. */
  const tell = (actor: Actor, act: string, detail: Readonly<Record<string, unknown>>) =>
    api.book.record(act, detail, by(actor));
  app.openapi(
    route(
      { method: "get", path: "/api/v1/accounts", tags, summary: "Accounts" },
      "administrator",
      z.object({ items: z.array(account) }),
    ),
    (context) => {
      needs(api, context, "administrator");
      return context.json({ items: api.accounts.list() }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/accounts",
        tags,
        summary: "Add an account",
        request: { body: json(signIn.extend({ role })) },
      },
      "administrator",
      done,
    ),
    async (context) => {
      const actor = needs(api, context, "administrator");
      const given = context.req.valid("json");
      await api.accounts.add(given.name, given.role, given.password, api.now());
      tell(actor, "account.added", { account: given.name, role: given.role });
      return context.json({ done: 1 }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "patch",
        path: "/api/v1/accounts/{name}",
        tags,
        summary: "Change what an account may do",
        request: {
          params: z.object({ name }),
          body: json(z.strictObject({ role: role.optional(), disabled: z.boolean().optional() })),
        },
      },
      "administrator",
      done,
    ),
    (context) => {
      const actor = needs(api, context, "administrator");
      const { role: to, disabled } = context.req.valid("json");
      const account = context.req.valid("param").name;
      const change = {
        ...(to === undefined ? {} : { role: to }),
        ...(disabled === undefined ? {} : { disabled }),
      };
      api.accounts.change(account, change);
      tell(actor, "account.changed", { account, ...change });
      return context.json({ done: 1 }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/password",
        tags,
        summary: "Change one's own password; all sessions of the account end",
        request: { body: json(z.strictObject({ old: z.string().max(1000), new: z.string().max(1000) })) },
      },
      "reader",
      done,
    ),
    async (context) => {
      const actor = needs(api, context, "reader");
      if (actor.by === "token") throw new Problem(403, "role", "A token has no password.");
      if (actor.issuer !== undefined)
        throw new Problem(
          403,
          "password",
          `Your account has no password here; ${actor.issuer} vouches for it.`,
        );
      const given = context.req.valid("json");
      // Whoever has somebody's session must not find the password by trying; it waits as at sign-in.
      const attempt = beginTry(api, context, actor.name);
      const from = { network: attempt.network, agent: context.req.header("user-agent") ?? "" };
      const right = await api.accounts.signIn(actor.name, given.old, from, api.now());
      if (right === undefined) throw new Problem(403, "password", "The old password is not right.");
      attempt.succeeded();
      api.accounts.signOut(right);
      await api.accounts.setPassword(actor.name, given.new);
      tell(actor, "account.password", { account: actor.name });
      return context.json({ done: 1 }, 200);
    },
  );
  app.openapi(
    route(
      { method: "get", path: "/api/v1/sessions", tags, summary: "One's own sessions" },
      "reader",
      z.object({ items: z.array(session) }),
    ),
    (context) => {
      const { name } = needs(api, context, "reader");
      const secret = getCookie(context, cookieName(api.secure));
      return context.json({ items: api.accounts.sessions(name, secret) }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "delete",
        path: "/api/v1/sessions/{id}",
        tags,
        summary: "End one of one's own sessions",
        request: { params: z.object({ id: z.string().length(32) }) },
      },
      "reader",
      done,
    ),
    (context) =>
      context.json(
        { done: api.accounts.revoke(needs(api, context, "reader").name, context.req.valid("param").id) },
        200,
      ),
  );
  app.openapi(
    route(
      {
        method: "delete",
        path: "/api/v1/accounts/{name}/sessions",
        tags,
        summary: "End all sessions of an account",
        request: { params: z.object({ name }) },
      },
      "administrator",
      done,
    ),
    (context) => {
      const actor = needs(api, context, "administrator");
      const account = context.req.valid("param").name;
      const sessions = api.accounts.revoke(account);
      tell(actor, "account.sessions-ended", { account, sessions });
      return context.json({ done: sessions }, 200);
    },
  );
  app.openapi(
    route(
      { method: "get", path: "/api/v1/tokens", tags, summary: "Tokens of programs" },
      "administrator",
      z.object({ items: z.array(z.looseObject({})) }),
    ),
    (context) => {
      needs(api, context, "administrator");
      return context.json({ items: [...api.accounts.tokens()] }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/tokens",
        tags,
        summary: "Make a token; it is told this once",
        request: { body: json(z.strictObject({ name, role, expires_ms: timeMs.optional() })) },
      },
      "administrator",
      z.object({ id: z.string(), token: z.string() }),
    ),
    (context) => {
      const actor = needs(api, context, "administrator");
      const given = context.req.valid("json");
      const id = api.newId();
      const token = api.accounts.addToken(
        id,
        given.name,
        given.role,
        actor.name,
        api.now(),
        given.expires_ms,
      );
      const { name: of, role: may, expires_ms } = given;
      tell(actor, "token.made", {
        token: id,
        name: of,
        role: may,
        ...(expires_ms === undefined ? {} : { expires_ms }),
      });
      return context.json({ id, token }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "delete",
        path: "/api/v1/tokens/{id}",
        tags,
        summary: "Take a token back",
        request: { params: z.object({ id: z.string().max(100) }) },
      },
      "administrator",
      done,
    ),
    (context) => {
      const actor = needs(api, context, "administrator");
      const { id } = context.req.valid("param");
      const known = api.accounts.tokens().find((one) => one.id === id);
      const done = api.accounts.removeToken(id);
      if (done > 0) tell(actor, "token.taken-back", { token: id, name: known?.name ?? "" });
      return context.json({ done }, 200);
    },
  );
}

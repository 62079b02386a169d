/** The API: its routes, who may take them, and how it answers. */

import { createRoute, OpenAPIHono, type RouteConfig, type z } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";
import type { RegisterEntry } from "../assess/register-file.ts";
import type { Casebook } from "../casebook/casebook.ts";
import { VedetteError } from "../errors.ts";
import { apiLimits } from "../limits.ts";
import type { Outcome } from "../service/commands.ts";
import type { Health } from "../service/service.ts";
import type { Accounts } from "./accounts.ts";
import { Attempts } from "./attempts.ts";
import { fewValues } from "./body-values.ts";
import { guard } from "./guard.ts";
import { Live } from "./live.ts";
import type { Notifier } from "./notify/notifier.ts";
import type { Provider } from "./oidc/provider.ts";
import { pageAnswer, readPages } from "./pages.ts";
import { asProblem, Problem, problemAnswer } from "./problems.ts";
import { type Actor, may, type Role } from "./roles.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { answerRoutes } from "./routes/answers.ts";
import { auditRoutes } from "./routes/audit.ts";
import { caseRoutes } from "./routes/cases.ts";
import { deliveryRoutes } from "./routes/deliveries.ts";
import { destinationRoutes } from "./routes/destinations.ts";
import { graphRoutes } from "./routes/graph.ts";
import { huntRoutes } from "./routes/hunts.ts";
import { recordRoutes } from "./routes/records.ts";
import { registerRoutes } from "./routes/register.ts";
import { savedHuntRoutes } from "./routes/saved-hunts.ts";
import { serviceRoutes } from "./routes/service.ts";
import { sessionRoutes } from "./routes/session.ts";
import { signInRoutes } from "./routes/sign-in.ts";
import { problem } from "./schemas.ts";

/** What the API stands on. */
export interface Api {
  readonly book: Casebook;
  readonly accounts: Accounts;
  readonly live: Live;
  readonly attempts: Attempts;
  readonly notifier: Notifier;
  /** By whom people may sign in besides a password. */
  readonly provider?: Provider | undefined;
  readonly health: () => Health;
  readonly now: () => number;
  readonly newId: () => string;
  /** The secret of the one-time link, while nobody has an account. */
  readonly first: () => string | undefined;
  /** Whether cookies travel over TLS only. */
  readonly secure: boolean;
  /** Address of the other end. */
  readonly peer: (context: Context) => string;
  readonly told: (says: string) => void;
  /** Runs a command of the program over the store, when it is its turn. */
  readonly command: (words: readonly string[], input: string, writes: boolean) => Promise<Outcome>;
  /** Whether too many wait for the store. */
  readonly busy: () => boolean;
  /** Names by which people know the files of the store; undefined where those are the paths. */
  readonly places?: {
    nameOf(path: string): string;
    /** Paths that may be meant by a name. */
    pathsOf(name: string): readonly string[];
  };
  /** Entries of the register that the service was started with. */
  readonly register: { readonly named: readonly RegisterEntry[] };
}

export interface Variables {
  /** Throws where who asks has not the role. */
  readonly Variables: { needs: (role: Role) => void };
}
export type App = OpenAPIHono<Variables>;

/** Names of cookies; behind TLS the name itself says that no other host may have set it (RFC 6265bis). */
export const cookieName = (secure: boolean) => (secure ? "__Host-vedette" : "vedette");

export interface AppOptions {
  readonly hosts: ReadonlySet<string>;
  /** Folder of the console's files. */
  readonly pages: string;
  readonly version: string;
}

export type ApiParts = Omit<Api, "live" | "attempts">;

export function makeApp(
  parts: ApiParts,
  { hosts, pages: folder, version }: AppOptions,
): { app: App; live: Live } {
  const live = new Live();
  const api: Api = { ...parts, live, attempts: new Attempts() };
  const pages = readPages(folder);
  const app: App = new OpenAPIHono<Variables>({
    defaultHook: (result) => {
      if (result.success) return;
      throw new Problem(400, "request", "The request is not understood.", {
        errors: result.error.issues.slice(0, 20).map(({ path, message }) => ({
          at: path.map(String).join("."),
          says: message,
        })),
      });
    },
  });
  app.onError((thrown, context) => {
    const asked = asProblem(thrown);
    // Whoever goes in the middle of a request is no failure, and fills no log.
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ECONNRESET")
      return problemAnswer(context, asked);
    if (asked.status === 500 || (asked.status === 503 && thrown instanceof VedetteError))
      api.told(`${context.req.method} ${context.req.path}: ${thrown.stack ?? thrown.message}`);
    return problemAnswer(context, asked);
  });
  app.use(guard({ hosts }));
  app.use("/api/*", (context, next) => {
    context.set("needs", (role) => needs(api, context, role));
    return next();
  });
  sessionRoutes(app, api);
  signInRoutes(app, api);
  accountRoutes(app, api);
  caseRoutes(app, api);
  auditRoutes(app, api);
  registerRoutes(app, api);
  answerRoutes(app, api);
  destinationRoutes(app, api);
  deliveryRoutes(app, api);
  recordRoutes(app, api);
  huntRoutes(app, api);
  savedHuntRoutes(app, api);
  graphRoutes(app, api);
  serviceRoutes(app, api);
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: cookieName(api.secure),
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "token", { type: "http", scheme: "bearer" });
  app.doc31("/api/v1/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Vedette",
      version,
      description: "Everything that the console does goes through this API.",
    },
    security: [{ session: [] }, { token: [] }],
  });
  app.all("/api/*", (context) => {
    throw new Problem(404, "address", `There is nothing at ${context.req.path.slice(0, 200)}.`);
  });
  app.get("*", (context) => {
    const answer = pageAnswer(context, pages);
    if (answer === undefined) throw new Problem(404, "address", "There is no such page.");
    return answer;
  });
  return { app, live };
}

/** Who asks; a token goes before a cookie. */
export function actorOf(api: Api, context: Context): Actor | undefined {
  const given = /^Bearer (\S{1,200})$/i.exec(context.req.header("authorization") ?? "")?.[1];
  if (given !== undefined) return api.accounts.ofToken(given, api.now());
  const secret = getCookie(context, cookieName(api.secure));
  return secret === undefined ? undefined : api.accounts.ofSession(secret, api.now());
}

/** Hands a browser the secret of its session. */
export function giveSession({ secure }: Api, context: Context, secret: string): void {
  setCookie(context, cookieName(secure), secret, { httpOnly: true, sameSite: "Strict", secure, path: "/" });
}

/** @throws Problem where nobody is signed in, or may not do it */
export function needs(api: Api, context: Context, role: Role): Actor {
  const actor = actorOf(api, context);
  if (actor === undefined)
    throw new Problem(401, "sign-in", "Nobody is signed in.", { hint: "Sign in, or send a token." });
  if (!may(actor, role))
    throw new Problem(403, "role", `This needs the role ${role}; ${actor.name} has ${actor.role}.`);
  return actor;
}

const failures = Object.fromEntries(
  ["4XX", "5XX"].map((status) => [
    status,
    { description: "A problem", content: { "application/problem+json": { schema: problem } } },
  ]),
);

const limited = bodyLimit({
  maxSize: apiLimits.bodyBytesMax,
  onError: () => {
    throw new Problem(
      413,
      "too-large",
      `A request has ${apiLimits.bodyBytesMax.toLocaleString("en")} bytes at most.`,
    );
  },
});

/** Who has not the role is told so, and nothing of whether what was sent is understood. */
const needing =
  (role: Role): MiddlewareHandler<Variables> =>
  (context, next) => {
    context.get("needs")(role);
    return next();
  };

/** What a route is, besides how it is answered. */
export function route<Config extends Omit<RouteConfig, "responses">, Answer extends z.ZodType>(
  config: Config,
  role: Role | undefined,
  answer: Answer,
) {
  return createRoute({
    ...config,
    middleware: [...(role === undefined ? [] : [needing(role)]), limited, fewValues],
    description: `${config.description ?? ""}${role === undefined ? "" : ` Needs the role ${role}.`}`.trim(),
    ...(role === undefined ? { security: [] } : { "x-role": role }),
    responses: {
      200: { description: "Done", content: { "application/json": { schema: answer } } },
      ...failures,
    },
  });
}

/** A body of JSON. */
export const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { "application/json": { schema } },
});

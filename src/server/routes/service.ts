/** How the service is, and its live changes. */
import { z } from "@hono/zod-openapi";
import { type Api, type App, actorOf, needs, route } from "../app.ts";
import { Problem } from "../problems.ts";

const health = z
  .looseObject({ state: z.enum(["starting", "ready", "failing"]), events: z.number().int() })
  .openapi("Health");

const partName = z.string().regex(/^[a-z_]{1,40}$/);
const parts = z
  .union([partName, z.array(partName).max(50)])
  .transform((value) => (Array.isArray(value) ? value : [value]))
  .optional();

export function serviceRoutes(app: App, api: Api): void {
  app.openapi(
    route(
      { method: "get", path: "/api/v1/alive", tags: ["service"], summary: "Whether it runs" },
      undefined,
      z.object({ alive: z.literal(true) }),
    ),
    (context) => context.json({ alive: true as const }, 200),
  );
  app.openapi(
    route(
      { method: "get", path: "/api/v1/health", tags: ["service"], summary: "How it is" },
      "reader",
      health,
    ),
    (context) => {
      needs(api, context, "reader");
      const { document: _document, ...rest } = api.health();
      return context.json(rest as z.infer<typeof health>, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/report",
        tags: ["service"],
        summary: "The newest report of everything",
        description: "Named parts of it alone, where some are named: a report of many cases is megabytes.",
        request: { query: z.strictObject({ part: parts }) },
      },
      "reader",
      z.looseObject({}),
    ),
    (context) => {
      needs(api, context, "reader");
      const { document } = api.health();
      if (document === undefined)
        throw new Problem(503, "starting", "Nothing was looked at yet.", {}, { "retry-after": "2" });
      const { part } = context.req.valid("query");
      const all = document as unknown as Record<string, unknown>;
      return context.json(
        part === undefined
          ? all
          : Object.fromEntries(part.flatMap((name) => (Object.hasOwn(all, name) ? [[name, all[name]]] : []))),
        200,
      );
    },
  );
  app.get("/api/v1/live", (context) => {
    const actor = needs(api, context, "reader");
    if (api.live.full(actor.name))
      throw new Problem(503, "busy", "Too many pages listen already.", {}, { "retry-after": "30" });
    return api.live.answer(context, actor.name, () => actorOf(api, context)?.name === actor.name);
  });
}

/** What was sent to destinations, what waits, and what is sent again. */
import { z } from "@hono/zod-openapi";
import { type Api, type App, needs, route } from "../app.ts";
import type { Delivery } from "../notify/model.ts";
import { safe } from "../notify/telling.ts";
import { Problem } from "../problems.ts";
import { timeMs } from "../schemas.ts";

const tags = ["destinations"];
const params = z.object({ id: z.string().min(1).max(100) });
const done = z.object({ done: z.number().int() });

const delivery = z
  .object({
    id: z.string().describe("The same at every attempt: webhook-id of a webhook, Message-ID of a mail."),
    type: z.string(),
    case: z.string().nullable(),
    subject: z.string(),
    state: z.enum(["waiting", "delivered", "given-up"]),
    queued_ms: timeMs,
    attempts: z.number().int(),
    next_ms: timeMs.nullable().describe("When it is tried next, where it waits."),
    ended_ms: timeMs.nullable(),
    because: z.string().describe("What the other end said last, or why nothing was sent."),
  })
  .openapi("Delivery");

export function deliveryRoutes(app: App, api: Api): void {
  const { notifier } = api;
  const { destinations, outbox } = notifier;
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/destinations/{id}/test",
        tags,
        summary: "Send a test message, once, and say what became of it",
        request: { params },
      },
      "administrator",
      delivery,
    ),
    async (context) => {
      needs(api, context, "administrator");
      const { id } = context.req.valid("param");
      return context.json(deliveryView(await notifier.test(id), 0), 200);
    },
  );
  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/destinations/{id}/deliveries",
        tags,
        summary: "What was sent to a destination and what waits, the newest first",
        request: {
          params,
          query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
        },
      },
      "administrator",
      z.object({ items: z.array(delivery) }),
    ),
    (context) => {
      needs(api, context, "administrator");
      const one = destinations.get(context.req.valid("param").id, api.now());
      const items = outbox.list(one.id, context.req.valid("query").limit);
      return context.json({ items: items.map((item) => deliveryView(item, one.heldUntilMs)) }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/deliveries/{id}/again",
        tags,
        summary: "Send a message again that was delivered or given up, under the same id",
        request: { params },
      },
      "administrator",
      done,
    ),
    (context) => {
      needs(api, context, "administrator");
      const { id } = context.req.valid("param");
      const known = outbox.get(id);
      if (known === undefined) throw new Problem(404, "delivery", "There is no such delivery any more.");
      if (!outbox.revive(id, api.now()))
        throw new Problem(409, "delivery", "It waits already, and is tried by itself.");
      notifier.sender.wake();
      return context.json({ done: 1 }, 200);
    },
  );
}

function deliveryView(one: Delivery, heldUntilMs: number): z.infer<typeof delivery> {
  return {
    id: one.id,
    type: one.type,
    case: one.case,
    subject: safe(one.subject),
    state: one.state,
    queued_ms: one.queuedMs,
    attempts: one.attempts,
    next_ms: one.state === "waiting" ? Math.round(Math.max(one.nextMs, heldUntilMs)) : null,
    ended_ms: one.endedMs,
    because: one.because,
  };
}

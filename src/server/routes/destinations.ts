/** Destinations of notifications: who is told of what, how it went, and what is sent again. */

import { z } from "@hono/zod-openapi";
import { severities } from "../../casebook/model.ts";
import { nameOf } from "../../casebook/problems.ts";
import { notifyLimits } from "../../limits.ts";
import { type Api, type App, json, needs, route } from "../app.ts";
import type { Given } from "../notify/destinations.ts";
import { type Destination, eventKinds, kinds } from "../notify/model.ts";
import { checkTarget, shownAddress } from "../notify/target.ts";
import { Problem } from "../problems.ts";
import { name, timeMs } from "../schemas.ts";
import { byOf } from "./changes.ts";

const tags = ["destinations"];
const params = z.object({ id: z.string().min(1).max(100) });
const mailbox = z.string().min(3).max(320);

const settings = {
  name: name.describe("What it is called, in lists and in the audit."),
  address: z
    .string()
    .min(1)
    .max(notifyLimits.addressCharactersMax)
    .describe(
      "https:// or http:// URL; of mail smtp://HOST or smtps://HOST, with a port where it is another.",
    ),
  from: mailbox.describe("Of mail: who it is from."),
  to: z.array(mailbox).min(1).max(notifyLimits.recipientsMax).describe("Of mail: who gets it."),
  events: z.array(z.enum(eventKinds)).min(1).max(eventKinds.length),
  least_severity: z.enum(severities),
  escalate_only: z.boolean().describe("Only cases whose action is to escalate."),
  enabled: z.boolean(),
};

export const asked = z
  .strictObject({
    ...settings,
    kind: z.enum(kinds),
    from: settings.from.optional(),
    to: settings.to.optional(),
    events: settings.events.default([...eventKinds]),
    least_severity: settings.least_severity.default("info"),
    escalate_only: settings.escalate_only.default(false),
    enabled: settings.enabled.default(true),
  })
  .openapi("NewDestination");
const changed = z.strictObject(settings).partial().openapi("DestinationChange");

const destination = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(kinds),
    address: z.string().describe("Without its path, which may be a secret."),
    from: z.string(),
    to: z.array(z.string()),
    events: z.array(z.enum(eventKinds)),
    least_severity: z.enum(severities),
    escalate_only: z.boolean(),
    enabled: z.boolean(),
    off_because: z.string().describe("Why the service turned it off; empty where it did not."),
    created_ms: timeMs,
    created_by: z.string(),
    waiting: z.number().int(),
    oldest_ms: timeMs.nullable().describe("When the message that waits longest began to wait."),
    delivered_ms: timeMs.nullable(),
    failures: z.number().int().describe("Since the last success."),
    held_until_ms: timeMs.nullable(),
    dropped: z.number().int().describe("Messages that were dropped because too many waited."),
  })
  .openapi("Destination");

const done = z.object({ done: z.number().int() });
const secret = z.string().nullable().describe("What messages of a webhook are signed with; told this once.");

export function destinationRoutes(app: App, api: Api): void {
  const { book, notifier } = api;
  const { destinations, outbox } = notifier;
  const by = byOf(api);

  app.openapi(
    route(
      { method: "get", path: "/api/v1/destinations", tags, summary: "Who is told of changes" },
      "administrator",
      z.object({ items: z.array(destination), public_url: z.string().nullable() }),
    ),
    (context) => {
      needs(api, context, "administrator");
      return context.json(
        {
          items: destinations.list(api.now()).map((one) => viewOf(api, one)),
          public_url: notifier.publicUrl ?? null,
        },
        200,
      );
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/destinations",
        tags,
        summary: "Add a destination",
        request: { body: json(asked) },
      },
      "administrator",
      z.object({ id: z.string(), secret }),
    ),
    (context) => {
      const actor = needs(api, context, "administrator");
      const { least_severity, escalate_only, from = "", to = [], ...rest } = context.req.valid("json");
      const given: Given = {
        ...rest,
        name: nameOf(rest.name, "name of a destination"),
        ...checkTarget({ kind: rest.kind, address: rest.address, from, to }, notifier.allowed),
        leastSeverity: least_severity,
        escalateOnly: escalate_only,
      };
      const id = api.newId();
      const made = destinations.add(id, given, actor.name, api.now());
      book.record("destination.added", auditOf(id, given), by(actor));
      return context.json({ id, secret: made ?? null }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "patch",
        path: "/api/v1/destinations/{id}",
        tags,
        summary: "Change a destination, or turn it on or off",
        request: { params, body: json(changed) },
      },
      "administrator",
      done,
    ),
    (context) => {
      const actor = needs(api, context, "administrator");
      const { least_severity, escalate_only, ...rest } = context.req.valid("json");
      const old = destinations.get(context.req.valid("param").id, api.now());
      const next: Given = {
        ...old,
        ...(Object.fromEntries(
          Object.entries(rest).filter(([, value]) => value !== undefined),
        ) as Partial<Given>),
        leastSeverity: least_severity ?? old.leastSeverity,
        escalateOnly: escalate_only ?? old.escalateOnly,
      };
      const given = {
        ...next,
        name: nameOf(next.name, "name of a destination"),
        ...checkTarget(next, notifier.allowed),
      };
      destinations.change(old.id, given);
      book.record("destination.changed", auditOf(old.id, given), by(actor));
      notifier.sender.wake();
      return context.json({ done: 1 }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "delete",
        path: "/api/v1/destinations/{id}",
        tags,
        summary: "Remove a destination, with what waits for it",
        request: { params },
      },
      "administrator",
      done,
    ),
    (context) => {
      const actor = needs(api, context, "administrator");
      const old = destinations.get(context.req.valid("param").id, api.now());
      const { waiting } = outbox.figures(old.id);
      destinations.remove(old.id);
      book.record("destination.removed", { id: old.id, name: old.name, waiting }, by(actor));
      return context.json({ done: 1 }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/destinations/{id}/secret",
        tags,
        summary: "Make another secret; the old one signs as well for a day",
        request: { params },
      },
      "administrator",
      z.object({ secret }),
    ),
    (context) => {
      const actor = needs(api, context, "administrator");
      const one = destinations.get(context.req.valid("param").id, api.now());
      if (one.kind !== "webhook")
        throw new Problem(422, "destination", `Messages of the kind ${one.kind} are not signed.`);
      const made = destinations.newSecret(one.id, api.now());
      book.record("destination.secret", { id: one.id, name: one.name }, by(actor));
      return context.json({ secret: made }, 200);
    },
  );
}

function viewOf({ notifier }: Pick<Api, "notifier">, one: Destination): z.infer<typeof destination> {
  const { waiting, oldestMs, deliveredMs } = notifier.outbox.figures(one.id);
  return {
    id: one.id,
    name: one.name,
    kind: one.kind,
    address: shownAddress(one),
    from: one.from,
    to: [...one.to],
    events: [...one.events],
    least_severity: one.leastSeverity,
    escalate_only: one.escalateOnly,
    enabled: one.enabled,
    off_because: one.offBecause,
    created_ms: one.createdMs,
    created_by: one.createdBy,
    waiting,
    oldest_ms: oldestMs,
    delivered_ms: deliveredMs,
    failures: one.failures,
    held_until_ms: one.heldUntilMs === 0 ? null : one.heldUntilMs,
    dropped: one.dropped,
  };
}

/** What the audit says of a destination: copies of the casebook are given away, so that it holds no address and no recipient. */
function auditOf(id: string, given: Given) {
  return {
    id,
    name: given.name,
    kind: given.kind,
    host: new URL(given.address).hostname,
    events: given.events,
    least_severity: given.leastSeverity,
    escalate_only: given.escalateOnly,
    enabled: given.enabled,
  };
}

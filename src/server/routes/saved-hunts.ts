/** Hunts that people keep, for themselves and for all. */

import { z } from "@hono/zod-openapi";
import { huntKinds, type SavedHunt } from "../../casebook/saved-hunts.ts";
import { huntLimits } from "../../limits.ts";
import { type Api, type App, json, needs, route } from "../app.ts";
import { may } from "../roles.ts";
import { byOf } from "./changes.ts";
import { rowFilter } from "./hunts.ts";

const question = z
  .strictObject({
    kind: z.enum(huntKinds),
    text: z.string().max(huntLimits.textCharactersMax),
    parameters: z.record(z.string().max(60), z.string().max(100_000)),
    filters: z.array(rowFilter).max(50),
  })
  .refine((one) => Object.keys(one.parameters).length <= 20, "20 parameters at most");
const given = {
  name: z.string().min(1).max(120),
  description: z.string().max(huntLimits.descriptionCharactersMax),
  shared: z.boolean(),
  question,
};
const saved = z
  .object({
    id: z.number().int(),
    version: z.number().int(),
    ...given,
    owner: z.string(),
    created_at: z.number().int(),
    updated_at: z.number().int(),
    updated_by: z.string(),
  })
  .openapi("SavedHunt");
const params = z.object({ id: z.coerce.number().int().min(1) });
const version = z.number().int().min(1).describe("The version that was seen.");

const asSaved = (hunt: SavedHunt) => hunt as unknown as z.infer<typeof saved>;

export function savedHuntRoutes(app: App, api: Api): void {
  const { book } = api;
  const by = byOf(api);
  const summary = (text: string) => ({ tags: ["hunts"], summary: text });

  app.openapi(
    route(
      { method: "get", path: "/api/v1/saved-hunts", ...summary("Saved hunts that one may see") },
      "reader",
      z.object({ items: z.array(saved) }),
    ),
    (context) => {
      const { name } = needs(api, context, "reader");
      return context.json({ items: book.hunts(name).map(asSaved) }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/saved-hunts",
        ...summary("Save a hunt"),
        request: { body: json(z.strictObject(given)) },
      },
      "tier1",
      saved,
    ),
    (context) => {
      const actor = needs(api, context, "tier1");
      return context.json(asSaved(book.saveHunt(context.req.valid("json"), by(actor))), 200);
    },
  );
  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/saved-hunts/{id}",
        ...summary("A saved hunt"),
        request: { params },
      },
      "reader",
      saved,
    ),
    (context) => {
      const { name } = needs(api, context, "reader");
      return context.json(asSaved(book.hunt(context.req.valid("param").id, name)), 200);
    },
  );
  app.openapi(
    route(
      {
        method: "put",
        path: "/api/v1/saved-hunts/{id}",
        ...summary("Change a saved hunt"),
        description: "One's own; an administrator may change those that are shared.",
        request: { params, body: json(z.strictObject({ version, ...given })) },
      },
      "tier1",
      saved,
    ),
    (context) => {
      const actor = needs(api, context, "tier1");
      const { version, ...rest } = context.req.valid("json");
      const { id } = context.req.valid("param");
      const every = may(actor, "administrator");
      return context.json(asSaved(book.changeHunt(id, version, rest, by(actor), every)), 200);
    },
  );
  app.openapi(
    route(
      {
        method: "delete",
        path: "/api/v1/saved-hunts/{id}",
        ...summary("Remove a saved hunt"),
        description: "One's own; an administrator may remove those that are shared.",
        request: { params, body: json(z.strictObject({ version })) },
      },
      "tier1",
      z.object({}),
    ),
    (context) => {
      const actor = needs(api, context, "tier1");
      const { id } = context.req.valid("param");
      book.removeHunt(id, context.req.valid("json").version, by(actor), may(actor, "administrator"));
      return context.json({}, 200);
    },
  );
}

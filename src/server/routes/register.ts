/** The register: who may do what, and who answers for it. */

import { z } from "@hono/zod-openapi";
import { newEntry } from "../../assess/register-file.ts";
import { casebookLimits } from "../../limits.ts";
import { type Api, type App, json, needs, route } from "../app.ts";
import { caseId, proposal } from "../schemas.ts";
import { byOf, tellingOf } from "./changes.ts";

const tags = ["register"];
const dayMs = 86_400_000;
const values = z.array(z.string().max(500)).min(1).max(50).optional();

/** An entry as a person gives it; its values are checked as those of the file are. */
const given = z
  .strictObject({
    id: z.string().max(64).optional(),
    source: values.describe("Addresses or networks that requests come from."),
    user: values,
    host: values,
    program: values.describe("Programs of a host by their paths."),
    destination: values.describe("Hosts or domains that are asked."),
    sender: values.describe("Addresses of authenticated mail."),
    agent: values.describe("User agents; * stands for any text."),
    path: values.describe("Paths; * stands for any text."),
    between: z.string().max(20).optional().describe("A time of day in UTC: 22:00-06:00"),
    owner: z.string().max(200),
    reason: z.string().max(500),
    ticket: z.string().max(100).optional(),
    expires: z.string().max(10).describe("The last day on which it holds: 2027-03-01"),
  })
  .openapi("RegisterEntry");

const item = z
  .object({
    entry: given.extend({ id: z.string(), added: z.string().optional() }),
    /** Whether its last day is over; it then justifies nobody. */
    expired: z.boolean(),
    /** The number by which it is withdrawn; null where it is of the file that the service was started with. */
    number: z.number().int().nullable(),
    by: z.string().nullable(),
    at: z.number().int().nullable(),
    cases: z.array(z.string()),
  })
  .openapi("RegisterItem");

export function registerRoutes(app: App, api: Api): void {
  const { book, now } = api;
  const by = byOf(api);
  const told = tellingOf(api);
  const expired = (expires: string) => Date.parse(`${expires}T00:00:00Z`) + dayMs <= now();

  app.openapi(
    route(
      { method: "get", path: "/api/v1/register", tags, summary: "Who may do what, and who answers for it" },
      "reader",
      z.object({ items: z.array(item) }),
    ),
    (context) => {
      needs(api, context, "reader");
      const named = api.register.named.map((one) => ({
        entry: one,
        expired: expired(one.expires),
        number: null,
        by: null,
        at: null,
        cases: [],
      }));
      const ids = new Set(named.map((one) => one.entry.id));
      const accepted = book.proposals("accepted").flatMap((one) =>
        one.entry === undefined || ids.has(one.entry.id)
          ? []
          : [
              {
                entry: one.entry,
                expired: expired(one.entry.expires),
                number: one.id,
                by: one.decided?.by ?? one.by,
                at: one.decided?.at ?? one.created_at,
                cases: [...one.cases],
              },
            ],
      );
      const items = [...named, ...accepted] as z.infer<typeof item>[];
      return context.json({ items }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/register",
        tags,
        summary: "Justify somebody; everything is looked at again",
        request: { body: json(z.strictObject({ entry: given, case: caseId.optional() })) },
      },
      "tier2",
      proposal,
    ),
    (context) => {
      const actor = needs(api, context, "tier2");
      const body = context.req.valid("json");
      const made = newEntry({
        added: new Date(now()).toISOString().slice(0, 10),
        ...body.entry,
      });
      return context.json(
        told(book.justify(made, body.case, by(actor))) as unknown as z.infer<typeof proposal>,
        200,
      );
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/register/{number}/withdrawal",
        tags,
        summary: "Take an entry back",
        request: {
          params: z.object({ number: z.coerce.number().int().min(1) }),
          body: json(z.strictObject({ reason: z.string().max(casebookLimits.reasonCharactersMax) })),
        },
      },
      "tier2",
      proposal,
    ),
    (context) => {
      const actor = needs(api, context, "tier2");
      return context.json(
        told(
          book.retire(context.req.valid("param").number, context.req.valid("json").reason, by(actor)),
        ) as unknown as z.infer<typeof proposal>,
        200,
      );
    },
  );
}

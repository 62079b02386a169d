/** What closings propose, and who did what. */

import { z } from "@hono/zod-openapi";
import { casebookLimits } from "../../limits.ts";
import { type Api, type App, json, needs, route } from "../app.ts";
import { auditEntry, caseId, indicatorCount, proposal, verification } from "../schemas.ts";
import { byOf, tellingOf } from "./changes.ts";

const proposalParams = z.object({ id: z.coerce.number().int().min(1) });
const remark = z.string().max(casebookLimits.reasonCharactersMax).default("");

export function auditRoutes(app: App, api: Api): void {
  const { book } = api;
  const by = byOf(api);
  const told = tellingOf(api);

  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/proposals",
        tags: ["proposals"],
        summary: "What closings propose",
        request: {
          query: z.strictObject({ state: z.enum(["open", "accepted", "dismissed", "withdrawn"]).optional() }),
        },
      },
      "reader",
      z.object({ items: z.array(proposal) }),
    ),
    (context) => {
      needs(api, context, "reader");
      return context.json(
        { items: book.proposals(context.req.valid("query").state) as unknown as z.infer<typeof proposal>[] },
        200,
      );
    },
  );
  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/indicators",
        tags: ["cases"],
        summary: "Cases with a finding of each indicator: open ones, and closed ones by their reason",
      },
      "reader",
      z.object({ items: z.array(indicatorCount) }),
    ),
    (context) => {
      needs(api, context, "reader");
      return context.json({ items: book.indicators() }, 200);
    },
  );
  for (const [word, summary] of [
    ["acceptance", "Accept a proposal"],
    ["dismissal", "Dismiss a proposal"],
  ] as const)
    app.openapi(
      route(
        {
          method: "post",
          path: `/api/v1/proposals/{id}/${word}`,
          tags: ["proposals"],
          summary,
          request: { params: proposalParams, body: json(z.strictObject({ reason: remark })) },
        },
        "tier2",
        proposal,
      ),
      (context) => {
        const actor = needs(api, context, "tier2");
        const { id } = context.req.valid("param");
        const done =
          word === "acceptance"
            ? book.acceptProposal(id, by(actor))
            : book.dismissProposal(id, context.req.valid("json").reason, by(actor));
        return context.json(told(done) as unknown as z.infer<typeof proposal>, 200);
      },
    );
  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/audit",
        tags: ["audit"],
        summary: "Who did what",
        request: {
          query: z.strictObject({
            case: caseId.optional(),
            after: z.coerce.number().int().min(0).optional(),
            limit: z.coerce.number().int().min(1).max(casebookLimits.pageMax).optional(),
          }),
        },
      },
      "reader",
      z.object({ items: z.array(auditEntry) }),
    ),
    (context) => {
      needs(api, context, "reader");
      return context.json(
        { items: book.audit(context.req.valid("query")) as z.infer<typeof auditEntry>[] },
        200,
      );
    },
  );
  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/audit/verification",
        tags: ["audit"],
        summary: "Whether the audit holds",
      },
      "reader",
      verification,
    ),
    (context) => {
      needs(api, context, "reader");
      return context.json(book.verify() as z.infer<typeof verification>, 200);
    },
  );
}

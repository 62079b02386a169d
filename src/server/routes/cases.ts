/** Cases: the queue, one of them, and what people do to them. */

import { z } from "@hono/zod-openapi";
import type { CaseAct } from "../../casebook/model.ts";
import { casebookLimits } from "../../limits.ts";
import { type Api, type App, json, needs, route } from "../app.ts";
import type { Role } from "../roles.ts";
import {
  actRequest,
  bulkPreview,
  caseAct,
  caseFilter,
  caseId,
  casePage,
  caseView,
  changes,
  facets,
  filterOf,
  filterQuery,
  listQuery,
  reason,
  version,
  versioned,
} from "../schemas.ts";
import { byOf, tellingOf } from "./changes.ts";

/** What a role has to be for what is done. */
const actRoles: Readonly<Record<CaseAct["kind"], Role>> = {
  state: "tier1",
  assign: "tier1",
  tag: "tier1",
  note: "tier1",
  check: "tier1",
  close: "tier1",
  reopen: "tier1",
  override: "tier2",
};

const params = z.object({ id: caseId });
const noteParams = z.object({ id: z.coerce.number().int().min(1) });
const text = z.string().min(1).max(casebookLimits.noteCharactersMax);
const remark = z.string().max(casebookLimits.reasonCharactersMax).default("");

export function caseRoutes(app: App, api: Api): void {
  const { book } = api;
  const by = byOf(api);
  const told = tellingOf(api);

  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/cases",
        tags: ["cases"],
        summary: "The queue",
        request: { query: listQuery },
      },
      "reader",
      casePage,
    ),
    (context) => {
      needs(api, context, "reader");
      const { sort, reverse, limit, after, ...filter } = context.req.valid("query");
      return context.json(
        book.list(filterOf(filter), { sort, reverse, limit, after }) as z.infer<typeof casePage>,
        200,
      );
    },
  );
  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/facets",
        tags: ["cases"],
        summary: "How many cases have which values",
        request: { query: filterQuery },
      },
      "reader",
      facets,
    ),
    (context) => {
      needs(api, context, "reader");
      return context.json(book.facets(filterOf(context.req.valid("query"))) as z.infer<typeof facets>, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/changes",
        tags: ["cases"],
        summary: "Cases that changed since, for incremental export",
        request: {
          query: z.strictObject({
            since: z.coerce.number().int().min(0),
            limit: z.coerce.number().int().min(1).max(casebookLimits.pageMax).optional(),
          }),
        },
      },
      "reader",
      changes,
    ),
    (context) => {
      needs(api, context, "reader");
      const { since, limit } = context.req.valid("query");
      return context.json(book.changesSince(since, limit) as z.infer<typeof changes>, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/cases/{id}",
        tags: ["cases"],
        summary: "One case",
        request: { params },
      },
      "reader",
      caseView,
    ),
    (context) => {
      needs(api, context, "reader");
      return context.json(
        book.get(context.req.valid("param").id) as unknown as z.infer<typeof caseView>,
        200,
      );
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/cases/{id}/acts",
        tags: ["cases"],
        summary: "Do something to a case",
        request: { params, body: json(actRequest) },
      },
      "tier1",
      versioned,
    ),
    (context) => {
      const given = context.req.valid("json");
      const actor = needs(api, context, actRoles[given.act.kind]);
      return context.json(
        {
          version: told(
            book.act(context.req.valid("param").id, given.version, given.act as CaseAct, by(actor)),
          ),
        },
        200,
      );
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/cases/{id}/merge",
        tags: ["cases"],
        summary: "Merge a case into another",
        request: {
          params,
          body: json(z.strictObject({ version, into: caseId, into_version: version, note: remark })),
        },
      },
      "tier2",
      versioned,
    ),
    (context) => {
      const actor = needs(api, context, "tier2");
      const given = context.req.valid("json");
      const from = { id: context.req.valid("param").id, version: given.version };
      const into = { id: given.into, version: given.into_version };
      return context.json({ version: told(book.merge(from, into, given.note, by(actor))) }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/cases/{id}/unmerge",
        tags: ["cases"],
        summary: "Take a merged case out again",
        request: { params, body: json(z.strictObject({ version, note: remark })) },
      },
      "tier2",
      versioned,
    ),
    (context) => {
      const actor = needs(api, context, "tier2");
      const given = context.req.valid("json");
      return context.json(
        { version: told(book.unmerge(context.req.valid("param").id, given.version, given.note, by(actor))) },
        200,
      );
    },
  );
  app.openapi(
    route(
      {
        method: "put",
        path: "/api/v1/notes/{id}",
        tags: ["cases"],
        summary: "Edit a note; its earlier text is kept",
        request: { params: noteParams, body: json(z.strictObject({ version, text })) },
      },
      "tier1",
      versioned,
    ),
    (context) => {
      const actor = needs(api, context, "tier1");
      const given = context.req.valid("json");
      return context.json(
        { version: told(book.editNote(context.req.valid("param").id, given.version, given.text, by(actor))) },
        200,
      );
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/notes/{id}/withdrawal",
        tags: ["cases"],
        summary: "Withdraw a note",
        request: { params: noteParams, body: json(z.strictObject({ version, reason })) },
      },
      "tier1",
      versioned,
    ),
    (context) => {
      const actor = needs(api, context, "tier1");
      const given = context.req.valid("json");
      return context.json(
        {
          version: told(
            book.withdrawNote(context.req.valid("param").id, given.version, given.reason, by(actor)),
          ),
        },
        200,
      );
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/bulk/preview",
        tags: ["cases"],
        summary: "How many cases a filter fits",
        request: { body: json(caseFilter) },
      },
      "tier2",
      bulkPreview,
    ),
    (context) => {
      needs(api, context, "tier2");
      return context.json(book.previewBulk(context.req.valid("json")), 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/bulk",
        tags: ["cases"],
        summary: "Do something to exactly the cases of a preview, or to none",
        request: {
          body: json(z.strictObject({ filter: caseFilter, token: z.string().max(200), act: caseAct })),
        },
      },
      "tier2",
      z.object({ count: z.number().int() }),
    ),
    (context) => {
      const actor = needs(api, context, "tier2");
      const { filter, token, act } = context.req.valid("json");
      return context.json({ count: told(book.applyBulk(filter, token, act as CaseAct, by(actor))) }, 200);
    },
  );
}

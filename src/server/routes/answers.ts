/** What is asked of the store for a case: containment, review, rules. Each is a command of the program. */
import { z } from "@hono/zod-openapi";
import { type Api, type App, json, needs, route } from "../app.ts";
import { caseId, plainText } from "../schemas.ts";
import { answer, askingOf, option } from "./asking.ts";

const params = z.object({ id: caseId });
const target = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);

export function answerRoutes(app: App, api: Api): void {
  const { run, told } = askingOf(api);

  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/cases/{id}/containment",
        tags: ["answers"],
        summary:
          "Blocks for a case, weighed on the history, with the files that apply them and take them back",
        request: {
          params,
          body: json(
            z.strictObject({
              target: z.array(target).max(30).optional(),
              kind: target.optional(),
              expires: plainText.optional(),
              ticket: plainText.optional(),
              place: plainText.optional(),
              shared: z.array(plainText).max(50).optional(),
            }),
          ),
        },
      },
      "tier1",
      answer,
    ),
    async (context) => {
      needs(api, context, "tier1");
      const given = context.req.valid("json");
      const words = [
        "contain",
        ...(given.target ?? []).flatMap((one) => option("target", one)),
        ...option("kind", given.kind),
        ...option("expires", given.expires),
        ...option("ticket", given.ticket),
        ...option("place", given.place),
        ...(given.shared ?? []).flatMap((one) => option("shared", one)),
        "--json",
        "--",
        context.req.valid("param").id,
      ];
      return context.json(told(await run(words, "", true)), 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/cases/{id}/mail-protection",
        tags: ["answers"],
        summary:
          "Blocks for the mails of a case, weighed on all mails at hand, with the files that apply them and take them back",
        request: {
          params,
          body: json(
            z.strictObject({
              target: z.array(target).max(30).optional(),
              expires: plainText.optional(),
              ticket: plainText.optional(),
              place: plainText.optional(),
            }),
          ),
        },
      },
      "tier1",
      answer,
    ),
    async (context) => {
      needs(api, context, "tier1");
      const given = context.req.valid("json");
      const words = [
        "protect-mail",
        ...(given.target ?? []).flatMap((one) => option("target", one)),
        ...option("expires", given.expires),
        ...option("ticket", given.ticket),
        ...option("place", given.place),
        "--json",
        "--",
        context.req.valid("param").id,
      ];
      return context.json(told(await run(words, "", true)), 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/cases/{id}/rules",
        tags: ["answers"],
        summary: "Monitoring rules of a case, tested on the history",
        request: { params },
      },
      "tier1",
      answer,
    ),
    async (context) => {
      needs(api, context, "tier1");
      const words = ["rules", "--json", "--", context.req.valid("param").id];
      return context.json(told(await run(words, "", true)), 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/cases/{id}/review",
        tags: ["answers"],
        summary: "The review of a case after the incident",
        request: { params },
      },
      "reader",
      answer,
    ),
    async (context) => {
      needs(api, context, "reader");
      const words = ["review", "--json", "--", context.req.valid("param").id];
      return context.json(told(await run(words, "", true)), 200);
    },
  );
}

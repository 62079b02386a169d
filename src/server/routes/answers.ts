/** What is asked of the store: containment of a case, its review, rules; hunts and SQL. Each is a command of the program. */
import { z } from "@hono/zod-openapi";
import { type Api, type App, json, needs, route } from "../app.ts";
import { caseId } from "../schemas.ts";
import { answer, askingOf, option, rows } from "./asking.ts";

const params = z.object({ id: caseId });
const target = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);
const plain = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, "no control characters");

/** Rows and seconds that a question may take. */
const rowsMax = 10_000;
const secondsMax = 60;

export function answerRoutes(app: App, api: Api): void {
  const { run, told, rows: rowsOf } = askingOf(api);

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
              expires: plain.optional(),
              ticket: plain.optional(),
              place: plain.optional(),
              shared: z.array(plain).max(50).optional(),
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
              expires: plain.optional(),
              ticket: plain.optional(),
              place: plain.optional(),
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
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/sql",
        tags: ["answers"],
        summary: "A reading statement over the store",
        request: { body: json(z.strictObject({ statement: z.string().min(1).max(100_000) })) },
      },
      "tier2",
      rows,
    ),
    async (context) => {
      needs(api, context, "tier2");
      const limits = [`--rows=${rowsMax}`, `--seconds=${secondsMax}`];
      return context.json(
        rowsOf(await run(["sql", "--json", ...limits, "-"], context.req.valid("json").statement)),
        200,
      );
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/hunts/{name}",
        tags: ["answers"],
        summary: "A saved hunt",
        request: {
          params: z.object({ name: target }),
          body: json(
            z.strictObject({
              given: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,40}$/), plain).default({}),
            }),
          ),
        },
      },
      "reader",
      rows,
    ),
    async (context) => {
      needs(api, context, "reader");
      const { given } = context.req.valid("json");
      const words = [
        "hunt",
        "--json",
        `--rows=${rowsMax}`,
        `--seconds=${secondsMax}`,
        "--",
        context.req.valid("param").name,
        ...Object.entries(given).map(([name, value]) => `${name}=${value}`),
      ];
      return context.json(rowsOf(await run(words)), 200);
    },
  );
}

/** What is asked of the store for a case: containment, review, rules. Each is a command of the program. */
import { createHash } from "node:crypto";
import { z } from "@hono/zod-openapi";
import { type Api, type App, json, needs, route } from "../app.ts";
import type { Actor } from "../roles.ts";
import { caseId, plainText } from "../schemas.ts";
import { answer, askingOf, option } from "./asking.ts";
import { byOf } from "./changes.ts";

const params = z.object({ id: caseId });
const target = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);

export function answerRoutes(app: App, api: Api): void {
  const { run, told } = askingOf(api);
  const by = byOf(api);
  /** Asks for files of a case. Who has the answer has the files: the audit says which they were, or they are not handed out. */
  const filesOf = async (id: string, what: string, words: readonly string[], actor: Actor) => {
    // A run names a case after its first record, and another one came in front of it where the case grew.
    const given = told(await run([...words, "--json", "--", api.book.get(id).names], "", true));
    const files = given.files.map(({ name, text }) => ({
      name,
      bytes: Buffer.byteLength(text),
      sha256: createHash("sha256").update(text).digest("hex"),
    }));
    if (files.length > 0) api.book.record("files.given", { what, files }, by(actor), id);
    return given;
  };

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
      const actor = needs(api, context, "tier1");
      const given = context.req.valid("json");
      const words = [
        "contain",
        ...(given.target ?? []).flatMap((one) => option("target", one)),
        ...option("kind", given.kind),
        ...option("expires", given.expires),
        ...option("ticket", given.ticket),
        ...option("place", given.place),
        ...(given.shared ?? []).flatMap((one) => option("shared", one)),
      ];
      return context.json(await filesOf(context.req.valid("param").id, "containment", words, actor), 200);
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
      const actor = needs(api, context, "tier1");
      const given = context.req.valid("json");
      const words = [
        "protect-mail",
        ...(given.target ?? []).flatMap((one) => option("target", one)),
        ...option("expires", given.expires),
        ...option("ticket", given.ticket),
        ...option("place", given.place),
      ];
      return context.json(await filesOf(context.req.valid("param").id, "mail-protection", words, actor), 200);
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
      const actor = needs(api, context, "tier1");
      const words = ["rules"];
      return context.json(await filesOf(context.req.valid("param").id, "rules", words, actor), 200);
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
      const actor = needs(api, context, "reader");
      const words = ["review"];
      return context.json(await filesOf(context.req.valid("param").id, "review", words, actor), 200);
    },
  );
}

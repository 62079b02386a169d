/** Records of the store: those of a case over all sources, and one with its neighbours. */

import { z } from "@hono/zod-openapi";
import { apiLimits, engineLimits } from "../../limits.ts";
import { eventsStatement, lookedFor, type RecordPlace, recordStatement } from "../../service/records.ts";
import { type Api, type App, needs, route } from "../app.ts";
import { Problem } from "../problems.ts";
import { caseId, timeMs } from "../schemas.ts";
import { askingOf } from "./asking.ts";

const aroundMost = 20;
const secondsMax = engineLimits.questionSeconds;
/** Activity shortly before and after what was found belongs to the picture. */
const marginMs = 60_000;

const event = z
  .object({
    source: z.number().int().describe("Number of the source in the store."),
    line: z.number().int(),
    path: z.string(),
    kind: z.string().describe("web, proxy, nids, edr, mail, auth or unknown"),
    class: z.string(),
    time: timeMs,
    entity: z.string().describe("Id of an entity of the case; empty where it is one of many."),
    who: z.string(),
    what: z.string(),
  })
  .openapi("CaseEvent");
const events = z
  .object({
    from: timeMs,
    to: timeMs,
    total: z.number().int().describe("All events of the span; of more than the limit some of each part."),
    limit: z.number().int(),
    left_out: z.array(z.string()).describe("Ids of entities that events were not looked for by."),
    items: z.array(event),
  })
  .openapi("CaseEvents");
const record = z
  .object({
    source: z.number().int(),
    line: z.number().int(),
    path: z.string(),
    kind: z.string(),
    format: z.string(),
    records: z.array(
      z.object({
        line: z.number().int(),
        time: z.number(),
        text: z.string(),
        bytes: z.number().int().describe("Of the whole record; a text that is shorter is its beginning."),
      }),
    ),
  })
  .openapi("RecordWithNeighbours");

const whole = z.coerce.number().int().min(0);

/** What may be asked of the records of a case. */
export const eventsQuery = z.strictObject({
  from: whole.max(8.64e15).optional(),
  to: whole.max(8.64e15).optional(),
  limit: whole.min(1).max(apiLimits.eventsMax).default(apiLimits.eventsMax),
});

export function recordRoutes(app: App, api: Api): void {
  const asking = askingOf(api);
  const nameOf = (path: string) => api.places?.nameOf(path) ?? path;
  const ask = async (statement: string, rows: number) => {
    const words = ["sql", "--json", `--rows=${rows}`, `--seconds=${secondsMax}`, "-"];
    return asking.rows(await asking.run(words, statement)).rows;
  };

  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/cases/{id}/events",
        tags: ["records"],
        summary: "Events of a case's entities over all sources, in the order of time",
        request: {
          params: z.object({ id: caseId }),
          query: eventsQuery,
        },
      },
      "reader",
      events,
    ),
    async (context) => {
      needs(api, context, "reader");
      const { from, to, limit } = context.req.valid("query");
      const view = api.book.get(context.req.valid("param").id);
      const { asked, leftOut } = lookedFor(view.snapshot.entities);
      const span = {
        fromMs: from ?? Math.max(0, view.first_seen - marginMs),
        toMs: to ?? view.last_seen + marginMs,
      };
      if (span.toMs < span.fromMs) throw new Problem(400, "request", "The span ends before it begins.");
      const statement = eventsStatement({ entities: asked, limit, ...span });
      const rows = statement === undefined ? [] : await ask(statement, limit);
      return context.json(
        {
          from: span.fromMs,
          to: span.toMs,
          total: Number(rows[0]?.total ?? 0),
          limit,
          left_out: [...leftOut],
          items: rows.map((row) => ({
            source: Number(row.source),
            line: Number(row.line),
            path: nameOf(String(row.path)),
            kind: String(row.kind),
            class: String(row.class),
            time: Number(row.time_ms),
            entity: String(row.entity),
            who: String(row.who),
            what: String(row.what),
          })),
        },
        200,
      );
    },
  );
  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/record",
        tags: ["records"],
        summary: "A record as it stood in its source, with those around it",
        request: {
          query: z.strictObject({
            path: z.string().min(1).max(4_096).optional(),
            source: whole.max(2 ** 23).optional(),
            line: whole.min(1).max(2 ** 40 - 1),
            around: whole.max(aroundMost).default(3),
          }),
        },
      },
      "reader",
      record,
    ),
    async (context) => {
      needs(api, context, "reader");
      const { path, source, line, around } = context.req.valid("query");
      const rows = await ask(recordStatement(placeOf(path, source, line), around), 2 * aroundMost + 1);
      const middle = rows.find((row) => Number(row.asked) === 1);
      if (middle === undefined)
        throw new Problem(404, "record", "The store has no record of this line.", {
          hint: "The store keeps records alone. What retention removed, or what became none, is in the log itself, if that is kept.",
        });
      return context.json(
        {
          source: Number(middle.source),
          line: Number(middle.line),
          path: nameOf(String(middle.path)),
          kind: String(middle.kind),
          format: String(middle.log_format),
          records: rows.map((row) => ({
            line: Number(row.line),
            time: Number(row.time_ms),
            text: String(row.text),
            bytes: Number(row.bytes),
          })),
        },
        200,
      );
    },
  );

  function placeOf(path: string | undefined, source: number | undefined, line: number): RecordPlace {
    if (source !== undefined) return { source, line };
    if (path === undefined)
      throw new Problem(400, "request", "No source was named.", {
        hint: "Name the source's number, or its path as the evidence has it.",
      });
    return { paths: [path, ...(api.places?.pathsOf(path) ?? [])], line };
  }
}

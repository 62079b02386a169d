/** Hunting in the store: shipped hunts, SQL, Sigma, and the events of an entity. Each is a command of the program. */
import { z } from "@hono/zod-openapi";
import { loadHunts } from "../../content/hunts.ts";
import { columnNames, columnType, eventColumns } from "../../ingest/columns.ts";
import { apiLimits } from "../../limits.ts";
import { entityKinds, eventsOf, recordOf } from "../../triage/entity-sql.ts";
import { type Api, type App, json, needs, route } from "../app.ts";
import { Problem } from "../problems.ts";
import { plainText, timeMs } from "../schemas.ts";
import { failed, type Rows, rowsMax, secondsMax, storeOf } from "../store.ts";

export const rowFilter = z.strictObject({
  column: z.string().min(1).max(200),
  is: z.boolean().describe("False leaves rows with these values out."),
  values: z
    .array(z.union([z.string().max(100_000), z.number(), z.boolean(), z.null()]))
    .min(1)
    .max(100),
});
const filters = z.array(rowFilter).max(50).default([]);
const rows = z
  .object({
    rows: z.array(z.record(z.string(), z.unknown())),
    more: z.boolean().describe("Whether there are more rows than these."),
    limits: z.object({ rows: z.number().int(), seconds: z.number().int() }),
  })
  .openapi("Rows");
const huntName = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);
export const huntGiven = z.record(z.string().regex(/^[a-z][a-z0-9_]{0,40}$/), plainText);
export const entityKind = z.enum(entityKinds);
export const entityValue = z.string().min(1).max(100_000);

const limits = { rows: rowsMax, seconds: secondsMax };

/** Rows up to the limit; one more was asked for, to know whether there are more. */
const cut = (found: Rows) => ({
  rows: found.slice(0, rowsMax) as Record<string, unknown>[],
  more: found.length > rowsMax,
  limits,
});

export function huntRoutes(app: App, api: Api): void {
  const store = storeOf(api);
  const asking = { limit: rowsMax + 1 };
  const taking = { rows: rowsMax + 1 };

  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/hunts",
        tags: ["hunts"],
        summary: "Shipped hunts, and the columns that SQL can ask",
      },
      "reader",
      z.object({
        hunts: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            clause: z.string(),
            parameters: z.array(
              z.object({ name: z.string(), says: z.string(), default: z.string().nullable() }),
            ),
          }),
        ),
        columns: z.array(z.object({ name: z.string(), type: z.string(), says: z.string() })),
        limits: z.object({ rows: z.number().int(), seconds: z.number().int() }),
      }),
    ),
    (context) => {
      needs(api, context, "reader");
      return context.json({ hunts: loadHunts().map(shown), columns: allColumns(), limits }, 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/hunts/{name}",
        tags: ["hunts"],
        summary: "Run a shipped hunt",
        request: {
          params: z.object({ name: huntName }),
          body: json(z.strictObject({ given: huntGiven.default({}), filters })),
        },
      },
      "reader",
      rows,
    ),
    async (context) => {
      needs(api, context, "reader");
      const { given, filters } = context.req.valid("json");
      const asked = { hunt: context.req.valid("param").name, given, filters, ...asking };
      return context.json(cut(await store.ask(asked, taking)), 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/sql",
        tags: ["hunts"],
        summary: "A reading statement over the store",
        description: "Filters are put around it, their values bound.",
        request: { body: json(z.strictObject({ statement: z.string().min(1).max(100_000), filters })) },
      },
      "tier2",
      rows,
    ),
    async (context) => {
      needs(api, context, "tier2");
      return context.json(cut(await store.ask(context.req.valid("json"))), 200);
    },
  );
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/events",
        tags: ["hunts"],
        summary: "Events of all sources that name an entity",
        request: {
          body: json(
            z.strictObject({
              kind: entityKind,
              value: entityValue,
              from: timeMs.optional(),
              to: timeMs.optional(),
              filters,
            }),
          ),
        },
      },
      "reader",
      rows,
    ),
    async (context) => {
      needs(api, context, "reader");
      const { kind, value, from, to, filters } = context.req.valid("json");
      const asked = { ...eventsOf(kind, value, { from, to }), filters, ...asking };
      return context.json(cut(await store.ask(asked, taking)), 200);
    },
  );
  app.openapi(
    route(
      {
        method: "get",
        path: "/api/v1/events/{id}",
        tags: ["hunts"],
        summary: "One record, with its raw line",
        request: { params: z.object({ id: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER) }) },
      },
      "reader",
      z.object({
        record: z.string(),
        raw: z.string(),
        columns: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    ),
    async (context) => {
      needs(api, context, "reader");
      const [found] = await store.ask(recordOf(context.req.valid("param").id));
      if (found === undefined)
        throw new Problem(404, "record", "The store has no such record.", {
          hint: "It may have been removed with old records; run the hunt again.",
        });
      const { record, raw, event_id: _, ...columns } = found as Record<string, string | number>;
      return context.json({ record: String(record), raw: String(raw), columns: filled(columns) }, 200);
    },
  );
  sigmaRoute(app, api);
}

function sigmaRoute(app: App, api: Api): void {
  const store = storeOf(api);
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/sigma",
        tags: ["hunts"],
        summary: "Run Sigma rules over the store",
        request: {
          body: json(
            z.strictObject({
              rules: z.string().min(1).max(apiLimits.rulesCharactersMax),
              from: timeMs.optional(),
              to: timeMs.optional(),
            }),
          ),
        },
      },
      "tier1",
      z.object({
        matches: z.array(z.looseObject({ count: z.number().int() })),
        refusals: z.array(z.string()).describe("Rules that were not run, with line and reason."),
        notes: z.array(z.string()),
      }),
    ),
    async (context) => {
      needs(api, context, "tier1");
      const { rules, from, to } = context.req.valid("json");
      const time = (name: string, ms: number | undefined) =>
        ms === undefined ? [] : [`--${name}=${new Date(ms).toISOString()}`];
      const words = ["sigma", "--json", ...time("from", from), ...time("to", to), "-"];
      const outcome = await store.run(words, rules);
      const said = outcome.stderr.split("\n").filter((line) => line.trim() !== "");
      // Its last line says how many rules ran; without it, it failed.
      if (!/\brules? ran\b/.test(said.at(-1) ?? "")) throw failed(outcome);
      return context.json(
        {
          matches: outcome.stdout
            .split("\n")
            .filter((line) => line !== "")
            .map(
              (line) =>
                namedPaths(JSON.parse(line), api.places?.nameOf.bind(api.places)) as { count: number },
            ),
          refusals: said.filter((line) => line.startsWith("-:")).map((line) => `line ${line.slice(2)}`),
          notes: said.filter((line) => !line.startsWith("-:")),
        },
        200,
      );
    },
  );
}

/** Paths of the evidence by the names that people know. */
function namedPaths(match: unknown, nameOf: ((path: string) => string) | undefined): unknown {
  const { evidence = [], ...rest } = match as { evidence?: { path: string }[] };
  return { ...rest, evidence: evidence.map((one) => ({ ...one, path: nameOf?.(one.path) ?? one.path })) };
}

function shown({ id, title, clause, parameters }: ReturnType<typeof loadHunts>[number]) {
  return {
    id,
    title,
    clause,
    parameters: Object.entries(parameters).map(([name, { says, default: otherwise }]) => ({
      name,
      says,
      default: otherwise === undefined ? null : String(otherwise),
    })),
  };
}

function allColumns() {
  return [
    { name: "event_id", type: "Int64", says: "shown as record: the source and line" },
    ...columnNames.map((name) => ({ name, type: columnType(name), says: eventColumns[name].says })),
    { name: "raw", type: "String", says: "the record as it was logged" },
  ];
}

/** Columns that say something. */
function filled(columns: Readonly<Record<string, string | number>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(columns).filter(
      ([name, value]) =>
        value !== "" && value !== -1 && !(value === 0 && /time_ms|port|status_code/.test(name)),
    ),
  );
}

/** What an entity or a case is tied to: by events of the store, and by cases of the casebook. */
import { z } from "@hono/zod-openapi";
import type { CaseView } from "../../casebook/model.ts";
import { type EntityKind, entityKinds, neighboursOf } from "../../triage/entity-sql.ts";
import { type Api, type App, json, needs, route } from "../app.ts";
import { timeMs } from "../schemas.ts";
import { storeOf } from "../store.ts";
import { entityValue } from "./hunts.ts";

/** Neighbours of one kind at most, and how long the store may take. */
const neighboursMax = 50;
const graphSeconds = 20;
/** Pairs of a case that are told. */
const linksMax = 500;

const nodeKinds = ["case", ...entityKinds] as const;
const neighbour = z.object({
  kind: z.enum(nodeKinds),
  value: z.string(),
  /** What a person calls it, where that is not its value: a case's title. */
  title: z.string().optional(),
  count: z.number().int().describe("Events in which both stand; findings where one is a case."),
  first: z.number().int().nullable(),
  last: z.number().int().nullable(),
});
const answer = z
  .object({
    neighbours: z.array(neighbour),
    of: z.partialRecord(z.enum(nodeKinds), z.number().int()).describe("All there are of a kind."),
    order: z.string(),
    links: z
      .array(z.object({ from: z.string(), to: z.string(), count: z.number().int() }))
      .describe("What ties entities of a case to each other: kind:value of both, and how many ties."),
  })
  .openapi("Neighbours");
type Answer = z.infer<typeof answer>;
type Neighbour = z.infer<typeof neighbour>;

/** What a type of the report's entities is called here; a mail is known by its file, which no event names. */
const kindOfType: Readonly<Record<string, EntityKind>> = {
  ip: "address",
  user_agent: "agent",
  domain: "domain",
  host: "host",
  user: "user",
};

export function graphRoutes(app: App, api: Api): void {
  const store = storeOf(api);
  app.openapi(
    route(
      {
        method: "post",
        path: "/api/v1/graph/neighbours",
        tags: ["graph"],
        summary: "What an entity or a case is tied to",
        request: {
          body: json(
            z.strictObject({
              kind: z.enum(nodeKinds),
              value: entityValue,
              from: timeMs.optional(),
              to: timeMs.optional(),
              limit: z.number().int().min(1).max(neighboursMax).default(8),
            }),
          ),
        },
      },
      "reader",
      answer,
    ),
    async (context) => {
      needs(api, context, "reader");
      const { kind, value, from, to, limit } = context.req.valid("json");
      if (kind === "case") return context.json(ofCase(api.book.get(value), limit), 200);
      const cases = casesWith(api, value, limit);
      const rows = await store.ask(neighboursOf(kind, value, { from, to }, limit), {
        rows: entityKinds.length * neighboursMax,
        seconds: graphSeconds,
      });
      const of: Answer["of"] = { case: cases.total };
      const neighbours: Neighbour[] = [...cases.neighbours];
      for (const row of rows) {
        const one = row as {
          kind: EntityKind;
          value: string;
          events: number;
          first: number;
          last: number;
          of: number;
        };
        of[one.kind] = one.of;
        neighbours.push({
          kind: one.kind,
          value: one.value,
          count: one.events,
          first: one.first > 0 ? one.first : null,
          last: one.last > 0 ? one.last : null,
        });
      }
      return context.json({ neighbours, of, order: "the most events first", links: [] }, 200);
    },
  );
}

function casesWith({ book }: Api, value: string, limit: number) {
  const { items, total } = book.list({ entity: [value] }, { limit });
  return {
    total,
    neighbours: items.map(
      ({ id, title, findings, first_seen, last_seen }): Neighbour => ({
        kind: "case",
        value: id,
        title,
        count: findings,
        first: first_seen > 0 ? first_seen : null,
        last: last_seen > 0 ? last_seen : null,
      }),
    ),
  };
}

/** Its entities, those with the most findings first. */
function ofCase({ snapshot }: CaseView, limit: number): Answer {
  const findings = new Map<string, number>();
  for (const { entity } of snapshot.findings) findings.set(entity, (findings.get(entity) ?? 0) + 1);
  const all = snapshot.entities
    .flatMap(({ id, type, value, score }) => {
      const kind = kindOfType[type];
      return kind === undefined ? [] : [{ kind, value, score, count: findings.get(id) ?? 0 }];
    })
    .sort((a, b) => b.count - a.count || b.score - a.score || (a.value < b.value ? -1 : 1));
  const of: Answer["of"] = {};
  const neighbours: Neighbour[] = [];
  for (const { kind, value, count } of all) {
    const before = of[kind] ?? 0;
    of[kind] = before + 1;
    if (before < limit) neighbours.push({ kind, value, count, first: null, last: null });
  }
  return { neighbours, of, order: "the most findings first", links: linksOf(snapshot) };
}

/** Why entities are one case, counted by pair. */
function linksOf({ entities, links }: CaseView["snapshot"]): Answer["links"] {
  const keys = new Map<string, string>();
  for (const { id, type, value } of entities)
    if (kindOfType[type] !== undefined) keys.set(id, `${kindOfType[type]}:${value}`);
  const pairs = new Map<string, Answer["links"][number]>();
  for (const link of links) {
    const [from, to] = [keys.get(link.from), keys.get(link.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const [one, other] = from < to ? [from, to] : [to, from];
    const name = JSON.stringify([one, other]);
    pairs.set(name, { from: one, to: other, count: 1 + (pairs.get(name)?.count ?? 0) });
  }
  return [...pairs.values()].sort((a, b) => b.count - a.count).slice(0, linksMax);
}

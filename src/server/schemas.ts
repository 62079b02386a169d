/** What goes over the API. Requests are checked by these schemas, and the API's description is made of them. */

import { z } from "@hono/zod-openapi";
import {
  actions,
  type CaseFilter,
  closingReasons,
  priorities,
  severities,
  sorts,
  states,
} from "../casebook/model.ts";
import { apiLimits, casebookLimits } from "../limits.ts";
import { roles } from "./roles.ts";

const openStates = ["new", "in-progress", "escalated", "contained"] as const;
const timeMs = z
  .number()
  .int()
  .min(0)
  .max(8_640_000_000_000_000)
  .describe("Milliseconds since the epoch, UTC.");
const { entityCharactersMax } = apiLimits;
const name = z.string().min(1).max(casebookLimits.nameCharactersMax);
const reason = z.string().min(1).max(casebookLimits.reasonCharactersMax);
const version = z.number().int().min(0).describe("The version of the case that was seen.");

export const role = z.enum(roles).openapi("Role");
export const caseId = z
  .string()
  .min(1)
  .max(200)
  // It becomes an argument of a program, which no zero byte can be in.
  .regex(/^\P{Cc}+$/u, "no control characters")
  .openapi({ example: "C-5f867083e4" });

/** One thing that is done to a case. */
export const caseAct = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("state"), state: z.enum(openStates) }),
    z.strictObject({ kind: z.literal("assign"), owner: name.nullable() }),
    z.strictObject({
      kind: z.literal("tag"),
      add: z
        .array(z.string().min(1).max(casebookLimits.tagCharactersMax))
        .max(casebookLimits.tagsMax)
        .optional(),
      remove: z
        .array(z.string().min(1).max(casebookLimits.tagCharactersMax))
        .max(casebookLimits.tagsMax)
        .optional(),
    }),
    z.strictObject({
      kind: z.literal("note"),
      text: z.string().min(1).max(casebookLimits.noteCharactersMax),
    }),
    z.strictObject({ kind: z.literal("override"), action: z.enum(actions).nullable(), reason }),
    z.strictObject({
      kind: z.literal("close"),
      reason: z.enum(closingReasons),
      note: z.string().max(casebookLimits.reasonCharactersMax),
      duplicate_of: caseId.optional(),
    }),
    z.strictObject({ kind: z.literal("reopen"), note: z.string().max(casebookLimits.reasonCharactersMax) }),
    z.strictObject({
      kind: z.literal("check"),
      clause: z.string().min(1).max(20),
      state: z.enum(["done", "not-applicable", "open"]),
      reason: z.string().max(casebookLimits.reasonCharactersMax).optional(),
    }),
  ])
  .openapi("CaseAct");

/** Which cases. */
export const caseFilter = z
  .strictObject({
    state: z.array(z.enum(states)).optional(),
    owner: z.array(name.nullable()).optional(),
    tag: z.array(z.string()).optional(),
    action: z.array(z.enum(actions)).optional(),
    priority: z.array(z.enum(priorities)).optional(),
    verdict: z.array(z.enum(closingReasons)).optional(),
    clause: z.array(z.string().max(20)).optional(),
    indicator: z.array(z.string().max(100)).max(200).optional(),
    entity: z.array(z.string().max(entityCharactersMax)).max(50).optional(),
    background: z.boolean().optional(),
    text: z.string().max(500).optional(),
    from: timeMs.optional(),
    to: timeMs.optional(),
    merged: z.boolean().optional(),
  })
  .openapi("CaseFilter") satisfies z.ZodType<CaseFilter>;

const list = (values: readonly [string, ...string[]]) =>
  z
    .union([z.enum(values), z.array(z.enum(values))])
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .optional();
const words = z
  .union([z.string().max(300), z.array(z.string().max(300)).max(50)])
  .transform((value) => (Array.isArray(value) ? value : [value]))
  .optional();
const number = z.coerce.number().int().min(0).max(8_640_000_000_000_000).optional();
const truth = z
  .enum(["true", "false"])
  .transform((value) => value === "true")
  .optional();

/** A filter as a query: a name may be given several times; an empty owner is nobody. */
export const filterQuery = z.strictObject({
  state: list(states),
  owner: words,
  tag: words,
  action: list(actions),
  priority: list(priorities),
  verdict: list(closingReasons),
  clause: words,
  indicator: words,
  entity: z
    .union([z.string().max(entityCharactersMax), z.array(z.string().max(entityCharactersMax)).max(50)])
    .transform((value) => (Array.isArray(value) ? value : [value]))
    .optional(),
  background: truth,
  text: z.string().max(500).optional(),
  from: number,
  to: number,
  merged: truth,
});

export const listQuery = filterQuery.extend({
  sort: z.enum(sorts).optional(),
  reverse: truth,
  limit: z.coerce.number().int().min(1).max(casebookLimits.pageMax).optional(),
  after: z.string().max(500).optional(),
});

/** The filter that a query is. */
export function filterOf(query: z.infer<typeof filterQuery>): CaseFilter {
  const { owner, ...rest } = query;
  return {
    ...(rest as CaseFilter),
    ...(owner === undefined ? {} : { owner: owner.map((one) => (one === "" ? null : one)) }),
  };
}

export const caseSummary = z
  .object({
    id: caseId,
    version,
    changed: z.number().int(),
    updated_at: timeMs,
    created_at: timeMs,
    title: z.string().describe("Holds texts of logs, which others wrote."),
    state: z.enum(states),
    owner: z.string().nullable(),
    tags: z.array(z.string()),
    action: z.enum(actions),
    machine_action: z.enum(actions),
    priority: z.enum(priorities),
    severity: z.enum(severities),
    score: z.number(),
    background: z.boolean(),
    first_seen: timeMs,
    last_seen: timeMs,
    entities: z.number().int(),
    findings: z.number().int(),
    events: z
      .number()
      .int()
      .describe(
        "Events that it is about, at least: of each entity what the finding counts that counts most.",
      ),
    questions: z.array(z.string()).describe("Questions of the playbook that its findings answer."),
    verdict: z.enum(closingReasons).nullable(),
    closed_at: timeMs.nullable(),
    merged_into: z.string().nullable(),
    set_aside: z
      .object({
        since: timeMs,
        entries: z.array(
          z.object({ id: z.string(), owner: z.string(), reason: z.string(), expires: z.string() }),
        ),
        justified: z.number().int(),
        entities: z.number().int(),
      })
      .nullable()
      .describe("Who of the register explains it, where nothing of it is found any more."),
  })
  .openapi("CaseSummary");

export const caseView = caseSummary
  .extend({
    snapshot: z.looseObject({}).describe("What the newest report says of the case."),
    override: z.looseObject({}).nullable(),
    closing: z.looseObject({}).nullable(),
    notes: z.array(z.looseObject({ id: z.number().int() })),
    checklist: z.array(
      z.looseObject({
        clause: z.string(),
        state: z.enum(["done", "open", "not-applicable"]),
        by: z.enum(["evidence", "run", "person", "nobody"]),
        sentence: z.string(),
      }),
    ),
    answers: z.array(z.looseObject({ id: z.string(), answer: z.string(), sentence: z.string() })),
    history: z.array(z.looseObject({ at: timeMs })),
    members: z.array(z.object({ id: z.string(), kind: z.enum(["people", "engine"]) })),
    names: z
      .string()
      .describe(
        "By which a command finds it in a run: its names with commas between, and with + those of cases that people merged into it.",
      ),
    aliases: z.array(z.string()),
    run: z.string(),
    reported_at: timeMs,
  })
  .openapi("CaseView");

export const casePage = z
  .object({ items: z.array(caseSummary), total: z.number().int(), next: z.string().nullable() })
  .openapi("CasePage");

const facet = z.array(z.object({ value: z.string().nullable(), count: z.number().int() }));
export const facets = z
  .object({
    state: facet,
    owner: facet,
    tag: facet,
    action: facet,
    priority: facet,
    verdict: facet,
    clause: facet,
    indicator: facet,
  })
  .openapi("Facets");

export const indicatorCount = z
  .object({
    indicator: z.string(),
    open: z.number().int().describe("Cases that are not closed."),
    closed: z.partialRecord(z.enum(closingReasons), z.number().int()),
  })
  .openapi("IndicatorCount");

export const changes = z
  .object({ items: z.array(caseSummary), seq: z.number().int().describe("To go on from.") })
  .openapi("Changes");

export const auditEntry = z
  .object({
    seq: z.number().int(),
    at: timeMs,
    actor: z.string(),
    act: z.string(),
    case: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
    hash: z.string(),
  })
  .openapi("AuditEntry");

export const verification = z
  .union([
    z.object({ holds: z.literal(true), head: z.object({ seq: z.number().int(), hash: z.string() }) }),
    z.object({ holds: z.literal(false), seq: z.number().int(), because: z.string() }),
  ])
  .openapi("Verification");

export const proposal = z
  .looseObject({ id: z.number().int(), kind: z.enum(["register", "tuning"]) })
  .openapi("Proposal");

export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    hint: z.string().optional(),
  })
  .openapi("Problem");

export const actor = z
  .object({
    name: z.string(),
    role,
    by: z.enum(["session", "token"]),
    issuer: z.string().optional().describe("The provider that vouches for somebody without a password here."),
  })
  .openapi("Actor");

export const signIn = z.strictObject({
  name: z.string().min(1).max(200),
  password: z.string().min(1).max(1000),
});
export const actRequest = z.strictObject({ version, act: caseAct });
export const versioned = z.object({ version });
export const bulkPreview = z.object({ count: z.number().int(), token: z.string() });
/** A word of a command; it has no sign that steers a terminal. */
export const plainText = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, "no control characters");
export { name, reason, timeMs, version };

/** A question to a store as a JSON document: how programs ask, so that values never become part of SQL. */
import { z } from "zod";
import { loadHunts } from "../../content/hunts.ts";
import type { Parameters } from "../../engine/engine.ts";
import { asError, VedetteError } from "../../errors.ts";
import { forTerminal } from "../../report/safe-text.ts";
import type { Narrowing } from "../../triage/ask-store.ts";
import { boundOf, huntOf } from "./hunt-given.ts";

const bound = z.union([z.string(), z.number(), z.array(z.string()), z.array(z.number())]);
const narrowing = {
  filters: z
    .array(
      z.strictObject({
        column: z.string(),
        is: z.boolean(),
        values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).max(1000),
      }),
    )
    .max(100)
    .default([]),
  limit: z.number().int().min(1).max(1_000_000).optional(),
  ids: z.boolean().default(false),
};
const document = z.union([
  z.strictObject({
    statement: z.string(),
    parameters: z.record(z.string(), bound).default({}),
    ...narrowing,
  }),
  z.strictObject({ hunt: z.string(), given: z.record(z.string(), z.string()).default({}), ...narrowing }),
]);

/**
 * What a document asks.
 * @throws VedetteError `usage.option` where it is none, or names no hunt
 */
export function documentOf(text: string): { sql: string; parameters: Parameters } & Narrowing {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (thrown) {
    throw noDocument(asError(thrown).message);
  }
  const read = document.safeParse(given);
  if (!read.success) throw noDocument(read.error.issues[0]?.message ?? "");
  const { filters, limit, ids } = read.data;
  const asked: Narrowing = { filters, ids, ...(limit === undefined ? {} : { limit }) };
  if ("statement" in read.data)
    return { sql: read.data.statement, parameters: read.data.parameters, ...asked };
  const hunt = huntOf(read.data.hunt, loadHunts());
  const unknown = Object.keys(read.data.given).find((name) => !Object.hasOwn(hunt.parameters, name));
  if (unknown !== undefined)
    throw new VedetteError("usage.option", `${forTerminal(unknown)}: ${hunt.id} is not given that.`, {
      hint: `It is given ${Object.keys(hunt.parameters).join(", ")}.`,
    });
  const parameters = boundOf(
    hunt,
    Object.entries(read.data.given).map(([name, value]) => `${name}=${value}`),
  );
  return { sql: hunt.sql, parameters, ...asked };
}

function noDocument(because: string): VedetteError {
  return new VedetteError("usage.option", `Standard input is no question to a store: ${because}`, {
    hint: `printf '{"statement": "SELECT count() FROM events"}' | vedette sql --store FOLDER --document -`,
  });
}

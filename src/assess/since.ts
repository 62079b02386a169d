/** What is new since an earlier report: cases that were not there, that have grown, and that are as they were. */
import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { asError, VedetteError } from "../errors.ts";
import type { Action, Case } from "./model.ts";
import { actions } from "./model.ts";

/** How a case stands to an earlier report. */
export type Change = "new" | "grown" | "unchanged";

const earlierReport = z.object({
  schema: z.literal("vedette.report/v1"),
  generated_at: z.string().refine((text) => !Number.isNaN(Date.parse(text)), "is no time"),
  cases: z.array(
    z.object({
      id: z.string().regex(/^C-[0-9a-f]{10}$/, "is no id of a case"),
      action: z.enum(["escalate", "watch", "close"]),
      background: z.boolean().default(false),
      entities: z.array(z.string()),
      findings: z.array(z.string()),
      last: z.string().refine((text) => !Number.isNaN(Date.parse(text)), "is no time"),
    }),
  ),
  findings: z.array(
    z.object({ id: z.string(), count: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER) }),
  ),
});
type EarlierCase = z.infer<typeof earlierReport>["cases"][number];

/** An earlier report, as far as it is compared. */
export interface Earlier {
  readonly path: string;
  readonly generatedAt: string;
  readonly cases: readonly EarlierCase[];
  /** How often each finding was seen, by its id. */
  readonly counts: ReadonlyMap<string, number>;
}

/** A report of some hundred thousand entities. */
const bytesMax = 512 * 1_048_576;

/**
 * Reads a report that `triage --json` wrote.
 * @throws VedetteError `report.invalid` where the file is none
 */
export function readEarlier(path: string): Earlier {
  const wrong = (says: string, cause?: unknown) =>
    new VedetteError("report.invalid", `${path}: ${says}`, {
      place: { path },
      hint: "Name the JSON report of an earlier run: vedette triage --json -o report.json PATH…",
      cause,
    });
  let value: unknown;
  try {
    if (statSync(path).size > bytesMax) throw wrong("larger than 512 MiB.");
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (thrown) {
    if (thrown instanceof VedetteError) throw thrown;
    throw wrong(
      thrown instanceof SyntaxError
        ? "no report, for it is not JSON."
        : `cannot be read (${asError(thrown).message}).`,
      thrown,
    );
  }
  const result = earlierReport.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw wrong(`no report of this program: ${issue?.path.join(".") || "(file)"}: ${issue?.message}.`);
  }
  const { generated_at, cases, findings } = result.data;
  return {
    path,
    generatedAt: generated_at,
    cases,
    counts: new Map(findings.map(({ id, count }) => [id, count])),
  };
}

/** Cases with what became of each since an earlier report, and the ids that they had there. */
export function comparedWith(cases: readonly Case[], earlier: Earlier | undefined): Case[] {
  if (earlier === undefined) return [...cases];
  return cases.map((one) => {
    const before = earlier.cases.filter((other) => isSame(one, other));
    return {
      ...one,
      change: before.length === 0 ? "new" : grew(one, before, earlier) ? "grown" : "unchanged",
      aliases: before.map(({ id }) => id).filter((id) => id !== one.id),
    };
  });
}

/** A case is another one's successor by its id, or where somebody of it was in it; all background is one case. */
function isSame(one: Case, other: EarlierCase): boolean {
  if (one.id === other.id || (one.background && other.background)) return true;
  if (one.background !== other.background) return false;
  const known = new Set(other.entities);
  return one.entities.some(({ id }) => known.has(id));
}

function grew(one: Case, before: readonly EarlierCase[], { counts }: Earlier): boolean {
  const entities = new Set(before.flatMap((other) => other.entities));
  const findings = new Set(before.flatMap((other) => other.findings));
  const rank = (action: Action) => actions.indexOf(action);
  return (
    before.every(({ action }) => rank(one.action) > rank(action)) ||
    // Whatever came later may be something else, though it counts no more.
    before.every(({ last }) => one.lastMs > Date.parse(last)) ||
    one.entities.some(
      (entity) =>
        !entities.has(entity.id) ||
        entity.findings.some(({ id, count }) => !findings.has(id) || count > (counts.get(id) ?? 0)),
    )
  );
}

/** Whether a case is nothing that anybody has to look at again. */
export function isKnownBackground({ background, change }: Pick<Case, "background" | "change">): boolean {
  return background && change === "unchanged";
}

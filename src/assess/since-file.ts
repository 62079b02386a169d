/** Reads an earlier report, as far as it is compared. */
import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { asError, VedetteError } from "../errors.ts";
import type { Earlier } from "./since.ts";

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
export type EarlierCase = z.infer<typeof earlierReport>["cases"][number];

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

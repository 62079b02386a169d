/** Reads an earlier report, as far as it is compared. */
import { z } from "zod";
import { readReportJson } from "./report-json.ts";
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

/**
 * Reads a report that `triage --json` wrote.
 * @throws VedetteError `report.invalid` where the file is none
 */
export function readEarlier(path: string): Earlier {
  const { generated_at, cases, findings } = readReportJson(path, earlierReport);
  return {
    path,
    generatedAt: generated_at,
    cases,
    counts: new Map(findings.map(({ id, count }) => [id, count])),
  };
}

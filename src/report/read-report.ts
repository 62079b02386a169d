/** A JSON report that an earlier run wrote, read again as far as a case of it is told. */
import { z } from "zod";
import { readReportJson } from "../assess/report-json.ts";
import type { ReportDocument } from "./model.ts";

const severity = z.enum(["info", "low", "medium", "high", "critical"]);
const action = z.enum(["escalate", "watch", "close"]);
const priority = z.enum(["now", "shift", "batch", "none"]);
const reasons = z.array(z.looseObject({ clause: z.string(), sentence: z.string() }));
const texts = z.array(z.string());

const report = z.looseObject({
  schema: z.literal("vedette.report/v1"),
  tool: z.looseObject({ content_sha256: z.string() }),
  policy: z.looseObject({ id: z.string() }),
  questions: z.array(
    z.looseObject({
      id: z.string(),
      text: z.string(),
      answer: z.string(),
      sentence: z.string(),
      findings: texts,
    }),
  ),
  decision: z.looseObject({
    reasons_for: reasons,
    reasons_against: reasons,
    flips: z.array(z.looseObject({ if: z.string(), then: action })),
  }),
  cases: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      action,
      priority,
      severity,
      confidence: z.string(),
      background: z.boolean(),
      entities: texts,
      findings: texts,
      links: z.array(z.looseObject({ from: z.string(), to: z.string(), because: z.string() })),
      first: z.string(),
      last: z.string(),
      aliases: texts,
    }),
  ),
  entities: z.array(
    z.looseObject({
      id: z.string(),
      type: z.string(),
      value: z.string(),
      action: z.enum(["escalate", "watch", "close", "justified"]),
      justification: z.string().optional(),
      scanner: z.string().optional(),
      history: z.string().optional(),
      score: z.number(),
      findings: texts,
      reasons: z.array(z.looseObject({ rule: z.string(), clause: z.string(), sentence: z.string() })),
    }),
  ),
  findings: z.array(
    z.looseObject({
      id: z.string(),
      indicator: z.string(),
      clause: z.string(),
      severity,
      confidence: z.enum(["low", "medium", "high"]),
      entity: z.string(),
      sentence: z.string(),
      count: z.number(),
      evidence: z.array(z.looseObject({ path: z.string(), line: z.number(), text: z.string() })),
    }),
  ),
});

/**
 * Reads a report that `triage --json` wrote.
 * @throws VedetteError `report.invalid` where the file is none
 */
export function readReport(path: string): ReportDocument {
  return readReportJson(path, report) as unknown as ReportDocument;
}

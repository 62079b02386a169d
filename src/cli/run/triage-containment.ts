/** A triage that also weighs what could be blocked of each case. */
import type { Effects } from "../../effects.ts";
import { containmentItems, type ReportBlock } from "../../report/containment.ts";
import { withBeyond } from "../../respond/beyond.ts";
import { contain } from "../../respond/contain.ts";
import type { Progress, TriageRequest } from "../../triage/request.ts";
import { openTriage, type TriageResult } from "../../triage/triage.ts";

/** Entries of a block that is not recommended, in a report; `vedette contain` has all of them. */
const entriesMax = 20;
const dayMs = 86_400_000;
const days = 30;

export async function triageWeighed(
  request: TriageRequest,
  effects: Effects,
  progress: (progress: Progress) => void,
): Promise<{ result: TriageResult; containment: ReportBlock[] }> {
  const open = await openTriage({ ...request, events: true }, effects, progress);
  try {
    if (open.parts === undefined) return { result: open.result, containment: [] };
    progress({ stage: "weighing blocks", doneBytes: 0, totalBytes: 0 });
    const all = await withBeyond(open);
    const fromMs = effects.now();
    const containment: ReportBlock[] = [];
    for (const one of all.result.assessment.cases.filter(({ action }) => action === "escalate"))
      containment.push(
        ...containmentItems(
          await contain(all, {
            one,
            targets: [],
            ticket: undefined,
            fromMs,
            expiresMs: fromMs + days * dayMs,
            kind: undefined,
            shared: [],
            allowReserved: false,
            place: undefined,
          }),
          entriesMax,
        ),
      );
    return { result: open.result, containment };
  } finally {
    await open.close();
  }
}

/** Reads the JSON report of an earlier run, whatever of it is wanted. */

import { readFileSync, statSync } from "node:fs";
import type { z } from "zod";
import { asError, VedetteError } from "../errors.ts";
import { fileLimits } from "../limits.ts";

/**
 * Reads a report that `triage --json` wrote.
 * @param contract what is wanted of it
 * @throws VedetteError `report.invalid` where the file is none
 */
export function readReportJson<T>(path: string, contract: z.ZodType<T>): T {
  const wrong = (says: string, cause?: unknown) =>
    new VedetteError("report.invalid", `${path}: ${says}`, {
      place: { path },
      hint: "Name the JSON report of an earlier run: vedette triage --json -o report.json PATH…",
      cause,
    });
  let value: unknown;
  try {
    if (statSync(path).size > fileLimits.reportBytesMax) throw wrong("larger than 512 MiB.");
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
  const result = contract.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw wrong(`no report of this program: ${issue?.path.join(".") || "(file)"}: ${issue?.message}.`);
}

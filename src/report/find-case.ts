/** The case of a report that somebody names. */
import { VedetteError } from "../errors.ts";
import type { ReportCase, ReportDocument } from "./model.ts";
import { forTerminal } from "./safe-text.ts";

/**
 * A case by its id, or by one that it had.
 * @param named an id, or all those of one case with commas between; the first that the run knows counts
 * @throws VedetteError `usage.option` where the run has no such case
 */
export function findCase(document: ReportDocument, named: string): ReportCase {
  const ids = named.split(",");
  for (const id of ids) {
    const one = document.cases.find((candidate) => candidate.id === id || candidate.aliases.includes(id));
    if (one !== undefined) return one;
  }
  const [id = ""] = ids;
  const known = document.cases.map((candidate) => candidate.id);
  throw new VedetteError("usage.option", `There is no case ${forTerminal(id)} in this run.`, {
    hint:
      known.length === 0
        ? "The run has no case."
        : `Cases: ${known.slice(0, 8).join(", ")}${known.length > 8 ? " …" : ""}.`,
  });
}

/** The case of a run that somebody names. */
import type { Case } from "../../assess/model.ts";
import { together } from "../../assess/together.ts";
import { VedetteError } from "../../errors.ts";
import { forTerminal } from "../../report/safe-text.ts";

/**
 * A case by its id, or by one that it had; or several as one.
 * @param named an id, or all those of one case with commas between: a service keeps the id of a case that a run names after another
 * record by now. The first that the run knows counts. Cases that people merged stand with `+` between them; of those the run need
 * not know each, since nothing may be found of one any more.
 * @throws VedetteError `usage.option` where the run has no such case
 */
export function caseNamed(cases: readonly Case[], named: string): Case {
  const [first, ...others] = named.split("+").flatMap((one) => knownBy(cases, one.split(",")) ?? []);
  if (first !== undefined) return together(first, others);
  const [id = ""] = named.split(/[,+]/);
  throw new VedetteError("usage.option", `There is no case ${forTerminal(id)} in this run.`, {
    hint: !/^c-/i.test(id)
      ? "The case is named first, as in C-5f867083e4, and then the logs."
      : cases.length === 0
        ? "The run has no case."
        : `Cases: ${cases
            .slice(0, 8)
            .map((known) => known.id)
            .join(", ")}${cases.length > 8 ? " …" : ""}.`,
  });
}

function knownBy(cases: readonly Case[], ids: readonly string[]): Case | undefined {
  for (const id of ids) {
    const one = cases.find(
      (known) => known.id.toLowerCase() === id.toLowerCase() || known.aliases?.includes(id) === true,
    );
    if (one !== undefined) return one;
  }
  return undefined;
}

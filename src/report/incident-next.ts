/** What is left to do after the review of a case, by clause of the playbook. */
import type { Step } from "../assess/model.ts";
import type { IncidentReview } from "../respond/incident/incident.ts";
import { counted } from "../words.ts";

/** What is to be closed, by the review of controls alone: what counts as served in a triage need not be open. */
function closeSentence({ ofCase, others }: NonNullable<IncidentReview["controls"]>): string {
  const open = [...ofCase, ...others].filter(({ state }) => state === "open");
  const unsure = ofCase.length + others.length - open.length;
  const first = open.slice(0, 3).map(({ asked }) => `${asked.site} ${asked.path}`);
  return [
    open.length === 0
      ? "Nothing was seen to be open to outsiders."
      : `Close to outsiders: ${first.join(", ")}${open.length > first.length ? `, and ${open.length - first.length} more` : ""}.`,
    ...(unsure === 0
      ? []
      : [`${counted(unsure, "answer")} ${unsure === 1 ? "waits" : "wait"} to be confirmed.`]),
  ].join(" ");
}

/** Steps that the run words for its first case: here they are about this one, or have no command. */
const ofOneCase: ReadonlySet<string> = new Set(["T2a", "T2d", "C1", "C2"]);

/** Steps that are left, with the command of each where there is one. */
export function followUps(
  { steps, one, controls }: IncidentReview,
  commands: Readonly<Record<string, string>> | undefined,
): Step[] {
  return steps
    .filter(({ clause }) => clause !== "C5")
    .map(({ clause, state, sentence, command }) => {
      const code = commands?.[clause] ?? (ofOneCase.has(clause) ? undefined : command);
      const says =
        clause === "T2d"
          ? `${one.action === "escalate" ? `Hand over ${one.id} and what it names` : `${one.id} is not escalated. Should it be, hand it over`}: \`vedette brief\` writes all of it.`
          : clause === "C4" && controls !== undefined
            ? closeSentence(controls)
            : sentence;
      return { clause, state, sentence: says, ...(code === undefined ? {} : { command: code }) };
    });
}

/** Words of the field as chips. Colour goes with the word and never says it alone. */
import type { Action, CaseSummary, Priority, Severity, State } from "../model.ts";
import { wordOf } from "../words.ts";

export function DecisionChip({
  action,
  priority,
  replaced = false,
}: {
  readonly action: Action;
  readonly priority: Priority;
  readonly replaced?: boolean;
}) {
  return (
    <span className={`chip action-${action} priority-${priority}`}>
      {action}
      {priority === "none" ? "" : ` · ${priority}`}
      {replaced ? <span title="a person replaced the machine's action"> ✎</span> : null}
    </span>
  );
}

const severityMarks: Readonly<Record<Severity, string>> = {
  info: "▁",
  low: "▂",
  medium: "▄",
  high: "▆",
  critical: "█",
};

export function SeverityChip({ severity }: { readonly severity: Severity }) {
  return (
    <span className={`severity severity-${severity}`}>
      <span aria-hidden="true">{severityMarks[severity]}</span> {severity}
    </span>
  );
}

export function StateChip({ state }: { readonly state: State }) {
  return <span className={`chip state-${state}`}>{wordOf(state)}</span>;
}

/** Of an open case that the register explains. */
export function SetAsideChip({
  one: { set_aside, state },
}: {
  readonly one: Pick<CaseSummary, "set_aside" | "state">;
}) {
  if (set_aside === null || state === "closed") return null;
  const [until] = set_aside.entries.map(({ expires }) => expires).sort();
  return <span className="chip set-aside">justified until {until}: not found any more</span>;
}

const answerWords: Readonly<Record<string, string>> = {
  yes: "Yes",
  no: "No",
  mixed: "Mixed",
  cannot_tell: "Cannot tell",
  unanswerable: "Cannot tell",
};

export function AnswerChip({ answer }: { readonly answer: string }) {
  return (
    <span className={`chip answer-${answer.replaceAll(/[^a-z]/g, "-")}`}>
      {answerWords[answer] ?? answer}
    </span>
  );
}

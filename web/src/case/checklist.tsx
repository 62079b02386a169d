/** The playbook's steps: what the evidence did, what a person did, what is open. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useActs } from "../acts/run.ts";
import { type CaseView, type ChecklistItem, may } from "../model.ts";
import { Refused } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { ReasonDialog } from "../parts/reason-dialog.tsx";
import { CopyButton, Text } from "../parts/text.tsx";
import { useActor } from "../session.tsx";
import { secondOf } from "../times.ts";

const marks: Readonly<Record<ChecklistItem["state"], string>> = {
  done: "✓",
  open: "○",
  "not-applicable": "–",
};
const words: Readonly<Record<ChecklistItem["state"], string>> = {
  done: "done",
  open: "open",
  "not-applicable": "not applicable",
};

const groups: readonly { readonly title: string; readonly of: RegExp }[] = [
  { title: "Tier 1", of: /^L1/ },
  { title: "Tier 2", of: /^T2/ },
  { title: "Containment and after", of: /^C\d/ },
  { title: "Others", of: /^(?!L1|T2|C\d)/ },
];

export function Checklist({ view }: { readonly view: CaseView }) {
  const done = view.checklist.filter(({ state }) => state !== "open").length;
  return (
    <Part title="Steps" className="checklist" count={`${done} of ${view.checklist.length}`}>
      <progress value={done} max={Math.max(1, view.checklist.length)} aria-label="Steps that are done" />
      {groups.map(({ title, of }) => {
        const items = view.checklist.filter(({ clause }) => of.test(clause));
        return items.length === 0 ? null : (
          <div key={title}>
            <h3>{title}</h3>
            <ul className="plain-list">
              {items.map((item) => (
                <Item key={item.clause} view={view} item={item} />
              ))}
            </ul>
          </div>
        );
      })}
    </Part>
  );
}

function Item({ view, item }: { readonly view: CaseView; readonly item: ChecklistItem }) {
  const actor = useActor();
  const run = useActs();
  const [asking, setAsking] = useState(false);
  const { clause, state, by, sentence, command, actor: who, at, reason } = item;
  const check = useMutation({
    mutationFn: (to: { readonly state: ChecklistItem["state"]; readonly reason?: string }) =>
      run([{ id: view.id, version: view.version }], [{ kind: "check", clause, ...to }]),
    onSuccess: () => setAsking(false),
  });
  return (
    <li className={`step step-${state}`}>
      <p>
        <span className="step-mark" aria-hidden="true">
          {marks[state]}
        </span>{" "}
        <b>{clause}</b> <span className="unseen">{words[state]}:</span> <Text most={600}>{sentence}</Text>
      </p>
      {by === "nobody" ? null : (
        <p className="quiet">
          {by === "evidence"
            ? `${words[state]} by the evidence of this case`
            : by === "run"
              ? `${words[state]} by the run, for all cases`
              : `${words[state]}, ${who ?? "somebody"}`}
          {at === undefined ? "" : `, ${secondOf(at)} UTC`}
          {reason === undefined || reason === "" ? null : (
            <>
              {": "}
              <Text>{reason}</Text>
            </>
          )}
        </p>
      )}
      {command === undefined ? null : (
        <div className="command">
          <code>
            <Text most={2000}>{command}</Text>
          </code>
          <CopyButton what={`the command of ${clause}`} text={command} asIs />
        </div>
      )}
      {may(actor, "tier1") ? (
        <p className="buttons">
          {state === "open" ? (
            <>
              <button
                type="button"
                className="small"
                disabled={check.isPending}
                onClick={() => check.mutate({ state: "done" })}
              >
                Done<span className="unseen"> {clause}</span>
              </button>
              <button type="button" className="small" onClick={() => setAsking(true)}>
                Not applicable …<span className="unseen"> {clause}</span>
              </button>
            </>
          ) : by === "person" ? (
            <button
              type="button"
              className="small"
              disabled={check.isPending}
              onClick={() => check.mutate({ state: "open" })}
            >
              Take back<span className="unseen"> {clause}</span>
            </button>
          ) : null}
        </p>
      ) : null}
      {asking ? (
        <ReasonDialog
          title={`${clause} does not apply`}
          does="Not applicable"
          error={check.error}
          pending={check.isPending}
          onClose={() => setAsking(false)}
          onReason={(given) => check.mutate({ state: "not-applicable", reason: given })}
        />
      ) : (
        <Refused error={check.error} />
      )}
    </li>
  );
}

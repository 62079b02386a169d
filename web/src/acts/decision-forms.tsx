/** Forms of what is decided about a case. */
import { useState } from "react";
import { type Action, actions, type CaseAct, type ClosingReason, closingReasons } from "../model.ts";
import { Field } from "../parts/form.tsx";
import { wordOf } from "../words.ts";
import { Area, blank, Form, type FormProps } from "./fields.tsx";

export function Escalate({ single, children, onActs }: FormProps) {
  const [note, setNote] = useState("");
  const acts = (): CaseAct[] => [
    ...(blank(note) || single ? [] : [{ kind: "note" as const, text: note }]),
    { kind: "state", state: "escalated" },
  ];
  return (
    <Form acts={acts} onActs={onActs}>
      {single ? null : (
        <Area
          label="Note for Tier 2"
          value={note}
          onValue={setNote}
          hint="What was seen and done so far. It becomes a note of the case."
        />
      )}
      {children}
    </Form>
  );
}

const reasonHints: Readonly<Record<ClosingReason, string>> = {
  "true-positive": "it was what the playbook is about",
  "benign-positive": "it happened, and whoever did it may",
  "false-positive": "the finding is wrong",
  duplicate: "another case holds it",
  other: "the note says what",
};

export function Close({ suggested, children, onActs }: FormProps) {
  const [reason, setReason] = useState<ClosingReason | "">(suggested?.reason ?? "");
  const [note, setNote] = useState(suggested?.note ?? "");
  const [other, setOther] = useState("");
  const acts = (): CaseAct[] => [
    {
      kind: "close",
      reason: reason as ClosingReason,
      note,
      ...(reason === "duplicate" && !blank(other) ? { duplicate_of: other.trim() } : {}),
    },
  ];
  return (
    <Form acts={acts} onActs={onActs}>
      <fieldset className="choices">
        <legend>Reason (required)</legend>
        {closingReasons.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="reason"
              required
              checked={reason === one}
              onChange={() => setReason(one)}
            />
            <span>
              {wordOf(one)} <span className="quiet">– {reasonHints[one]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {reason === "duplicate" ? (
        <Field label="Duplicate of" hint="The id of the other case.">
          {(ids) => (
            <input
              {...ids}
              value={other}
              onChange={({ target }) => setOther(target.value)}
              required
              maxLength={200}
            />
          )}
        </Field>
      ) : null}
      <Area label="Note" value={note} onValue={setNote} required={reason === "other"} />
      {children}
    </Form>
  );
}

export function Override({ children, onActs }: FormProps) {
  const [action, setAction] = useState<Action | "" | "back">("");
  const [reason, setReason] = useState("");
  const acts = (): CaseAct[] => [
    { kind: "override", action: action === "back" ? null : (action as Action), reason },
  ];
  return (
    <Form acts={acts} onActs={onActs}>
      <fieldset className="choices">
        <legend>Action (required)</legend>
        {[...actions, "back" as const].map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="action"
              required
              checked={action === one}
              onChange={() => setAction(one)}
            />
            <span>{one === "back" ? "the machine's own, taking an earlier change back" : one}</span>
          </label>
        ))}
      </fieldset>
      <Area
        label="Reason"
        value={reason}
        onValue={setReason}
        required
        hint="It stands beside the machine's reasons, and in the audit."
      />
      {children}
    </Form>
  );
}

export function Reopen({ children, onActs }: FormProps) {
  const [note, setNote] = useState("");
  return (
    <Form acts={() => [{ kind: "reopen", note }]} onActs={onActs}>
      <Area label="Why" value={note} onValue={setNote} required />
      {children}
    </Form>
  );
}

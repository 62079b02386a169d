/** Justifies an entity of a case: who may do this, who answers for it, and until when. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Area, blank } from "../acts/fields.tsx";
import { refresh } from "../acts/run.ts";
import { ask } from "../api.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field, Refused } from "../parts/form.tsx";
import { useTell } from "../parts/tell.tsx";
import { Text } from "../parts/text.tsx";
import { partOf, validDays } from "./entry.ts";

export interface Justified {
  readonly type: string;
  readonly value: string;
}

const dayMs = 86_400_000;
const reasonMost = 500;

export function JustifyDialog({
  entity,
  caseId,
  onClose,
}: {
  readonly entity: Justified;
  readonly caseId: string;
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  const tell = useTell();
  const [owner, setOwner] = useState("");
  const [reason, setReason] = useState("");
  const [agent, setAgent] = useState("");
  const [expires, setExpires] = useState(() =>
    new Date(Date.now() + validDays * dayMs).toISOString().slice(0, 10),
  );
  const part = partOf[entity.type] ?? "source";
  const send = useMutation({
    mutationFn: () =>
      ask("/register", {
        method: "POST",
        body: {
          case: caseId,
          entry: {
            [part]: [entity.value],
            ...(blank(agent) ? {} : { agent: [agent.trim()] }),
            owner: owner.trim(),
            reason: reason.trim(),
            ticket: caseId,
            expires,
          },
        },
      }),
    onSuccess: async () => {
      await Promise.all([refresh(queries), queries.invalidateQueries({ queryKey: ["register"] })]);
      tell("It is in the register. Everything is looked at again, which may take a moment.");
      onClose();
    },
  });
  return (
    <Dialog title="Justify an entity" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        <p>
          <b className="value">
            <Text most={300}>{entity.value}</Text>
          </b>{" "}
          <span className="quiet">({entity.type.replaceAll("_", " ")})</span> may do what it did. What it does
          is still shown, and counts no more towards a case until the entry ends. This case stays until
          somebody closes it.
        </p>
        <Field label="Who answers for it (required)" hint="A person or a team that can be asked.">
          {(ids) => (
            <input
              {...ids}
              value={owner}
              onChange={({ target }) => setOwner(target.value)}
              required
              maxLength={200}
            />
          )}
        </Field>
        <Area label="Reason" value={reason} onValue={setReason} most={reasonMost} required />
        {part !== "source" ? null : (
          <Field
            label="Only with this agent"
            hint="As the log has it; * stands for any text. Empty: any agent that is no finding by itself, as a tool or a false browser is."
          >
            {(ids) => (
              <input
                {...ids}
                value={agent}
                onChange={({ target }) => setAgent(target.value)}
                maxLength={500}
              />
            )}
          </Field>
        )}
        <Field label="Last day (required)" hint="UTC. It ends by itself.">
          {(ids) => (
            <input
              {...ids}
              type="date"
              value={expires}
              onChange={({ target }) => setExpires(target.value)}
              required
            />
          )}
        </Field>
        <Refused error={send.error} />
        <div className="dialog-foot">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={send.isPending}>
            {send.isPending ? "Sending …" : "Justify"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

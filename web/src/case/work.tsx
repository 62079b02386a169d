/** Who works on it: state, owner, tags. */
import { useMutation } from "@tanstack/react-query";
import type { Kind } from "../acts/kinds.ts";
import { useActs } from "../acts/run.ts";
import { type CaseAct, type CaseView, may, type OpenState, openStates } from "../model.ts";
import { Field, Refused } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { Text } from "../parts/text.tsx";
import { useActor } from "../session.tsx";
import { wordOf } from "../words.ts";

export function Work({ view, onAct }: { readonly view: CaseView; readonly onAct: (kind: Kind) => void }) {
  const actor = useActor();
  const run = useActs();
  const send = useMutation({
    mutationFn: (act: CaseAct) => run([{ id: view.id, version: view.version }], [act]),
  });
  const canAct = may(actor, "tier1");
  return (
    <Part title="Work">
      {canAct && view.state !== "closed" ? (
        <Field label="State">
          {(ids) => (
            <select
              {...ids}
              value={view.state}
              disabled={send.isPending}
              onChange={({ target }) => send.mutate({ kind: "state", state: target.value as OpenState })}
            >
              {openStates.map((state) => (
                <option key={state} value={state}>
                  {wordOf(state)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : (
        <p>State: {wordOf(view.state)}</p>
      )}
      <p>
        Owner:{" "}
        {view.owner === null ? <span className="quiet">nobody</span> : <Text most={80}>{view.owner}</Text>}
      </p>
      {canAct ? (
        <p className="buttons">
          {view.owner === actor.name ? null : (
            <button
              type="button"
              className="small"
              disabled={send.isPending}
              onClick={() => send.mutate({ kind: "assign", owner: actor.name })}
            >
              Take it
            </button>
          )}
          <button type="button" className="small" onClick={() => onAct("assign")}>
            Give to …
          </button>
        </p>
      ) : null}
      <p>
        Tags:{" "}
        {view.tags.length === 0 ? (
          <span className="quiet">none</span>
        ) : (
          view.tags.map((tag) => (
            <span className="tag" key={tag}>
              <Text most={64}>{tag}</Text>
            </span>
          ))
        )}
      </p>
      {canAct ? (
        <p className="buttons">
          <button type="button" className="small" onClick={() => onAct("tag")}>
            Tags … <kbd>t</kbd>
          </button>
        </p>
      ) : null}
      <Refused error={send.error} />
    </Part>
  );
}

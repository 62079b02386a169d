/** The decision: what the machine says, what holds, and what a person can do about it. */
import type { Kind } from "../acts/kinds.ts";
import { type CaseView, may } from "../model.ts";
import { DecisionChip } from "../parts/chips.tsx";
import { Part } from "../parts/part.tsx";
import { Text } from "../parts/text.tsx";
import { caseAddress, Link } from "../router.tsx";
import { useActor } from "../session.tsx";
import { secondOf } from "../times.ts";
import { wordOf } from "../words.ts";

export function Decision({ view, onAct }: { readonly view: CaseView; readonly onAct: (kind: Kind) => void }) {
  const actor = useActor();
  const { override, closing, snapshot } = view;
  return (
    <Part title="Decision" className="decision">
      <div>
        <p>
          Machine: <DecisionChip action={view.machine_action} priority={snapshot.priority} />
          {override === null ? null : (
            <>
              {" "}
              holds: <DecisionChip action={override.action} priority={view.priority} replaced />{" "}
              <span className="quiet">
                {override.by}, {secondOf(override.at)} UTC:
              </span>{" "}
              <Text>{override.reason}</Text>
            </>
          )}
        </p>
        {closing === null ? null : (
          <p>
            Closed as <b>{wordOf(closing.reason)}</b>
            {closing.duplicate_of === null ? "" : ` of ${closing.duplicate_of}`}{" "}
            <span className="quiet">
              {closing.by}, {secondOf(closing.at)} UTC{closing.note === "" ? "" : ":"}
            </span>{" "}
            <Text>{closing.note}</Text>
          </p>
        )}
      </div>
      {may(actor, "tier1") ? (
        <div className="buttons">
          {view.closing === null ? (
            <>
              {view.state === "escalated" ? null : (
                <button type="button" className="primary" onClick={() => onAct("escalate")}>
                  Escalate <kbd>e</kbd>
                </button>
              )}
              <button type="button" onClick={() => onAct("close")}>
                Close … <kbd>c</kbd>
              </button>
            </>
          ) : (
            <button type="button" className="primary" onClick={() => onAct("reopen")}>
              Open again …
            </button>
          )}
          <Link to={`${caseAddress(view.id)}?drawer=block`} className="button">
            Contain … <kbd>b</kbd>
          </Link>
          {may(actor, "tier2") ? (
            <button type="button" onClick={() => onAct("override")}>
              Replace the action …
            </button>
          ) : null}
        </div>
      ) : (
        <p className="quiet">Your role, {actor.role}, reads only.</p>
      )}
    </Part>
  );
}

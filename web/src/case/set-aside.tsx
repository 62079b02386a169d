/** A case that the register explains: who, until when, and the closing that is offered. Nothing is closed by itself. */
import type { Suggested } from "../acts/fields.tsx";
import { type CaseView, may, type SetAside } from "../model.ts";
import { Text } from "../parts/text.tsx";
import { Link } from "../router.tsx";
import { useActor } from "../session.tsx";
import { counted, minuteOf } from "../times.ts";

export function SetAsideNotice({
  view,
  onClose,
}: {
  readonly view: CaseView;
  readonly onClose: (suggested: Suggested) => void;
}) {
  const tier1 = may(useActor(), "tier1");
  const { set_aside } = view;
  if (set_aside === null || view.state === "closed") return null;
  const { entries, justified, entities, since } = set_aside;
  return (
    <div className="notice set-aside">
      <p>
        {entries.map(({ id, owner, reason, expires }) => (
          <span key={id}>
            Justified in <Link to="/register">the register</Link> by <Text most={80}>{owner}</Text> until{" "}
            {expires}: <Text most={200}>{reason}</Text>{" "}
            <span className="quiet mono">
              <Text most={64}>{id}</Text>
            </span>
            .{" "}
          </span>
        ))}
        <b>Nothing of this case is found any more</b>, since {minuteOf(since)} UTC.
      </p>
      {justified === entities ? null : (
        <p>
          {counted(justified, "entity", "entities")} of {entities} {justified === 1 ? "is" : "are"} justified;
          look at the others before you close it.
        </p>
      )}
      <p className="quiet">
        What follows is what was found before. The case stays open until somebody closes it.
      </p>
      {tier1 ? (
        <p className="buttons">
          <button
            type="button"
            className="primary"
            onClick={() => onClose({ reason: "benign-positive", note: noteOf(set_aside) })}
          >
            Close as benign positive …
          </button>
        </p>
      ) : null}
    </div>
  );
}

/** What the closing says, for the person to change. */
function noteOf({ entries }: SetAside): string {
  return entries
    .map(({ id, owner, reason, expires }) => `In the register: ${id}, ${owner}, until ${expires}: ${reason}`)
    .join("\n")
    .slice(0, 4_000);
}

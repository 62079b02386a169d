/** The events of an entity, of all sources. */
import { useState } from "react";
import { Part } from "../parts/part.tsx";
import { Link } from "../router.tsx";
import type { HuntView } from "./address.ts";
import { casesAddress, entityKinds, graphAddress } from "./entity.ts";
import { EntityFields } from "./entity-fields.tsx";
import { SpanFields } from "./span-fields.tsx";

export function EventsQuestion({
  view,
  onRun,
}: {
  readonly view: HuntView;
  readonly onRun: (next: Partial<HuntView>) => void;
}) {
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({
    kind: "address",
    ...view.parameters,
  });
  const kind = entityKinds.find((one) => one === view.parameters.kind);
  const { value } = view.parameters;
  return (
    <Part title="Events of an entity, in all sources">
      <form
        className="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          onRun({ text: "", parameters: given });
        }}
      >
        <EntityFields
          label="Entity"
          kinds={entityKinds}
          kind={given.kind ?? "address"}
          value={given.value ?? ""}
          onKind={(chosen) => setGiven({ ...given, kind: chosen })}
          onValue={(text) => setGiven({ ...given, value: text })}
        />
        <SpanFields given={given} onGiven={setGiven} />
        <p className="buttons">
          <button type="submit" className="primary">
            Run
          </button>
          {kind === undefined || value === undefined ? null : (
            <>
              <Link to={casesAddress(value)} className="button">
                Cases with it
              </Link>
              <Link to={graphAddress({ kind, value })} className="button">
                Graph
              </Link>
            </>
          )}
        </p>
      </form>
    </Part>
  );
}

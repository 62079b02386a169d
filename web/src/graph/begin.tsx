/** Where a graph begins: with an entity or a case. */
import { useState } from "react";
import { EntityFields } from "../hunt/entity-fields.tsx";
import { Part } from "../parts/part.tsx";
import { keyOf, type NodeKind, nodeKinds } from "./model.ts";

export function Begin({ onBegin }: { readonly onBegin: (key: string) => void }) {
  const [kind, setKind] = useState<NodeKind>("address");
  const [value, setValue] = useState("");
  return (
    <Part title="Begin with">
      <p>
        A graph begins with an entity or a case, and grows where you open it. A case has a button for it, and
        every address, agent, path, host, user and domain has it in its menu.
      </p>
      <form
        className="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (value.trim() !== "") onBegin(keyOf({ kind, value: value.trim() }));
        }}
      >
        <EntityFields
          label="Kind"
          kinds={nodeKinds}
          kind={kind}
          value={value}
          onKind={setKind}
          onValue={setValue}
        />
        <p className="buttons">
          <button type="submit" className="primary">
            Begin
          </button>
        </p>
      </form>
    </Part>
  );
}

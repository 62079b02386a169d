/** Where a graph begins: with an entity or a case. */
import { useState } from "react";
import { kindWords } from "../hunt/entity.ts";
import { Field } from "../parts/form.tsx";
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
        <Field label="Kind">
          {(ids) => (
            <select
              {...ids}
              value={kind}
              onChange={({ target }) => setKind(nodeKinds.find((one) => one === target.value) ?? "address")}
            >
              {nodeKinds.map((one) => (
                <option key={one} value={one}>
                  {kindWords[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Value">
          {(ids) => (
            <input
              {...ids}
              value={value}
              required
              spellCheck={false}
              autoComplete="off"
              onChange={({ target }) => setValue(target.value)}
            />
          )}
        </Field>
        <p className="buttons">
          <button type="submit" className="primary">
            Begin
          </button>
        </p>
      </form>
    </Part>
  );
}

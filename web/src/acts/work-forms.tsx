/** Forms of the work on a case: notes, tags, owner, state. */
import { useState } from "react";
import { type CaseAct, openStates } from "../model.ts";
import { Field } from "../parts/form.tsx";
import { wordOf } from "../words.ts";
import { Area, blank, Form, type FormProps } from "./fields.tsx";
import { noteMost } from "./kinds.ts";

export function WriteNote({ children, onActs }: FormProps) {
  const [text, setText] = useState("");
  return (
    <Form acts={() => [{ kind: "note", text }]} onActs={onActs}>
      <Area
        label="Note"
        value={text}
        onValue={setText}
        most={noteMost}
        required
        hint="Markdown: lists, `code`, **strong**, *emphasis*. Ctrl+Enter sends."
      />
      {children}
    </Form>
  );
}

const tagsOf = (text: string) => [
  ...new Set(
    text
      .split(/[,\n]/)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
  ),
];

export function Tags({ tags, single, children, onActs }: FormProps) {
  const [add, setAdd] = useState("");
  const [remove, setRemove] = useState<readonly string[]>([]);
  const acts = (): CaseAct[] => [
    {
      kind: "tag",
      ...(tagsOf(add).length === 0 ? {} : { add: tagsOf(add) }),
      ...(remove.length === 0 ? {} : { remove }),
    },
  ];
  return (
    <Form acts={acts} onActs={onActs}>
      <Field label="Add" hint="Several are parted by commas.">
        {(ids) => (
          <input
            {...ids}
            value={add}
            onChange={({ target }) => setAdd(target.value)}
            required={remove.length === 0}
          />
        )}
      </Field>
      {single ? (
        <Field label="Take away" hint="Several are parted by commas.">
          {(ids) => <input {...ids} onChange={({ target }) => setRemove(tagsOf(target.value))} />}
        </Field>
      ) : tags.length === 0 ? null : (
        <fieldset className="choices">
          <legend>Take away</legend>
          {tags.map((tag) => (
            <label key={tag}>
              <input
                type="checkbox"
                checked={remove.includes(tag)}
                onChange={({ target }) =>
                  setRemove(target.checked ? [...remove, tag] : remove.filter((one) => one !== tag))
                }
              />
              <span>{tag}</span>
            </label>
          ))}
        </fieldset>
      )}
      {children}
    </Form>
  );
}

export function Assign({ me, children, onActs }: FormProps) {
  const [owner, setOwner] = useState(me);
  return (
    <Form acts={() => [{ kind: "assign", owner: blank(owner) ? null : owner.trim() }]} onActs={onActs}>
      <Field label="Owner" hint="Empty for nobody.">
        {(ids) => (
          <input {...ids} value={owner} onChange={({ target }) => setOwner(target.value)} maxLength={200} />
        )}
      </Field>
      {children}
    </Form>
  );
}

export function SetState({ children, onActs }: FormProps) {
  const [state, setState] = useState<(typeof openStates)[number]>("in-progress");
  return (
    <Form acts={() => [{ kind: "state", state }]} onActs={onActs}>
      <Field label="State">
        {(ids) => (
          <select {...ids} value={state} onChange={({ target }) => setState(target.value as typeof state)}>
            {openStates.map((one) => (
              <option key={one} value={one}>
                {wordOf(one)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {children}
    </Form>
  );
}

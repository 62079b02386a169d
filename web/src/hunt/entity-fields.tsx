/** Fields that name an entity: its kind and its value. */
import { Field } from "../parts/form.tsx";
import { type EntityKind, kindWords } from "./entity.ts";

export function EntityFields<Kind extends EntityKind | "case">({
  label,
  kinds,
  kind,
  value,
  onKind,
  onValue,
}: {
  readonly label: string;
  readonly kinds: readonly Kind[];
  readonly kind: string;
  readonly value: string;
  readonly onKind: (kind: Kind) => void;
  readonly onValue: (value: string) => void;
}) {
  return (
    <>
      <Field label={label}>
        {(ids) => (
          <select
            {...ids}
            value={kind}
            onChange={({ target }) => {
              const chosen = kinds.find((one) => one === target.value);
              if (chosen !== undefined) onKind(chosen);
            }}
          >
            {kinds.map((one) => (
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
            onChange={({ target }) => onValue(target.value)}
          />
        )}
      </Field>
    </>
  );
}

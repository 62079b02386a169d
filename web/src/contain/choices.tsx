/** Fields that blocks have in common. Forms keep their own values; the address has those that were asked by. */
import { Field } from "../parts/form.tsx";

export function ProductChoices({
  products,
  chosen,
}: {
  readonly products: Readonly<Record<string, string>>;
  readonly chosen: readonly string[];
}) {
  return (
    <fieldset className="choices product-choices">
      <legend>Products; all where none is chosen</legend>
      {Object.entries(products).map(([id, title]) => (
        <label key={id}>
          <input type="checkbox" name="target" value={id} defaultChecked={chosen.includes(id)} />
          <span>{title}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function CommonFields({ query }: { readonly query: URLSearchParams }) {
  return (
    <>
      <Field label="Holds for" hint="12h, 30d, 4w, or a day: 2026-12-31">
        {(ids) => (
          <input
            {...ids}
            name="expires"
            defaultValue={query.get("expires") ?? ""}
            placeholder="30d"
            maxLength={40}
            autoComplete="off"
          />
        )}
      </Field>
      <Field label="Ticket" hint="stands in the head of each file">
        {(ids) => (
          <input
            {...ids}
            name="ticket"
            defaultValue={query.get("ticket") ?? ""}
            maxLength={200}
            autoComplete="off"
          />
        )}
      </Field>
    </>
  );
}

export function PlaceField({ query }: { readonly query: URLSearchParams }) {
  return (
    <Field label="Folder on the product's machine" hint="its usual one where this is empty">
      {(ids) => (
        <input
          {...ids}
          name="place"
          defaultValue={query.get("place") ?? ""}
          placeholder="/usr/local/etc/haproxy"
          maxLength={200}
          autoComplete="off"
        />
      )}
    </Field>
  );
}

/** Hunts that are shipped: what each answers, and what it is given. */
import { useState } from "react";
import { Field } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { Empty } from "../parts/states.tsx";
import { Link } from "../router.tsx";
import { counted, countOf } from "../times.ts";
import { type HuntView, huntAddress } from "./address.ts";
import type { Limits, Offer } from "./data.ts";

export function ShippedHunts({ offer }: { readonly offer: Offer }) {
  return (
    <Part title="Shipped hunts" count={countOf(offer.hunts.length)}>
      <ul className="plain-list hunt-list">
        {offer.hunts.map(({ id, title, clause, parameters }) => (
          <li key={id}>
            <Link to={huntAddress({ text: id })}>{title}</Link>
            <p className="quiet">
              {clause} · {parameters.map(({ name, says }) => `${name}: ${says}`).join("; ")}
            </p>
          </li>
        ))}
      </ul>
    </Part>
  );
}

export function ShippedQuestion({
  offer,
  view,
  onRun,
}: {
  readonly offer: Offer;
  readonly view: HuntView;
  readonly onRun: (next: Partial<HuntView>) => void;
}) {
  const hunt = offer.hunts.find(({ id }) => id === view.text);
  const [given, setGiven] = useState<Readonly<Record<string, string>>>(view.parameters);
  if (hunt === undefined)
    return (
      <Empty title="There is no such hunt.">
        <p>
          <Link to="/hunt">All hunts</Link>
        </p>
      </Empty>
    );
  return (
    <Part title={hunt.title}>
      <form
        className="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          onRun({ parameters: given });
        }}
      >
        {hunt.parameters.map(({ name, says, default: otherwise }) => (
          <Field key={name} label={name} hint={says}>
            {(ids) => (
              <input
                {...ids}
                value={given[name] ?? otherwise ?? ""}
                maxLength={200}
                required={otherwise === null}
                spellCheck={false}
                autoComplete="off"
                onChange={({ target }) => setGiven({ ...given, [name]: target.value })}
              />
            )}
          </Field>
        ))}
        <p className="buttons">
          <button type="submit" className="primary">
            Run
          </button>
          <Link to="/hunt" className="button">
            All hunts
          </Link>
          <LimitsLine limits={offer.limits} />
        </p>
      </form>
    </Part>
  );
}

export function LimitsLine({ limits }: { readonly limits: Limits }) {
  return (
    <span className="quiet">
      At most {counted(limits.rows, "row")} and {limits.seconds} s.
    </span>
  );
}

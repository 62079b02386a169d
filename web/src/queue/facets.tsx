/** Facets: how many cases have which values, and chips that switch them. */
import { useState } from "react";
import type { Facets } from "../model.ts";
import { actions, closingReasons, priorities, states } from "../model.ts";
import { Text } from "../parts/text.tsx";
import { useRouter } from "../router.tsx";
import { countOf } from "../times.ts";
import { wordOf } from "../words.ts";
import { address, type Part, parts, toggled, valuesOf } from "./filter.ts";

const titles: Readonly<Record<Part, string>> = {
  state: "State",
  action: "Action",
  priority: "Priority",
  owner: "Owner",
  clause: "Clause",
  indicator: "Indicator",
  tag: "Tag",
  verdict: "Closed as",
};

/** Values in the field's own order, where they have one. */
const orders: Partial<Record<Part, readonly string[]>> = {
  state: states,
  action: actions,
  priority: priorities,
  verdict: closingReasons,
};

/** Values of one part that are shown; the filter's own always are. */
const shownMost = 12;

export function FacetList({
  facets,
  query,
}: {
  readonly facets: Facets | undefined;
  readonly query: URLSearchParams;
}) {
  return (
    <>
      {parts.map((part) => (
        <Facet key={part} part={part} counts={facets?.[part]} query={query} />
      ))}
    </>
  );
}

function Facet({
  part,
  counts = [],
  query,
}: {
  readonly part: Part;
  readonly counts?: Facets[Part] | undefined;
  readonly query: URLSearchParams;
}) {
  const { go } = useRouter();
  const [all, setAll] = useState(false);
  const chosen = valuesOf(query, part);
  const found = new Map(counts.map(({ value, count }) => [value ?? "", count]));
  const order = orders[part] ?? [...found].sort((a, b) => b[1] - a[1]).map(([value]) => value);
  const values = [...new Set([...order, ...chosen])].filter(
    (value) =>
      (part !== "verdict" && orders[part] !== undefined) || chosen.includes(value) || found.has(value),
  );
  const shown = values.filter((value, at) => all || at < shownMost || chosen.includes(value));
  // Cases without a verdict are open; that is what the states say.
  const listed = part === "verdict" ? shown.filter((value) => value !== "") : shown;
  if (listed.length === 0) return null;
  return (
    <fieldset className="facet">
      <legend>{titles[part]}</legend>
      {listed.map((value) => (
        <button
          type="button"
          key={value}
          className="toggle"
          aria-pressed={chosen.includes(value)}
          onClick={() => go(address(toggled(query, part, value)))}
        >
          {value === "" ? <em>nobody</em> : <Text most={40}>{wordOf(value)}</Text>}{" "}
          <span className="count">{countOf(found.get(value) ?? 0)}</span>
        </button>
      ))}
      {values.length > shown.length ? (
        <button type="button" className="plain" onClick={() => setAll(true)}>
          {countOf(values.length - shown.length)} more<span className="unseen"> of {titles[part]}</span>
        </button>
      ) : null}
    </fieldset>
  );
}

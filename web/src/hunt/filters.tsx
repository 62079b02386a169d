/** Filters of a hunt, each as a chip that can be taken away. */
import { Text } from "../parts/text.tsx";
import { visible } from "../visible.ts";
import { type Filter, type Value, withoutValue } from "./address.ts";
import { shownOf } from "./rows.ts";

export function Filters({
  filters,
  onFilters,
}: {
  readonly filters: readonly Filter[];
  readonly onFilters: (filters: readonly Filter[]) => void;
}) {
  if (filters.length === 0) return null;
  return (
    <section className="filters" aria-label="Filters">
      <ul className="chips plain-list">
        {filters.flatMap((filter) =>
          filter.values.map((value) => (
            <li key={JSON.stringify([filter.column, filter.is, value])}>
              <span className={`chip filter-chip ${filter.is ? "filter-is" : "filter-not"}`}>
                <b>
                  <Text most={60}>{filter.column}</Text>
                </b>{" "}
                {filter.is ? "is" : "is not"} <Text most={80}>{wordsOf(filter.column, value)}</Text>
                <button
                  type="button"
                  className="plain"
                  aria-label={`Take the filter away: ${visible(filter.column)} ${filter.is ? "is" : "is not"} ${visible(wordsOf(filter.column, value)).slice(0, 80)}`}
                  onClick={() => onFilters(withoutValue(filters, filter, value))}
                >
                  ✕
                </button>
              </span>
            </li>
          )),
        )}
        <li>
          <button type="button" className="small" onClick={() => onFilters([])}>
            Take all filters away
          </button>
        </li>
      </ul>
    </section>
  );
}

function wordsOf(column: string, value: Value): string {
  return value === null ? "nothing" : value === "" ? "empty" : shownOf(column, value);
}

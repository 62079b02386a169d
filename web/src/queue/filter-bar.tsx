/** Text, order, and a way back to everything. */
import type { RefObject } from "react";
import { sorts } from "../model.ts";
import { Text } from "../parts/text.tsx";
import { useRouter } from "../router.tsx";
import { wordOf } from "../words.ts";
import { address, changed, isNarrowed, sortOf, withoutEntity } from "./filter.ts";
import { TextFilter } from "./text-filter.tsx";

export function FilterBar({
  query,
  field,
}: {
  readonly query: URLSearchParams;
  readonly field: RefObject<HTMLInputElement | null>;
}) {
  const { go } = useRouter();
  return (
    <div className="bar">
      <TextFilter
        field={field}
        value={query.get("text") ?? ""}
        onValue={(text) => go(address(changed(query, { text, case: undefined })), { replace: true })}
      />
      <label>
        Sort{" "}
        <select
          value={sortOf(query)}
          onChange={({ target }) =>
            go(address(changed(query, { sort: target.value === "priority" ? undefined : target.value })))
          }
        >
          {sorts.map((sort) => (
            <option key={sort} value={sort}>
              {wordOf(sort)}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        aria-pressed={query.get("reverse") === "true"}
        className="toggle"
        onClick={() =>
          go(address(changed(query, { reverse: query.get("reverse") === "true" ? undefined : "true" })))
        }
      >
        Reversed
      </button>
      {query.getAll("entity").map((entity) => (
        <button
          key={entity}
          type="button"
          className="toggle"
          aria-pressed="true"
          title="Take this filter away"
          onClick={() => go(address(withoutEntity(query, entity)))}
        >
          with <Text most={60}>{entity}</Text> <span aria-hidden="true">✕</span>
        </button>
      ))}
      {isNarrowed(query) ? (
        <button type="button" onClick={() => go("/")}>
          Clear the filter
        </button>
      ) : null}
    </div>
  );
}

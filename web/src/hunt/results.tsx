/** Rows of an answer as a grid: arrows walk, Enter opens a value's menu. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { MenuButton } from "../parts/menu.tsx";
import type { MenuItem } from "../parts/menu-item.ts";
import { Text } from "../parts/text.tsx";
import { counted, countOf } from "../times.ts";
import { shortened, visible } from "../visible.ts";
import { addressValueMax, type Value } from "./address.ts";
import type { Row } from "./data.ts";
import { entityIn, pivotItems, spanAround } from "./entity.ts";
import { idColumn, isTime, shownOf, textOf } from "./rows.ts";

/** Rows that are shown at once. */
const pageRows = 100;
/** Characters of a value in the grid; its menu and its record have the rest. */
const cellMost = 160;

export type How = "include" | "exclude" | "only";

interface Does {
  readonly onFilter: (column: string, value: Value, how: How) => void;
  readonly onSort: (column: string) => void;
  readonly onRecord: (id: number) => void;
  /** Shows a long text. */
  readonly onWhole: (column: string, text: string) => void;
}

export function Results({
  rows,
  columns,
  sort,
  does,
}: {
  readonly rows: readonly Row[];
  readonly columns: readonly string[];
  readonly sort: { readonly column: string; readonly down: boolean } | undefined;
  readonly does: Does;
}) {
  const [page, setPage] = useState(0);
  const [at, setAt] = useState<readonly [number, number]>([0, 0]);
  const grid = useRef<HTMLTableElement>(null);
  const last = Math.max(0, Math.ceil(rows.length / pageRows) - 1);
  const here = Math.min(page, last);
  const shown = rows.slice(here * pageRows, (here + 1) * pageRows);
  const turn = (to: number) => {
    setPage(to);
    setAt([0, 0]);
    grid.current?.parentElement?.scrollTo(0, 0);
  };
  useEffect(() => {
    if (page > last) setPage(last);
  }, [page, last]);
  // A filter may take the row away that had the focus.
  const hadFocus = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is for new rows alone.
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body)
      grid.current?.querySelector<HTMLElement>('[data-cell][tabindex="0"]')?.focus();
  }, [rows]);
  const [row, column] = [Math.min(at[0], shown.length - 1), Math.min(at[1], columns.length - 1)];
  return (
    <>
      <div className="scroll-x results">
        <table
          ref={grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are walked by arrows, as a grid's are.
          role="grid"
          aria-label="Rows found"
          aria-rowcount={rows.length + 1}
          onKeyDown={(event) => walk(event, grid.current, [shown.length, columns.length])}
          onFocus={({ target }) => {
            const [r, c] = (target.dataset.cell ?? "").split(",").map(Number);
            if (r !== undefined && c !== undefined && !Number.isNaN(r + c)) setAt([r, c]);
            hadFocus.current = true;
          }}
          onBlur={({ relatedTarget }) => {
            // Where the element itself went away, nothing else has the focus.
            if (relatedTarget !== null) hadFocus.current = false;
          }}
        >
          <thead>
            <tr>
              {columns.map((name) => (
                <Head
                  key={name}
                  name={name}
                  className={classOf(name, shown[0]?.[name])}
                  sort={sort}
                  onSort={does.onSort}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((one, r) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name, and are all made anew.
              <tr key={here * pageRows + r} aria-rowindex={here * pageRows + r + 2}>
                {columns.map((name, c) => (
                  <td key={name} className={classOf(name, one[name])}>
                    <Cell
                      row={one}
                      column={name}
                      place={`${r},${c}`}
                      tabIndex={r === row && c === column ? 0 : -1}
                      does={does}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {last === 0 ? null : (
        <p className="buttons">
          <button type="button" disabled={here === 0} onClick={() => turn(here - 1)}>
            Rows before
          </button>
          <button type="button" disabled={here === last} onClick={() => turn(here + 1)}>
            Next rows
          </button>
          <span className="quiet" role="status">
            {countOf(here * pageRows + 1)}–{countOf(here * pageRows + shown.length)} of{" "}
            {counted(rows.length, "row")}
          </span>
        </p>
      )}
    </>
  );
}

function classOf(column: string, value: unknown): string {
  if (isTime(column)) return "time";
  return typeof value === "number" ? "number" : "value";
}

function Head({
  name,
  className,
  sort,
  onSort,
}: {
  readonly name: string;
  readonly className: string;
  readonly sort: { readonly column: string; readonly down: boolean } | undefined;
  readonly onSort: (column: string) => void;
}) {
  const own = sort?.column === name ? sort : undefined;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={own === undefined ? undefined : own.down ? "descending" : "ascending"}
    >
      <button type="button" className="plain head" onClick={() => onSort(name)}>
        <Text most={60}>{name}</Text>
        <span aria-hidden="true">{own === undefined ? "" : own.down ? " ▼" : " ▲"}</span>
      </button>
    </th>
  );
}

function Cell({
  row,
  column,
  place,
  tabIndex,
  does,
}: {
  readonly row: Row;
  readonly column: string;
  readonly place: string;
  readonly tabIndex: number;
  readonly does: Does;
}) {
  const value = row[column];
  const id = row[idColumn];
  if (column === "record" && typeof id === "number")
    return (
      <button
        type="button"
        className="value-button record"
        tabIndex={tabIndex}
        data-cell={place}
        onClick={() => does.onRecord(id)}
      >
        <Text most={cellMost}>{String(value)}</Text>
      </button>
    );
  const text = value === undefined ? "" : shownOf(column, value);
  return (
    <MenuButton
      label={`${visible(column)} ${visible(shortened(text, 80))}`}
      items={() => itemsOf(row, column, does)}
      tabIndex={tabIndex}
      cell={place}
    >
      {text === "" || value === null ? (
        <span className="quiet">
          <span aria-hidden="true">·</span>
          <span className="unseen">nothing</span>
        </span>
      ) : (
        <Text most={cellMost}>{text}</Text>
      )}
    </MenuButton>
  );
}

function itemsOf(row: Row, column: string, does: Does): MenuItem[] {
  const value = row[column] ?? null;
  const id = row[idColumn];
  const entity = entityIn(column, value);
  const filters: MenuItem[] =
    (typeof value === "object" && value !== null) || textOf(value).length > addressValueMax
      ? []
      : (["include", "exclude", "only"] as const).map((how) => ({
          label: { include: "Include", exclude: "Exclude", only: "Only this" }[how],
          does: () => does.onFilter(column, value as Value, how),
        }));
  return [
    ...filters,
    ...(entity === undefined ? [] : pivotItems(entity, spanAround(row))),
    ...(textOf(value).length > cellMost
      ? [{ label: "Show the whole text", does: () => does.onWhole(column, textOf(value)) }]
      : []),
    ...(typeof id === "number" ? [{ label: "Show the record", does: () => does.onRecord(id) }] : []),
    ...(filters.length === 0 && entity === undefined && typeof id !== "number"
      ? [{ label: "Sort by this column", does: () => does.onSort(column) }]
      : []),
  ];
}

/** Moves the focus from cell to cell. */
function walk(
  event: KeyboardEvent,
  grid: HTMLElement | null,
  [rows, columns]: readonly [number, number],
): void {
  const { target, key, ctrlKey, altKey, metaKey } = event;
  const [r, c] = ((target as HTMLElement).dataset.cell ?? "").split(",").map(Number);
  if (altKey || metaKey || r === undefined || c === undefined || Number.isNaN(r + c)) return;
  const end = columns - 1;
  const to: Readonly<Record<string, readonly [number, number]>> = {
    ArrowDown: [r + 1, c],
    ArrowUp: [r - 1, c],
    ArrowRight: [r, c + 1],
    ArrowLeft: [r, c - 1],
    Home: [ctrlKey ? 0 : r, 0],
    End: [ctrlKey ? rows - 1 : r, end],
    PageDown: [Math.min(rows - 1, r + 10), c],
    PageUp: [Math.max(0, r - 10), c],
  };
  const next = to[key];
  if (next === undefined) return;
  event.preventDefault();
  const cell = grid?.querySelector<HTMLElement>(`[data-cell="${next[0]},${next[1]}"]`);
  cell?.focus();
  cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

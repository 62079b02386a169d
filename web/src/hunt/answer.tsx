/** What a hunt found: its rows, what narrows and orders them, and the files to take away. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Problem } from "../api.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { useTell } from "../parts/tell.tsx";
import { CopyButton, RawLine, Text } from "../parts/text.tsx";
import { counted, countOf } from "../times.ts";
import { visible } from "../visible.ts";
import { type HuntView, withValue } from "./address.ts";
import { type Found, kept, useFound } from "./data.ts";
import { placeOf } from "./error-place.ts";
import { Filters } from "./filters.tsx";
import { Results } from "./results.tsx";
import { columnsOf, csvOf, isNothing, ndjsonOf, saveFile, sorted } from "./rows.ts";

export function Answer({
  view,
  runs,
  onView,
  save,
}: {
  readonly view: HuntView;
  /** How often a person asked; each time is asked anew. */
  readonly runs: number;
  readonly onView: (next: Partial<HuntView>, replace?: boolean) => void;
  readonly save: ReactNode;
}) {
  const found = useFound(view, true);
  const { refetch } = found;
  const ran = useRef(runs);
  useEffect(() => {
    if (ran.current === runs) return;
    ran.current = runs;
    void refetch();
  }, [runs, refetch]);
  return (
    <section className="answer" aria-label="Answer">
      <Filters filters={view.filters} onFilters={(filters) => onView({ filters })} />
      {found.data === undefined || found.error !== null ? (
        found.error === null ? (
          <Loading what="what the store has; others may be asking it as well" />
        ) : (
          <Mistake error={found.error} view={view} again={() => void found.refetch()} />
        )
      ) : (
        <Rows found={found.data} busy={found.isFetching} view={view} onView={onView} save={save} />
      )}
    </section>
  );
}

function Mistake({
  error,
  view,
  again,
}: {
  readonly error: Error;
  readonly view: HuntView;
  readonly again: () => void;
}) {
  const place =
    view.kind === "sql" && error instanceof Problem ? placeOf(view.text, error.message) : undefined;
  const show = () => {
    const area = document.querySelector<HTMLTextAreaElement>("textarea.statement");
    if (area === null || place === undefined) return;
    area.focus();
    area.setSelectionRange(place.start, place.end);
  };
  return (
    <>
      {place === undefined ? null : (
        <div className="mistake">
          <p>
            Line {place.line}, column {place.column}:{" "}
            <button type="button" className="small" onClick={show}>
              Go there
            </button>
          </p>
          <pre className="raw">
            <code>
              <Text most={300}>{place.text.slice(0, place.column - 1)}</Text>
              <mark>
                <Text most={100}>{view.text.slice(place.start, place.end) || " "}</Text>
              </mark>
              <Text most={300}>{place.text.slice(place.column - 1 + place.end - place.start)}</Text>
            </code>
          </pre>
        </div>
      )}
      <Failed error={error} again={again} />
    </>
  );
}

function Rows({
  found,
  busy,
  view,
  onView,
  save,
}: {
  readonly found: Found;
  readonly busy: boolean;
  readonly view: HuntView;
  readonly onView: (next: Partial<HuntView>, replace?: boolean) => void;
  readonly save: ReactNode;
}) {
  const { filters, hidden, sort } = view;
  const [whole, setWhole] = useState<{ readonly column: string; readonly text: string }>();
  const all = view.kind === "sigma" ? kept(found.rows, filters) : found.rows;
  const columns = columnsOf(found.rows).filter(
    (name) => view.kind !== "events" || found.rows.some((row) => !isNothing(row[name])),
  );
  const seen = columns.filter((name) => !hidden.includes(name));
  const rows = sorted(all, sort);
  const onSort = (column: string) =>
    onView(
      {
        sort:
          sort?.column !== column ? { column, down: false } : sort.down ? undefined : { column, down: true },
      },
      true,
    );
  return (
    <>
      <div className="answer-head">
        <h2>
          {counted(rows.length, "row")}
          {busy ? <span className="spinner" aria-hidden="true" /> : null}
        </h2>
        <p className="buttons">
          <Columns columns={columns} hidden={hidden} onHidden={(next) => onView({ hidden: next }, true)} />
          <Export rows={rows} columns={seen} />
          {save}
        </p>
      </div>
      {found.more ? (
        <p className="notice">
          There are more rows than these {countOf(found.rows.length)}. Include or exclude values to see the
          rest.
        </p>
      ) : null}
      <Told lines={found.refusals} title="Rules that were not run" />
      {rows.length === 0 ? (
        <Empty
          title={
            filters.length === 0 ? "The store has nothing that fits." : "Nothing is left by the filters."
          }
        >
          <p>
            {filters.length === 0
              ? "Ask for less: another value, a wider time, fewer conditions."
              : "Take a filter away to see more."}
          </p>
        </Empty>
      ) : seen.length === 0 ? (
        <Empty title="All columns are hidden.">
          <button type="button" onClick={() => onView({ hidden: [] }, true)}>
            Show all columns
          </button>
        </Empty>
      ) : (
        <Results
          rows={rows}
          columns={seen}
          sort={sort}
          does={{
            onFilter: (column, value, how) => onView({ filters: withValue(filters, column, value, how) }),
            onSort,
            onRecord: (record) => onView({ record }),
            onWhole: (column, text) => setWhole({ column, text }),
          }}
        />
      )}
      <Told lines={found.notes} title="Remarks" />
      {whole === undefined ? null : (
        <Dialog title={visible(whole.column)} onClose={() => setWhole(undefined)} wide>
          <RawLine text={whole.text} />
          <p className="buttons">
            <CopyButton what="the text" text={whole.text} />
          </p>
        </Dialog>
      )}
    </>
  );
}

function Told({ lines, title }: { readonly lines: readonly string[] | undefined; readonly title: string }) {
  if (lines === undefined || lines.length === 0) return null;
  return (
    <details open={title !== "Remarks"}>
      <summary>
        {title} ({countOf(lines.length)})
      </summary>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <Text most={600}>{line}</Text>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Columns({
  columns,
  hidden,
  onHidden,
}: {
  readonly columns: readonly string[];
  readonly hidden: readonly string[];
  readonly onHidden: (hidden: readonly string[]) => void;
}) {
  const gone = columns.filter((name) => hidden.includes(name)).length;
  return (
    <details className="drop">
      <summary className="button small">Columns{gone === 0 ? "" : ` (${gone} hidden)`}</summary>
      <div className="drop-body">
        {columns.map((name) => (
          <label key={name} className="check">
            <input
              type="checkbox"
              checked={!hidden.includes(name)}
              onChange={({ target }) =>
                onHidden(target.checked ? hidden.filter((one) => one !== name) : [...hidden, name])
              }
            />
            <Text most={80}>{name}</Text>
          </label>
        ))}
      </div>
    </details>
  );
}

function Export({
  rows,
  columns,
}: {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly columns: readonly string[];
}) {
  const tell = useTell();
  const save = (kind: "csv" | "ndjson") => {
    const text = kind === "csv" ? csvOf(rows, columns) : ndjsonOf(rows, columns);
    saveFile(`hunt.${kind}`, text, kind === "csv" ? "text/csv;charset=utf-8" : "application/x-ndjson");
    tell(`Saved: ${counted(rows.length, "row")} as hunt.${kind}`);
  };
  return (
    <>
      <button type="button" className="small" disabled={rows.length === 0} onClick={() => save("csv")}>
        CSV
      </button>
      <button type="button" className="small" disabled={rows.length === 0} onClick={() => save("ndjson")}>
        NDJSON
      </button>
    </>
  );
}

/** The editor of SQL: a plain field, with the columns of the table beside it. */
import { useEffect, useRef, useState } from "react";
import type { HuntView } from "./address.ts";
import type { Offer } from "./data.ts";
import { Editor } from "./editor.tsx";
import { LimitsLine } from "./shipped.tsx";

const example =
  "SELECT source_ip, count() AS requests, uniqExact(url_original) AS paths\nFROM events\nWHERE http_response_status_code = 404\nGROUP BY source_ip\nORDER BY requests DESC\nLIMIT 100";

export function SqlQuestion({
  offer,
  view,
  onRun,
}: {
  readonly offer: Offer;
  readonly view: HuntView;
  readonly onRun: (next: Partial<HuntView>) => void;
}) {
  const [text, setText] = useState(view.text);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => setText(view.text), [view.text]);
  const run = () => {
    if (text.trim() !== "") onRun({ text, parameters: {} });
  };
  const insert = (name: string) => {
    const field = area.current;
    const [start, end] = [field?.selectionStart ?? text.length, field?.selectionEnd ?? text.length];
    setText(text.slice(0, start) + name + text.slice(end));
    field?.focus();
    requestAnimationFrame(() => field?.setSelectionRange(start + name.length, start + name.length));
  };
  return (
    <div className="sql">
      <form
        className="sql-form"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <label htmlFor="statement">
          <b>Statement</b> <span className="quiet">of ClickHouse&apos;s SQL, over the table events</span>
        </label>
        <Editor
          id="statement"
          className="statement mono"
          rows={9}
          text={text}
          onText={setText}
          onRun={run}
          hint="One statement that reads. Select event_id to come to each row's record. Values that you include or exclude are put around the statement, never into it."
          example={example}
          field={area}
        >
          <LimitsLine limits={offer.limits} />
        </Editor>
      </form>
      <Columns offer={offer} onColumn={insert} />
    </div>
  );
}

function Columns({ offer, onColumn }: { readonly offer: Offer; readonly onColumn: (name: string) => void }) {
  const [part, setPart] = useState("");
  const wanted = part.trim().toLowerCase();
  const shown = offer.columns.filter(({ name, says }) => `${name} ${says}`.toLowerCase().includes(wanted));
  return (
    <details className="sql-columns" open={innerWidth > 900}>
      <summary>Columns of events</summary>
      <label>
        <span className="unseen">Find a column</span>
        <input
          type="search"
          placeholder="Find a column"
          value={part}
          onChange={({ target }) => setPart(target.value)}
        />
      </label>
      <section
        className="scroll-y"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus, or keys cannot scroll it.
        tabIndex={0}
        aria-label="List of columns"
      >
        <ul className="plain-list">
          {shown.map(({ name, type, says }) => (
            <li key={name}>
              <button type="button" className="plain mono" tabIndex={-1} onClick={() => onColumn(name)}>
                {name}
              </button>{" "}
              <span className="quiet">
                {type}
                {says === "" ? "" : `: ${says}`}
              </span>
            </li>
          ))}
        </ul>
        {shown.length === 0 ? <p className="quiet">No column is called that.</p> : null}
      </section>
    </details>
  );
}

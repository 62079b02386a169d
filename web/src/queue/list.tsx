/** The cases as a grid: as many rows are made as can be seen, however many there are. */
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { CaseSummary } from "../model.ts";
import { DecisionChip, SetAsideChip, SeverityChip, StateChip } from "../parts/chips.tsx";
import { Text } from "../parts/text.tsx";
import { caseAddress, Link } from "../router.tsx";
import { ageOf, counted, minuteOf } from "../times.ts";

const columns = [
  "",
  "Decision",
  "Case",
  "Severity",
  "First, last seen",
  "Findings",
  "State",
  "Owner",
  "Age",
] as const;

export interface ListProps {
  readonly cases: readonly CaseSummary[];
  readonly total: number;
  readonly active: string | undefined;
  readonly selected: ReadonlySet<string>;
  /** Whether the row takes the focus: a key moved there. */
  readonly focusing: { current: boolean };
  /** Whether the preview takes a part of the width, so that rows change their height. */
  readonly narrow: boolean;
  readonly more: () => void;
  readonly onActive: (id: string) => void;
  readonly onPreview: (id: string) => void;
  readonly onSelect: (id: string) => void;
}

export function CaseList({ cases, total, active, selected, focusing, narrow, more, ...on }: ListProps) {
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const now = Date.now();
  useLayoutEffect(() => {
    const measure = () => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      setMargin(Math.round(top + scrollY));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, []);
  const rows = useWindowVirtualizer({
    count: cases.length,
    estimateSize: () => 52,
    overscan: 12,
    scrollMargin: margin,
    scrollPaddingStart: 130,
    scrollPaddingEnd: 80,
    getItemKey: (at) => cases[at]?.id ?? at,
  });
  const shown = rows.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= cases.length - 30 && cases.length < total) more();
  }, [lastShown, cases.length, total, more]);
  const activeAt = cases.findIndex(({ id }) => id === active);
  useEffect(() => {
    if (!focusing.current || activeAt < 0) return;
    rows.scrollToIndex(activeAt, { align: "auto" });
    // The row may be made by the scrolling alone.
    const frame = requestAnimationFrame(() => {
      body.current
        ?.querySelector<HTMLElement>(`[aria-rowindex="${activeAt + 2}"]`)
        ?.focus({ preventScroll: true });
      focusing.current = false;
    });
    return () => cancelAnimationFrame(frame);
  }, [activeAt, focusing, rows]);
  const place = useRef(activeAt);
  place.current = activeAt;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the preview moves the row that it is about.
  useEffect(() => {
    const timer = setTimeout(
      () => place.current >= 0 && rows.scrollToIndex(place.current, { align: "auto" }),
      60,
    );
    return () => clearTimeout(timer);
  }, [narrow]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the rows that are not seen.
    <div
      className="grid"
      role="grid"
      aria-label="Cases"
      aria-rowcount={total + 1}
      aria-multiselectable="true"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the rows below take the focus. */}
      <div className="row head" role="row" aria-rowindex={1}>
        {columns.map((title) => (
          // biome-ignore lint/a11y/useSemanticElements: as above.
          // biome-ignore lint/a11y/useFocusableInteractive: as above.
          <div role="columnheader" key={title}>
            {title === "" ? <span className="unseen">Selected</span> : title}
          </div>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div role="rowgroup" className="rows" ref={body} style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, key, start }) => {
          const one = cases[index];
          if (one === undefined) return null;
          return (
            <Row
              key={key}
              one={one}
              at={index}
              top={start - margin}
              now={now}
              measure={rows.measureElement}
              isActive={one.id === active || (activeAt < 0 && index === 0)}
              isCurrent={one.id === active}
              isSelected={selected.has(one.id)}
              {...on}
            />
          );
        })}
      </div>
    </div>
  );
}

interface RowProps extends Pick<ListProps, "onActive" | "onPreview" | "onSelect"> {
  readonly one: CaseSummary;
  readonly at: number;
  readonly top: number;
  readonly now: number;
  readonly measure: (element: Element | null) => void;
  readonly isActive: boolean;
  readonly isCurrent: boolean;
  readonly isSelected: boolean;
}

function Row({
  one,
  at,
  top,
  now,
  measure,
  isActive,
  isCurrent,
  isSelected,
  onActive,
  onPreview,
  onSelect,
}: RowProps) {
  const { id, title, action, machine_action, priority, severity, state, owner, findings, entities } = one;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the rows that are not seen.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the queue's keys do it.
    <div
      role="row"
      ref={measure}
      data-index={at}
      aria-rowindex={at + 2}
      aria-selected={isSelected}
      tabIndex={isActive ? 0 : -1}
      className={`row${isCurrent ? " current" : ""}${one.background ? " background" : ""}`}
      style={{ transform: `translateY(${top}px)` }}
      onFocus={() => onActive(id)}
      onClick={() => onPreview(id)}
    >
      <Cell name="pick">
        <input
          type="checkbox"
          aria-label={`Select ${id}`}
          tabIndex={isActive ? 0 : -1}
          checked={isSelected}
          onClick={(event) => event.stopPropagation()}
          onChange={() => onSelect(id)}
        />
      </Cell>
      <Cell name="decision">
        <DecisionChip action={action} priority={priority} replaced={action !== machine_action} />
      </Cell>
      <Cell name="title">
        <Link to={caseAddress(id)} className="case-title" tabIndex={isActive ? 0 : -1}>
          <Text most={160}>{title}</Text>
        </Link>
        <span className="case-id">
          {id} · {counted(entities, "entity", "entities")} · {counted(one.events, "event")}
          {one.background ? " · background" : ""}
          {one.questions.map((question) => (
            <span className="tag" key={question} title={`Its findings answer ${question}`}>
              {question}
            </span>
          ))}
          {one.set_aside === null ? null : " "}
          <SetAsideChip one={one} />
          {one.tags.slice(0, 4).map((tag) => (
            <span className="tag" key={tag}>
              <Text most={30}>{tag}</Text>
            </span>
          ))}
        </span>
      </Cell>
      <Cell name="severity">
        <SeverityChip severity={severity} />
      </Cell>
      <Cell name="span">
        <span>{minuteOf(one.first_seen)}</span>
        <span className="card-only"> – </span>
        <span>{minuteOf(one.last_seen)}</span>
      </Cell>
      <Cell name="findings">
        {findings}
        <span className="card-only">{findings === 1 ? " finding" : " findings"}</span>
      </Cell>
      <Cell name="state">
        <StateChip state={state} />
      </Cell>
      <Cell name="owner">
        {owner === null ? <span className="quiet">nobody</span> : <Text most={30}>{owner}</Text>}
      </Cell>
      <Cell name="age">{ageOf(one.created_at, now)}</Cell>
    </div>
  );
}

function Cell({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the rows that are not seen.
    // biome-ignore lint/a11y/useFocusableInteractive: its row takes the focus.
    <div role="gridcell" className={`cell ${name}`}>
      {children}
    </div>
  );
}

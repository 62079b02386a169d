/** The chart and the list of a timeline, and how one moves in them. */
import { useKeys } from "../keys.tsx";
import type { CaseView } from "../model.ts";
import { Empty } from "../parts/states.tsx";
import { Link, useRouter } from "../router.tsx";
import { counted, countOf, spanOf } from "../times.ts";
import { Chart } from "./chart.tsx";
import { PointList } from "./list.tsx";
import { type CaseEvents, type Laning, lanesOf, type Point, type Span, wholeSpan, zoomed } from "./points.ts";

export function TimelineView({
  view,
  points,
  events,
  busy,
  again,
  span: asked,
  laning,
}: {
  readonly view: CaseView;
  readonly points: readonly Point[];
  readonly events: CaseEvents | undefined;
  readonly busy: boolean;
  /** The store is not asked by itself when records come in: each question waits for its turn. */
  readonly again: () => void;
  /** Undefined for all of it. */
  readonly span: Span | undefined;
  readonly laning: Laning;
}) {
  const { path, query, go } = useRouter();
  const whole = wholeSpan(points, { from: view.first_seen, to: view.last_seen });
  const span = asked ?? whole;
  const shown = points.filter(({ at, end }) => end >= span.from && at <= span.to);
  const lanes = lanesOf(points, laning);
  const active = query.get("at") ?? undefined;
  const change = (given: Readonly<Record<string, string | undefined>>, replace = false) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(given))
      if (value === undefined) next.delete(name);
      else next.set(name, value);
    const text = next.toString();
    go(text === "" ? path : `${path}?${text}`, { replace });
  };
  const look = (to: Span | undefined) =>
    change({
      from: to === undefined ? undefined : String(to.from),
      to: to === undefined ? undefined : String(to.to),
    });
  const middle = points.find(({ key }) => key === active)?.at ?? (span.from + span.to) / 2;
  const zoom = (factor: number) => {
    const next = zoomed(span, middle, factor, whole);
    look(next.from <= whole.from && next.to >= whole.to ? undefined : next);
  };
  useKeys({
    "+": () => zoom(0.5),
    "Shift++": () => zoom(0.5),
    "-": () => zoom(2),
    "0": () => look(undefined),
  });
  return (
    <>
      <div className="timeline-tools">
        <span className="buttons">
          <button type="button" className="small" onClick={() => zoom(0.5)}>
            Closer <kbd>+</kbd>
          </button>
          <button type="button" className="small" disabled={asked === undefined} onClick={() => zoom(2)}>
            Wider <kbd>-</kbd>
          </button>
          <button
            type="button"
            className="small"
            disabled={asked === undefined}
            onClick={() => look(undefined)}
          >
            All of it <kbd>0</kbd>
          </button>
          <button
            type="button"
            className="small"
            onClick={() => look({ from: Math.max(0, view.first_seen - 1000), to: view.last_seen + 1000 })}
          >
            The activity only
          </button>
        </span>
        <label>
          Lanes by{" "}
          <select
            value={laning}
            onChange={({ target }) => change({ lanes: target.value === "source" ? undefined : target.value })}
          >
            <option value="source">source</option>
            <option value="entity">entity</option>
          </select>
        </label>
        <button type="button" className="small" disabled={busy} onClick={again}>
          Ask again
        </button>
        <span className="quiet">{spanOf(span.from, span.to)} UTC</span>
      </div>
      {points.length === 0 ? null : (
        <Chart
          points={shown}
          lanes={lanes}
          span={span}
          active={active}
          onSpan={look}
          onPick={(key) => change({ at: key, open: "1" }, true)}
        />
      )}
      <p className="quiet" role="status">
        {counted(shown.length, "point")} here; draw a span over the lanes to look closer, <kbd>j</kbd>{" "}
        <kbd>k</kbd> walk.
        {busy ? " More are being asked for." : ""}
      </p>
      <Limits view={view} events={events} />
      {events !== undefined && shown.length === 0 ? (
        <Empty title="Nothing lies in this span.">
          <p>
            <Link to={path}>Look at all of it</Link>.
          </p>
        </Empty>
      ) : (
        <PointList
          view={view}
          points={shown}
          active={active}
          open={query.get("open") === "1"}
          onActive={(key, open) => change({ at: key, open: open ? "1" : undefined }, true)}
        />
      )}
    </>
  );
}

/** What is not shown, and what to do about it. */
function Limits({ view, events }: { readonly view: CaseView; readonly events: CaseEvents | undefined }) {
  if (events === undefined) return null;
  const { total, items, left_out, from, to } = events;
  return (
    <>
      {total > items.length ? (
        <p className="notice">
          {countOf(items.length)} of {countOf(total)} events from {spanOf(from, to)} UTC are shown, some of
          each part of the span. Look closer to see all.
        </p>
      ) : null}
      {total === 0 ? (
        <p className="notice">
          The store has no event of these entities in the span of the case; what was found is shown by its
          findings.
        </p>
      ) : null}
      {left_out.length === 0 ? null : (
        <p className="quiet">
          Events were not looked for by {counted(left_out.length, "entity", "entities")} of{" "}
          {countOf(view.snapshot.entities.length)}: agents are others' as well, and there is a limit.
        </p>
      )}
    </>
  );
}

/** When the loaded cases were last seen; a span drawn over it becomes the filter's. */
import { type PointerEvent, useMemo, useRef, useState } from "react";
import type { CaseSummary } from "../model.ts";
import { counted, fromInput, minuteOf, toInput } from "../times.ts";

const barsMost = 60;
const height = 56;
/** Rounder steps are easier to read: minutes to months, in milliseconds. */
const stepsMs = [1, 5, 15, 60, 180, 360, 720, 1440, 10_080, 40_320].map((minutes) => minutes * 60_000);

interface Bar {
  readonly fromMs: number;
  readonly count: number;
  readonly escalate: number;
}

export function barsOf(cases: readonly CaseSummary[]): { readonly bars: Bar[]; readonly stepMs: number } {
  if (cases.length === 0) return { bars: [], stepMs: 0 };
  const times = cases.map(({ last_seen }) => last_seen);
  // A loop, as arguments have a limit.
  const first = times.reduce((least, time) => Math.min(least, time));
  const last = times.reduce((most, time) => Math.max(most, time));
  const wanted = (last - first) / barsMost;
  const stepMs = stepsMs.find((step) => step >= wanted) ?? Math.ceil(wanted);
  const begin = Math.floor(first / stepMs) * stepMs;
  const bars = Array.from({ length: Math.floor((last - begin) / stepMs) + 1 }, (_, at) => ({
    fromMs: begin + at * stepMs,
    count: 0,
    escalate: 0,
  }));
  for (const { last_seen, action } of cases) {
    const bar = bars[Math.floor((last_seen - begin) / stepMs)];
    if (bar === undefined) continue;
    bar.count += 1;
    if (action === "escalate") bar.escalate += 1;
  }
  return { bars, stepMs };
}

export function Histogram({
  cases,
  from,
  to,
  onSpan,
}: {
  readonly cases: readonly CaseSummary[];
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly onSpan: (from: number | undefined, to: number | undefined) => void;
}) {
  const { bars, stepMs } = useMemo(() => barsOf(cases), [cases]);
  const [drawn, setDrawn] = useState<{ readonly a: number; readonly b: number }>();
  const frame = useRef<SVGSVGElement>(null);
  const most = bars.reduce((highest, { count }) => Math.max(highest, count), 1);
  const at = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    const place = Math.floor(((event.clientX - box.left) / box.width) * bars.length);
    return Math.max(0, Math.min(bars.length - 1, place));
  };
  const done = () => {
    if (drawn === undefined) return;
    const [a, b] = [Math.min(drawn.a, drawn.b), Math.max(drawn.a, drawn.b)];
    setDrawn(undefined);
    const [first, last] = [bars[a], bars[b]];
    if (first !== undefined && last !== undefined) onSpan(first.fromMs, last.fromMs + stepMs - 1);
  };
  const low = drawn === undefined ? undefined : Math.min(drawn.a, drawn.b);
  const high = drawn === undefined ? undefined : Math.max(drawn.a, drawn.b);
  return (
    <section className="histogram" aria-label="When cases were last seen">
      {bars.length === 0 ? null : (
        <>
          <svg
            ref={frame}
            viewBox={`0 0 ${bars.length} ${height}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={`${counted(cases.length, "loaded case")}, last seen from ${minuteOf(bars[0]?.fromMs ?? 0)} to ${minuteOf((bars.at(-1)?.fromMs ?? 0) + stepMs)} UTC; at most ${most} in one bar. The fields below set the span.`}
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              frame.current?.setPointerCapture(event.pointerId);
              setDrawn({ a: at(event), b: at(event) });
            }}
            onPointerMove={(event) => {
              if (drawn !== undefined) setDrawn({ a: drawn.a, b: at(event) });
            }}
            onPointerUp={done}
            onPointerCancel={() => setDrawn(undefined)}
          >
            {bars.map(({ fromMs, count, escalate }, x) => (
              <g key={fromMs}>
                <title>{`${minuteOf(fromMs)} UTC: ${counted(count, "case")}, ${escalate} to escalate`}</title>
                <rect className="bar-place" x={x} y={0} width={1} height={height} />
                <rect
                  className="bar-other"
                  x={x + 0.08}
                  width={0.84}
                  y={height - (count / most) * height}
                  height={(count / most) * height}
                />
                <rect
                  className="bar-escalate"
                  x={x + 0.08}
                  width={0.84}
                  y={height - (escalate / most) * height}
                  height={(escalate / most) * height}
                />
              </g>
            ))}
            {low === undefined || high === undefined ? null : (
              <rect className="bar-span" x={low} y={0} width={high - low + 1} height={height} />
            )}
          </svg>
          <p className="histogram-ends" aria-hidden="true">
            <span>{minuteOf(bars[0]?.fromMs ?? 0)}</span>
            <span className="quiet">
              last seen, UTC · <i className="key-escalate" /> escalate <i className="key-other" /> other ·
              drag to set the span
            </span>
            <span>{minuteOf((bars.at(-1)?.fromMs ?? 0) + stepMs)}</span>
          </p>
        </>
      )}
      <div className="span-fields">
        <label>
          Active from{" "}
          <input
            type="datetime-local"
            key={`from ${from}`}
            defaultValue={toInput(from)}
            onBlur={({ target }) => target.value !== toInput(from) && onSpan(fromInput(target.value), to)}
            onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          />
        </label>
        <label>
          to{" "}
          <input
            type="datetime-local"
            key={`to ${to}`}
            defaultValue={toInput(to)}
            onBlur={({ target }) => target.value !== toInput(to) && onSpan(from, fromInput(target.value))}
            onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          />
        </label>
        <span className="quiet">UTC</span>
        {from === undefined && to === undefined ? null : (
          <button type="button" className="small" onClick={() => onSpan(undefined, undefined)}>
            Any time
          </button>
        )}
      </div>
    </section>
  );
}

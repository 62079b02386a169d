/** The time axis: a lane for each source or entity, and a span drawn over it to look closer. The list beside it says the same. */
import { type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { counted, secondOf } from "../times.ts";
import { shortened, visible } from "../visible.ts";
import { type Point, type Span, ticksOf } from "./points.ts";

const laneHeight = 26;
const axisHeight = 22;
/** Marks nearer to each other than this are one. */
const cellWidth = 5;
const tickWidth = 96;
/** Less is a click and no span. */
const dragMin = 4;

export function Chart({
  points,
  lanes,
  span,
  active,
  onSpan,
  onPick,
}: {
  readonly points: readonly Point[];
  readonly lanes: readonly string[];
  readonly span: Span;
  readonly active: string | undefined;
  readonly onSpan: (span: Span) => void;
  readonly onPick: (key: string) => void;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const [drawn, setDrawn] = useState<{ readonly a: number; readonly b: number }>();
  const scale = (at: number) => ((at - span.from) / Math.max(1, span.to - span.from)) * width;
  // A text that has to end at the edge would stand on the one before it.
  const ticks = ticksOf(span, Math.floor(width / tickWidth)).filter(
    ({ at }) => scale(at) <= width - tickWidth / 3,
  );
  const timeAt = (x: number) => Math.round(span.from + (x / Math.max(1, width)) * (span.to - span.from));
  const height = lanes.length * laneHeight + axisHeight;
  const cells = useMemo(() => cellsOf(points, span, width), [points, span, width]);
  const place = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    return Math.max(0, Math.min(width, event.clientX - (box?.left ?? 0)));
  };
  const row = (event: PointerEvent) =>
    Math.floor((event.clientY - (frame.current?.getBoundingClientRect().top ?? 0)) / laneHeight);
  const done = (event: PointerEvent) => {
    if (drawn === undefined) return;
    setDrawn(undefined);
    const [a, b] = [Math.min(drawn.a, drawn.b), Math.max(drawn.a, drawn.b)];
    if (b - a >= dragMin) return onSpan({ from: timeAt(a), to: timeAt(b) });
    const near = nearest(cells, lanes[row(event)], a);
    if (near !== undefined) onPick(near);
  };
  return (
    <div className="timeline-chart">
      <ol className="lane-names" aria-hidden="true">
        {lanes.map((lane) => (
          <li key={lane} title={visible(lane)}>
            <bdi>{visible(shortened(lane, 60))}</bdi>
          </li>
        ))}
      </ol>
      <div className="lane-frame" ref={frame}>
        <svg
          role="img"
          aria-label={`${counted(points.length, "point")} from ${secondOf(span.from)} to ${secondOf(span.to)} UTC in ${counted(lanes.length, "lane")}; the list has each`}
          width={width}
          height={height}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            setDrawn({ a: place(event), b: place(event) });
          }}
          onPointerMove={(event) => {
            if (drawn !== undefined) setDrawn({ a: drawn.a, b: place(event) });
          }}
          onPointerUp={done}
          onPointerCancel={() => setDrawn(undefined)}
        >
          <rect className="lane-ground" width={width} height={height} />
          {lanes.map((lane, n) => (
            <line
              key={lane}
              className="lane-line"
              x1={0}
              x2={width}
              y1={(n + 1) * laneHeight}
              y2={(n + 1) * laneHeight}
            />
          ))}
          {ticks.map(({ at, text }) => (
            <g key={at}>
              <line className="tick-line" x1={scale(at)} x2={scale(at)} y1={0} y2={height - axisHeight + 4} />
              <text
                className="tick-text"
                x={scale(at)}
                y={height - 6}
                textAnchor={anchorOf(scale(at), width)}
              >
                {text}
              </text>
            </g>
          ))}
          {cells.map((cell) => (
            <Mark key={cell.key} cell={cell} top={lanes.indexOf(cell.lane) * laneHeight} active={active} />
          ))}
          {drawn === undefined ? null : (
            <rect
              className="bar-span"
              x={Math.min(drawn.a, drawn.b)}
              width={Math.abs(drawn.b - drawn.a)}
              y={0}
              height={height}
            />
          )}
        </svg>
      </div>
    </div>
  );
}

/** A text at an end of the axis stays within it. */
function anchorOf(x: number, width: number): "start" | "middle" | "end" {
  return x < tickWidth / 3 ? "start" : x > width - tickWidth / 3 ? "end" : "middle";
}

interface Cell {
  readonly key: string;
  readonly lane: string;
  readonly x: number;
  readonly width: number;
  readonly keys: readonly string[];
  readonly kind: Point["from"]["kind"];
}

/** Points that would lie on one another are one mark; what lasts is a mark of its own. */
function cellsOf(points: readonly Point[], span: Span, width: number): Cell[] {
  const cells = new Map<string, { cell: Cell; keys: string[] }>();
  const scale = (at: number) => ((at - span.from) / Math.max(1, span.to - span.from)) * width;
  for (const { key, at, end, lane, from } of points) {
    const begin = Math.max(0, scale(at));
    const length = Math.min(width, scale(end)) - begin;
    const isLong = length > 2 * cellWidth;
    const id = isLong ? `${lane} ${key}` : `${lane} ${Math.floor(begin / cellWidth)}`;
    const known = cells.get(id);
    if (known !== undefined) known.keys.push(key);
    else {
      const keys = [key];
      const x = isLong ? begin : Math.floor(begin / cellWidth) * cellWidth;
      const cell = { key: id, lane, x, width: isLong ? length : cellWidth - 1, keys, kind: from.kind };
      cells.set(id, { cell, keys });
    }
  }
  return [...cells.values()].map(({ cell }) => cell);
}

function Mark({
  cell,
  top,
  active,
}: {
  readonly cell: Cell;
  readonly top: number;
  readonly active: string | undefined;
}) {
  const count = cell.keys.length;
  const tall = Math.min(laneHeight - 6, 8 + Math.round(4 * Math.log2(count)));
  const isActive = active !== undefined && cell.keys.includes(active);
  return (
    <rect
      className={`mark-${cell.kind}${isActive ? " mark-active" : ""}`}
      x={cell.x}
      width={cell.width}
      y={top + (laneHeight - tall) / 2}
      height={tall}
      rx={1}
    >
      <title>{counted(count, "point")}</title>
    </rect>
  );
}

const pickWithin = 12;

function nearest(cells: readonly Cell[], lane: string | undefined, x: number): string | undefined {
  let best: { readonly cell: Cell; readonly far: number } | undefined;
  for (const cell of cells) {
    if (cell.lane !== lane) continue;
    const far = x < cell.x ? cell.x - x : Math.max(0, x - cell.x - cell.width);
    if (far <= pickWithin && far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { cell, far };
  }
  return best?.cell.keys[0];
}

function useWidth(ref: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(600);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => setWidth(Math.max(100, Math.floor(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}

/** The points one under the other, in the order of time; each opens what it stands on. */
import { useEffect, useRef } from "react";
import { useKeys } from "../keys.tsx";
import type { CaseView } from "../model.ts";
import { Fields } from "../parts/fields.tsx";
import { RecordPlace } from "../parts/record.tsx";
import { RawLine, Text } from "../parts/text.tsx";
import { caseAddress, Link } from "../router.tsx";
import { countOf, secondOf, spanOf } from "../times.ts";
import type { Point } from "./points.ts";

const pageSize = 200;

export function PointList({
  view,
  points,
  active,
  open,
  onActive,
}: {
  readonly view: CaseView;
  readonly points: readonly Point[];
  /** Key of the point that the walk is at. */
  readonly active: string | undefined;
  /** Whether what it stands on is shown. */
  readonly open: boolean;
  readonly onActive: (key: string | undefined, open: boolean) => void;
}) {
  const list = useRef<HTMLOListElement>(null);
  const at = points.findIndex(({ key }) => key === active);
  const page = Math.floor(Math.max(0, at) / pageSize);
  const shown = points.slice(page * pageSize, (page + 1) * pageSize);
  const walk = (by: number) => (event: KeyboardEvent) => {
    event.preventDefault();
    const next = points[at < 0 ? 0 : Math.max(0, Math.min(points.length - 1, at + by))];
    if (next !== undefined) onActive(next.key, false);
  };
  const toggle = (event: KeyboardEvent) => {
    if (active === undefined) return;
    event.preventDefault();
    onActive(active, !open);
  };
  useKeys({ j: walk(1), k: walk(-1), Space: toggle, Enter: toggle, o: toggle });
  useEffect(() => {
    if (active === undefined) return;
    const row = list.current?.querySelector<HTMLElement>('[aria-current="true"]');
    row?.scrollIntoView({ block: "nearest" });
    if (row !== null && row !== undefined && !row.contains(document.activeElement))
      row.focus({ preventScroll: true });
  }, [active]);
  const turn = (to: number) => onActive(points[to * pageSize]?.key, false);
  return (
    <>
      <ol className="plain-list point-list" ref={list} start={page * pageSize + 1}>
        {shown.map((point) => (
          <Row
            key={point.key}
            view={view}
            point={point}
            isActive={point.key === active}
            isOpen={open && point.key === active}
            onToggle={() => onActive(point.key, !(open && point.key === active))}
          />
        ))}
      </ol>
      {points.length <= pageSize ? null : (
        <p className="buttons">
          <button type="button" className="small" disabled={page === 0} onClick={() => turn(page - 1)}>
            Earlier ones
          </button>
          <span className="quiet">
            {countOf(page * pageSize + 1)}–{countOf(page * pageSize + shown.length)} of{" "}
            {countOf(points.length)}
          </span>
          <button
            type="button"
            className="small"
            disabled={(page + 1) * pageSize >= points.length}
            onClick={() => turn(page + 1)}
          >
            Later ones
          </button>
        </p>
      )}
    </>
  );
}

function Row({
  view,
  point,
  isActive,
  isOpen,
  onToggle,
}: {
  readonly view: CaseView;
  readonly point: Point;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const { at, lane, what, who, from } = point;
  return (
    <li className="point" tabIndex={-1} {...(isActive ? { "aria-current": "true" as const } : {})}>
      <p className="point-head">
        <span className="mono nowrap">{secondOf(at)}</span>
        <span className={`chip lane-${from.kind}`}>
          <Text most={40}>{lane}</Text>
        </span>
        <span className="point-what">
          {who === "" || who === lane ? null : (
            <span className="quiet">
              <Text most={80}>{who}</Text>{" "}
            </span>
          )}
          <Text most={240}>{what}</Text>
        </span>
        <button type="button" className="plain" aria-expanded={isOpen} onClick={onToggle}>
          {from.kind === "event" ? "Line" : from.kind === "finding" ? "Lines" : "Detail"}
          <span className="unseen"> of {secondOf(at)}</span>
        </button>
      </p>
      {isOpen ? <Ground view={view} point={point} /> : null}
    </li>
  );
}

/** What a point stands on. */
function Ground({ view, point }: { readonly view: CaseView; readonly point: Point }) {
  const { from } = point;
  switch (from.kind) {
    case "event":
      return <RecordPlace place={from.event} />;
    case "finding": {
      const { id, evidence, evidence_lines, first, last } = from.finding;
      return (
        <div className="point-ground">
          <p className="quiet">
            {first === undefined || last === undefined
              ? ""
              : `${spanOf(Date.parse(first), Date.parse(last))} UTC · `}
            <Link to={`${caseAddress(view.id)}#finding-${encodeURIComponent(id)}`}>
              The finding in the case
            </Link>
          </p>
          {evidence.map(({ path, line, text }) => (
            <div className="evidence" key={`${path}:${line}`}>
              <p className="evidence-head mono">
                <Text most={300}>{`${path}:${line}`}</Text>
              </p>
              <RawLine text={text} />
            </div>
          ))}
          {evidence_lines > evidence.length ? (
            <p className="quiet">
              {countOf(evidence.length)} of {countOf(evidence_lines)} lines
            </p>
          ) : null}
        </div>
      );
    }
    case "act":
      return (
        <div className="point-ground">
          <p className="quiet">
            Entry {from.entry.seq} of the audit: {from.entry.act}
          </p>
          <Fields of={from.entry.detail} />
        </div>
      );
    case "decision":
      return (
        <div className="point-ground">
          <p className="quiet">
            What the machine decided in the run <Text most={80}>{from.run}</Text>
          </p>
        </div>
      );
  }
}

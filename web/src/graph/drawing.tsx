/** The graph as a drawing. Arrows walk its nodes, Enter opens and closes what stands around one, x takes it away. */
import { type KeyboardEvent, useMemo, useRef } from "react";
import { kindWords } from "../hunt/entity.ts";
import { countOf } from "../times.ts";
import { shortened, visible } from "../visible.ts";
import { headHeight, type Layout, lineOf, nodeHeight, nodeWidth, type Placed, stepFrom } from "./layout.ts";
import type { GraphEdge, GraphNode } from "./model.ts";

/** Characters that fit into a node. */
const labelMost = 23;

export function Drawing({
  layout,
  edges,
  selected,
  onSelect,
  onToggle,
  onRemove,
}: {
  readonly layout: Layout;
  readonly edges: readonly GraphEdge[];
  readonly selected: string | undefined;
  readonly onSelect: (key: string) => void;
  readonly onToggle: (key: string) => void;
  readonly onRemove: (key: string) => void;
}) {
  const drawing = useRef<SVGSVGElement>(null);
  const byKey = useMemo(() => new Map(layout.placed.map((one) => [one.node.key, one])), [layout]);
  const most = Math.max(1, ...edges.map(({ count }) => count));
  const inTab = byKey.has(selected ?? "") ? selected : layout.placed[0]?.node.key;
  const focus = (placed: Placed | undefined) => {
    if (placed === undefined) return;
    onSelect(placed.node.key);
    const nodes = drawing.current?.querySelectorAll<SVGGElement>(".node") ?? [];
    nodes[layout.placed.indexOf(placed)]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, key: string) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") onToggle(key);
    else if (event.key === "Delete" || event.key === "x") {
      const here = byKey.get(key);
      const next =
        layout.placed.find(({ column, row }) => column === here?.column && row === here.row + 1) ??
        layout.placed.find(({ column, row }) => column === here?.column && row === here.row - 1) ??
        layout.placed.find(({ node }) => node.key !== key);
      focus(next);
      onRemove(key);
    } else {
      const next = stepFrom(layout, key, event.key);
      if (next === undefined) return;
      focus(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="graph-scroll">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no set of fields. */}
      <svg
        ref={drawing}
        className="graph"
        width={layout.width}
        height={layout.height}
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        role="group"
        aria-label="Graph: arrows walk, Enter opens or closes a node, x takes it away"
      >
        {layout.columns.map(({ kind, x }) => (
          <text key={kind} x={x} y={headHeight - 14} className="graph-head">
            {kindWords[kind]}
          </text>
        ))}
        <g>
          {edges.map((edge) => {
            const [from, to] = [byKey.get(edge.from), byKey.get(edge.to)];
            if (from === undefined || to === undefined) return null;
            const isOwn = selected === edge.from || selected === edge.to;
            return (
              <path
                key={`${edge.from} ${edge.to}`}
                d={lineOf(from, to)}
                className={isOwn ? "edge own" : "edge"}
                strokeWidth={1 + (3 * Math.log1p(edge.count)) / Math.log1p(most)}
              />
            );
          })}
        </g>
        {layout.placed.map((placed) => (
          <Node
            key={placed.node.key}
            placed={placed}
            count={countBeside(placed.node, edges, selected)}
            isSelected={placed.node.key === selected}
            tabIndex={placed.node.key === inTab ? 0 : -1}
            onSelect={onSelect}
            onToggle={onToggle}
            onKeyDown={onKeyDown}
          />
        ))}
      </svg>
    </div>
  );
}

/** What a node has in common with the selected one, else the most that it has with any. */
function countBeside(
  { key, count }: GraphNode,
  edges: readonly GraphEdge[],
  selected: string | undefined,
): number | undefined {
  const shared = edges.find(
    ({ from, to }) => (from === key && to === selected) || (to === key && from === selected),
  );
  return shared?.count ?? count;
}

function Node({
  placed: { node, x, y },
  count,
  isSelected,
  tabIndex,
  onSelect,
  onToggle,
  onKeyDown,
}: {
  readonly placed: Placed;
  readonly count: number | undefined;
  readonly isSelected: boolean;
  readonly tabIndex: number;
  readonly onSelect: (key: string) => void;
  readonly onToggle: (key: string) => void;
  readonly onKeyDown: (event: KeyboardEvent, key: string) => void;
}) {
  const name = labelOf(node);
  const long = visible(shortened(name, labelMost * 8));
  const label = long.length > labelMost ? `${shortened(long, labelMost - 1)}…` : long;
  const unit = node.kind !== "case" ? "in common" : count === 1 ? "finding" : "findings";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing has no buttons of its own.
    <g
      className={`node kind-${node.kind}${isSelected ? " selected" : ""}`}
      transform={`translate(${x} ${y})`}
      role="button"
      tabIndex={tabIndex}
      aria-expanded={node.isOpen}
      onClick={() => onSelect(node.key)}
      onDoubleClick={() => onToggle(node.key)}
      onFocus={() => onSelect(node.key)}
      onKeyDown={(event) => onKeyDown(event, node.key)}
    >
      <rect width={nodeWidth} height={nodeHeight} rx="6" />
      <text x="10" y="17" className="node-name" direction="ltr">
        {label}
      </text>
      <text x="10" y="32" className="node-count">
        {[
          kindWords[node.kind],
          count === undefined ? "" : `${countOf(count)} ${unit}`,
          node.isOpen ? "open" : "",
        ]
          .filter((part) => part !== "")
          .join(" · ")}
      </text>
    </g>
  );
}

export function labelOf({ kind, value, title }: GraphNode): string {
  return kind === "case" && title !== undefined ? `${value} ${title}` : value;
}

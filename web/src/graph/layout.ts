/** Where nodes stand: a column for each kind, in each the most of it on top. The same graph is always drawn alike. */
import type { GraphNode, NodeKind } from "./model.ts";

export const nodeWidth = 178;
export const nodeHeight = 40;
const columnWidth = 234;
const rowHeight = 52;
export const headHeight = 34;
const edge = 8;
/** How far the line between two nodes of one column swings out at most. */
const swing = 46;

export interface Placed {
  readonly node: GraphNode;
  /** Pixels from the left and from above, of its corner. */
  readonly x: number;
  readonly y: number;
  readonly column: number;
  readonly row: number;
}

export interface Layout {
  readonly placed: readonly Placed[];
  readonly columns: readonly { readonly kind: NodeKind; readonly x: number }[];
  readonly width: number;
  readonly height: number;
}

export function layoutOf(nodes: readonly GraphNode[]): Layout {
  const kinds = [...new Set(nodes.map(({ kind }) => kind))];
  const rows = kinds.map(() => 0);
  const tallest = Math.max(1, ...kinds.map((kind) => nodes.filter((node) => node.kind === kind).length));
  const placed = nodes.map((node) => {
    const column = kinds.indexOf(node.kind);
    const row = rows[column] ?? 0;
    rows[column] = row + 1;
    return { node, column, row, x: edge + column * columnWidth, y: headHeight + row * rowHeight };
  });
  return {
    placed,
    columns: kinds.map((kind, column) => ({ kind, x: edge + column * columnWidth })),
    width: 2 * edge + Math.max(0, kinds.length - 1) * columnWidth + nodeWidth + swing,
    height: headHeight + tallest * rowHeight + edge,
  };
}

/** The line between two nodes: from side to side, or around where both stand in one column. */
export function lineOf(from: Placed, to: Placed): string {
  const [left, right] = from.x <= to.x ? [from, to] : [to, from];
  const y = (one: Placed) => one.y + nodeHeight / 2;
  const start = left.x + nodeWidth;
  if (left.column === right.column)
    return `M ${start} ${y(left)} C ${start + swing} ${y(left)} ${start + swing} ${y(right)} ${start} ${y(right)}`;
  const middle = (start + right.x) / 2;
  return `M ${start} ${y(left)} C ${middle} ${y(left)} ${middle} ${y(right)} ${right.x} ${y(right)}`;
}

/** The node that an arrow leads to. */
export function stepFrom(layout: Layout, key: string, arrow: string): Placed | undefined {
  const here = layout.placed.find(({ node }) => node.key === key);
  if (here === undefined) return layout.placed[0];
  const inColumn = (column: number) => layout.placed.filter((one) => one.column === column);
  const own = inColumn(here.column);
  switch (arrow) {
    case "ArrowDown":
      return own[Math.min(own.length - 1, here.row + 1)];
    case "ArrowUp":
      return own[Math.max(0, here.row - 1)];
    case "ArrowRight":
    case "ArrowLeft": {
      const other = inColumn(here.column + (arrow === "ArrowRight" ? 1 : -1));
      return other[Math.min(other.length - 1, here.row)];
    }
    case "Home":
      return own[0];
    case "End":
      return own.at(-1);
    default:
      return undefined;
  }
}

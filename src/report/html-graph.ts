/**
 * The graph of a campaign as a picture in the page: entities as dots, the heaviest ties as lines. It is a tree around the entity
 * with the most ties, so it can be laid out without chance: the same campaign gives the same picture.
 */
import { compare } from "../detect/finding.ts";
import { counted } from "../words.ts";
import { type ReportCampaign, type ReportTie, tieLine } from "./campaigns.ts";
import { anchor, type HtmlContext } from "./html-parts.ts";
import { forHtml, shorten } from "./safe-text.ts";

const nodesMax = 60;
const nameMax = 28;
const ringMin = 150;
/** Height of a name, so that those beside each other do not touch. */
const lineHeight = 15;
const margin = 200;
const nodeRadius = 6;

interface Node {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** On which side its name stands. */
  readonly right: boolean;
  readonly depth: number;
}

/** Renders the graph; nothing where fewer than three are tied, for one line says that better. */
export function renderGraph(campaign: ReportCampaign, context: HtmlContext): string {
  const neighbours = neighboursOf(campaign.ties);
  if (neighbours.size < 3) return "";
  const nodes = placed(neighbours);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const drawn = campaign.ties.filter(({ from, to }) => byId.has(from) && byId.has(to));
  const [left, right] = extent(nodes.map(({ x }) => x)).map(Math.round) as [number, number];
  const [top, bottom] = extent(nodes.map(({ y }) => y)).map(Math.round) as [number, number];
  const size = { x: right - left + 2 * margin, y: bottom - top + 60 };
  const undrawn = neighbours.size - nodes.length;
  return `<figure class="graph">
<svg viewBox="${left - margin} ${top - 30} ${size.x} ${size.y}" width="${size.x}" height="${size.y}" role="img" aria-label="Graph of ${forHtml(campaign.id)}: ${counted(nodes.length, "entity")}, ${counted(drawn.length, "tie")}; the list below says the same">
${drawn.map((tie) => renderLine(tie, byId)).join("\n")}
${nodes.map((node) => renderNode(node, campaign, context)).join("\n")}
</svg>
<figcaption class="meta">Dots: entities (hollow: of an earlier run). Lines: the heaviest ties, thicker with more points.${undrawn > 0 ? ` ${counted(undrawn, "more entity")} not drawn.` : ""}</figcaption>
</figure>`;
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

function neighboursOf(ties: readonly ReportTie[]): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of ties) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  return neighbours;
}

/** Places entities: the one with most ties in the middle, each other a ring outside of the one that it hangs on. */
function placed(neighbours: ReadonlyMap<string, readonly string[]>): Node[] {
  const degree = (id: string) => neighbours.get(id)?.length ?? 0;
  const [root] = [...neighbours.keys()].sort((a, b) => degree(b) - degree(a) || compare(a, b));
  if (root === undefined) return [];
  const children = new Map<string, string[]>();
  const order = [root];
  const seen = new Set(order);
  for (const id of order) {
    const next = [...(neighbours.get(id) ?? [])]
      .filter((one) => !seen.has(one))
      .sort((a, b) => degree(b) - degree(a) || compare(a, b));
    const kept = next.slice(0, Math.max(0, nodesMax - order.length));
    children.set(id, kept);
    for (const one of kept) {
      seen.add(one);
      order.push(one);
    }
  }
  const leaves = new Map<string, number>();
  for (const id of order.toReversed())
    leaves.set(
      id,
      Math.max(
        1,
        (children.get(id) ?? []).reduce((sum, one) => sum + (leaves.get(one) ?? 1), 0),
      ),
    );
  const nodes: Node[] = [];
  const ring = Math.max(ringMin, ((leaves.get(root) ?? 1) * lineHeight) / 4);
  const place = (id: string, depth: number, from: number, to: number) => {
    // Around the clock from the top; heights are even, so that names keep their distance at the top and the bottom too.
    const turn = (from + to) / 2;
    const right = turn < 0.5;
    const height = right ? 4 * turn - 1 : 3 - 4 * turn;
    const reach = ring * depth;
    const x = (right ? 1 : -1) * Math.sqrt(Math.max(0, 1 - height * height)) * reach;
    nodes.push({ id, depth, right: depth === 0 || right, x: round(x), y: round(height * reach) });
    const all = leaves.get(id) ?? 1;
    let at = from;
    for (const child of children.get(id) ?? []) {
      const width = ((to - from) * (leaves.get(child) ?? 1)) / all;
      place(child, depth + 1, at, at + width);
      at += width;
    }
  };
  place(root, 0, 0, 1);
  return nodes;
}

function renderLine(tie: ReportTie, byId: ReadonlyMap<string, Node>): string {
  const [from, to] = [byId.get(tie.from), byId.get(tie.to)];
  if (from === undefined || to === undefined) return "";
  return `<line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}" stroke-width="${Math.min(6, tie.points / 2)}"><title>${forHtml(shorten(tieLine(tie), 300))}</title></line>`;
}

function renderNode({ id, x, y, right }: Node, campaign: ReportCampaign, context: HtmlContext): string {
  const entity = context.entities.get(id);
  const name = entity?.value ?? id.slice(id.indexOf(":") + 1);
  const label = `<text x="${round(x + (right ? 11 : -11))}" y="${round(y + 4)}" text-anchor="${right ? "start" : "end"}">${forHtml(shorten(fileName(name), nameMax))}</text>`;
  const dot = `<circle cx="${x}" cy="${y}" r="${nodeRadius}"${entity === undefined ? ' class="earlier"' : entity.action === "escalate" ? ' class="escalate"' : ""}><title>${forHtml(shorten(name, 300))}</title></circle>`;
  const of = context.caseOf.get(id) ?? campaign.earlier.find((one) => one.id === id)?.case ?? "";
  return context.shown.has(of)
    ? `<a href="#${anchor("case", of)}">${dot}${label}</a>`
    : `<g>${dot}${label}</g>`;
}

/** Of a mail or a file its own name: the folder is the same for many, and the whole stands at the dot. */
function fileName(name: string): string {
  const own = name.slice(name.lastIndexOf("/") + 1);
  return /[a-z]/i.test(own) ? own : name;
}

/** A place to a tenth. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}

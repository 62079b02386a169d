/** A graph that is grown from a selection: what stands in the address, and what the answers make of it. */
import { type EntityKind, entityKinds } from "../hunt/entity.ts";

export const nodeKinds = ["case", ...entityKinds] as const;
export type NodeKind = EntityKind | "case";

export interface Place {
  readonly kind: NodeKind;
  readonly value: string;
}

export interface GraphNode extends Place {
  readonly key: string;
  readonly title: string | undefined;
  /** Of its edges the largest count; undefined for one that was put there and has no edge. */
  readonly count: number | undefined;
  readonly isOpen: boolean;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Events in which both stand; findings where one is a case; ties of a case between two of its entities. */
  readonly count: number;
}

export interface Neighbour extends Place {
  readonly title?: string;
  readonly count: number;
  readonly first: number | null;
  readonly last: number | null;
}

export interface Neighbours {
  readonly neighbours: readonly Neighbour[];
  readonly of: Readonly<Partial<Record<NodeKind, number>>>;
  readonly order: string;
  /** Ties between entities of a case, by their keys. */
  readonly links: readonly GraphEdge[];
}

/** What the address says. */
export interface GraphView {
  readonly nodes: readonly string[];
  readonly open: readonly string[];
  readonly gone: readonly string[];
  /** Neighbours of a kind that are shown of a node. */
  readonly per: number;
  readonly from: string;
  readonly to: string;
}

export const perChoices = [3, 5, 8, 20, 50] as const;
const perDefault = 5;
/** Nodes that are drawn at most. */
export const nodesMax = 250;

export const keyOf = ({ kind, value }: Place) => `${kind}:${value}`;

export function placeOf(key: string): Place | undefined {
  const at = key.indexOf(":");
  const kind = nodeKinds.find((one) => one === key.slice(0, at));
  const value = key.slice(at + 1);
  return kind === undefined || value === "" ? undefined : { kind, value };
}

export function viewOf(query: URLSearchParams): GraphView {
  const keys = (name: string) => [...new Set(query.getAll(name))].filter((key) => placeOf(key) !== undefined);
  const per = Number(query.get("per"));
  const time = (name: string) => (/^\d{1,16}$/.test(query.get(name) ?? "") ? (query.get(name) ?? "") : "");
  return {
    nodes: keys("node"),
    open: keys("open"),
    gone: keys("gone"),
    per: perChoices.find((one) => one === per) ?? perDefault,
    from: time("from"),
    to: time("to"),
  };
}

export function addressOf({ nodes, open, gone, per, from, to }: GraphView): string {
  const query = new URLSearchParams();
  for (const key of nodes) query.append("node", key);
  for (const key of open) query.append("open", key);
  for (const key of gone) query.append("gone", key);
  if (per !== perDefault) query.set("per", String(per));
  if (from !== "") query.set("from", from);
  if (to !== "") query.set("to", to);
  const text = query.toString();
  return text === "" ? "/graph" : `/graph?${text}`;
}

export interface Grown {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Nodes that are not drawn, since there are too many. */
  readonly left: number;
}

/** The nodes that were put there and what stands around those that are open, in the order of their kinds and counts. */
export function grown(view: GraphView, answers: ReadonlyMap<string, Neighbours>): Grown {
  const titles = new Map<string, string>();
  const counts = new Map<string, number>();
  const places = new Map<string, Place>();
  const edges = new Map<string, GraphEdge>();
  const add = (key: string, place: Place | undefined) => {
    if (place !== undefined && !places.has(key) && !view.gone.includes(key)) places.set(key, place);
  };
  for (const key of [...view.nodes, ...view.open]) add(key, placeOf(key));
  for (const from of view.open) {
    if (view.gone.includes(from)) continue;
    for (const one of answers.get(from)?.neighbours ?? []) {
      const to = keyOf(one);
      if (view.gone.includes(to)) continue;
      add(to, { kind: one.kind, value: one.value });
      if (one.title !== undefined) titles.set(to, one.title);
      const name = from < to ? `${from}\n${to}` : `${to}\n${from}`;
      const count = Math.max(one.count, edges.get(name)?.count ?? 0);
      edges.set(name, { from, to, count });
      // Beside a case stands how many of its findings are about the other: not how many it has.
      const ends = places.get(from)?.kind === "case" ? [to] : [from, to];
      for (const end of ends) counts.set(end, Math.max(count, counts.get(end) ?? 0));
    }
  }
  // The case's own reasons, where the store's events said nothing of the pair.
  for (const { links } of answers.values())
    for (const link of links) {
      const name = link.from < link.to ? `${link.from}\n${link.to}` : `${link.to}\n${link.from}`;
      if (!edges.has(name)) edges.set(name, link);
    }
  const nodes = [...places].map(([key, place]) => ({
    ...place,
    key,
    title: titles.get(key),
    count: counts.get(key),
    isOpen: view.open.includes(key),
  }));
  nodes.sort(
    (a, b) =>
      nodeKinds.indexOf(a.kind) - nodeKinds.indexOf(b.kind) ||
      Number(b.isOpen) - Number(a.isOpen) ||
      (b.count ?? 0) - (a.count ?? 0) ||
      (a.value < b.value ? -1 : 1),
  );
  const kept = nodes.length <= nodesMax ? nodes : cut(nodes);
  const keys = new Set(kept.map(({ key }) => key));
  return {
    nodes: kept,
    edges: [...edges.values()].filter(({ from, to }) => keys.has(from) && keys.has(to)),
    left: nodes.length - kept.length,
  };
}

/** Those that are open, and of the others those of the largest counts. */
function cut(nodes: readonly GraphNode[]): GraphNode[] {
  const ranked = [...nodes].sort(
    (a, b) => Number(b.isOpen) - Number(a.isOpen) || (b.count ?? 0) - (a.count ?? 0),
  );
  const kept = new Set(ranked.slice(0, nodesMax));
  return nodes.filter((node) => kept.has(node));
}

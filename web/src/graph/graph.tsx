/** A graph of entities and cases, grown from a selection. */
import { useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { ask, Problem } from "../api.ts";
import { SpanFields } from "../hunt/span-fields.tsx";
import { Part } from "../parts/part.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { Text } from "../parts/text.tsx";
import { useRouter } from "../router.tsx";
import { counted, countOf } from "../times.ts";
import { Begin } from "./begin.tsx";
import { Drawing } from "./drawing.tsx";
import { layoutOf } from "./layout.ts";
import { NodeList } from "./list.tsx";
import {
  addressOf,
  type GraphView,
  grown,
  type Neighbours,
  nodesMax,
  perChoices,
  placeOf,
  viewOf,
} from "./model.ts";
import { Selected } from "./selected.tsx";

/** Nodes that may be open at once: each is a question to the store. */
const openMax = 20;
const busyTries = 20;
const busyWaitMs = 2_000;

export function Graph() {
  const { query, go } = useRouter();
  const view = viewOf(query);
  const show = (next: Partial<GraphView>) => go(addressOf({ ...view, ...next }));
  return (
    <main className="page graph-page" id="main" tabIndex={-1}>
      <h1>Graph</h1>
      {view.nodes.length === 0 && view.open.length === 0 ? (
        <Begin onBegin={(key) => show({ nodes: [key], open: [key] })} />
      ) : (
        <Grown view={view} show={show} />
      )}
    </main>
  );
}

function Grown({
  view,
  show,
}: {
  readonly view: GraphView;
  readonly show: (next: Partial<GraphView>) => void;
}) {
  const { answers, failures, waiting, again } = useNeighbours(view);
  const [selected, setSelected] = useState(view.nodes[0] ?? view.open[0]);
  const graph = useMemo(() => grown(view, answers), [view, answers]);
  const layout = useMemo(() => layoutOf(graph.nodes), [graph]);
  const toggle = (key: string) => {
    if (view.open.includes(key))
      show({
        open: view.open.filter((one) => one !== key),
        nodes: [...new Set([...view.nodes, key])],
      });
    else if (view.open.length < openMax) show({ open: [...view.open, key] });
  };
  const remove = (key: string) =>
    show({
      nodes: view.nodes.filter((one) => one !== key),
      open: view.open.filter((one) => one !== key),
      gone: [...new Set([...view.gone, key])],
    });
  const node = graph.nodes.find(({ key }) => key === selected);
  return (
    <>
      <Limits view={view} show={show} />
      {waiting > 0 ? <Loading what="what stands in the same events" /> : null}
      {failures.map(({ key, error }) => (
        <div key={key}>
          <p>
            <Text most={120}>{placeOf(key)?.value ?? key}</Text>:
          </p>
          <Failed error={error} again={again} />
        </div>
      ))}
      {graph.left > 0 ? (
        <p className="notice">
          {countOf(nodesMax)} nodes are drawn, those of the most events;{" "}
          {counted(graph.left, "node is", "nodes are")} left out. Close a node, take some away, or show fewer
          of each kind.
        </p>
      ) : null}
      {view.open.length >= openMax ? (
        <p className="notice">{openMax} nodes are open, which is the most. Close one to open another.</p>
      ) : null}
      <div className="graph-and-side">
        <Drawing
          layout={layout}
          edges={graph.edges}
          selected={selected}
          onSelect={setSelected}
          onToggle={toggle}
          onRemove={remove}
        />
        <Selected
          node={node}
          answer={node === undefined ? undefined : answers.get(node.key)}
          span={{
            from: view.from === "" ? undefined : Number(view.from),
            to: view.to === "" ? undefined : Number(view.to),
          }}
          onToggle={toggle}
          onRemove={remove}
        />
      </div>
      <NodeList graph={graph} answers={answers} view={view} onToggle={toggle} onRemove={remove} />
    </>
  );
}

function useNeighbours({ open, per, from, to }: GraphView) {
  const asked = open.slice(0, openMax);
  const queries = useQueries({
    queries: asked.map((key) => ({
      queryKey: ["neighbours", key, per, from, to],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        ask<Neighbours>("/graph/neighbours", {
          method: "POST",
          body: {
            ...placeOf(key),
            limit: per,
            ...(from === "" ? {} : { from: Number(from) }),
            ...(to === "" ? {} : { to: Number(to) }),
          },
          signal,
        }),
      staleTime: 60_000,
      // Questions wait for each other; beyond some the service asks to come later.
      retry: (failures: number, error: Error) =>
        error instanceof Problem && error.kind === "busy" && failures < busyTries,
      retryDelay: busyWaitMs,
    })),
  });
  const stamp = queries.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answers are new where their times are.
  const answers = useMemo(() => {
    const all = new Map<string, Neighbours>();
    asked.forEach((key, at) => {
      const data = queries[at]?.data;
      if (data !== undefined) all.set(key, data);
    });
    return all;
  }, [stamp, asked.join("\n")]);
  return {
    answers,
    failures: asked.flatMap((key, at) => {
      const error = queries[at]?.error;
      return error === null || error === undefined ? [] : [{ key, error }];
    }),
    waiting: queries.filter(({ isPending }) => isPending).length,
    again: () => {
      for (const one of queries) if (one.error !== null) void one.refetch();
    },
  };
}

function Limits({
  view,
  show,
}: {
  readonly view: GraphView;
  readonly show: (next: Partial<GraphView>) => void;
}) {
  return (
    <Part title="What is shown" className="graph-limits">
      <div className="inline-form">
        <div className="field">
          <label htmlFor="per">Of each kind</label>
          <select id="per" value={view.per} onChange={({ target }) => show({ per: Number(target.value) })}>
            {perChoices.map((one) => (
              <option key={one} value={one}>
                {one} neighbours
              </option>
            ))}
          </select>
        </div>
        <SpanFields
          given={{ from: view.from, to: view.to }}
          onGiven={({ from = "", to = "" }) => show({ from, to })}
        />
        {view.gone.length === 0 ? null : (
          <p className="buttons">
            <button type="button" onClick={() => show({ gone: [] })}>
              Bring back {counted(view.gone.length, "node")}
            </button>
          </p>
        )}
      </div>
    </Part>
  );
}

/** The graph as a table: the same nodes, counts and acts for those who do not see the drawing. */
import { kindWords, pivotItems } from "../hunt/entity.ts";
import { MenuButton } from "../parts/menu.tsx";
import { Part } from "../parts/part.tsx";
import { Table } from "../parts/table.tsx";
import { Text } from "../parts/text.tsx";
import { caseAddress, Link } from "../router.tsx";
import { countOf } from "../times.ts";
import { shortened, visible } from "../visible.ts";
import { labelOf } from "./drawing.tsx";
import type { GraphEdge, GraphNode, GraphView, Grown, Neighbours } from "./model.ts";
import { placeOf } from "./model.ts";
import { Shown } from "./selected.tsx";

/** Edges of a node that are told. */
const edgesShown = 3;

export function NodeList({
  graph,
  answers,
  view,
  onToggle,
  onRemove,
}: {
  readonly graph: Grown;
  readonly answers: ReadonlyMap<string, Neighbours>;
  readonly view: GraphView;
  readonly onToggle: (key: string) => void;
  readonly onRemove: (key: string) => void;
}) {
  return (
    <Part title="The same as a table" count={countOf(graph.nodes.length)}>
      <ul className="plain-list">
        {view.open.flatMap((key) => {
          const answer = answers.get(key);
          return answer === undefined
            ? []
            : [
                <li key={key}>
                  <Text most={80}>{placeOf(key)?.value ?? key}</Text>: <Shown answer={answer} />
                </li>,
              ];
        })}
      </ul>
      <Table label="Nodes of the graph" head={["Kind", "Value", "In common with", "-Acts"]}>
        {graph.nodes.map((node) => (
          <tr key={node.key}>
            <td className="nowrap">{kindWords[node.kind]}</td>
            <td className="value">
              <NodeValue node={node} />
            </td>
            <td>
              <Ties edges={graph.edges} own={node.key} />
            </td>
            <td className="nowrap">
              <button
                type="button"
                className="small"
                aria-expanded={node.isOpen}
                onClick={() => onToggle(node.key)}
              >
                {node.isOpen ? "Close" : "Open"}
                <span className="unseen"> {visible(shortened(node.value, 80))}</span>
              </button>{" "}
              <button type="button" className="small" onClick={() => onRemove(node.key)}>
                Take away<span className="unseen"> {visible(shortened(node.value, 80))}</span>
              </button>
            </td>
          </tr>
        ))}
      </Table>
    </Part>
  );
}

function NodeValue({ node }: { readonly node: GraphNode }) {
  const { kind, value } = node;
  const text = <Text most={160}>{labelOf(node)}</Text>;
  if (kind === "case") return <Link to={caseAddress(value)}>{text}</Link>;
  return (
    <MenuButton
      label={`${kindWords[kind]} ${visible(shortened(value, 80))}`}
      items={() => pivotItems({ kind, value })}
    >
      {text}
    </MenuButton>
  );
}

function Ties({ edges, own }: { readonly edges: readonly GraphEdge[]; readonly own: string }) {
  const ties = edges
    .flatMap(({ from, to, count }) =>
      from === own ? [{ key: to, count }] : to === own ? [{ key: from, count }] : [],
    )
    .sort((a, b) => b.count - a.count);
  return (
    <>
      {ties.slice(0, edgesShown).map(({ key, count }, at) => (
        <span key={key}>
          {at === 0 ? "" : ", "}
          <Text most={50}>{placeOf(key)?.value ?? key}</Text> ({countOf(count)})
        </span>
      ))}
      {ties.length > edgesShown ? `, and ${countOf(ties.length - edgesShown)} more` : ""}
    </>
  );
}

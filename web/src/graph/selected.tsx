/** The node that was chosen: what it is, how much of what is around it is shown, and where it can be followed to. */
import { kindWords, pivotItems, type Span } from "../hunt/entity.ts";
import { Part } from "../parts/part.tsx";
import { Text } from "../parts/text.tsx";
import { caseAddress, Link } from "../router.tsx";
import { counted } from "../times.ts";
import { type GraphNode, type Neighbours, nodeKinds } from "./model.ts";

export function Selected({
  node,
  answer,
  span,
  onToggle,
  onRemove,
}: {
  readonly node: GraphNode | undefined;
  readonly answer: Neighbours | undefined;
  readonly span: Span;
  readonly onToggle: (key: string) => void;
  readonly onRemove: (key: string) => void;
}) {
  if (node === undefined)
    return (
      <Part title="Nothing is chosen" className="graph-side">
        <p className="quiet">Choose a node to see what it is.</p>
      </Part>
    );
  return (
    <Part title={`Chosen: ${kindWords[node.kind]}`} className="graph-side">
      <p className="value">
        <Text most={400}>{node.value}</Text>
      </p>
      {node.title === undefined ? null : (
        <p>
          <Text most={200}>{node.title}</Text>
        </p>
      )}
      <p className="buttons">
        <button
          type="button"
          className="small"
          aria-expanded={node.isOpen}
          onClick={() => onToggle(node.key)}
        >
          {node.isOpen ? "Close" : "Open"} <kbd>Enter</kbd>
        </button>
        <button type="button" className="small" onClick={() => onRemove(node.key)}>
          Take away <kbd>x</kbd>
        </button>
      </p>
      {answer === undefined ? null : <Shown answer={answer} />}
      <ul className="plain-list">
        {node.kind === "case" ? (
          <li>
            <Link to={caseAddress(node.value)}>Open the case</Link>
          </li>
        ) : (
          pivotItems({ kind: node.kind, value: node.value }, span).flatMap(({ label, to }) =>
            to === undefined || to.startsWith("/graph")
              ? []
              : [
                  <li key={label}>
                    <Link to={to}>{label}</Link>
                  </li>,
                ],
          )
        )}
      </ul>
    </Part>
  );
}

/** How many of all there are. */
export function Shown({ answer: { neighbours, of, order } }: { readonly answer: Neighbours }) {
  const parts = nodeKinds.flatMap((kind) => {
    const all = of[kind] ?? 0;
    if (all === 0) return [];
    const shown = neighbours.filter((one) => one.kind === kind).length;
    const word = kindWords[kind];
    return [`${shown} of ${counted(all, word, word === "address" ? "addresses" : `${word}s`)}`];
  });
  return (
    <p className="quiet">
      {parts.length === 0 ? "Nothing stands in the same events." : `${parts.join(", ")}; ${order}.`}
    </p>
  );
}

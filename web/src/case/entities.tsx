/** Who and what the case is about. */

import { useState } from "react";
import { type CaseView, may } from "../model.ts";
import { EntityValue } from "../parts/entity-value.tsx";
import { Part } from "../parts/part.tsx";
import { Table } from "../parts/table.tsx";
import { CopyButton, Text } from "../parts/text.tsx";
import { partOf } from "../register/entry.ts";
import { type Justified, JustifyDialog } from "../register/justify.tsx";
import { useActor } from "../session.tsx";
import { countOf } from "../times.ts";

const shownFirst = 30;

export function Entities({ view }: { readonly view: CaseView }) {
  const { entities, links } = view.snapshot;
  const [all, setAll] = useState(false);
  const [justified, setJustified] = useState<Justified>();
  const tier2 = may(useActor(), "tier2");
  const names = new Map(entities.map(({ id, value }) => [id, value]));
  const shown = all ? entities : entities.slice(0, shownFirst);
  return (
    <Part id="entities" title="Entities" className="entities" count={countOf(entities.length)}>
      {entities.length > 0 ? null : (
        <p className="quiet">The newest report names none. The audit of this case tells of those before.</p>
      )}
      <Table label="Table of entities" head={["Entity", "Type", "Action", "#Score", "-Copy", "-Justify"]}>
        {shown.map(({ id, type, value, action, score, justification }) => (
          <tr key={id}>
            <td className="value">
              <EntityValue type={type} value={value} />
              {justification === undefined ? null : (
                <div className="quiet">
                  justified: <Text>{justification}</Text>
                </div>
              )}
            </td>
            <td>{type.replaceAll("_", " ")}</td>
            <td>{action}</td>
            <td className="number">{score}</td>
            <td>
              <CopyButton what={type.replaceAll("_", " ")} text={value} />
            </td>
            <td>
              {tier2 && justification === undefined && partOf[type] !== undefined ? (
                <button type="button" className="small" onClick={() => setJustified({ type, value })}>
                  Justify<span className="unseen"> {value}</span> …
                </button>
              ) : null}
            </td>
          </tr>
        ))}
      </Table>
      {shown.length < entities.length ? (
        <button type="button" onClick={() => setAll(true)}>
          Show all {countOf(entities.length)}
        </button>
      ) : null}
      {links.length === 0 ? null : (
        <details>
          <summary>Why they are one case ({countOf(links.length)})</summary>
          <ul>
            {links.slice(0, 200).map(({ from, to, because }) => (
              <li key={`${from} ${to} ${because}`}>
                <Text most={80}>{names.get(from) ?? from}</Text> –{" "}
                <Text most={80}>{names.get(to) ?? to}</Text>: <Text>{because}</Text>
              </li>
            ))}
          </ul>
        </details>
      )}
      {justified === undefined ? null : (
        <JustifyDialog entity={justified} caseId={view.id} onClose={() => setJustified(undefined)} />
      )}
    </Part>
  );
}

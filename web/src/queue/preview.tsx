/** A case beside the list: what it is about, without losing one's place. */
import type { Kind } from "../acts/kinds.ts";
import type { CaseView } from "../model.ts";
import { may } from "../model.ts";
import { AnswerChip, DecisionChip, SetAsideChip, SeverityChip, StateChip } from "../parts/chips.tsx";
import { EntityValue } from "../parts/entity-value.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { RawLine, Text } from "../parts/text.tsx";
import { caseAddress, Link } from "../router.tsx";
import { useActor } from "../session.tsx";
import { counted, spanOf } from "../times.ts";
import { useCase } from "./data.ts";

const findingsShown = 4;
const entitiesShown = 6;

export function Preview({
  id,
  onClose,
  onAct,
}: {
  readonly id: string;
  readonly onClose: () => void;
  readonly onAct: (kind: Kind) => void;
}) {
  const actor = useActor();
  const view = useCase(id);
  return (
    <aside className="preview" aria-label={`Preview of ${id}`}>
      <header className="preview-head">
        <strong>{id}</strong>
        <span>
          <Link to={caseAddress(id)} className="button small">
            Open
          </Link>{" "}
          <button type="button" className="small" onClick={onClose} aria-label="Close the preview">
            ✕
          </button>
        </span>
      </header>
      {view.data === undefined ? (
        view.isPending ? (
          <Loading what={id} />
        ) : (
          <Failed error={view.error} again={() => void view.refetch()} />
        )
      ) : (
        <>
          <Facts view={view.data} />
          {may(actor, "tier1") ? (
            <p className="buttons">
              <button type="button" className="small" onClick={() => onAct("escalate")}>
                Escalate <kbd>e</kbd>
              </button>
              <button type="button" className="small" onClick={() => onAct("close")}>
                Close <kbd>c</kbd>
              </button>
              <button type="button" className="small" onClick={() => onAct("note")}>
                Note <kbd>n</kbd>
              </button>
              <button type="button" className="small" onClick={() => onAct("tag")}>
                Tags <kbd>t</kbd>
              </button>
            </p>
          ) : null}
        </>
      )}
    </aside>
  );
}

function Facts({ view }: { readonly view: CaseView }) {
  const { snapshot, answers } = view;
  return (
    <>
      <h2>
        <Text most={300}>{view.title}</Text>
      </h2>
      <p className="chips">
        <DecisionChip action={view.action} priority={view.priority} replaced={view.override !== null} />
        <SeverityChip severity={view.severity} />
        <StateChip state={view.state} />
        <SetAsideChip one={view} />
      </p>
      <p className="quiet">
        {spanOf(view.first_seen, view.last_seen)} UTC · {counted(view.findings, "finding")} · score{" "}
        {view.score}
      </p>
      <h3>Answers</h3>
      <ul className="plain-list">
        {answers.map(({ id, answer, sentence }) => (
          <li key={id}>
            <b>{id}</b> <AnswerChip answer={answer} /> <Text most={220}>{sentence}</Text>
          </li>
        ))}
      </ul>
      <h3>Entities</h3>
      <ul className="plain-list">
        {snapshot.entities.slice(0, entitiesShown).map(({ id, type, value }) => (
          <li key={id}>
            <span className="quiet">{type.replaceAll("_", " ")}</span>{" "}
            <EntityValue type={type} value={value} most={120} />
          </li>
        ))}
      </ul>
      <More count={snapshot.entities.length - entitiesShown} />
      <h3>Findings</h3>
      <ul className="plain-list">
        {snapshot.findings.slice(0, findingsShown).map(({ id, clause, sentence, evidence }) => (
          <li key={id}>
            <b>{clause}</b> <Text most={220}>{sentence}</Text>
            {evidence[0] === undefined ? null : <RawLine text={evidence[0].text.slice(0, 300)} />}
          </li>
        ))}
      </ul>
      <More count={snapshot.findings.length - findingsShown} />
    </>
  );
}

function More({ count }: { readonly count: number }) {
  return count > 0 ? <p className="quiet">{counted(count, "more is", "more are")} in the case.</p> : null;
}

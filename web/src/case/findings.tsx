/** Findings, with the lines that prove them. */
import { useRef, useState } from "react";
import { useKeys } from "../keys.tsx";
import type { CaseFinding, CaseView } from "../model.ts";
import { SeverityChip } from "../parts/chips.tsx";
import { Part } from "../parts/part.tsx";
import { RecordPlace } from "../parts/record.tsx";
import { CopyButton, RawLine, Text } from "../parts/text.tsx";
import { counted, countOf, spanOf } from "../times.ts";

/** Lines of a finding that are shown at first, and findings that are. */
const linesFirst = 2;
const findingsFirst = 50;

export function Findings({ view }: { readonly view: CaseView }) {
  const { findings, entities } = view.snapshot;
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLOListElement>(null);
  const shown = all ? findings : findings.slice(0, findingsFirst);
  const names = new Map(entities.map(({ id, value }) => [id, value]));
  const items = () => [...(list.current?.children ?? [])] as HTMLElement[];
  const here = () => items().findIndex((one) => one.contains(document.activeElement));
  const move = (by: number) => (event: KeyboardEvent) => {
    event.preventDefault();
    const at = here();
    const next = items()[at < 0 ? 0 : Math.max(0, Math.min(shown.length - 1, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const toggle = (id: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const toggleHere = (event: KeyboardEvent) => {
    const one = shown[here()];
    if (one === undefined) return;
    event.preventDefault();
    toggle(one.id);
  };
  useKeys({ j: move(1), k: move(-1), Space: toggleHere, Enter: toggleHere, o: toggleHere });
  return (
    <Part id="findings" title="Findings" className="findings" count={countOf(findings.length)}>
      {findings.length === 0 ? (
        <p className="quiet">
          The newest report has none for this case. Its history below tells how it was decided before, and its
          timeline what the store still has.
        </p>
      ) : null}
      <ol className="plain-list" ref={list}>
        {shown.map((finding) => (
          <Finding
            key={finding.id}
            finding={finding}
            entity={names.get(finding.entity) ?? finding.entity}
            isOpen={open.has(finding.id)}
            onToggle={() => toggle(finding.id)}
          />
        ))}
      </ol>
      {shown.length < findings.length ? (
        <button type="button" onClick={() => setAll(true)}>
          Show all {countOf(findings.length)}
        </button>
      ) : null}
    </Part>
  );
}

function Finding({
  finding,
  entity,
  isOpen,
  onToggle,
}: {
  readonly finding: CaseFinding;
  readonly entity: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const { id, clause, indicator, severity, confidence, sentence, evidence, evidence_lines, count } = finding;
  const lines = isOpen ? evidence : evidence.slice(0, linesFirst);
  const span =
    finding.first === undefined || finding.last === undefined
      ? ""
      : ` · ${spanOf(Date.parse(finding.first), Date.parse(finding.last))} UTC`;
  return (
    <li className="finding" id={`finding-${encodeURIComponent(id)}`} tabIndex={-1}>
      <p>
        <b>{clause}</b> <SeverityChip severity={severity} /> <Text most={600}>{sentence}</Text>
      </p>
      <p className="quiet">
        <span className="mono">{indicator}</span> · <Text most={120}>{entity}</Text> · confidence {confidence}{" "}
        · {counted(count, "time")}
        {span}
      </p>
      {lines.map((one) => (
        <Evidence key={`${one.path}:${one.line}`} {...one} />
      ))}
      {evidence.length > linesFirst ? (
        <button type="button" className="plain" aria-expanded={isOpen} onClick={onToggle}>
          {isOpen ? "Fewer lines" : `${counted(evidence.length - linesFirst, "more line")} here`}
        </button>
      ) : null}
      {evidence_lines > evidence.length ? (
        <p className="quiet">
          {counted(evidence_lines, "line")} in all; <code>vedette triage --json</code> has them.
        </p>
      ) : null}
    </li>
  );
}

function Evidence({ path, line, text }: CaseFinding["evidence"][number]) {
  const [around, setAround] = useState(false);
  return (
    <div className="evidence">
      <p className="evidence-head">
        <span className="mono">
          <Text most={300}>{`${path}:${line}`}</Text>
        </span>
        <span className="buttons">
          <button type="button" className="small" aria-expanded={around} onClick={() => setAround(!around)}>
            In its log<span className="unseen"> {`line ${line}`}</span>
          </button>
          <CopyButton what={`line ${line}`} text={`${path}:${line} ${text}`} />
        </span>
      </p>
      <RawLine text={text} />
      {around ? <RecordPlace place={{ path, line }} evidence={text} /> : null}
    </div>
  );
}

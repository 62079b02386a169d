/** The playbook's questions, with what answers them. */
import type { CaseView } from "../model.ts";
import { AnswerChip } from "../parts/chips.tsx";
import { Few } from "../parts/few.tsx";
import { Part } from "../parts/part.tsx";
import { Text } from "../parts/text.tsx";

export function Answers({ view }: { readonly view: CaseView }) {
  return (
    <Part title="Questions" className="answers">
      <p className="quiet">
        Answered over all logs of the newest look; findings that are linked are of this case.
      </p>
      <ol className="plain-list answer-cards">
        {view.answers.map(({ id, text, answer, sentence, findings, missing }) => (
          <li key={id} className="answer-card">
            <p>
              <b>{id}</b> <Text>{text}</Text>
            </p>
            <p>
              <AnswerChip answer={answer} /> <Text most={600}>{sentence}</Text>
            </p>
            {findings.length === 0 ? null : (
              <p className="quiet">
                <Few of={findings} most={5} what={`of ${id}`}>
                  {(finding) => (
                    <a className="nowrap" href={`#finding-${encodeURIComponent(finding)}`}>
                      {finding}
                    </a>
                  )}
                </Few>
              </p>
            )}
            {missing.length === 0 ? null : (
              <p className="missing">
                Not seen, or in part: <Text>{missing.join(", ")}</Text>
              </p>
            )}
          </li>
        ))}
      </ol>
    </Part>
  );
}

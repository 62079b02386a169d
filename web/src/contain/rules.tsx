/** Monitoring rules of a case, each tested on the history, with their files. */
import type { CaseView } from "../model.ts";
import { Empty } from "../parts/states.tsx";
import { Text } from "../parts/text.tsx";
import { useRouter } from "../router.tsx";
import { counted, countOf } from "../times.ts";
import { AnswerState, useAnswer } from "./asking.tsx";
import { FileView, SaveAll } from "./files.tsx";
import type { Answer, RulesDocument } from "./model.ts";

export function RulesPart({ view }: { readonly view: CaseView }) {
  const { path, query, go } = useRouter();
  const answer = useAnswer<RulesDocument>(
    `/cases/${encodeURIComponent(view.id)}/rules`,
    undefined,
    query.get("ask") === "1",
  );
  return (
    <>
      {answer.data !== undefined ? null : (
        <p className="buttons">
          <button
            type="button"
            className="primary"
            data-first
            disabled={answer.isFetching}
            onClick={() => (answer.error === null ? go(`${path}?drawer=rules&ask=1`) : void answer.refetch())}
          >
            Draft and test rules
          </button>
          <span className="quiet">For Sigma, Suricata and SQL, each tried on the whole history.</span>
        </p>
      )}
      <AnswerState answer={answer} waiting="Rules are tried on the history">
        {(found) => <Found view={view} answer={found} />}
      </AnswerState>
    </>
  );
}

function Found({ view, answer }: { readonly view: CaseView; readonly answer: Answer<RulesDocument> }) {
  const { result, files } = answer;
  const texts = new Map(files.map((file) => [file.name, file]));
  return (
    <>
      {result.rules.length === 0 ? (
        <Empty title="No rule is offered.">
          <p>Each one would miss the case, or fire on ordinary traffic; the reasons are below.</p>
        </Empty>
      ) : (
        <p className="buttons">
          <SaveAll files={files} name={`${view.id}-rules`} />
        </p>
      )}
      <ol className="plain-list candidates">
        {result.rules.map((rule) => {
          const file = texts.get(rule.file);
          return (
            <li key={rule.file} className="candidate">
              <p className="candidate-head">
                <b>
                  <Text most={200}>{rule.title}</Text>
                </b>
                <span className="chip">{rule.language}</span>
              </p>
              <p className="quiet">
                fired {counted(rule.back_test.of_case, "time")} on the case,{" "}
                {counted(rule.back_test.hostile, "time")} on other cases, {countOf(rule.back_test.ordinary)}{" "}
                on ordinary traffic: {rule.back_test.per_day} alerts a day over{" "}
                {Math.round(rule.back_test.days * 10) / 10} days
              </p>
              {file === undefined ? null : <FileView file={file} />}
            </li>
          );
        })}
      </ol>
      {result.not_offered.length === 0 ? null : (
        <details open={result.rules.length === 0}>
          <summary>Not offered ({countOf(result.not_offered.length)})</summary>
          <ul className="told-list">
            {result.not_offered.map((rule) => (
              <li key={rule.file}>
                <Text most={200}>{rule.title}</Text> ({rule.language}): <Text>{rule.because}</Text>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Sigma rules that are pasted, over the store. */
import { useEffect, useState } from "react";
import { Part } from "../parts/part.tsx";
import type { HuntView } from "./address.ts";
import { Editor } from "./editor.tsx";
import { SpanFields } from "./span-fields.tsx";

const example =
  "title: Dotfiles asked for by tools\nlevel: medium\nlogsource: {category: webserver}\ndetection:\n  selection:\n    cs-uri-query|contains: [/.env, /.git/]\n  filter_browser:\n    cs-user-agent|startswith: Mozilla\n  condition: selection and not 1 of filter_*\n";

export function SigmaQuestion({
  view,
  onRun,
}: {
  readonly view: HuntView;
  readonly onRun: (next: Partial<HuntView>) => void;
}) {
  const [text, setText] = useState(view.text);
  const [span, setSpan] = useState<Readonly<Record<string, string>>>(view.parameters);
  useEffect(() => setText(view.text), [view.text]);
  const run = () => {
    if (text.trim() !== "") onRun({ text, parameters: span });
  };
  return (
    <Part title="Rules">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <label htmlFor="rules" className="unseen">
          Sigma rules
        </label>
        <Editor
          id="rules"
          className="mono"
          rows={12}
          text={text}
          onText={setText}
          onRun={run}
          hint="YAML of Sigma 2.1, several documents parted by ---. Each row is a rule and whom it matched, with the first record that proves it."
          example={example}
          between={
            <div className="inline-form">
              <SpanFields given={span} onGiven={setSpan} />
            </div>
          }
        />
      </form>
    </Part>
  );
}

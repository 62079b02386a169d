/** Files to take away: each to read, to copy and to save, and all in one. */
import { createContext, useContext, useState } from "react";
import { useTell } from "../parts/tell.tsx";
import { CopyButton, TextBlock } from "../parts/text.tsx";
import { bytesOf, counted, countOf } from "../times.ts";
import { visibleLines } from "../visible.ts";
import type { AnswerFile } from "./model.ts";
import { saveFile } from "./save.ts";
import { zipOf } from "./zip.ts";

/** Is told when something was taken away. */
export const TakenContext = createContext<() => void>(() => {});

export function SaveAll({ files, name }: { readonly files: readonly AnswerFile[]; readonly name: string }) {
  const tell = useTell();
  const taken = useContext(TakenContext);
  if (files.length === 0) return null;
  return (
    <button
      type="button"
      className="primary"
      onClick={() => {
        saveFile(`${name}.zip`, zipOf(files, Date.now()));
        tell(`${name}.zip was given to the browser: ${counted(files.length, "file")}.`);
        taken();
      }}
    >
      Save all as .zip <span className="on-primary">{counted(files.length, "file")}</span>
    </button>
  );
}

/** Lines of a file that are shown before a person asks for all. */
const linesFirst = 40;

export function FileView({ file }: { readonly file: AnswerFile }) {
  const { name, text } = file;
  const tell = useTell();
  const taken = useContext(TakenContext);
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  // What is copied is what was seen; where that is not the file, only the file itself will do.
  const isPlain = visibleLines(text) === text;
  return (
    <div className="file">
      <p className="file-head">
        <span className="mono file-name">{name}</span>
        <span className="quiet">
          {counted(lines, "line")}, {bytesOf(new TextEncoder().encode(text).length)}
        </span>
        <span className="buttons">
          {isPlain ? (
            <CopyButton what={name} text={text} asIs lines onCopied={taken} />
          ) : (
            <span className="quiet">holds signs that cannot be seen: save it</span>
          )}
          <button
            type="button"
            className="small"
            onClick={() => {
              saveFile(name, text);
              tell(`${name} was given to the browser.`);
              taken();
            }}
          >
            Save<span className="unseen"> {name}</span>
          </button>
        </span>
      </p>
      <Preview text={text} name={name} lines={lines} />
    </div>
  );
}

function Preview({
  text,
  name,
  lines,
}: {
  readonly text: string;
  readonly name: string;
  readonly lines: number;
}) {
  const [open, setOpen] = useState(false);
  const [whole, setWhole] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        Read it<span className="unseen"> {name}</span>
      </summary>
      {open ? (
        <>
          <TextBlock label={name} text={whole ? text : text.split("\n", linesFirst).join("\n")} />
          {lines > linesFirst ? (
            <button type="button" className="plain" onClick={() => setWhole(!whole)}>
              {whole ? "Show the beginning only" : `Show all ${countOf(lines)} lines`}
            </button>
          ) : null}
        </>
      ) : null}
    </details>
  );
}

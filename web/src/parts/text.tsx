/** Text of logs and people. Nothing of it is ever markup; marks stand for what could not be seen. */
import { Fragment, memo, useState } from "react";
import { defanged } from "../defang.ts";
import { countOf } from "../times.ts";
import { pieces, shortened, visible, visibleLines } from "../visible.ts";
import { useTell } from "./tell.tsx";

/** One line of text that others wrote. */
export const Text = memo(function Text({
  children,
  most = 400,
}: {
  readonly children: string;
  /** Characters; the rest is left out with a mark. */
  readonly most?: number;
}) {
  const cut = shortened(children, most);
  return (
    <bdi>
      <Marked text={cut} />
      {cut.length < children.length ? (
        <span className="mark">…{most < 100 ? "" : ` ${countOf(children.length)} characters`}</span>
      ) : null}
    </bdi>
  );
});

function Marked({ text }: { readonly text: string }) {
  return pieces(text).map((piece, at) =>
    piece.mark ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name, and are all made anew.
      <span className="mark" key={at} title="a character that cannot be seen, or that moves others">
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}

/** Characters of a line that are shown before a person asks for all. */
const lineMost = 2_000;

/** A line of a log as it stands in its file. */
export function RawLine({ text }: { readonly text: string }) {
  const [whole, setWhole] = useState(false);
  const shown = whole ? text : shortened(text, lineMost);
  return (
    <div className="raw">
      <code className="raw-text">
        <bdi dir="ltr">
          <Marked text={shown} />
        </bdi>
      </code>
      {text.length > lineMost ? (
        <button type="button" className="plain" onClick={() => setWhole(!whole)}>
          {whole ? "Show the beginning only" : `Show all ${countOf(text.length)} characters`}
        </button>
      ) : null}
    </div>
  );
}

/** A text of several lines, which scrolls by itself. */
export function TextBlock({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus, or keys cannot scroll it.
    <section className="text-block" aria-label={label} tabIndex={0}>
      <pre>
        {text
          .replaceAll("\r\n", "\n")
          .split("\n")
          .map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and are all made anew.
            <bdi dir="ltr" key={at}>
              {line.split("\t").map((part, n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                <Fragment key={n}>
                  {n === 0 ? "" : "\t"}
                  <Marked text={part} />
                </Fragment>
              ))}
              {"\n"}
            </bdi>
          ))}
      </pre>
    </section>
  );
}

/** Copies what is seen: marks stay marks, so that nothing hidden is pasted into a terminal or a ticket. */
export function CopyButton({
  text,
  what,
  asIs = false,
  lines = false,
  onCopied,
}: {
  readonly text: string;
  readonly what: string;
  /** Commands and tokens; addresses in everything else are made harmless. */
  readonly asIs?: boolean;
  /** A text of several lines. */
  readonly lines?: boolean;
  readonly onCopied?: () => void;
}) {
  const tell = useTell();
  const copy = async () => {
    const copied = await toClipboard((lines ? visibleLines : visible)(asIs ? text : defanged(text)));
    if (copied) onCopied?.();
    tell(copied ? `Copied: ${what}` : "This browser does not let the page copy; select the text instead.");
  };
  return (
    <button type="button" className="small" onClick={() => void copy()}>
      Copy<span className="unseen"> {what}</span>
      {asIs ? null : <span className="quiet"> defanged</span>}
    </button>
  );
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without TLS there is no clipboard but the old way.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "unseen";
    // Behind an open dialog nothing can be selected.
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}

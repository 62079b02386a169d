/** Notes of people as elements; nothing of them ever is HTML. */
import { Fragment, type ReactNode } from "react";
import { type Block, blocksOf, type Inline, inlinesOf } from "./markdown-parts.ts";
import { visibleLines } from "./visible.ts";

/** A sentence with marks of code and emphasis. */
export function Inlines({ text }: { readonly text: string }) {
  return <Line text={visibleLines(text)} />;
}

function Line({ text }: { readonly text: string }) {
  return inlinesOf(text).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name, and are all made anew.
    <Fragment key={at}>{inlineElement(part)}</Fragment>
  ));
}

function inlineElement(part: Inline): ReactNode {
  switch (part.kind) {
    case "text":
      return part.text;
    case "code":
      return <code>{part.text}</code>;
    case "strong":
      return <strong>{part.text}</strong>;
    case "emphasis":
      return <em>{part.text}</em>;
    case "link":
      return <Leaving label={part.text} target={part.target} />;
  }
}

/** A link out of the console, with its whole target to read before it is followed. */
function Leaving({ label, target }: { readonly label: string; readonly target: string }) {
  return (
    <>
      {label === target ? "" : `${label} `}
      <a href={target} target="_blank" rel="noopener noreferrer">
        {target}
      </a>
    </>
  );
}

export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="markdown">
      {blocksOf(text).map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no other name, and are all made anew.
        <Fragment key={at}>{elementOf(block)}</Fragment>
      ))}
    </div>
  );
}

function elementOf(block: Block): ReactNode {
  switch (block.kind) {
    case "code":
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case "list": {
      const items = block.items.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        <li key={at}>
          <Line text={text} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "heading":
      return (
        <p>
          <strong>
            <Line text={block.text} />
          </strong>
        </p>
      );
    case "quote":
      return (
        <blockquote>
          <Line text={block.text} />
        </blockquote>
      );
    case "paragraph":
      return (
        <p>
          <Line text={block.text} />
        </p>
      );
  }
}

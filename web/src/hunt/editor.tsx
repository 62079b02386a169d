/** A text that is asked: its field, what is said of it, and the keys and buttons that run it. */
import type { ReactNode, Ref } from "react";

export function Editor({
  id,
  className,
  rows,
  text,
  onText,
  onRun,
  hint,
  example,
  field,
  between,
  children,
}: {
  readonly id: string;
  readonly className: string;
  readonly rows: number;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onRun: () => void;
  readonly hint: ReactNode;
  /** Offered where nothing is written. */
  readonly example: string;
  readonly field?: Ref<HTMLTextAreaElement>;
  /** Between the hint and the buttons. */
  readonly between?: ReactNode;
  /** Behind the buttons. */
  readonly children?: ReactNode;
}) {
  return (
    <>
      <textarea
        id={id}
        ref={field}
        className={className}
        value={text}
        rows={rows}
        spellCheck={false}
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => onText(target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onRun();
        }}
      />
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {between}
      <p className="buttons">
        <button type="submit" className="primary" disabled={text.trim() === ""}>
          Run <kbd>Ctrl Enter</kbd>
        </button>
        {text === "" ? (
          <button type="button" onClick={() => onText(example)}>
            An example
          </button>
        ) : null}
        {children}
      </p>
    </>
  );
}

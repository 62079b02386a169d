/** A dialog of the browser's own: it keeps the focus inside, gives it back, and Esc closes it. */
import { type ReactNode, useEffect, useId, useRef } from "react";

export function Dialog({
  title,
  onClose,
  children,
  wide = false,
  drawer = false,
}: {
  readonly title: string;
  /** Undefined where the dialog has to be answered. */
  readonly onClose: (() => void) | undefined;
  readonly children: ReactNode;
  readonly wide?: boolean;
  /** At the side, over the whole height. */
  readonly drawer?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    // The element that had the focus is given it back by hand: React removes the dialog before it closes.
    const before = document.activeElement;
    if (shown !== null && !shown.open) shown.showModal();
    shown?.querySelector<HTMLElement>("[data-first], textarea, input, select")?.focus();
    return () => {
      shown?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={drawer ? "drawer" : wide ? "wide" : ""}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      // A browser may close it all the same when Esc is pressed again.
      onClose={({ currentTarget }) => {
        if (!currentTarget.isConnected) return;
        if (onClose === undefined) currentTarget.showModal();
        else onClose();
      }}
    >
      <header className="dialog-head">
        <h2 id={id}>{title}</h2>
        {onClose === undefined ? null : (
          <button type="button" className="plain" aria-label="Close this dialog" onClick={onClose}>
            ✕
          </button>
        )}
      </header>
      {children}
    </dialog>
  );
}

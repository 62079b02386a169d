/** Parts of forms: a field with its label, and the line that says what went wrong. */
import { type ReactNode, useId } from "react";
import { isStale, Problem } from "../api.ts";
import { Text } from "./text.tsx";

export function Field({
  label,
  hint,
  children,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  /** Makes the control, by the ids that tie it to its label and hint. */
  readonly children: (ids: { readonly id: string; readonly "aria-describedby"?: string }) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, ...(hint === undefined ? {} : { "aria-describedby": `${id}-hint` }) })}
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** The field that a page is there for takes the focus when the page is shown. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}

/** Why it was not done, and what to do about it. What was typed stays. */
export function Refused({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  const problem = error instanceof Problem ? error : undefined;
  return (
    <p className="refused" role="alert">
      {isStale(error) ? (
        "Somebody changed this case meanwhile. It was loaded again; your text is kept. Look at the case, then send it again."
      ) : problem?.status === 401 ? (
        "You were signed out. Sign in, then send it again; your text is kept."
      ) : (
        <Text>{[problem?.message ?? "It was not done.", problem?.hint ?? ""].join(" ").trim()}</Text>
      )}
    </p>
  );
}

/** The same at a sign-in, where 401 is no session that ended. */
export function NotSignedIn({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  const says =
    error instanceof Problem ? `${error.message} ${error.hint ?? ""}`.trim() : "Signing in failed.";
  return (
    <p className="refused" role="alert">
      <Text>{says}</Text>
    </p>
  );
}

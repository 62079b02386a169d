/** What stands where something is not there yet, not there at all, or failed. */
import type { ReactNode } from "react";
import { Problem } from "../api.ts";
import { Text } from "./text.tsx";

export function Loading({ what }: { readonly what: string }) {
  return (
    <p className="stand-in" role="status">
      <span className="spinner" aria-hidden="true" /> Loading {what} …
    </p>
  );
}

export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="stand-in">
      <p className="stand-in-title">{title}</p>
      {children}
    </div>
  );
}

export function Failed({ error, again }: { readonly error: unknown; readonly again?: () => void }) {
  const problem = error instanceof Problem ? error : undefined;
  return (
    <div className="stand-in failed" role="alert">
      <p className="stand-in-title">
        <Text>{problem?.message ?? "The page failed at this."}</Text>
      </p>
      {problem?.hint === undefined ? null : (
        <p>
          <Text>{problem.hint}</Text>
        </p>
      )}
      {again === undefined ? null : (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

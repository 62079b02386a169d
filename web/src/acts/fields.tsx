/** What the forms of acts are built of. */
import type { ReactNode } from "react";
import type { CaseAct, ClosingReason } from "../model.ts";
import { Field } from "../parts/form.tsx";
import { reasonMost } from "./kinds.ts";

/** A closing that is offered; the person may change it. */
export interface Suggested {
  readonly reason: ClosingReason;
  readonly note: string;
}

export interface FormProps {
  /** The one act that a bulk takes. */
  readonly single: boolean;
  readonly me: string;
  readonly tags: readonly string[];
  readonly suggested?: Suggested | undefined;
  readonly children: ReactNode;
  readonly onActs: (acts: readonly CaseAct[]) => void;
}

export function Form({
  acts,
  onActs,
  children,
}: {
  readonly acts: () => readonly CaseAct[];
  readonly onActs: FormProps["onActs"];
  readonly children: ReactNode;
}) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onActs(acts());
      }}
    >
      {children}
    </form>
  );
}

export const blank = (text: string) => text.trim() === "";

export function Area({
  label,
  value,
  onValue,
  most = reasonMost,
  required = false,
  hint,
}: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly most?: number;
  readonly required?: boolean;
  readonly hint?: string;
}) {
  return (
    <Field label={required ? `${label} (required)` : label} hint={hint}>
      {(ids) => (
        <textarea
          {...ids}
          value={value}
          onChange={({ target }) => {
            // Blanks alone are no reason; the browser's own check would take them.
            target.setCustomValidity(required && blank(target.value) ? "Write something." : "");
            onValue(target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
              event.currentTarget.form?.requestSubmit();
          }}
          maxLength={most}
          required={required}
          rows={4}
        />
      )}
    </Field>
  );
}

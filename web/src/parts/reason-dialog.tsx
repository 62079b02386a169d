/** Asks for a reason, without which nothing is done. */
import { useState } from "react";
import { Dialog } from "./dialog.tsx";
import { Field, Refused } from "./form.tsx";

const reasonMost = 4_000;

export function ReasonDialog({
  title,
  does,
  error,
  pending,
  onClose,
  onReason,
}: {
  readonly title: string;
  /** What the button says. */
  readonly does: string;
  readonly error: unknown;
  readonly pending: boolean;
  readonly onClose: () => void;
  readonly onReason: (reason: string) => void;
}) {
  const [reason, setReason] = useState("");
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== "") onReason(reason);
        }}
      >
        <Field label="Reason (required)">
          {(ids) => (
            <textarea
              {...ids}
              rows={3}
              required
              maxLength={reasonMost}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
        <Refused error={error} />
        <div className="dialog-foot">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={pending}>
            {does}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

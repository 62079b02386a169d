/** A span of time as two fields, in UTC; both ends may be left open. */
import { Field } from "../parts/form.tsx";
import { fromInput, toInput } from "../times.ts";

type Given = Readonly<Record<string, string>>;

export function SpanFields({
  given,
  onGiven,
}: {
  /** `from` and `to` in milliseconds, beside others. */
  readonly given: Given;
  readonly onGiven: (given: Given) => void;
}) {
  return (["from", "to"] as const).map((end) => (
    <Field key={end} label={end === "from" ? "From (UTC)" : "To (UTC)"}>
      {(ids) => (
        <input
          {...ids}
          type="datetime-local"
          value={timeText(given[end])}
          onChange={({ target }) => onGiven({ ...given, [end]: fromInput(target.value)?.toString() ?? "" })}
        />
      )}
    </Field>
  ));
}

function timeText(given: string | undefined): string {
  const ms = Number(given);
  return given === undefined || given === "" || !Number.isSafeInteger(ms) || Math.abs(ms) > 8.64e15
    ? ""
    : toInput(ms);
}

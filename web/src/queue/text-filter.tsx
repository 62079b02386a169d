/** The text filter: it asks when a person stops typing, not at every letter. */
import { type RefObject, useEffect, useRef, useState } from "react";

const restMs = 250;

export function TextFilter({
  field,
  value,
  onValue,
}: {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly value: string;
  readonly onValue: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  // What the person typed comes back by the address; anything else is a step in the history, which holds.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      onValue(typed);
    }, restMs);
    return () => clearTimeout(timer);
  }, [typed, value, onValue]);
  return (
    <label className="text-filter">
      <span className="unseen">Filter by text</span>
      <input
        ref={field}
        type="search"
        placeholder="Title, id or entity   /"
        value={typed}
        maxLength={500}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            sent.current = typed;
            onValue(typed);
            event.currentTarget.blur();
          }
        }}
      />
    </label>
  );
}

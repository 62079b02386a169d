/** The first of many things in a sentence, and the others on demand. */
import { Fragment, type ReactNode, useState } from "react";
import { counted } from "../times.ts";

export function Few<T>({
  of,
  most,
  what,
  children,
}: {
  readonly of: readonly T[];
  readonly most: number;
  /** What one of them is called, for who hears the button alone. */
  readonly what: string;
  readonly children: (one: T, at: number) => ReactNode;
}) {
  const [all, setAll] = useState(false);
  const shown = all || of.length <= most + 1 ? of : of.slice(0, most);
  return (
    <>
      {shown.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is another one whenever it changes
        <Fragment key={at}>
          {at === 0 ? "" : ", "}
          {children(one, at)}
        </Fragment>
      ))}
      {shown.length === of.length ? null : (
        <>
          {" and "}
          <button type="button" className="plain" onClick={() => setAll(true)}>
            {counted(of.length - shown.length, "other")}
            <span className="unseen"> {what}</span>
          </button>
        </>
      )}
    </>
  );
}

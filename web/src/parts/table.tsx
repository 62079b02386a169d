/** A table that may be wider than the page: it scrolls by itself, with the keyboard as well. */
import type { ReactNode } from "react";

export function Table({
  label,
  head,
  children,
}: {
  readonly label: string;
  /** Titles of the columns; `#` before one of numbers, `-` before one that is not seen. */
  readonly head: readonly string[];
  /** The rows. */
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to take the focus, or keys cannot scroll it.
    <section className="scroll-x" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {head.map((title) => (
              <th scope="col" key={title} className={title.startsWith("#") ? "number" : ""}>
                {title.startsWith("-") ? (
                  <span className="unseen">{title.slice(1)}</span>
                ) : (
                  title.replace(/^#/, "")
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** A part of a page, with its heading. */
import type { ReactNode } from "react";

export function Part({
  id,
  title,
  className,
  children,
  count,
}: {
  /** By which a link of the page leads to it. */
  readonly id?: string;
  readonly title: string;
  readonly className?: string;
  readonly children: ReactNode;
  readonly count?: string | undefined;
}) {
  return (
    <section className={`part ${className ?? ""}`} id={id}>
      <h2>
        {title}
        {count === undefined ? null : <span className="count"> {count}</span>}
      </h2>
      {children}
    </section>
  );
}

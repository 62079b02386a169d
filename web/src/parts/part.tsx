/** A part of a page, with its heading. */
import type { ReactNode } from "react";

export function Part({
  title,
  className,
  children,
  count,
}: {
  readonly title: string;
  readonly className?: string;
  readonly children: ReactNode;
  readonly count?: string | undefined;
}) {
  return (
    <section className={`part ${className ?? ""}`}>
      <h2>
        {title}
        {count === undefined ? null : <span className="count"> {count}</span>}
      </h2>
      {children}
    </section>
  );
}

/** A part of the pages that is fetched when it is first wanted, so that the first page is there sooner. */
import { type ComponentType, useEffect, useState } from "react";
import { Problem } from "../api.ts";
import { Failed, Loading } from "./states.tsx";

export interface LatePart<Props> {
  /** What is waited for, in words. */
  readonly what: string;
  readonly load: () => Promise<ComponentType<Props>>;
  /** Once it was fetched. */
  known?: ComponentType<Props>;
  /** While it is fetched. */
  coming?: Promise<void>;
}

/** Fetches a part that will be wanted. */
export function load<Props>(part: LatePart<Props>): Promise<void> {
  part.coming ??= part.load().then(
    (loaded) => {
      part.known = loaded;
    },
    (thrown: unknown) => {
      delete part.coming;
      throw thrown;
    },
  );
  // Whoever waits for it is told; where nobody does yet, it is fetched again.
  part.coming.catch(() => {});
  return part.coming;
}

export function Later<Props extends object>({
  part,
  given,
}: {
  readonly part: LatePart<Props>;
  readonly given: Props;
}) {
  const [state, setState] = useState<"waiting" | "there" | "failed">(
    part.known === undefined ? "waiting" : "there",
  );
  useEffect(() => {
    if (state !== "waiting") return;
    let gone = false;
    const told = (next: "there" | "failed") => {
      if (!gone) setState(next);
    };
    load(part).then(
      () => told("there"),
      () => told("failed"),
    );
    return () => {
      gone = true;
    };
  }, [part, state]);
  const Shown = part.known;
  if (Shown !== undefined) return <Shown {...given} />;
  if (state !== "failed") return <Loading what={part.what} />;
  return (
    <Failed
      error={
        new Problem(
          0,
          "part",
          `A part of the console did not come: ${part.what}.`,
          "Where the service was renewed, the page has to be loaded again.",
        )
      }
      again={() => location.reload()}
    />
  );
}

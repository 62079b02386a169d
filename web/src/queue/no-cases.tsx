/** What stands where no case is: nothing found, nothing looked at yet, or nobody who could look. */
import { useQuery } from "@tanstack/react-query";
import { healthQuery } from "../pages/health.ts";
import { Empty } from "../parts/states.tsx";
import { Text } from "../parts/text.tsx";
import { Link, useRouter } from "../router.tsx";

/** @param folded cases that are left out as background */
export function NoCases({ narrowed, folded }: { readonly narrowed: boolean; readonly folded: number }) {
  const { go } = useRouter();
  const health = useQuery(healthQuery);
  if (narrowed)
    return (
      <Empty title="No case fits the filter.">
        <p>
          Take a part of it away, or{" "}
          <button type="button" onClick={() => go("/")}>
            clear the filter
          </button>
        </p>
      </Empty>
    );
  const sources = <Link to="/sources">Sources</Link>;
  // An empty queue that nobody filled yet is not a quiet day.
  if (health.data?.state === "starting")
    return (
      <Empty title="Nothing was looked at yet.">
        <p>
          The first look runs, or waits for records; cases appear here by themselves. {sources} says what came
          in.
        </p>
      </Empty>
    );
  if (health.data?.state === "failing")
    return (
      <Empty title="The last look failed: cases may be missing.">
        <p>
          <Text>{health.data.because ?? ""}</Text> {sources} says more.
        </p>
      </Empty>
    );
  return (
    <Empty title="Nothing is waiting.">
      <p>
        {folded > 0 ? (
          "Only background is there: the internet scans everybody. “Show background” lists it."
        ) : (
          <>
            Whether everything is read stands under {sources}: a source that is missing has no cases either.
          </>
        )}
      </p>
    </Empty>
  );
}

/** Events of a case over all sources, as the timeline asks for them. */
import { queryOptions } from "@tanstack/react-query";
import { ask } from "../api.ts";
import type { CaseEvents, Span } from "./points.ts";

export const eventsQuery = (id: string, span: Span | undefined) =>
  queryOptions({
    queryKey: ["events", id, span?.from ?? null, span?.to ?? null],
    queryFn: ({ signal }) =>
      ask<CaseEvents>(
        `/cases/${encodeURIComponent(id)}/events${span === undefined ? "" : `?from=${span.from}&to=${span.to}`}`,
        { signal },
      ),
    // The store is asked in its turn; a page that is looked at again need not wait again.
    staleTime: 60_000,
  });

/**
 * What the page that was opened needs is asked for at once, while the session is: nothing waits for an answer that it does not
 * need. Nobody signed in gets refusals alone, and what they then sign in to is asked for anew.
 */
import type { QueryClient } from "@tanstack/react-query";
import { offerQuery } from "./hunt/offer.ts";
import { caseOf, casePart, latePages, timelinePart } from "./late-pages.ts";
import { healthQuery, reportQuery } from "./pages/health.ts";
import { load } from "./parts/later.tsx";
import { caseQuery, casesQuery, facetsQuery, foldedQuery } from "./queue/data.ts";
import { sessionQuery } from "./session.tsx";
import { eventsQuery } from "./timeline/events.ts";

export function begin(queries: QueryClient, { pathname, search }: Location): void {
  // Nobody has an account there yet.
  if (pathname === "/first") return;
  const query = new URLSearchParams(search);
  void queries.prefetchQuery(sessionQuery);
  const one = caseOf(pathname);
  if (one !== undefined) {
    load(one.timeline ? timelinePart : casePart);
    void queries.prefetchQuery(caseQuery(one.id));
    if (one.timeline) void queries.prefetchQuery(eventsQuery(one.id, undefined));
    return;
  }
  const page = latePages[pathname];
  if (page !== undefined) load(page);
  switch (pathname) {
    case "/":
      void queries.prefetchInfiniteQuery(casesQuery(query));
      void queries.prefetchQuery(facetsQuery(query));
      void queries.prefetchQuery(foldedQuery(query));
      return;
    case "/hunt":
      void queries.prefetchQuery(offerQuery);
      return;
    case "/sources":
      void queries.prefetchQuery(healthQuery);
      void queries.prefetchQuery(reportQuery);
  }
}

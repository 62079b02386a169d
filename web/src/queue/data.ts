/** What the queue asks of the API. */
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import { ask } from "../api.ts";
import type { CaseSummary, CaseView, Facets, Page } from "../model.ts";
import { filterOf, noiseOf, queryOf, sortOf } from "./filter.ts";

/** Cases that are asked for at once. */
const pageSize = 200;

export function casesQuery(query: URLSearchParams) {
  const asked = queryOf(filterOf(query));
  asked.set("sort", sortOf(query));
  if (query.get("reverse") === "true") asked.set("reverse", "true");
  asked.set("limit", String(pageSize));
  return infiniteQueryOptions({
    queryKey: ["cases", asked.toString()],
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(asked);
      if (pageParam !== null) page.set("after", pageParam);
      return ask<Page<CaseSummary>>(`/cases?${page}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export function useCases(query: URLSearchParams) {
  return useInfiniteQuery({ ...casesQuery(query), placeholderData: keepPreviousData });
}

export function facetsQuery(query: URLSearchParams) {
  const asked = queryOf(filterOf(query)).toString();
  return queryOptions({
    queryKey: ["facets", asked],
    queryFn: ({ signal }) => ask<Facets>(`/facets?${asked}`, { signal }),
  });
}

export function useFacets(query: URLSearchParams) {
  return useQuery({ ...facetsQuery(query), placeholderData: keepPreviousData });
}

export function foldedQuery(query: URLSearchParams) {
  const asked = queryOf(filterOf(query, "only"));
  asked.set("limit", "1");
  return queryOptions({
    queryKey: ["cases", "folded", asked.toString()],
    queryFn: ({ signal }) => ask<Page<CaseSummary>>(`/cases?${asked}`, { signal }),
  });
}

/** How many background cases the rest of the filter fits. */
export function useFolded(query: URLSearchParams) {
  return useQuery({
    ...foldedQuery(query),
    select: ({ total }) => total,
    enabled: noiseOf(query) !== "only",
    placeholderData: keepPreviousData,
  });
}

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ["case", id],
    queryFn: ({ signal }) => ask<CaseView>(`/cases/${encodeURIComponent(id)}`, { signal }),
  });

export function useCase(id: string) {
  return useQuery(caseQuery(id));
}

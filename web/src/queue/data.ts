/** What the queue asks of the API. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ask } from "../api.ts";
import type { CaseSummary, CaseView, Facets, Page } from "../model.ts";
import { filterOf, noiseOf, queryOf, sortOf } from "./filter.ts";

/** Cases that are asked for at once. */
const pageSize = 200;

export function useCases(query: URLSearchParams) {
  const asked = queryOf(filterOf(query));
  asked.set("sort", sortOf(query));
  if (query.get("reverse") === "true") asked.set("reverse", "true");
  asked.set("limit", String(pageSize));
  return useInfiniteQuery({
    queryKey: ["cases", asked.toString()],
    queryFn: ({ pageParam, signal }) => {
      const page = new URLSearchParams(asked);
      if (pageParam !== null) page.set("after", pageParam);
      return ask<Page<CaseSummary>>(`/cases?${page}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export function useFacets(query: URLSearchParams) {
  const asked = queryOf(filterOf(query)).toString();
  return useQuery({
    queryKey: ["facets", asked],
    queryFn: ({ signal }) => ask<Facets>(`/facets?${asked}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** How many background cases the rest of the filter fits. */
export function useFolded(query: URLSearchParams) {
  const asked = queryOf(filterOf(query, "only"));
  asked.set("limit", "1");
  return useQuery({
    queryKey: ["cases", "folded", asked.toString()],
    queryFn: ({ signal }) => ask<Page<CaseSummary>>(`/cases?${asked}`, { signal }),
    select: ({ total }) => total,
    enabled: noiseOf(query) !== "only",
    placeholderData: keepPreviousData,
  });
}

export function useCase(id: string) {
  return useQuery({
    queryKey: ["case", id],
    queryFn: ({ signal }) => ask<CaseView>(`/cases/${encodeURIComponent(id)}`, { signal }),
  });
}

/** How the service is, and its newest report, as several pages ask for them. */
import { queryOptions } from "@tanstack/react-query";
import { ask } from "../api.ts";
import type { IndicatorCount, Report, ServiceHealth } from "../model.ts";

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => ask<ServiceHealth>("/health", { signal }),
});
/** What the pages show of it; its cases are the casebook's. */
const parts: readonly (keyof Report)[] = [
  "generated_at",
  "sources",
  "coverage",
  "indicators",
  "notes",
  "window",
];
const asked = new URLSearchParams(parts.map((part) => ["part", part]));

export const reportQuery = queryOptions({
  queryKey: ["report"],
  queryFn: ({ signal }) => ask<Report>(`/report?${asked}`, { signal }),
  retry: false,
});

/** What became of the cases of each indicator. */
export const indicatorsQuery = queryOptions({
  queryKey: ["cases", "indicators"],
  queryFn: ({ signal }) => ask<{ readonly items: readonly IndicatorCount[] }>("/indicators", { signal }),
  select: ({ items }) => items,
});

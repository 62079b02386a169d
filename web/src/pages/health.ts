/** How the service is, and its newest report, as several pages ask for them. */
import { queryOptions } from "@tanstack/react-query";
import { ask } from "../api.ts";
import type { Report, ServiceHealth } from "../model.ts";

export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => ask<ServiceHealth>("/health", { signal }),
});
export const reportQuery = queryOptions({
  queryKey: ["report"],
  queryFn: ({ signal }) => ask<Report>("/report", { signal }),
  retry: false,
});

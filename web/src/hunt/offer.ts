/** What can be asked: shipped hunts, and columns of the store. */
import { queryOptions } from "@tanstack/react-query";
import { ask } from "../api.ts";
import type { Offer } from "./data.ts";

export const offerQuery = queryOptions({
  queryKey: ["hunts"],
  queryFn: ({ signal }) => ask<Offer>("/hunts", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

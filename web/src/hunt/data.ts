/** What the hunt page asks of the API. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ask } from "../api.ts";
import type { Filter, HuntView, Question, Value } from "./address.ts";
import { offerQuery } from "./offer.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface Shipped {
  readonly id: string;
  readonly title: string;
  readonly clause: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly says: string;
    readonly default: string | null;
  }[];
}

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly says: string;
}

export interface Offer {
  readonly hunts: readonly Shipped[];
  readonly columns: readonly Column[];
  readonly limits: Limits;
}

export interface Limits {
  readonly rows: number;
  readonly seconds: number;
}

/** Rows of an answer, and what is said of them. */
export interface Found {
  readonly rows: readonly Row[];
  readonly more: boolean;
  /** Rules that were not run, and remarks. */
  readonly refusals?: readonly string[];
  readonly notes?: readonly string[];
}

interface SigmaAnswer {
  readonly matches: readonly {
    readonly rule: { readonly title: string; readonly level: string; readonly id: string };
    readonly entity: Readonly<Record<string, string>>;
    readonly count: number;
    readonly first: string | null;
    readonly last: string | null;
    readonly evidence: readonly {
      readonly event_id: number;
      readonly path: string;
      readonly line: number;
      readonly text: string;
    }[];
  }[];
  readonly refusals: readonly string[];
  readonly notes: readonly string[];
}

export interface SavedHunt {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly description: string;
  readonly shared: boolean;
  readonly question: Question;
  readonly owner: string;
  readonly updated_at: number;
}

export interface StoredRecord {
  readonly record: string;
  readonly raw: string;
  readonly columns: Readonly<Record<string, string | number>>;
}

export function useOffer() {
  return useQuery(offerQuery);
}

export function useSaved() {
  return useQuery({
    queryKey: ["saved-hunts"],
    queryFn: ({ signal }) => ask<{ readonly items: readonly SavedHunt[] }>("/saved-hunts", { signal }),
  });
}

export function useRecord(id: number) {
  return useQuery({
    queryKey: ["record", id],
    queryFn: ({ signal }) => ask<StoredRecord>(`/events/${id}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The rows of a question. It is asked once, and again when a person says so. */
export function useFound(view: HuntView, enabled: boolean) {
  const { kind, text, parameters, filters } = view;
  // Rules answer in matches, not in rows of the store: their filters are the page's own.
  const asked = { kind, text, parameters, filters: kind === "sigma" ? [] : filters };
  const base = JSON.stringify([kind, text, parameters]);
  return useQuery({
    queryKey: ["found", base, asked.filters],
    queryFn: ({ signal }) => askFor(asked, signal),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    placeholderData: (before, query) => (query?.queryKey[1] === base ? keepPreviousData(before) : undefined),
  });
}

async function askFor({ kind, text, parameters, filters }: Question, signal: AbortSignal): Promise<Found> {
  const post = <T>(path: string, body: unknown) => ask<T>(path, { method: "POST", body, signal });
  const { from, to, ...rest } = parameters;
  const span = { ...(from ? { from: Number(from) } : {}), ...(to ? { to: Number(to) } : {}) };
  switch (kind) {
    case "hunt":
      return post<Found>(`/hunts/${encodeURIComponent(text)}`, { given: parameters, filters });
    case "sql":
      return post<Found>("/sql", { statement: text, filters });
    case "events":
      return post<Found>("/events", { ...rest, ...span, filters });
    case "sigma": {
      const { matches, refusals, notes } = await post<SigmaAnswer>("/sigma", { rules: text, ...span });
      return { rows: matches.map(matchRow), more: false, refusals, notes };
    }
  }
}

function matchRow({ rule, entity, count, first, last, evidence }: SigmaAnswer["matches"][number]): Row {
  const [line] = evidence;
  return {
    level: rule.level,
    rule: rule.title,
    ...entity,
    events: count,
    first,
    last,
    // As rows of SQL have it, so that it leads to the record.
    ...(line === undefined
      ? {}
      : { event_id: line.event_id, record: `${line.path}:${line.line}`, raw: line.text }),
  };
}

/** Rows that filters keep, where the page has them all already. */
export function kept(rows: readonly Row[], filters: readonly Filter[]): readonly Row[] {
  return rows.filter((row) =>
    filters.every(({ column, is, values }) => values.includes((row[column] ?? null) as Value) === is),
  );
}

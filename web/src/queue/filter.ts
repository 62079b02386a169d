/** The queue's filter: in the address, as the API wants it, and as a step from one to the next. */
import { type CaseFilter, openStates, type Sort, type State, sorts, states } from "../model.ts";

export const parts = [
  "state",
  "action",
  "priority",
  "owner",
  "clause",
  "indicator",
  "tag",
  "verdict",
] as const;
export type Part = (typeof parts)[number];

/** Nobody chose states: work that is not done. */
const isOpen = (values: readonly string[]) =>
  values.length === openStates.length && openStates.every((state) => values.includes(state));

/** Values of a part that hold; none for all. */
export function valuesOf(query: URLSearchParams, part: Part): readonly string[] {
  const given = query.getAll(part);
  if (part !== "state") return given;
  if (given.length === 0) return openStates;
  return given.includes("any") ? [] : given;
}

function copyOf(query: URLSearchParams): URLSearchParams {
  const copy = new URLSearchParams(query);
  return copy;
}

/** The filter with a value switched. */
export function toggled(query: URLSearchParams, part: Part, value: string): URLSearchParams {
  const before = valuesOf(query, part);
  const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  const next = copyOf(query);
  next.delete(part);
  if (part === "state") {
    if (isOpen(after)) return next;
    if (after.length === 0 || after.length === states.length) next.append("state", "any");
    else for (const one of states) if (after.includes(one)) next.append("state", one);
    return next;
  }
  for (const one of after) next.append(part, one);
  return next;
}

/** The filter with some parts set; undefined takes a part out. */
export function changed(
  query: URLSearchParams,
  to: Readonly<Record<string, string | undefined>>,
): URLSearchParams {
  const next = copyOf(query);
  for (const [name, value] of Object.entries(to)) {
    if (value === undefined || value === "") next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** The filter without an entity. */
export function withoutEntity(query: URLSearchParams, entity: string): URLSearchParams {
  const next = copyOf(query);
  next.delete("entity");
  for (const one of query.getAll("entity")) if (one !== entity) next.append("entity", one);
  return next;
}

export function address(query: URLSearchParams): string {
  const text = query.toString();
  return text === "" ? "/" : `/?${text}`;
}

export type Noise = "folded" | "shown" | "only";

export function noiseOf(query: URLSearchParams): Noise {
  const given = query.get("noise");
  return given === "shown" || given === "only" ? given : "folded";
}

export function sortOf(query: URLSearchParams): Sort {
  return sorts.find((sort) => sort === query.get("sort")) ?? "priority";
}

function timeOf(query: URLSearchParams, name: "from" | "to"): number | undefined {
  const given = query.get(name);
  const time = Number(given);
  return given === null || given === "" || !Number.isSafeInteger(time) || time < 0 ? undefined : time;
}

/** What the filter fits, as the API takes it in a body. */
export function filterOf(query: URLSearchParams, noise: Noise = noiseOf(query)): CaseFilter {
  const several = <T extends string>(part: Part) => {
    const values = valuesOf(query, part);
    return values.length === 0 ? {} : { [part]: values as readonly T[] };
  };
  const owners = valuesOf(query, "owner");
  const entities = query.getAll("entity");
  const [text, from, to] = [query.get("text") ?? "", timeOf(query, "from"), timeOf(query, "to")];
  return {
    ...several<State>("state"),
    ...several("action"),
    ...several("priority"),
    ...several("verdict"),
    ...several("clause"),
    ...several("indicator"),
    ...several("tag"),
    ...(owners.length === 0 ? {} : { owner: owners.map((owner) => (owner === "" ? null : owner)) }),
    ...(noise === "shown" ? {} : { background: noise === "only" }),
    ...(entities.length === 0 ? {} : { entity: entities }),
    ...(text === "" ? {} : { text }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(query.get("merged") === "true" ? { merged: true } : {}),
  };
}

/** The same as a query of the API. */
export function queryOf(filter: CaseFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter))
    for (const one of Array.isArray(value) ? value : [value])
      query.append(name, one === null ? "" : String(one));
  return query;
}

/** Whether anything narrows the queue besides what it begins with. */
export function isNarrowed(query: URLSearchParams): boolean {
  return [...query.keys()].some((name) => !["sort", "reverse", "noise", "case"].includes(name));
}

/** A hunt as an address of the console: what is asked, its filters, and how its rows are shown. */

/** Rows that are kept (`is`) or left out by the values of a column; as the API takes it. */
export interface Filter {
  readonly column: string;
  readonly is: boolean;
  readonly values: readonly Value[];
}
export type Value = string | number | boolean | null;

export const kinds = ["hunt", "sql", "sigma", "events"] as const;
export type Kind = (typeof kinds)[number];

/** What is asked. */
export interface Question {
  readonly kind: Kind;
  /** The name of a shipped hunt, a statement, or rules. */
  readonly text: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly filters: readonly Filter[];
}

export interface HuntView extends Question {
  readonly hidden: readonly string[];
  readonly sort: { readonly column: string; readonly down: boolean } | undefined;
  /** The record that is shown whole. */
  readonly record: number | undefined;
  readonly saved: number | undefined;
}

/** Longer texts do not fit into an address; this browser keeps them for the session. */
const addressTextMax = 6_000;
const kept = "vedette.text.";
/** Longer values are followed and filtered by nobody: their address could not be opened again. */
export const addressValueMax = 4_000;

export const nothing: HuntView = {
  kind: "hunt",
  text: "",
  parameters: {},
  filters: [],
  hidden: [],
  sort: undefined,
  record: undefined,
  saved: undefined,
};

export function viewOf(query: URLSearchParams): HuntView {
  const sort = query.get("sort") ?? "";
  return {
    kind: kinds.find((kind) => kind === query.get("kind")) ?? "hunt",
    text: query.get("q") ?? keptText(query.get("text")),
    parameters: Object.fromEntries(
      [...query].filter(([name]) => name.startsWith("p.")).map(([name, value]) => [name.slice(2), value]),
    ),
    filters: query.getAll("f").flatMap(filterOf),
    hidden: query.getAll("hide"),
    sort: sort === "" ? undefined : { column: sort.replace(/^-/, ""), down: sort.startsWith("-") },
    record: numberOf(query.get("record")),
    saved: numberOf(query.get("saved")),
  };
}

export function huntAddress(view: Partial<HuntView>): string {
  const { kind, text, parameters, filters, hidden, sort, record, saved } = { ...nothing, ...view };
  const query = new URLSearchParams({ kind });
  if (text !== "") {
    if (new URLSearchParams({ text }).toString().length <= addressTextMax) query.set("q", text);
    else query.set("text", keep(text));
  }
  for (const [name, value] of Object.entries(parameters)) if (value !== "") query.set(`p.${name}`, value);
  for (const { column, is, values } of filters) query.append("f", JSON.stringify([column, is, ...values]));
  for (const column of hidden) query.append("hide", column);
  if (sort !== undefined) query.set("sort", `${sort.down ? "-" : ""}${sort.column}`);
  if (record !== undefined) query.set("record", String(record));
  if (saved !== undefined) query.set("saved", String(saved));
  return `/hunt?${query}`;
}

/** Whether the text was too long for the address, and is not in this browser either. */
export function isLost(query: URLSearchParams): boolean {
  return query.get("q") === null && query.get("text") !== null && keptText(query.get("text")) === "";
}

function filterOf(text: string): Filter[] {
  try {
    const [column, is, ...values] = JSON.parse(text) as unknown[];
    const fine = values.filter(
      (one): one is Value => one === null || ["string", "number", "boolean"].includes(typeof one),
    );
    return typeof column === "string" && typeof is === "boolean" && fine.length > 0
      ? [{ column, is, values: fine }]
      : [];
  } catch {
    return [];
  }
}

function numberOf(text: string | null): number | undefined {
  const number = Number(text);
  return text === null || text === "" || !Number.isSafeInteger(number) || number < 0 ? undefined : number;
}

/** Filters with a value included, left out, or as the only one of its column. */
export function withValue(
  filters: readonly Filter[],
  column: string,
  value: Value,
  how: "include" | "exclude" | "only",
): Filter[] {
  if (how === "only") return [...without(filters, column), { column, is: true, values: [value] }];
  const is = how === "include";
  // What was left out before and is included now is no longer left out, and the other way round.
  const rest = filters.flatMap((one) =>
    one.column !== column || one.is === is ? [one] : withoutValue([one], one, value),
  );
  const same = rest.find((one) => one.column === column && one.is === is);
  if (same === undefined) return [...rest, { column, is, values: [value] }];
  if (same.values.includes(value)) return rest;
  return rest.map((one) => (one === same ? { ...one, values: [...one.values, value] } : one));
}

/** Filters of other columns. */
export function without(filters: readonly Filter[], column: string): Filter[] {
  return filters.filter((one) => one.column !== column);
}

export function withoutValue(filters: readonly Filter[], filter: Filter, value: Value): Filter[] {
  return filters.flatMap((one) => {
    if (one !== filter) return [one];
    const values = one.values.filter((other) => other !== value);
    return values.length === 0 ? [] : [{ ...one, values }];
  });
}

/** A text that is kept for this session, by a short name (FNV-1a). */
function keep(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  const name = `${hash.toString(16)}-${text.length}`;
  try {
    sessionStorage.setItem(kept + name, text);
  } catch {
    // Storage is off or full: the view says that its text is gone when it is opened again.
  }
  return name;
}

function keptText(name: string | null): string {
  if (name === null) return "";
  try {
    return sessionStorage.getItem(kept + name) ?? "";
  } catch {
    return "";
  }
}

/** Windows of correlations: rows of each group in the order of time pass through, and none is looked at twice. */
import type { Comparison, CorrelationRule } from "./model.ts";

/** An event of a rule that a correlation names. */
export interface CorrelatedRow {
  /** Place of the rule among those that are named. */
  readonly part: number;
  readonly eventId: number;
  readonly timeMs: number;
  /** Values of the fields by which it is grouped, as a JSON list: they are compared, and seldom read. */
  readonly keys: string;
  /** Values of the fields that are counted, as a JSON list. */
  readonly values: string;
}

/** The texts of such a list. */
export function textsOf(list: string): readonly string[] {
  return JSON.parse(list) as string[];
}

/** What came together in a group. */
export interface Group {
  readonly keys: readonly string[];
  /** Events that stand in some window that fulfils the condition. */
  count: number;
  firstMs: number;
  lastMs: number;
  /** The first events of these windows. */
  readonly events: number[];
}

export function holds(actual: number, comparison: Comparison, value: number): boolean {
  switch (comparison) {
    case "eq":
      return actual === value;
    case "neq":
      return actual !== value;
    case "lt":
      return actual < value;
    case "lte":
      return actual <= value;
    case "gt":
      return actual > value;
    case "gte":
      return actual >= value;
  }
}

/** Passes rows of one correlation, ordered by group, time and id; a window ends with the row that came last. */
export class Windows {
  readonly #rule: CorrelationRule;
  readonly #eventsMax: number;
  readonly #found: (group: Group, completing: CorrelatedRow) => void;
  #keys = "";
  #group: Group | undefined;
  #rows: CorrelatedRow[] = [];
  /** Place of the first row of the window among those that are held, and of the first that is not counted yet. */
  #start = 0;
  #uncounted = 0;
  #tallies = new Map<string, number>();
  #sum = 0;
  /** Beginning of the latest sequence of the first rules, by how many they are. */
  #sequences: (number | undefined)[] = [];

  /** @param found called with each row that completes a window that fulfils the condition */
  constructor(
    rule: CorrelationRule,
    eventsMax: number,
    found: (group: Group, completing: CorrelatedRow) => void,
  ) {
    this.#rule = rule;
    this.#eventsMax = eventsMax;
    this.#found = found;
  }

  /** Rows of the present group that are in memory. */
  get held(): number {
    return this.#rows.length;
  }

  add(row: CorrelatedRow): void {
    if (row.keys !== this.#keys || this.#rows.length === 0) this.#begin(row.keys);
    this.#rows.push(row);
    this.#tally(row, 1);
    while ((this.#rows[this.#start] as CorrelatedRow).timeMs < row.timeMs - this.#rule.spanMs) {
      this.#tally(this.#rows[this.#start] as CorrelatedRow, -1);
      this.#start += 1;
    }
    const ordered = this.#rule.type === "temporal_ordered" && this.#sequenceEnds(row);
    if (ordered || (this.#rule.type !== "temporal_ordered" && this.#fulfilled())) this.#note(row);
    this.#forget();
  }

  #begin(keys: string): void {
    this.#keys = keys;
    this.#group = undefined;
    this.#rows = [];
    this.#start = 0;
    this.#uncounted = 0;
    this.#tallies = new Map();
    this.#sum = 0;
    this.#sequences = [];
  }

  #tally(row: CorrelatedRow, by: 1 | -1): void {
    const { type } = this.#rule;
    if (type === "value_sum" || type === "value_avg") {
      this.#sum += by * Number(textsOf(row.values)[0]);
      return;
    }
    if (type !== "temporal" && type !== "value_count") return;
    const key = type === "temporal" ? String(row.part) : row.values;
    const left = (this.#tallies.get(key) ?? 0) + by;
    if (left === 0) this.#tallies.delete(key);
    else this.#tallies.set(key, left);
  }

  #fulfilled(): boolean {
    const length = this.#rows.length - this.#start;
    const { type, conditions } = this.#rule;
    const actual =
      type === "event_count"
        ? length
        : type === "value_sum"
          ? this.#sum
          : type === "value_avg"
            ? this.#sum / length
            : this.#tallies.size;
    return conditions.every(({ comparison, value }) => holds(actual, comparison, value));
  }

  #sequenceEnds({ part, timeMs }: CorrelatedRow): boolean {
    this.#sequences[part] = part === 0 ? timeMs : this.#sequences[part - 1];
    const began = this.#sequences[this.#rule.rules.length - 1];
    return part === this.#rule.rules.length - 1 && began !== undefined && timeMs - began <= this.#rule.spanMs;
  }

  #note(row: CorrelatedRow): void {
    const from = Math.max(this.#start, this.#uncounted);
    const added = this.#rows.slice(from);
    this.#group ??= {
      keys: textsOf(row.keys),
      count: 0,
      firstMs: (added[0] ?? row).timeMs,
      lastMs: row.timeMs,
      events: [],
    };
    const group = this.#group;
    group.count += added.length;
    group.lastMs = row.timeMs;
    for (const { eventId } of added) if (group.events.length < this.#eventsMax) group.events.push(eventId);
    this.#uncounted = this.#rows.length;
    this.#found(group, row);
  }

  /** Lets go of rows in front of the window, many at once. */
  #forget(): void {
    if (this.#start < 10_000 || this.#start < this.#rows.length / 2) return;
    this.#rows = this.#rows.slice(this.#start);
    this.#uncounted = Math.max(0, this.#uncounted - this.#start);
    this.#start = 0;
  }
}

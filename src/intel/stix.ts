/** Reads STIX 2.1 (and 2.0) objects: indicators with STIX patterns, and bundles of observables without one. */
import { intelLimits } from "../limits.ts";
import {
  type Entry,
  type EntryFacts,
  type EntryKind,
  entryOf,
  isRefusal,
  keptText,
  momentOf,
  noFacts,
  type Refusal,
  refuse,
} from "./entry.ts";
import { confidenceIn } from "./lists.ts";
import { type Comparison, type Expression, PatternError, parsePattern } from "./pattern.ts";
import { agentPattern, observable } from "./values.ts";

/** An object as it comes: nothing of it is believed. */
export type StixObject = Readonly<Record<string, unknown>>;

/** Reads objects one after the other, over as many bundles or pages as a feed has. */
export class StixReader {
  #indicators = 0;
  #observables: (readonly (Entry | Refusal)[])[] = [];
  /** Entries of them. */
  #held = 0;
  #left = 0;

  /**
   * What an object says; observables are told by {@link end}.
   * @param depth bundles around it
   */
  object(value: unknown, depth = 0): readonly (Entry | Refusal)[] {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return [refuse("no STIX object", String(value))];
    const one = value as StixObject;
    if (one.type === "bundle" && Array.isArray(one.objects))
      return depth >= intelLimits.bundleDepthMax
        ? [refuse("a bundle inside many others", "")]
        : one.objects.flatMap((inner) => this.object(inner, depth + 1));
    if (one.type === "indicator") {
      this.#indicators += 1;
      return indicatorEntries(one);
    }
    const seen = observableEntries(one);
    if (seen.length === 0) return [];
    if (this.#held + seen.length > intelLimits.observablesMax) this.#left += 1;
    else {
      this.#held += seen.length;
      this.#observables.push(seen);
    }
    return [];
  }

  /** Observables: in a feed without indicators they are what it names; beside them they are only what was seen. */
  *end(): Iterable<Entry | Refusal> {
    for (const seen of this.#observables) {
      const [first] = seen;
      if (this.#indicators === 0) yield* seen;
      else
        yield refuse(
          "an observable beside indicators: what was seen, not what is said to be bad",
          first === undefined ? "" : "value" in first ? first.value : first.sample,
        );
    }
    for (let n = 0; n < this.#left; n += 1) yield refuse("an observable beyond the limit of one feed", "");
  }
}

function factsOf(one: StixObject): EntryFacts {
  const labels = [one.labels, one.indicator_types].flatMap((list) =>
    Array.isArray(list) ? list.filter((label) => typeof label === "string") : [],
  );
  const name = typeof one.name === "string" ? one.name : "";
  return {
    confidence: confidenceIn(one.confidence ?? one.x_opencti_score),
    fromMs: momentOf(one.valid_from),
    untilMs: momentOf(one.valid_until),
    datedMs: momentOf(one.modified) || momentOf(one.created) || momentOf(one.valid_from),
    id: typeof one.id === "string" ? keptText(one.id) : "",
    label: labelOf([name, ...labels]),
  };
}

function labelOf(names: readonly string[]): string {
  const label = [...new Set(names)].filter((text) => text !== "").join(", ");
  return label.length <= intelLimits.textCharactersMax ? label : keptText(label.replace(/\s+/g, " ").trim());
}

function indicatorEntries(one: StixObject): readonly (Entry | Refusal)[] {
  const sample = typeof one.pattern === "string" ? one.pattern : String(one.id ?? "");
  if (one.revoked === true) return [refuse("revoked by its source", sample)];
  if (typeof one.pattern !== "string") return [refuse("an indicator without a pattern", sample)];
  const language = one.pattern_type ?? "stix";
  if (language !== "stix")
    return [refuse(`a pattern in ${String(language).slice(0, 20)}, which is not read here`, sample)];
  const benign = Array.isArray(one.indicator_types) && one.indicator_types.includes("benign");
  if (benign) return [refuse("called benign by its source", sample)];
  try {
    const facts = factsOf(one);
    return expressionEntries(parsePattern(one.pattern), facts, sample);
  } catch (thrown) {
    if (thrown instanceof PatternError)
      return [
        refuse(
          `a pattern that cannot be read: ${thrown.message.replace(/ at \d+/, "").replace(/begins at \d+/, "begins")}`,
          sample,
        ),
      ];
    throw thrown;
  }
}

/** Entries of an expression. A part that is narrowed by another is refused as a whole. */
function expressionEntries(
  expression: Expression,
  facts: EntryFacts,
  sample: string,
): readonly (Entry | Refusal)[] {
  switch (expression.is) {
    case "or":
      return expression.parts.flatMap((part) => expressionEntries(part, facts, sample));
    case "comparison":
      return comparisonEntries(expression.comparison, sample).map((one) =>
        isRefusal(one) ? one : entryOf(one, facts),
      );
    case "and": {
      // The kind of an address beside it says nothing that the address does not.
      const telling = expression.parts.filter((part) => !saysKindOnly(part));
      const [only] = telling;
      if (telling.length === 1 && only !== undefined) return expressionEntries(only, facts, sample);
      return [refuse("a pattern with AND: one value alone is less than it asks for", sample)];
    }
    case "followedby":
      return [refuse("a pattern with FOLLOWEDBY: one value alone is less than it asks for", sample)];
    case "qualified":
      return [refuse("a pattern that counts or times what it asks for", sample)];
  }
}

function saysKindOnly(part: Expression): boolean {
  return (
    part.is === "comparison" &&
    part.comparison.operator === "=" &&
    part.comparison.path.at(-1) === "type" &&
    part.comparison.path.at(-2)?.endsWith("_ref") === true
  );
}

/** The kind that the last property of a path names; undefined where no log holds it. */
function kindOfPath({ type, path }: Pick<Comparison, "type" | "path">): EntryKind | "by shape" | undefined {
  const last = (path.at(-1) ?? "").toLowerCase().replace(/[^a-z0-9]/g, "");
  const before = (path.at(-2) ?? "").toLowerCase();
  if (type === "x509-certificate") return undefined;
  if (
    last === "useragent" ||
    (type
      .toLowerCase()
      .replace(/[^a-z]/g, "")
      .endsWith("useragent") &&
      last === "value")
  )
    return "agent";
  // JA3S and JA4S are of servers, JA4H of requests; no log column holds them.
  if (/ja3(?:md5|hash|fingerprint|digest)?$/.test(last) || (/ja3$/i.test(type) && last === "value"))
    return "ja3";
  if (/ja4(?:hash|fingerprint)?$/.test(last) || (/ja4$/i.test(type) && last === "value")) return "ja4";
  if (before === "hashes") return type === "file" && last === "sha256" ? "hash" : undefined;
  if (last !== "value") return undefined;
  if (before.endsWith("_ref")) return "by shape";
  const kinds: Readonly<Record<string, EntryKind>> = {
    "ipv4-addr": "address",
    "ipv6-addr": "address",
    "domain-name": "domain",
    hostname: "domain",
    url: "url",
  };
  return Object.hasOwn(kinds, type) ? kinds[type] : undefined;
}

function comparisonEntries(comparison: Comparison, sample: string): readonly ReturnType<typeof observable>[] {
  const { type, path, operator, negated, values } = comparison;
  const kind = kindOfPath(comparison);
  if (negated || operator === "!=" || operator === "<>")
    return [refuse("a pattern that says what something is not", sample)];
  if (kind === undefined)
    return [
      refuse(`${[type, ...path].join(":").slice(0, 60)}, which the logs that are read do not hold`, sample),
    ];
  const shaped = kind === "by shape" ? undefined : kind;
  if (operator === "=" || operator === "IN") return values.map((value) => observable(value, shaped));
  const [value = ""] = values;
  if (operator === "ISSUBSET" && (shaped === undefined || shaped === "address"))
    return [observable(value, "address")];
  if (kind === "agent" && operator === "LIKE") return [agentPattern(likePattern(value), value)];
  if (kind === "agent" && operator === "MATCHES") return [agentPattern(value, value)];
  // All names below a domain are what an entry of it matches anyhow.
  if (kind === "domain" && operator === "LIKE" && /^%\.[^%_]+$/.test(value))
    return [observable(value.slice(2), "domain")];
  if (operator === "LIKE" && !/[%_]/.test(value)) return [observable(value, shaped)];
  return [refuse(`${operator} over ${kind}, which is not looked for`, sample)];
}

/** LIKE as a pattern: % is any text, _ one sign. */
function likePattern(text: string): string {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return `^${escaped.replaceAll("%", ".*").replaceAll("_", ".")}$`;
}

/** What an observable by itself names; nothing for other objects. */
function observableEntries(one: StixObject): readonly (Entry | Refusal)[] {
  if (typeof one.type !== "string") return [];
  const found: (Entry | Refusal)[] = [];
  const facts = { ...noFacts, ...factsOf(one) };
  const take = (type: string, path: readonly string[], value: unknown) => {
    const kind = kindOfPath({ type, path });
    if (kind === undefined || typeof value !== "string") return;
    const told = observable(value, kind === "by shape" ? undefined : kind);
    found.push(isRefusal(told) ? told : entryOf(told, facts));
  };
  take(one.type, ["value"], one.value);
  for (const [algorithm, value] of Object.entries((one.hashes ?? {}) as Record<string, unknown>))
    take(one.type, ["hashes", algorithm], value);
  const headers = ((
    one.extensions as Record<string, { request_header?: Record<string, unknown> }> | undefined
  )?.["http-request-ext"]?.request_header ?? {}) as Record<string, unknown>;
  for (const [name, value] of Object.entries(headers))
    take(one.type, ["request_header", name], Array.isArray(value) ? value[0] : value);
  return found;
}

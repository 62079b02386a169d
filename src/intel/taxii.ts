/**
 * Reads a collection of a TAXII 2.1 server (OASIS TAXII 2.1, sections 3.4 and 5.4): objects page by page, after the moment up to
 * which an earlier reading got.
 */
import { VedetteError } from "../errors.ts";
import { intelLimits } from "../limits.ts";
import type { Collector } from "./collect.ts";
import { keptText } from "./entry.ts";
import { type AskFeed, textOf } from "./fetching.ts";
import { isEnvelope } from "./read.ts";
import { StixReader } from "./stix.ts";

const mediaType = "application/taxii+json;version=2.1";

export interface TaxiiReading {
  /** Ids of all objects that came, in any version: what an earlier reading said of them no longer counts. */
  readonly ids: ReadonlySet<string>;
  /** Up to when the server has given all, as it says itself; undefined where it does not. */
  readonly addedAfter: string | undefined;
}

function broken(url: URL, says: string, cause?: unknown): VedetteError {
  return new VedetteError("intel.unreachable", `${url.host}: ${says}`, {
    hint: "Nothing was changed; the state of the last reading is kept.",
    cause,
  });
}

/** The address of a collection's objects. */
export function objectsUrl(location: string): URL {
  const url = new URL(location);
  const path = url.pathname.replace(/\/+$/, "");
  url.pathname = path.endsWith("/objects") ? `${path}/` : `${path}/objects/`;
  return url;
}

/**
 * Reads all pages.
 * @param addedAfter only what came after it
 * @param objectsMax objects whose ids are held
 * @throws VedetteError `intel.unreachable`
 */
export async function readTaxii(
  location: string,
  ask: AskFeed,
  collector: Collector,
  addedAfter?: string,
  objectsMax: number = intelLimits.taxiiObjectsMax,
): Promise<TaxiiReading> {
  const reader = new StixReader();
  const ids = new Set<string>();
  const asked = new Set<string>();
  let after = addedAfter;
  let last: string | undefined;
  let next: string | undefined;
  for (let page = 1; ; page += 1) {
    const url = objectsUrl(location);
    if (after !== undefined) url.searchParams.set("added_after", after);
    if (next !== undefined) url.searchParams.set("next", next);
    if (page > intelLimits.taxiiPagesMax) throw broken(url, `more than ${intelLimits.taxiiPagesMax} pages.`);
    if (asked.has(url.href)) throw broken(url, "the server gives the same page again and again.");
    asked.add(url.href);
    const answer = await ask({ url, accept: mediaType });
    const envelope = await envelopeOf(url, answer.body);
    for (const object of envelope.objects ?? []) {
      const id = (object as { id?: unknown } | null)?.id;
      if (typeof id === "string") ids.add(keptText(id));
      if (ids.size > objectsMax) throw broken(url, `more than ${objectsMax.toLocaleString("en")} objects.`);
      for (const told of reader.object(object)) collector.add(told);
    }
    last = answer.headers["x-taxii-date-added-last"] ?? last;
    if (envelope.more !== true) break;
    if ((envelope.next?.length ?? 0) > intelLimits.taxiiNextCharactersMax)
      throw broken(url, "its mark of the next page is too long for an address.");
    if (envelope.next !== undefined) next = envelope.next;
    // Without `next` the following page begins after the last object of this one (section 5.4).
    else if (answer.headers["x-taxii-date-added-last"] !== undefined) {
      next = undefined;
      after = answer.headers["x-taxii-date-added-last"];
    } else throw broken(url, "it says that there is more, and not where.");
  }
  for (const told of reader.end()) collector.add(told);
  return { ids, addedAfter: last ?? addedAfter };
}

interface Envelope {
  readonly objects?: readonly unknown[];
  readonly more?: boolean;
  readonly next?: string;
}

async function envelopeOf(url: URL, body: AsyncIterable<Uint8Array>): Promise<Envelope> {
  const text = await textOf(body);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw broken(url, "what it sent is no JSON, or is cut off.", thrown);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw broken(url, "what it sent is no TAXII envelope.");
  const { more, next } = value as { more?: unknown; next?: unknown };
  return {
    ...(isEnvelope(value) ? { objects: value.objects } : {}),
    more: more === true,
    ...(typeof next === "string" && next !== "" ? { next } : {}),
  };
}

/** Contracts of the catalogues that outbound requests are compared with (content/catalogues/beacons). */
import { z } from "zod";

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** Lower case, letters and digits only: deviceMemory and device_memory are one name. */
const word = z.string().regex(/^[a-z0-9]+$/);

/** A kind of client property: what it is called, what its values look like. */
const beaconProperty = z.strictObject({
  id: slug,
  says: z.string(),
  /** Names, alone or as the last part of a longer one; and names that count only whole. */
  names: z.array(word).min(1),
  short: z.array(word).default([]),
  /** Pattern of what stands under such a name. */
  value: z.string(),
  /** True where the value must end there: a name of a computer has no dot behind it. */
  whole: z.boolean().default(false),
  /** Further names, with values of another form. */
  others: z
    .array(
      z.strictObject({ names: z.array(word).min(1), value: z.string(), whole: z.boolean().default(false) }),
    )
    .default([]),
  /** Patterns of values that tell what they are under any name. */
  alone: z.array(z.string()).default([]),
  /** Patterns of labels in a name of DNS that tell it in plain. */
  labels: z.array(z.string()).default([]),
  strong: z.boolean().default(false),
  /** True where no interface of a browser tells it to a page. */
  beyond_pages: z.boolean().default(false),
  ordinary: z.boolean().default(false),
  /** A query that discloses it. */
  example: z.string(),
  source: z.string(),
});
export type BeaconProperty = z.infer<typeof beaconProperty>;

/** Masks of properties are numbers of 64 bits. */
export const propertiesMax = 63;

export const beaconProperties = z.strictObject({
  catalogue: z.literal("beacon-properties"),
  title: z.string(),
  date: day,
  /** Patterns of which a text that discloses something holds one. */
  hints: z.array(z.string()).min(1),
  properties: z.array(beaconProperty).min(1).max(propertiesMax),
});

const beaconService = z.strictObject({
  id: slug,
  name: z.string(),
  class: z.enum(["analytics", "ads", "consent", "errors", "fraud", "updater", "site", "cdn"]),
  hosts: z.array(z.string().regex(/^[a-z0-9.-]+$/)),
  rented: z.boolean().default(false),
  shape: z.array(z.string()).min(1).optional(),
  sends: z.array(slug).min(1),
  source: z.string(),
});
export type BeaconService = z.infer<typeof beaconService>;

export const beaconServices = z.strictObject({
  catalogue: z.literal("beacon-services"),
  title: z.string(),
  date: day,
  services: z.array(beaconService).min(1),
});

/** Both catalogues. */
export interface BeaconCatalogues {
  readonly hints: readonly string[];
  readonly properties: readonly BeaconProperty[];
  readonly services: readonly BeaconService[];
}

/** Names of the pieces of SQL that are made of them (src/detect/beacons.ts). */
export const beaconPartNames = [
  "undone_texts",
  "property_mask",
  "label_mask",
  "property_hints",
  "property_names",
  "property_strong",
  "property_beyond_pages",
  "property_ordinary",
  "property_local_address",
  "service_hosts",
  "service_of_host",
  "service_names",
  "service_classes",
  "service_rented",
  "service_sends",
  "service_shapes",
  "service_by_shape",
  "script_agents",
] as const;

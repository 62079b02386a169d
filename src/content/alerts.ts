/** Contracts of the catalogues of self-look-ups, of the meanings of alerts and of what stealers call themselves. */
import { z } from "zod";
import type { RecordsProfile } from "./schema.ts";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const selfLookups = z.strictObject({
  catalogue: z.literal("self-lookups"),
  title: z.string(),
  date: day,
  sites: z
    .array(
      z.strictObject({
        echoes: z.enum(["address", "agent", "TLS", "fingerprint"]),
        /** Made to try clients out; of it only some paths tell a client about itself. */
        tests: z.boolean().default(false),
        hosts: z.array(z.string().regex(/^[a-z0-9.-]+$/)).min(1),
        source: z.string(),
      }),
    )
    .min(1),
  /** Pattern of the agents of programs that ask as a matter of course. */
  asked_by: z.string(),
});
export type SelfLookups = z.infer<typeof selfLookups>;

export const alertMeanings = z.strictObject({
  catalogue: z.literal("alert-meanings"),
  title: z.string(),
  date: day,
  /** The first that fits counts. */
  meanings: z
    .array(
      z.strictObject({ meaning: z.string().regex(/^[a-z-]+$/), pattern: z.string(), source: z.string() }),
    )
    .min(1),
  asking: z.array(z.string()).min(1),
  /** Those that say that a program inside is malware. */
  malware: z.array(z.string()).min(1),
});
export type AlertMeanings = z.infer<typeof alertMeanings>;

/** Programs that steal what a client holds, by agents that nothing else sends. */
export const stealers = z.strictObject({
  catalogue: z.literal("stealers"),
  title: z.string(),
  date: day,
  entries: z
    .array(
      z.strictObject({
        name: z.string(),
        /** Linear-time pattern of its agent, with its case. */
        pattern: z.string(),
        examples: z.array(z.string()).min(1),
        counterexamples: z.array(z.string()).default([]),
        source: z.string().url(),
      }),
    )
    .min(1),
});
export type Stealers = z.infer<typeof stealers>;

/** Names of the pieces of SQL that are made of them (src/detect/lookups.ts). */
export const lookupPartNames = [
  "lookup_hosts",
  "lookup_echoes",
  "lookup_tests",
  "lookup_usual",
  "alert_meaning",
  "alerts_asking",
  "alerts_of_malware",
  "stealer_of_agent",
] as const;

/** A profile of records of which only those are kept that name one of the sites: `{lookup_hosts}` in its `holds`. */
export function withLookups(profile: RecordsProfile, { sites }: SelfLookups): RecordsProfile {
  return profile.holds?.includes("{lookup_hosts}") === true
    ? { ...profile, holds: sites.flatMap(({ hosts }) => hosts) }
    : profile;
}

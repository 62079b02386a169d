/** Ties of a campaign: `content/links/*.yaml`, what two entities may share and how much that says. */
import { z } from "zod";

/** Kinds of entities that a link ties. */
export const linkedTypes = ["source", "mail", "destination", "host"] as const;

export const linkFile = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "a lower-case slug"),
  of: z.enum(linkedTypes),
  /** Links of one kind say the same thing twice: of those the heaviest counts. */
  kind: z.string().regex(/^[a-z][a-z-]*$/),
  /** What it weighs; the policy says from which sum on two entities belong together. */
  points: z.number().int().min(1).max(10),
  /** Keys that two must share. */
  shared_min: z.number().int().min(1),
  /** What more than so many carry ties nobody. */
  holders_max: z.number().int().min(2),
  /** What a person reads; `{shown}` is the first of the keys, `{n}` how many are shared. */
  says: z.string(),
  /** Profiles that the SQL reads. */
  reads: z.array(z.string()).min(1),
  /**
   * Marks: `who` (an entity's value; of a mail the event id), `key`, `shown`, `record` (an event id, -1 for none) and
   * `holders`, the number of all in this run who carry the key, entities or not.
   */
  sql: z.string(),
});
export type LinkFile = z.infer<typeof linkFile>;

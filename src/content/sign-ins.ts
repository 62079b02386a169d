/** Contract of the catalogue of agents of sign-ins (content/catalogues/sign-ins), and its pieces of SQL. */
import { z } from "zod";

export const signInAgents = z.strictObject({
  catalogue: z.literal("sign-in-agents"),
  title: z.string(),
  entries: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
      name: z.string(),
      what: z.enum(["attack", "library", "legacy"]),
      /** Lower-case texts of the agent or the client application, of which one is there. */
      words: z.array(z.string().regex(/^[^A-Z]+$/)).min(1),
      source: z.string().url(),
      date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
    }),
  ),
});
export type SignInAgents = z.infer<typeof signInAgents>["entries"];

export const signInTopics = z.strictObject({
  catalogue: z.enum(["sign-in-topics", "sign-in-acts"]),
  title: z.string(),
  entries: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
      name: z.string(),
      /** A linear-time pattern, in lower case, over the name of a file with its folders, of a search, or of an act with its scopes. */
      pattern: z.string(),
      examples: z.array(z.string()).min(1),
      counterexamples: z.array(z.string()).min(1),
      source: z.string().url(),
      date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
    }),
  ),
});
export type SignInTopics = z.infer<typeof signInTopics>["entries"];

export const signInPartNames: readonly string[] = [
  "sign_in_agent",
  "sign_in_names",
  "sign_in_kinds",
  "config_topics",
  "config_acts",
];

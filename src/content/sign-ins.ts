/** Contract of the catalogue of agents of sign-ins (content/catalogues/sign-ins), and its pieces of SQL. */
import { z } from "zod";
import { literals } from "../engine/sql.ts";

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

export const signInPartNames: readonly string[] = ["sign_in_agent", "sign_in_names", "sign_in_kinds"];

/** SQL over `told` of the number of the first entry that fits, 0 where none does; and arrays of what entries say. */
export function signInParts(entries: SignInAgents): Record<string, string> {
  const tried = entries.map(({ words }, index) => `multiSearchAny(told, ${literals(words)}), ${index + 1}`);
  return {
    sign_in_agent: `multiIf(${tried.join(", ")}, 0)`,
    sign_in_names: literals(entries.map(({ name }) => name)),
    sign_in_kinds: literals(entries.map(({ what }) => what)),
  };
}

/** Checks what endpoints say of the products' own clients. */
import { didYouMean } from "../words.ts";
import { contentError } from "./errors.ts";
import type { AgentEntry, EndpointEntry } from "./schema.ts";

/**
 * Checks that endpoints name classes and entries that there are.
 * @throws VedetteError `content.invalid` with the catalogue and the name
 */
export function checkProducts(endpoints: readonly EndpointEntry[], agents: readonly AgentEntry[]): void {
  const askers = [...new Set(agents.flatMap((agent) => [agent.class, agent.id]))];
  const ids = endpoints.map(({ id }) => id);
  for (const { id, purpose, asked_by = [], makes_public = [] } of endpoints)
    for (const [field, names, known] of [
      ["asked_by", asked_by, askers],
      ["makes_public", makes_public, ids],
    ] as const) {
      const odd = names.find((name) => !known.includes(name));
      if (odd !== undefined)
        throw contentError(
          `content/catalogues/endpoints/${purpose}.yaml`,
          `\`${field}\` of ${id} names ${odd}, which there is not.`,
          didYouMean(odd, known),
        );
    }
}

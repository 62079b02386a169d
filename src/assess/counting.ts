/** Entities with their number, called by what they are. */
import { counted } from "../words.ts";
import type { Entity, IdentifiedFinding } from "./model.ts";

const nouns: Readonly<Record<Entity["type"], string>> = {
  ip: "source",
  ip_range: "source",
  user_agent: "agent",
  mail: "mail",
  domain: "destination",
  host: "host",
  user: "user",
};

/** As `countedEntities`, of ids: an entity's id begins with its type. */
export function countedIds(ids: readonly string[]): string {
  return countedEntities(ids.map((id) => ({ type: id.split(":", 1)[0] as Entity["type"] })));
}

/** "3 sources", "1 mail", and "4 entities" where they are of several types. */
export function countedEntities(entities: readonly Pick<Entity, "type">[]): string {
  const names = new Set(entities.map(({ type }) => nouns[type]));
  const [only] = names;
  return counted(entities.length, names.size === 1 && only !== undefined ? only : "entity");
}

/** "2,000 of at least 3,104 sources" where the policy's limit left findings out; a source that has none left is not known. */
export function countedOfAll(
  entities: readonly (Pick<Entity, "type"> & {
    readonly findings: readonly Pick<IdentifiedFinding, "leftOut">[];
  })[],
  one?: string,
): string {
  const said = one === undefined ? countedEntities(entities) : counted(entities.length, one);
  const leftOut = entities
    .flatMap(({ findings }) => findings)
    .reduce((most, finding) => Math.max(most, finding.leftOut), 0);
  if (leftOut === 0) return said;
  const [number = "", ...noun] = said.split(" ");
  return `${number} of at least ${(entities.length + leftOut).toLocaleString("en")} ${noun.join(" ")}`;
}

/** Names of content files in SQL. */

/** A profile's id as the name of a table. */
export function partName(id: string): string {
  return id.replaceAll("-", "_");
}

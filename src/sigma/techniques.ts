/** What Sigma rules say of ATT&CK. */
import type { SigmaRule } from "./model.ts";

/** Techniques of ATT&CK that a rule's tags name. */
export function techniquesOf({ tags }: Pick<SigmaRule, "tags">): string[] {
  return tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? []);
}

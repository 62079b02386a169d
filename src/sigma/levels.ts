/** Levels of Sigma rules and their order. Apart, for the options of a command need no more than that. */

/** The gravest first. */
export const sigmaLevels = ["critical", "high", "medium", "low", "informational"] as const;

/** Place of a level in that order; a rule without one comes last. */
export function levelPlace(level: string): number {
  const at = (sigmaLevels as readonly string[]).indexOf(level.toLowerCase());
  return at < 0 ? sigmaLevels.length : at;
}

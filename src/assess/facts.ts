/** What an indicator measured, as rules ask for it. */
import type { Finding } from "../detect/finding.ts";

/** A measured 0 or 1. */
export function flag(finding: Finding, name: string): boolean {
  return Number(finding.facts[name] ?? 0) === 1;
}

/** A measured number, 0 where it was not measured. */
export function numberOf(finding: Finding | undefined, name: string): number {
  return Number(finding?.facts[name] ?? 0);
}

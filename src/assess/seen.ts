/** What several rules ask of an entity's findings. */
import { counted } from "../words.ts";
import { flag, numberOf } from "./facts.ts";
import type { IdentifiedFinding } from "./model.ts";

/** One comparison, with its numbers. */
export interface Comparison {
  readonly holds: boolean;
  readonly sentence: string;
}

const unusualAgents = new Set([
  "ua.tool",
  "ua.mimicry",
  "ua.spoofed-crawler",
  "ua.rotation",
  "tls.ua-mismatch",
]);

/** The findings of an entity, and the numbers that more than one rule compares. */
export class Seen {
  readonly findings: readonly IdentifiedFinding[];
  readonly config: IdentifiedFinding | undefined;
  readonly version: IdentifiedFinding | undefined;
  readonly slow: IdentifiedFinding | undefined;
  readonly enumeration: IdentifiedFinding | undefined;
  readonly exposed: IdentifiedFinding | undefined;
  readonly tool: IdentifiedFinding | undefined;
  /** Configuration and version endpoints of the busiest 24 hours. */
  readonly endpoints: number;
  readonly guarded: number;
  readonly probes: readonly IdentifiedFinding[];
  /** Probes that count by themselves. */
  readonly enough: readonly IdentifiedFinding[];
  readonly enumerates: boolean;

  constructor(findings: readonly IdentifiedFinding[]) {
    this.findings = findings;
    this.config = this.of("endpoint.config-probe");
    this.version = this.of("scan.version-probe");
    this.slow = this.of("scan.slow");
    this.enumeration = this.of("scan.enumeration");
    this.exposed = this.of("endpoint.config-exposed");
    this.tool = this.of("ua.tool");
    this.endpoints = numberOf(this.config, "endpoints_24h") + numberOf(this.version, "endpoints_24h");
    this.guarded = Math.max(numberOf(this.config, "guarded_24h"), numberOf(this.slow, "guarded"));
    this.probes = [this.config, this.version].filter(isFinding);
    this.enough = [this.config, this.version, this.slow]
      .filter(isFinding)
      .filter((finding) => flag(finding, "enough"));
    this.enumerates = this.enumeration !== undefined && flag(this.enumeration, "enough");
  }

  of(indicator: string): IdentifiedFinding | undefined {
    return this.findings.find((finding) => finding.indicator === indicator);
  }

  /** What is only tied by address, name and time says little of who probes. */
  get unusual(): readonly IdentifiedFinding[] {
    return this.findings.filter((finding) => unusualAgents.has(finding.indicator) && !flag(finding, "loose"));
  }

  get probesEnough(): Comparison {
    return {
      holds: this.enough.length > 0 || this.endpoints >= 3,
      sentence: `${counted(this.endpoints, "configuration or version endpoint")} within 24 hours, needs 3, or a probe that is enough by itself: ${names(this.enough)}`,
    };
  }

  get enumerating(): Comparison {
    return {
      holds: this.enumerates,
      sentence:
        this.enumeration === undefined
          ? "it does not enumerate the site"
          : `it enumerates the site${this.enumerates ? "" : ", though not enough"}: ${this.enumeration.sentence}`,
    };
  }
}

/** Whether a finding is there. */
export function isFinding(finding: IdentifiedFinding | undefined): finding is IdentifiedFinding {
  return finding !== undefined;
}

/** Indicators of findings. */
export function names(findings: readonly IdentifiedFinding[]): string {
  return findings.length === 0 ? "none" : findings.map(({ indicator }) => indicator).join(", ");
}

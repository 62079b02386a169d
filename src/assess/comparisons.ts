/** What rules compare, put into sentences with their numbers. */
import { counted } from "../words.ts";
import { flag } from "./facts.ts";
import type { IdentifiedFinding } from "./model.ts";
import { type Comparison, isFinding } from "./seen.ts";

/** What a rule came to. */
export interface Trial {
  readonly met: boolean;
  readonly compared: readonly Comparison[];
  /** Findings that it rests on, where it is met. */
  readonly involved: readonly IdentifiedFinding[];
  /** What is said behind the rule's own words, where it is met. */
  readonly detail: string;
}

type Involved = readonly (IdentifiedFinding | undefined)[];

/** A trial of which every comparison has to hold. */
export function all(compared: readonly Comparison[], involved: Involved, detail: string | undefined): Trial {
  return {
    met: compared.every(({ holds }) => holds),
    compared,
    involved: involved.filter(isFinding),
    detail: detail ?? "",
  };
}

/** A trial of which one comparison has to hold. */
export function any(compared: readonly Comparison[], involved: Involved, detail: string | undefined): Trial {
  return {
    met: compared.some(({ holds }) => holds),
    compared: compared.map(({ holds, sentence }, n) => ({
      holds,
      sentence: n === 0 ? sentence : `or: ${sentence}`,
    })),
    involved: involved.filter(isFinding),
    detail: detail ?? "",
  };
}

/** That something was found at all. */
export function found(finding: IdentifiedFinding | undefined, what: string): Comparison {
  return {
    holds: finding !== undefined,
    sentence: finding === undefined ? `no ${what} was found` : `${what}: ${finding.sentence}`,
  };
}

/** A number against the least that is needed. */
export function least(value: number, needed: number, what: string, rest: string): Comparison {
  return { holds: value >= needed, sentence: `${counted(value, what)} ${rest}, needs ${needed}` };
}

/** A measured flag of a finding. */
export function said(
  finding: IdentifiedFinding | undefined,
  name: string,
  sentence: string,
  otherwise: string,
): Comparison {
  const holds = finding !== undefined && flag(finding, name);
  return { holds, sentence: holds ? sentence : otherwise };
}

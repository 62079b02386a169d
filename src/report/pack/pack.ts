/**
 * What a hand-over of one case is made of: the case and what belongs to it, secrets masked, nothing else of the run.
 * Nothing here looks at a clock: the time of creation is the end of the records that were read.
 */

import type { Attack, Technique } from "../../content/attack.ts";
import type { EvidenceLine } from "../../detect/evidence.ts";
import { compare, severities } from "../../detect/finding.ts";
import { findCase } from "../find-case.ts";
import { maskDeep } from "../mask.ts";
import { keptFields, type MaskChoice, maskingOf } from "../mask-document.ts";
import { marks } from "../masking.ts";
import type { ReportCase, ReportDocument, ReportEntity, ReportFinding } from "../model.ts";
import type { Tlp } from "./tlp.ts";

/** A file that lines of evidence stand in. */
export interface SourceDigest {
  /** As lines name it; of an archive, the archive itself. */
  readonly path: string;
  readonly sha256?: string;
  /** What the digest is of, or why there is none. */
  readonly note?: string;
}

export interface PackInput {
  readonly document: ReportDocument;
  readonly caseId: string;
  readonly tlp: Tlp;
  readonly attack: Attack;
  /** The playbook's clauses in words. */
  readonly clauses: ReadonlyMap<string, string>;
  readonly digests: readonly SourceDigest[];
  /** Whether the page names each member of a background case. */
  readonly unfold?: boolean;
  /** Whether more than secrets is masked, and how. */
  readonly mask?: MaskChoice;
}

export interface Pack extends Omit<PackInput, "caseId" | "mask"> {
  readonly one: ReportCase;
  readonly entities: readonly ReportEntity[];
  /** The gravest first. */
  readonly findings: readonly ReportFinding[];
  /** Each line once, by path and line. */
  readonly evidence: readonly PackEvidence[];
  /** Techniques of the case that are known by name. */
  readonly techniques: readonly Technique[];
  /** The end of what was read, as everything here was created then. */
  readonly created: string;
}

export interface PackEvidence extends EvidenceLine {
  readonly findings: readonly string[];
}

/** Lines of evidence of a case. */
export function evidenceOf(document: ReportDocument, one: ReportCase): PackEvidence[] {
  const lines = new Map<string, { line: EvidenceLine; findings: string[] }>();
  for (const finding of document.findings.filter(({ id }) => one.findings.includes(id)))
    for (const line of finding.evidence) {
      const key = `${line.path}\n${line.line}`;
      const known = lines.get(key) ?? { line, findings: [] };
      if (!known.findings.includes(finding.id)) known.findings.push(finding.id);
      lines.set(key, known);
    }
  return [...lines.values()]
    .map(({ line, findings }) => ({ ...line, findings: findings.sort(compare) }))
    .sort((a, b) => compare(a.path, b.path) || a.line - b.line);
}

/** Chooses what belongs to the case, and masks it. */
export function packOf(input: PackInput): Pack {
  const masking = input.mask === undefined ? marks : maskingOf(input.document, input.mask);
  const document = maskDeep(input.document, keptFields, masking);
  // Ids may be others behind the mask.
  const at = input.document.cases.indexOf(findCase(input.document, input.caseId));
  const one = document.cases[at] ?? findCase(document, input.caseId);
  const entities = document.entities.filter(({ id }) => one.entities.includes(id));
  const findings = document.findings
    .filter(({ id }) => one.findings.includes(id))
    .sort(
      (a, b) =>
        severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
        b.count - a.count ||
        compare(a.id, b.id),
    );
  const { attack, tlp, clauses, unfold = false } = input;
  const digests = maskDeep(input.digests, keptFields, masking);
  return {
    document,
    tlp,
    attack,
    clauses,
    digests,
    unfold,
    one,
    entities,
    findings,
    evidence: evidenceOf(document, one),
    techniques: one.techniques.flatMap((id) => attack.techniques.get(id) ?? []),
    created: document.window?.last ?? one.last,
  };
}

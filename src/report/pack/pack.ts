/**
 * What a hand-over of one case is made of: the case and what belongs to it, secrets masked, nothing else of the run.
 * Nothing here looks at a clock: the time of creation is the end of the records that were read.
 */

import type { Attack, Technique } from "../../content/attack.ts";
import type { EvidenceLine } from "../../detect/evidence.ts";
import { compare, severities } from "../../detect/indicators.ts";
import type { ReportCase, ReportDocument, ReportEntity, ReportFinding } from "../document.ts";
import { findCase } from "../find-case.ts";
import { maskDeep } from "../mask.ts";
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
}

export interface Pack extends Omit<PackInput, "caseId"> {
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

/** Where something stands on the reader's own disk, and what a shell is given: these have to stay as they are. */
const kept: ReadonlySet<string> = new Set(["path", "command", "sha256", "content_sha256"]);

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
  const document = maskDeep(input.document, kept);
  const one = findCase(document, input.caseId);
  const entities = document.entities.filter(({ id }) => one.entities.includes(id));
  const findings = document.findings
    .filter(({ id }) => one.findings.includes(id))
    .sort(
      (a, b) =>
        severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
        b.count - a.count ||
        compare(a.id, b.id),
    );
  const { attack, tlp, clauses, digests, unfold = false } = input;
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

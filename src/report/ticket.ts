/** Ten defanged lines to paste into a ticket. */
import { compare, severities } from "../detect/finding.ts";
import { defang } from "./defang.ts";
import { findCase } from "./find-case.ts";
import type { ReportDocument } from "./model.ts";
import { forTerminal, shorten } from "./safe-text.ts";

/** Longest quoted record; what a ticket says in its own words is never cut. */
const quotedMax = 400;
/** Longest line of all. A title or a reason may quote a path as well. */
const lineMax = 1000;
const membersShown = 6;

/**
 * Renders the ticket text of a case.
 * @throws VedetteError `usage.option` where the run has no such case
 */
export function renderTicket(document: ReportDocument, id: string): string {
  const one = findCase(document, id);
  const entities = document.entities.filter((entity) => one.entities.includes(entity.id));
  const findings = document.findings
    .filter((finding) => one.findings.includes(finding.id))
    .sort(
      (a, b) =>
        severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
        b.count - a.count ||
        compare(a.id, b.id),
    );
  // Why, what and proof are of one source, so that they fit together.
  const strongest = entities[0];
  const reason = strongest?.reasons[0];
  const own = findings.filter(({ entity }) => entity === strongest?.id);
  const of = entities.length > 1 ? ` (${strongest?.value})` : "";
  const proofs = new Map(
    own.flatMap((finding) => finding.evidence).map((line) => [`${line.path}:${line.line}`, line]),
  );
  const evidence = [...proofs.values()].slice(0, 2);
  const lines = [
    `[${document.playbook.id}] ${one.title}`,
    `Case ${one.id}: ${one.action}, priority ${one.priority}, severity ${one.severity}, confidence ${one.confidence}`,
    `Seen ${one.first} to ${one.last}`,
    `Who (${entities.length}): ${entities
      .slice(0, membersShown)
      .map(({ value }) => value)
      .join(", ")}${entities.length > membersShown ? ` and ${entities.length - membersShown} more` : ""}`,
    `Why${of}: ${reason === undefined ? document.decision.sentence : `${reason.clause}, ${reason.sentence}`}`,
    `What${of}: ${own
      .slice(0, 3)
      .map(({ sentence }) => sentence)
      .join(" | ")}`,
    ...evidence.map((line) => ({ place: `${line.path}:${line.line}`, text: line.text })),
    `Not seen: ${
      document.coverage
        .filter(({ state }) => state === "absent")
        .map(({ clause }) => clause)
        .join(", ") || "nothing missing"
    }`,
    `Techniques: ${one.techniques.join(", ")}; content ${document.tool.content_sha256.slice(0, 12)}`,
  ];
  return `${lines
    .slice(0, 10)
    .map((line) =>
      typeof line === "string"
        ? shorten(safe(line), lineMax)
        : `Proof: ${forTerminal(line.place)} ${shorten(safe(line.text), quotedMax)}`,
    )
    .join("\n")}\n`;
}

/** Text that may quote a log. The place of a line is the reader's own file, and must stay what it is to be found again. */
function safe(text: string): string {
  return defang(forTerminal(text));
}

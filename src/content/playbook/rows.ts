/** The rows of a playbook's table: what they are called, and how their clauses are numbered. */

export interface RowKind {
  /** Name in the project's own files. */
  readonly row: string;
  /** Label in the table. */
  readonly label: string;
  /** What the ids of its clauses begin with. */
  readonly prefix: string;
  /** Steps are lettered (L1a), all else is numbered (Q1). */
  readonly lettered: boolean;
  /** Labels that mean it, in lower case. */
  readonly means: RegExp;
}

/** In the order of the table. */
export const rowKinds: readonly RowKind[] = [
  kind("Log sources", "Log Sources to Investigate", "LS", false, /\b(log|data|evidence) sources?\b/),
  kind("Key indicators", "Key Indicators", "KI", false, /\bindicators?\b/),
  kind("Questions", "Questions for Analysis", "Q", false, /\bquestions?\b/),
  kind("Decision", "Decision for Escalation", "D", false, /\bdecisions?\b|\bescalat/),
  kind("Tier 1", "Additional Analysis Steps for L1", "L1", true, /\b(l|t|tier|level) ?1\b/),
  kind("Tier 2", "T2 Analyst Actions", "T2", true, /\b(l|t|tier|level) ?2\b/),
  kind("Containment", "Containment and Further Analysis", "C", false, /\bcontain|\bremediat|\bmitigat/),
];

function kind(row: string, label: string, prefix: string, lettered: boolean, means: RegExp): RowKind {
  return { row, label, prefix, lettered, means };
}

/** Labels that name several rows are of the first here: the escalation to Tier 2 is a decision. */
const precedence = [
  "Questions",
  "Decision",
  "Log sources",
  "Tier 1",
  "Tier 2",
  "Containment",
  "Key indicators",
];

/** Rows that say what the playbook is about. */
export type Heading = "tactic" | "technique" | "subtechnique" | "name";

export const headingLabels: Readonly<Record<Heading, string>> = {
  tactic: "MITRE Tactic",
  technique: "MITRE TTP",
  subtechnique: "MITRE Sub-TTP",
  name: "Name",
};

/** What a label stands for; undefined for one that is not known. */
export function labelMeans(label: string): RowKind | Heading | undefined {
  const plain = label
    .toLowerCase()
    .replace(/[_\s:*`]+/g, " ")
    .trim();
  const exact = rowKinds.find(({ row, label: own }) =>
    [row.toLowerCase(), own.toLowerCase()].includes(plain),
  );
  if (exact !== undefined) return exact;
  if (/\bsub ?-?(ttp|technique)/.test(plain)) return "subtechnique";
  if (/^(mitre )?(att&ck )?(ttp|technique)s?( id)?s?$/.test(plain)) return "technique";
  if (/^(mitre )?(att&ck )?tactics?$/.test(plain)) return "tactic";
  if (/^((playbook|technique) )?(name|title)$/.test(plain)) return "name";
  for (const row of precedence) {
    const found = rowKinds.find((one) => one.row === row && one.means.test(plain));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The id of the n-th clause of a row, from 0. */
export function clauseId({ prefix, lettered }: RowKind, n: number): string {
  return `${prefix}${lettered ? letters(n) : n + 1}`;
}

/** a … z, aa, ab … */
function letters(n: number): string {
  const rest = Math.floor(n / 26) - 1;
  return `${rest < 0 ? "" : letters(rest)}${String.fromCharCode(97 + (n % 26))}`;
}

/** Whether a text is an id that a clause of the row can have; mail is a source without a number. */
export function isClauseId({ row, prefix, lettered }: RowKind, id: string): boolean {
  if (row === "Log sources" && id === "MAIL") return true;
  return (
    id.startsWith(prefix) && (lettered ? /^[a-z]{1,3}$/ : /^[1-9]\d{0,3}$/).test(id.slice(prefix.length))
  );
}

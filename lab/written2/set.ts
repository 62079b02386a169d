/** What the sets have in common: the form of labels, and how they are written and counted. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export type Wanted = "collector" | "benign" | "judgement";

export interface Label {
  readonly type: "ip" | "user_agent" | "mail" | "domain" | "host" | "user";
  readonly value: string;
  readonly files: readonly string[];
  readonly label: Wanted;
  readonly behaviour: string;
  readonly class: string;
  readonly judgement_why?: string;
}

const byValue = (one: Label, other: Label) => (one.value < other.value ? -1 : 1);

export function writeLabels(folder: string, made: string, labels: readonly Label[]): void {
  for (const { value, label, judgement_why } of labels)
    if ((label === "judgement") !== (judgement_why !== undefined)) throw new Error(`${value}: reason?`);
  if (new Set(labels.map(({ type, value }) => `${type} ${value}`)).size !== labels.length)
    throw new Error(`${folder}: something is labelled twice`);
  const subjects = [...labels].sort(byValue);
  writeFileSync(
    join(folder, "labels.json"),
    `${JSON.stringify({ schema: "vedette.labels/v2", made, date: "2026-11-29", subjects }, null, 1)}\n`,
  );
}

export function countOf(labels: readonly Label[], wanted: Wanted): number {
  return labels.filter(({ label }) => label === wanted).length;
}

/** One line with the numbers of a set. */
export function counted(labels: readonly Label[]): string {
  return `${countOf(labels, "collector")} collector, ${countOf(labels, "benign")} benign, ${countOf(labels, "judgement")} judgement.`;
}

export const meaning = `- *collector*: somebody who read all its lines would hand it on as gathering client configuration.
- *benign*: he would not.
- *judgement*: reasonable analysts differ, or it hangs on what only the firm knows; \`judgement_why\` says on what.`;

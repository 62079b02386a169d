/** Playbooks of tests, in the table form of others. */

/** A made-up playbook, with one row left to fill. */
export function tableOf(rows: Readonly<Record<string, string>>): string {
  return [
    "| Column Name | Value |",
    "|---|---|",
    ...Object.entries(rows).map(([label, value]) => `| ${label} | ${value} |`),
    "",
  ].join("\n");
}

export const heading = { "MITRE Tactic": "Reconnaissance", "MITRE TTP": "T1592.004", Name: "Made up" };

/** Kinds of acts that have a form, and the limits of their texts. */

export const kinds = ["escalate", "close", "note", "tag", "assign", "state", "override", "reopen"] as const;
export type Kind = (typeof kinds)[number];

export const kindTitles: Readonly<Record<Kind, string>> = {
  escalate: "Escalate",
  close: "Close",
  note: "Write a note",
  tag: "Tags",
  assign: "Owner",
  state: "State",
  override: "Replace the machine's action",
  reopen: "Open again",
};

/** As the casebook limits it. */
export const reasonMost = 4_000;
export const noteMost = 100_000;

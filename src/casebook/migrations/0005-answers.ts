/** Version 5: what a row of the list says of the evidence: how many events, and which questions they answer. */

export const answers = `
-- Filled with the next change of the case; nobody decided anything by them.
ALTER TABLE cases ADD COLUMN events INTEGER NOT NULL DEFAULT 0;
-- Ids of questions as a JSON list.
ALTER TABLE cases ADD COLUMN questions TEXT NOT NULL DEFAULT '[]';
`;

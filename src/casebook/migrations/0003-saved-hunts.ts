/** Version 3: questions to the store that people keep. */

export const savedHunts = `
CREATE TABLE saved_hunts (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  -- Whose it is; others see it where it is shared.
  owner TEXT NOT NULL,
  shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
  -- What is asked, as JSON: kind, text, parameters, filters.
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  UNIQUE (owner, name)
) STRICT;
`;

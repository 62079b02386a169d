/** Version 4: cases of which nothing is found any more since the register explains who they are about; counting without reading snapshots. */

export const setAside = `
-- Entries of the register as JSON; null where the case is found as it was.
ALTER TABLE cases ADD COLUMN set_aside TEXT;

-- What lists and facets ask. A row with its snapshot is some tens of kilobytes.
CREATE INDEX cases_asked ON cases (
  merged_into, state, background, action, priority, owner, closing_reason, first_seen, last_seen, title, id
);
DROP INDEX cases_root;
CREATE INDEX cases_root ON cases (root, id);
`;

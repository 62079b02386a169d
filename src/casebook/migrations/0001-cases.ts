/** Version 1: cases, what people said of them, and the audit. */

export const cases = `
-- What a run says once for all its cases: answers, steps.
CREATE TABLE facts (
  digest TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  -- Entry of the audit that changed it last.
  changed INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('new', 'in-progress', 'escalated', 'contained', 'closed')),
  owner TEXT,
  -- The machine's part, of all cases that are merged into it together.
  title TEXT NOT NULL,
  action TEXT NOT NULL,
  machine_action TEXT NOT NULL,
  priority TEXT NOT NULL,
  priority_rank INTEGER NOT NULL,
  severity TEXT NOT NULL,
  score INTEGER NOT NULL,
  background INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  entities INTEGER NOT NULL,
  findings INTEGER NOT NULL,
  override_action TEXT,
  override_reason TEXT,
  override_at INTEGER,
  override_by TEXT,
  closing_reason TEXT,
  closing_note TEXT,
  duplicate_of TEXT,
  closed_at INTEGER,
  closed_by TEXT,
  -- The machine's action when it was closed.
  closed_action TEXT,
  merged_into TEXT REFERENCES cases (id),
  merge_kind TEXT CHECK (merge_kind IN ('people', 'engine')),
  -- Itself, or the case at the end of merged_into.
  root TEXT NOT NULL,
  -- Its own, of the newest report.
  snapshot TEXT NOT NULL,
  facts TEXT NOT NULL REFERENCES facts (digest),
  run TEXT NOT NULL,
  reported_at INTEGER NOT NULL,
  CHECK ((state = 'closed') = (closing_reason IS NOT NULL)),
  CHECK ((merged_into IS NULL) = (merge_kind IS NULL)),
  CHECK ((merged_into IS NULL) = (root = id))
) STRICT;
CREATE INDEX cases_root ON cases (root);
CREATE INDEX cases_changed ON cases (changed);
CREATE INDEX cases_priority ON cases (priority_rank, last_seen, id);

CREATE TABLE aliases (
  alias TEXT PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id)
) STRICT;
CREATE INDEX aliases_case ON aliases (case_id);

CREATE TABLE case_entities (
  case_id TEXT NOT NULL REFERENCES cases (id),
  entity TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (case_id, entity)
) STRICT;

CREATE TABLE case_clauses (
  case_id TEXT NOT NULL REFERENCES cases (id),
  clause TEXT NOT NULL,
  PRIMARY KEY (case_id, clause)
) STRICT;

CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  at INTEGER NOT NULL,
  run TEXT NOT NULL,
  action TEXT NOT NULL,
  priority TEXT NOT NULL
) STRICT;
CREATE INDEX history_case ON history (case_id);

CREATE TABLE tags (
  case_id TEXT NOT NULL REFERENCES cases (id),
  tag TEXT NOT NULL,
  PRIMARY KEY (case_id, tag)
) STRICT;

CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  withdrawn_at INTEGER,
  withdrawn_by TEXT,
  withdrawn_reason TEXT
) STRICT;
CREATE INDEX notes_case ON notes (case_id);

CREATE TABLE note_editions (
  note_id INTEGER NOT NULL REFERENCES notes (id),
  edition INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (note_id, edition)
) STRICT;

-- What a person says of a clause; what evidence says stands in facts.
CREATE TABLE checks (
  case_id TEXT NOT NULL REFERENCES cases (id),
  clause TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('done', 'not-applicable')),
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (case_id, clause)
) STRICT;

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  case_id TEXT,
  detail TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_case ON audit (case_id);

CREATE TRIGGER audit_appends BEFORE INSERT ON audit
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit)
  OR NEW.previous <> coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), '')
BEGIN SELECT raise(ABORT, 'the audit is only appended to'); END;
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit is only appended to'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit is only appended to'); END;
CREATE TRIGGER editions_keep BEFORE UPDATE ON note_editions
BEGIN SELECT raise(ABORT, 'what a note said is kept'); END;
CREATE TRIGGER editions_stay BEFORE DELETE ON note_editions
BEGIN SELECT raise(ABORT, 'what a note said is kept'); END;
CREATE TRIGGER notes_stay BEFORE DELETE ON notes
BEGIN SELECT raise(ABORT, 'notes are withdrawn, not deleted'); END;
`;

/** Version 2: what closing a case proposes, to the register and to the indicators. */

export const proposals = `
CREATE TABLE case_indicators (
  case_id TEXT NOT NULL REFERENCES cases (id),
  indicator TEXT NOT NULL,
  PRIMARY KEY (case_id, indicator)
) STRICT;
CREATE INDEX case_indicators_indicator ON case_indicators (indicator);

INSERT INTO case_indicators (case_id, indicator)
SELECT DISTINCT cases.id, json_extract(finding.value, '$.indicator')
FROM cases, json_each(cases.snapshot, '$.findings') AS finding;

CREATE TABLE proposals (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('register', 'tuning')),
  -- An entry of the register as JSON, or the id of an indicator.
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'dismissed', 'withdrawn')),
  created_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  decided_at INTEGER,
  decided_by TEXT,
  decided_reason TEXT
) STRICT;

CREATE TABLE proposal_cases (
  proposal_id INTEGER NOT NULL REFERENCES proposals (id),
  case_id TEXT NOT NULL REFERENCES cases (id),
  PRIMARY KEY (proposal_id, case_id)
) STRICT;
CREATE INDEX proposal_cases_case ON proposal_cases (case_id);
`;

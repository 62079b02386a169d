/** Versions of the file of destinations and deliveries, in order; they are applied as those of the casebook are. */
import type { FileVersions } from "../../casebook/migrations.ts";

const destinations = `
CREATE TABLE destination (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('webhook', 'slack', 'teams', 'mail')),
  address TEXT NOT NULL,
  sender TEXT NOT NULL,
  -- JSON lists of text.
  recipients TEXT NOT NULL,
  events TEXT NOT NULL,
  least_severity TEXT NOT NULL,
  escalate_only INTEGER NOT NULL,
  secret TEXT,
  old_secret TEXT,
  old_secret_until_ms INTEGER,
  enabled INTEGER NOT NULL,
  off_because TEXT NOT NULL DEFAULT '',
  created_ms INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  dropped INTEGER NOT NULL DEFAULT 0,
  held_until_ms INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE delivery (
  -- In the order of what happened.
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  destination TEXT NOT NULL REFERENCES destination (id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  case_id TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given-up')),
  queued_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  because TEXT NOT NULL DEFAULT '',
  CHECK ((state = 'waiting') = (ended_ms IS NULL))
) STRICT;
CREATE INDEX delivery_state ON delivery (destination, state, seq);

-- The entry of the casebook's audit up to which everything is in the table of deliveries.
CREATE TABLE told (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
`;

export const notifyVersions: FileVersions = {
  // "Vdtn" in ASCII.
  applicationId: 0x56_64_74_6e,
  scripts: [destinations],
  another: "Move it away; a new one is begun, without destinations.",
};

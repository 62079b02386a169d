/**
 * What closing a case proposes: an entry of the justification register where it was harmless and meant, a look at
 * the indicators where they were wrong. A person accepts or dismisses it; nothing is changed by itself. What was accepted,
 * and what a person added without a proposal, is the casebook's own part of the register.
 */
import type { whoParts } from "../assess/register.ts";
import { newEntry, type RegisterEntry } from "../assess/register-file.ts";
import { asError, VedetteError } from "../errors.ts";
import { casebookLimits } from "../limits.ts";
import { record } from "./audit.ts";
import { type By, machineActor, type Proposal, type Snapshot } from "./model.ts";
import { missing, personOf, reasonOf, refused } from "./problems.ts";
import { groupOf, rowOf, wholeSnapshot } from "./rows.ts";
import type { Row, Sqlite } from "./sqlite.ts";

/** An entry that is proposed holds this long, unless whoever accepts it says otherwise. */
const validDays = 90;
const dayMs = 86_400_000;

/** The part of an entry that names an entity of a type. A mail is known by its file, which no entry names. */
const partOf: Readonly<Record<string, (typeof whoParts)[number]>> = {
  ip: "source",
  ip_range: "source",
  user: "user",
  host: "host",
  domain: "destination",
};

/** Proposals of a case that was just closed. */
export function proposeFor(db: Sqlite, id: string, by: By): void {
  const row = rowOf(db, id);
  if (row === undefined) return;
  const group = groupOf(db, id);
  // Where the register explains it already, an entry would say the same twice.
  if (row.closing_reason === "benign-positive" && row.set_aside === null)
    proposeEntries(db, row, wholeSnapshot(group), by);
  if (row.closing_reason === "false-positive") proposeTuning(db, row, group, by);
}

function proposeEntries(db: Sqlite, row: Row, { entities }: Snapshot, by: By): void {
  const values = new Map<(typeof whoParts)[number], string[]>();
  for (const { type, value } of entities) {
    const part = partOf[type];
    if (part !== undefined) values.set(part, [...(values.get(part) ?? []), value]);
  }
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  for (const [part, list] of values) {
    if (list.length > casebookLimits.proposalValuesMax) {
      untold(db, row, by, `${list.length} of them are too many for one entry of the register`);
      continue;
    }
    try {
      const entry = newEntry({
        [part]: list,
        owner: String(row.owner ?? by.actor),
        reason: String(row.closing_note)
          .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
          .trim()
          .slice(0, casebookLimits.proposalReasonCharacters),
        ticket: String(row.id),
        added: day(by.at),
        expires: day(by.at + validDays * dayMs),
      });
      propose(db, row, by, "register", JSON.stringify(entry));
    } catch (thrown) {
      // Values of a log need not be ones that an entry can name.
      if (!(thrown instanceof VedetteError) || thrown.code !== "usage.option") throw thrown;
      untold(db, row, by, asError(thrown).message);
    }
  }
}

function untold(db: Sqlite, row: Row, by: By, because: string): void {
  const machine = { at: by.at, actor: machineActor };
  record(db, machine, "proposal.impossible", String(row.id), { kind: "register", because });
}

function proposeTuning(db: Sqlite, row: Row, group: readonly Row[], by: By): void {
  const indicators = new Set(
    group.flatMap(({ id }) =>
      db
        .all("SELECT indicator FROM case_indicators WHERE case_id = ? ORDER BY indicator", String(id))
        .map(({ indicator }) => String(indicator)),
    ),
  );
  for (const indicator of indicators) {
    const open = db.one(
      "SELECT id FROM proposals WHERE kind = 'tuning' AND state = 'open' AND body = ?",
      indicator,
    );
    if (open === undefined) propose(db, row, by, "tuning", indicator);
    else join(db, Number(open.id), String(row.id));
  }
}

function propose(db: Sqlite, row: Row, by: By, kind: Proposal["kind"], body: string): void {
  const id = nextId(db);
  db.run(
    "INSERT INTO proposals (id, kind, body, state, created_at, actor) VALUES (?, ?, ?, 'open', ?, ?)",
    id,
    kind,
    body,
    by.at,
    by.actor,
  );
  join(db, id, String(row.id));
  record(db, { at: by.at, actor: machineActor }, "proposal.made", String(row.id), {
    proposal: id,
    kind,
    body: kind === "register" ? (JSON.parse(body) as unknown) : body,
  });
}

function join(db: Sqlite, proposal: number, caseId: string): void {
  db.run("INSERT OR IGNORE INTO proposal_cases (proposal_id, case_id) VALUES (?, ?)", proposal, caseId);
}

/** A case is open again: what its closing proposed is withdrawn, unless another closing says it too. */
export function withdrawOf(db: Sqlite, caseId: string, by: By): void {
  const open = db.all(
    `SELECT proposals.id FROM proposals JOIN proposal_cases ON proposal_id = proposals.id
WHERE case_id = ? AND state = 'open' ORDER BY proposals.id`,
    caseId,
  );
  for (const { id } of open) {
    const proposal = Number(id);
    db.run("DELETE FROM proposal_cases WHERE proposal_id = ? AND case_id = ?", proposal, caseId);
    if (db.one("SELECT 1 AS one FROM proposal_cases WHERE proposal_id = ?", proposal) !== undefined) continue;
    join(db, proposal, caseId);
    db.run(
      "UPDATE proposals SET state = 'withdrawn', decided_at = ?, decided_by = ?, decided_reason = ? WHERE id = ?",
      by.at,
      machineActor,
      "the case is open again",
      proposal,
    );
    record(db, { at: by.at, actor: machineActor }, "proposal.withdrawn", caseId, { proposal });
  }
}

export function proposalsOf(db: Sqlite, state?: Proposal["state"]): Proposal[] {
  const rows =
    state === undefined
      ? db.all("SELECT * FROM proposals ORDER BY id")
      : db.all("SELECT * FROM proposals WHERE state = ? ORDER BY id", state);
  return rows.map((row) => proposalOf(db, row));
}

export function decide(
  db: Sqlite,
  id: number,
  state: "accepted" | "dismissed",
  given: string,
  who: By,
): Proposal {
  const by = personOf(who);
  const reason = state === "dismissed" ? reasonOf(given) : given;
  const row = Number.isSafeInteger(id) ? db.one("SELECT * FROM proposals WHERE id = ?", id) : undefined;
  if (row === undefined) throw missing(`proposal ${id}`, "vedette casebook proposals shows them.");
  if (row.state !== "open")
    throw refused(`Proposal ${id} is ${row.state}.`, "Only an open one is decided on.");
  db.run(
    "UPDATE proposals SET state = ?, decided_at = ?, decided_by = ?, decided_reason = ? WHERE id = ?",
    state,
    by.at,
    by.actor,
    reason,
    id,
  );
  record(db, by, `proposal.${state}`, null, { proposal: id, ...(reason === "" ? {} : { reason }) });
  return proposalOf(db, db.one("SELECT * FROM proposals WHERE id = ?", id) as Row);
}

/**
 * Adds an entry to the register that a person answers for, without a closing that proposed it.
 * @param caseId the case that it came up in
 * @throws VedetteError `casebook.refused` where the same holds already
 */
export function justify(db: Sqlite, entry: RegisterEntry, caseId: string | undefined, given: By): Proposal {
  const by = personOf(given);
  const row = caseId === undefined ? undefined : rowOf(db, caseId);
  if (caseId !== undefined && row === undefined) throw missing(`case ${caseId}`);
  if (acceptedEntries(db).some(({ id }) => id === entry.id))
    throw refused(`The register has the entry ${entry.id} already.`, "Withdraw that one first.");
  const id = nextId(db);
  db.run(
    "INSERT INTO proposals (id, kind, body, state, created_at, actor, decided_at, decided_by, decided_reason) VALUES (?, 'register', ?, 'accepted', ?, ?, ?, ?, '')",
    id,
    JSON.stringify(entry),
    by.at,
    by.actor,
    by.at,
    by.actor,
  );
  if (row !== undefined) join(db, id, String(row.id));
  record(db, by, "register.added", row === undefined ? null : String(row.id), { proposal: id, entry });
  return proposalOf(db, db.one("SELECT * FROM proposals WHERE id = ?", id) as Row);
}

/** Takes an entry of the register back. */
export function retire(db: Sqlite, id: number, reason: string, given: By): Proposal {
  const by = personOf(given);
  const because = reasonOf(reason);
  const row = Number.isSafeInteger(id)
    ? db.one("SELECT * FROM proposals WHERE id = ? AND kind = 'register'", id)
    : undefined;
  if (row?.state !== "accepted")
    throw row === undefined
      ? missing(`entry ${id} of the register`)
      : refused(`Entry ${id} is ${row.state}.`, "Only one that holds is withdrawn.");
  db.run(
    "UPDATE proposals SET state = 'withdrawn', decided_at = ?, decided_by = ?, decided_reason = ? WHERE id = ?",
    by.at,
    by.actor,
    because,
    id,
  );
  record(db, by, "register.withdrawn", null, {
    entry: (JSON.parse(String(row.body)) as RegisterEntry).id,
    proposal: id,
    reason: because,
  });
  return proposalOf(db, db.one("SELECT * FROM proposals WHERE id = ?", id) as Row);
}

/** Entries of the register that people accepted, in the order that they were made. */
export function acceptedEntries(db: Sqlite): RegisterEntry[] {
  return db
    .all("SELECT body FROM proposals WHERE kind = 'register' AND state = 'accepted' ORDER BY id")
    .map(({ body }) => JSON.parse(String(body)) as RegisterEntry);
}

function nextId(db: Sqlite): number {
  return Number(db.one("SELECT coalesce(max(id), 0) + 1 AS id FROM proposals")?.id);
}

function proposalOf(db: Sqlite, row: Row): Proposal {
  const cases = db.all(
    "SELECT case_id FROM proposal_cases WHERE proposal_id = ? ORDER BY case_id",
    Number(row.id),
  );
  return {
    id: Number(row.id),
    kind: row.kind as Proposal["kind"],
    state: row.state as Proposal["state"],
    cases: cases.map(({ case_id }) => String(case_id)),
    created_at: Number(row.created_at),
    by: String(row.actor),
    ...(row.kind === "register"
      ? { entry: JSON.parse(String(row.body)) as RegisterEntry }
      : { tuning: tuningOf(db, String(row.body)) }),
    decided:
      row.decided_at === null
        ? null
        : {
            at: Number(row.decided_at),
            by: String(row.decided_by),
            reason: String(row.decided_reason),
          },
  };
}

/** Closed cases with a finding of an indicator, as they stand now; merged ones count as the case they show in. */
function tuningOf(db: Sqlite, indicator: string): NonNullable<Proposal["tuning"]> {
  const row = db.one(
    `SELECT count(DISTINCT whole.id) AS closed,
  count(DISTINCT CASE WHEN whole.closing_reason = 'false-positive' THEN whole.id END) AS false_positives
FROM case_indicators
JOIN cases AS part ON part.id = case_indicators.case_id
JOIN cases AS whole ON whole.id = part.root
WHERE indicator = ? AND whole.state = 'closed'`,
    indicator,
  );
  return {
    indicator,
    false_positives: Number(row?.false_positives ?? 0),
    closed: Number(row?.closed ?? 0),
  };
}

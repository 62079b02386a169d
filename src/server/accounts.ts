/** Accounts, their sessions, and tokens of programs: a database of their own beside the casebook. */
import type { Sqlite } from "../casebook/sqlite.ts";
import { VedetteError } from "../errors.ts";
import { accountLimits } from "../limits.ts";
import { Identities, identityTableSql, passwordNone } from "./identities.ts";
import { Problem } from "./problems.ts";
import { type Actor, type Role, roles } from "./roles.ts";
import { digestOf, hashPassword, isPassword, newSecret, passwordLeast } from "./secrets.ts";

/** Tables of accounts; the caller makes them where they are not there. */
export const accountTablesSql = [
  `CREATE TABLE IF NOT EXISTS account (
  name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, created_ms INTEGER NOT NULL, disabled INTEGER NOT NULL DEFAULT 0
) STRICT`,
  `CREATE TABLE IF NOT EXISTS session (
  digest TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (name), created_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL, network TEXT NOT NULL, agent TEXT NOT NULL
) STRICT`,
  `CREATE TABLE IF NOT EXISTS token (
  id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL, created_ms INTEGER NOT NULL, created_by TEXT NOT NULL, expires_ms INTEGER, seen_ms INTEGER
) STRICT`,
  identityTableSql,
] as const;

/** Of these tables; files from before it was written have 0. */
const accountsVersion = 1;

/** How exactly it is kept when something was last seen. */
const seenStepMs = 60_000;

export interface AccountRow {
  readonly name: string;
  readonly role: Role;
  readonly created_ms: number;
  readonly disabled: boolean;
  /** Of an account without a password: who vouches for it, and whom it means. */
  readonly issuer?: string;
  readonly subject?: string;
}

/** Where somebody signs in from. */
export interface From {
  readonly network: string;
  readonly agent: string;
}

export interface SessionRow {
  readonly id: string;
  readonly created_ms: number;
  readonly seen_ms: number;
  readonly network: string;
  readonly agent: string;
  /** Whether it is the one that asks. */
  readonly current: boolean;
}

export class Accounts {
  readonly #sql: Sqlite;
  /** Accounts of people whom a provider knows. */
  readonly identities: Identities;
  /** A password that nobody has: hashing it takes as long for names that are not there. */
  #nobody: Promise<string> | undefined;

  constructor(sql: Sqlite) {
    this.#sql = sql;
    const version = Number(sql.one("PRAGMA user_version")?.user_version ?? 0);
    if (version > accountsVersion)
      throw new VedetteError(
        "casebook.version",
        `${sql.path}: a newer version of the program wrote it (version ${version} of the file; this program knows ${accountsVersion}).`,
        { place: { path: sql.path }, hint: "Use the newer program, or a backup from before." },
      );
    for (const statement of accountTablesSql) sql.script(statement);
    this.identities = new Identities(sql, (name, from, at) => this.#begin(name, from, at));
    if (version < accountsVersion) sql.script(`PRAGMA user_version = ${accountsVersion}`);
  }

  /** Whether nobody can sign in by a password yet. */
  get none(): boolean {
    return this.#sql.all("SELECT 1 FROM account WHERE password <> ? LIMIT 1", passwordNone).length === 0;
  }

  list(): AccountRow[] {
    return this.#sql
      .all(
        "SELECT name, role, created_ms, disabled, issuer, subject FROM account LEFT JOIN identity ON identity.account = account.name ORDER BY name",
      )
      .map((row) => ({
        name: String(row.name),
        role: roleOf(row.role),
        created_ms: Number(row.created_ms),
        disabled: Number(row.disabled) === 1,
        ...(row.issuer === null ? {} : { issuer: String(row.issuer), subject: String(row.subject) }),
      }));
  }

  /** @throws Problem where the name is taken, or name or password cannot be */
  async add(name: string, role: Role, password: string, at: number): Promise<void> {
    checkName(name);
    const hashed = await hashPassword(checkPassword(password, name));
    const added = this.#sql.run(
      "INSERT INTO account (name, role, password, created_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      name,
      role,
      hashed,
      at,
    );
    if (added === 0) throw new Problem(409, "account", `There is an account ${name} already.`);
  }

  /**
   * The first account, an administrator's; of two that are asked for at once one is made.
   * @throws Problem where there is one, or name or password cannot be
   */
  async addFirst(name: string, password: string, at: number): Promise<void> {
    checkName(name);
    const hashed = await hashPassword(checkPassword(password, name));
    const added = this.#sql.run(
      "INSERT INTO account (name, role, password, created_ms) SELECT ?, 'administrator', ?, ? WHERE NOT EXISTS (SELECT 1 FROM account WHERE password <> ?) ON CONFLICT DO NOTHING",
      name,
      hashed,
      at,
      passwordNone,
    );
    if (added === 0) throw new Problem(409, "first", "There is an account already; sign in.");
  }

  /** Signs in. @returns the secret of a session; undefined where name or password are not right */
  async signIn(name: string, password: string, from: From, at: number): Promise<string | undefined> {
    const [row] = this.#sql.all("SELECT password, disabled FROM account WHERE name = ?", name);
    this.#nobody ??= hashPassword(newSecret());
    const known = row === undefined || row.password === passwordNone ? undefined : row;
    const right = await isPassword(
      known === undefined ? await this.#nobody : String(known.password),
      password.slice(0, accountLimits.passwordCharactersMax + 1),
    );
    return known === undefined || !right || Number(known.disabled) === 1
      ? undefined
      : this.#sql.write(() => this.#begin(name, from, at));
  }

  /** Begins a session, within a transaction. @returns its secret */
  #begin(name: string, from: From, at: number): string {
    const secret = newSecret();
    this.#sql.run(
      "DELETE FROM session WHERE seen_ms < ? OR created_ms < ?",
      at - accountLimits.sessionIdleMs,
      at - accountLimits.sessionMs,
    );
    this.#sql.run(
      "INSERT INTO session (digest, account, created_ms, seen_ms, network, agent) VALUES (?, ?, ?, ?, ?, ?)",
      digestOf(secret),
      name,
      at,
      at,
      from.network,
      from.agent.slice(0, accountLimits.agentCharactersMax),
    );
    this.#sql.run(
      "DELETE FROM session WHERE account = ? AND digest NOT IN (SELECT digest FROM session WHERE account = ? ORDER BY seen_ms DESC, digest LIMIT ?)",
      name,
      name,
      accountLimits.sessionsMax,
    );
    return secret;
  }

  /** Who a session's secret is of. */
  ofSession(secret: string, at: number): Actor | undefined {
    const digest = digestOf(secret);
    const [row] = this.#sql.all(
      "SELECT account.name AS name, account.role AS role, session.seen_ms AS seen_ms, identity.issuer AS issuer FROM session JOIN account ON account.name = session.account LEFT JOIN identity ON identity.account = account.name WHERE session.digest = ? AND account.disabled = 0 AND session.seen_ms >= ? AND session.created_ms >= iif(identity.issuer IS NULL, ?, ?)",
      digest,
      at - accountLimits.sessionIdleMs,
      at - accountLimits.sessionMs,
      at - accountLimits.vouchedSessionMs,
    );
    if (row === undefined) return undefined;
    // A clock that was set back must not make a session last longer.
    if (Math.abs(at - Number(row.seen_ms)) > seenStepMs)
      this.#sql.run("UPDATE session SET seen_ms = ? WHERE digest = ?", at, digest);
    return {
      name: String(row.name),
      role: roleOf(row.role),
      by: "session",
      ...(row.issuer === null ? {} : { issuer: String(row.issuer) }),
    };
  }

  /** @param secret of the session that asks */
  sessions(name: string, secret?: string): SessionRow[] {
    const own = secret === undefined ? undefined : digestOf(secret);
    return this.#sql
      .all(
        "SELECT digest, created_ms, seen_ms, network, agent FROM session WHERE account = ? ORDER BY seen_ms DESC, digest",
        name,
      )
      .map((row) => ({
        // The first half names it and is no secret: it cannot be turned back.
        id: String(row.digest).slice(0, 32),
        created_ms: Number(row.created_ms),
        seen_ms: Number(row.seen_ms),
        network: String(row.network),
        agent: String(row.agent),
        current: row.digest === own,
      }));
  }

  signOut(secret: string): void {
    this.#sql.run("DELETE FROM session WHERE digest = ?", digestOf(secret));
  }

  /** Ends sessions of an account: one, or all. @returns how many */
  revoke(name: string, id?: string): number {
    return id === undefined
      ? this.#sql.run("DELETE FROM session WHERE account = ?", name)
      : this.#sql.run("DELETE FROM session WHERE account = ? AND substr(digest, 1, 32) = ?", name, id);
  }

  /** Changes a password; every session of the account ends. */
  async setPassword(name: string, password: string): Promise<void> {
    const hashed = await hashPassword(checkPassword(password, name));
    this.#sql.write(() => {
      // What has no password must not get one: it would be a second way in beside the provider.
      if (
        this.#sql.run(
          "UPDATE account SET password = ? WHERE name = ? AND password <> ?",
          hashed,
          name,
          passwordNone,
        ) === 0
      )
        throw new Problem(404, "account", `There is no account ${name} with a password.`);
      this.revoke(name);
    });
  }

  /**
   * Changes what an account may do, or whether it may sign in.
   * @throws Problem where no administrator with a password would be left: a provider that is gone must not lock everybody out
   */
  change(name: string, to: { readonly role?: Role; readonly disabled?: boolean }): void {
    this.#sql.write(() => {
      if (to.role !== undefined && this.identities.has(name))
        throw new Problem(422, "account", `The role of ${name} comes from the provider.`, {
          hint: "Change the person's groups there, or what --oidc-role makes of them. The account can be disabled here.",
        });
      const changed = this.#sql.run(
        "UPDATE account SET role = coalesce(?, role), disabled = coalesce(?, disabled) WHERE name = ?",
        to.role ?? null,
        to.disabled === undefined ? null : to.disabled ? 1 : 0,
        name,
      );
      if (changed === 0) throw new Problem(404, "account", `There is no account ${name}.`);
      const [left] = this.#sql.all(
        "SELECT count(*) AS n FROM account WHERE role = 'administrator' AND disabled = 0 AND password <> ?",
        passwordNone,
      );
      if (Number(left?.n) === 0)
        throw new Problem(422, "account", "No administrator would be left.", {
          hint: "Make somebody else an administrator first.",
        });
      if (to.disabled === true) this.revoke(name);
    });
  }

  /** Makes a token for a program. @returns the token, which is told this once */
  addToken(
    id: string,
    name: string,
    role: Role,
    by: string,
    at: number,
    expiresMs: number | undefined,
  ): string {
    const secret = `vdt_${newSecret()}`;
    this.#sql.run(
      "INSERT INTO token (id, digest, name, role, created_ms, created_by, expires_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
      id,
      digestOf(secret),
      name,
      role,
      at,
      by,
      expiresMs ?? null,
    );
    return secret;
  }

  ofToken(secret: string, at: number): Actor | undefined {
    const digest = digestOf(secret);
    const [row] = this.#sql.all(
      "SELECT name, role, seen_ms FROM token WHERE digest = ? AND (expires_ms IS NULL OR expires_ms > ?)",
      digest,
      at,
    );
    if (row === undefined) return undefined;
    if (at - Number(row.seen_ms ?? 0) > seenStepMs)
      this.#sql.run("UPDATE token SET seen_ms = ? WHERE digest = ?", at, digest);
    return { name: `token ${String(row.name)}`, role: roleOf(row.role), by: "token" };
  }

  tokens(): Readonly<Record<string, unknown>>[] {
    return this.#sql.all(
      "SELECT id, name, role, created_ms, created_by, expires_ms, seen_ms FROM token ORDER BY created_ms, id",
    );
  }

  removeToken(id: string): number {
    return this.#sql.run("DELETE FROM token WHERE id = ?", id);
  }
}

function roleOf(value: unknown): Role {
  return roles.find((role) => role === value) ?? "reader";
}

function checkName(name: string): void {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@ -]{0,63}$/u.test(name) || name.startsWith("token ") || name === "vedette")
    throw new Problem(422, "account", "This cannot be the name of an account.", {
      hint: "Letters, digits, and . _ @ - and blanks between them; 64 at most.",
    });
}

/** @throws Problem where a password is too short, too long, or the name (NIST SP 800-63B, section 3.1.1) */
function checkPassword(password: string, name: string): string {
  const length = [...password].length;
  const most = accountLimits.passwordCharactersMax;
  if (length < passwordLeast || password.length > most)
    throw new Problem(422, "password", `A password has ${passwordLeast} to ${most} characters.`);
  if (password.toLowerCase().includes(name.toLowerCase()) || new Set(password).size < 5)
    throw new Problem(422, "password", "This password is too easily guessed.", {
      hint: "Take several words, without the account's name.",
    });
  return password;
}

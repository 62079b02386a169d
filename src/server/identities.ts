/**
 * Accounts of people whom a provider knows. Such an account is issuer and subject, and nothing else: its name, which the person may
 * have chosen, is taken once, and has a form that no account with a password can have.
 */
import type { Sqlite } from "../casebook/sqlite.ts";
import type { From } from "./accounts.ts";
import type { Identity } from "./oidc/model.ts";
import type { Role } from "./roles.ts";

/** Of an account that has none: no password hashes to it. */
export const passwordNone = "";

export const identityTableSql = `CREATE TABLE IF NOT EXISTS identity (
  issuer TEXT NOT NULL, subject TEXT NOT NULL, account TEXT NOT NULL UNIQUE REFERENCES account (name), rules TEXT NOT NULL, PRIMARY KEY (issuer, subject)
) STRICT`;

/** Somebody for whom the provider vouched just now. */
export interface Vouched {
  readonly identity: Identity;
  /** A name to show, which says nothing of who it is. */
  readonly shown: string;
  readonly role: Role;
  /** The rules that gave the role. */
  readonly rules: string;
}

/** What no name of an account with a password ends in. */
export const identityMark = " (oidc)";

export class Identities {
  readonly #sql: Sqlite;
  readonly #begin: (name: string, from: From, at: number) => string;

  /** @param begin begins a session, within a transaction, and gives its secret */
  constructor(sql: Sqlite, begin: (name: string, from: From, at: number) => string) {
    this.#sql = sql;
    this.#begin = begin;
  }

  /** The account of somebody; undefined before the first sign-in. */
  accountOf({ issuer, subject }: Identity): string | undefined {
    const [row] = this.#sql.all(
      "SELECT account FROM identity WHERE issuer = ? AND subject = ?",
      issuer,
      subject,
    );
    return row === undefined ? undefined : String(row.account);
  }

  /** Whether the account of somebody is disabled. */
  disabled(identity: Identity): boolean {
    const account = this.accountOf(identity);
    const [row] =
      account === undefined ? [] : this.#sql.all("SELECT disabled FROM account WHERE name = ?", account);
    return Number(row?.disabled ?? 0) === 1;
  }

  /** Whether an account is of somebody whom a provider knows. */
  has(account: string): boolean {
    return this.#sql.all("SELECT 1 FROM identity WHERE account = ?", account).length > 0;
  }

  /**
   * Signs somebody in, with the role of now: it is that of the person's other sessions too.
   * @param told is told of the account's name before there is a session; what it throws leaves nothing behind
   * @returns the secret of a session
   */
  enter(
    { identity, shown, role, rules }: Vouched,
    from: From,
    at: number,
    told: (account: string) => void,
  ): string {
    return this.#sql.write(() => {
      const account = this.accountOf(identity) ?? this.#add(identity, shown, role, at);
      this.#sql.run("UPDATE account SET role = ? WHERE name = ?", role, account);
      this.#sql.run("UPDATE identity SET rules = ? WHERE account = ?", rules, account);
      told(account);
      return this.#begin(account, from, at);
    });
  }

  /** Ends the sessions of somebody who may do nothing here any more. */
  endSessions(identity: Identity): void {
    const account = this.accountOf(identity);
    if (account !== undefined) this.#sql.run("DELETE FROM session WHERE account = ?", account);
  }

  /** Ends sessions that other rules began, or a provider that is asked no more. @param rules undefined: there is no provider */
  keepTo(rules: string | undefined): void {
    this.#sql.run(
      "DELETE FROM session WHERE account IN (SELECT account FROM identity WHERE rules <> ?)",
      rules ?? "",
    );
  }

  /** Makes the account; of several people who are called the same, the later ones get a number. */
  #add({ issuer, subject }: Identity, shown: string, role: Role, at: number): string {
    for (let number = 1; ; number += 1) {
      const name = `${shown}${number === 1 ? "" : ` ${number}`}${identityMark}`;
      const added = this.#sql.run(
        "INSERT INTO account (name, role, password, created_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        name,
        role,
        passwordNone,
        at,
      );
      if (added === 0) continue;
      this.#sql.run(
        "INSERT INTO identity (issuer, subject, account, rules) VALUES (?, ?, ?, '')",
        issuer,
        subject,
        name,
      );
      return name;
    }
  }
}

/** The API over an empty casebook, with a clock that is set by hand; commands of the store are told, and answered with nothing. */
import { join } from "node:path";
import { type Casebook, openCasebook } from "../../src/casebook/casebook.ts";
import { openSqlite } from "../../src/casebook/sqlite.ts";
import { Accounts } from "../../src/server/accounts.ts";
import { makeApp } from "../../src/server/app.ts";
import type { Role } from "../../src/server/roles.ts";
import type { Outcome } from "../../src/service/commands.ts";
import { makeNotifier } from "./notify.ts";

let made = 0;

export interface Asked {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function serverApp(
  folder: string,
  more: { readonly book?: Casebook; readonly outcome?: Outcome } = {},
) {
  made += 1;
  const number = made;
  const clock = { ms: Date.UTC(2026, 5, 1) };
  const peer = { address: "192.0.2.1" };
  const book = more.book ?? openCasebook(join(folder, `casebook-${number}.db`), true, 0);
  const accounts = new Accounts(openSqlite(join(folder, `accounts-${number}.db`)));
  const commands: (readonly string[])[] = [];
  const told: string[] = [];
  let ids = 0;
  const { app } = makeApp(
    {
      book,
      accounts,
      notifier: makeNotifier({ book }).notifier,
      health: () => ({ state: "ready", events: 0, unread: {} }),
      now: () => clock.ms,
      newId: () => {
        ids += 1;
        return `id-${number}-${ids}`;
      },
      first: () => (accounts.none ? "first-secret" : undefined),
      secure: false,
      peer: () => peer.address,
      told: (says) => told.push(says),
      busy: () => false,
      command: async (words) => {
        commands.push(words);
        return more.outcome ?? { status: 0, stdout: "{}", stderr: "", files: [] };
      },
      register: { named: [] },
    },
    { hosts: new Set(["sentry.example"]), pages: join(folder, "none"), version: "0" },
  );
  const ask = async (method: string, path: string, { body, headers }: Asked = {}) => {
    const answer = await app.request(`http://sentry.example${path}`, {
      method: method.toUpperCase(),
      headers: {
        host: "sentry.example",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      cookie: /^[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? "",
    };
  };
  /** The header of a program with a role. */
  const tokenOf = (role: Role) => ({
    authorization: `Bearer ${accounts.addToken(`t-${role}-${Math.random()}`, role, role, "test", clock.ms, undefined)}`,
  });
  return { app, ask, accounts, book, clock, commands, peer, told, tokenOf };
}

/** The API with a provider, as a browser uses it. */
import { join } from "node:path";
import type { Casebook } from "../../src/casebook/casebook.ts";
import { openSqlite } from "../../src/casebook/sqlite.ts";
import { Accounts } from "../../src/server/accounts.ts";
import { makeApp } from "../../src/server/app.ts";
import { type OidcSettings, rulesOf } from "../../src/server/oidc/model.ts";
import { Provider } from "../../src/server/oidc/provider.ts";
import { temporaryFolder } from "./files.ts";
import { makeNotifier } from "./notify.ts";
import { client, type TestProvider } from "./oidc-provider.ts";

export const publicHost = "sentry.example";
export const password = "seven blue horses walk";

export function settingsFor(issuer: string, given: Partial<OidcSettings> = {}): OidcSettings {
  return {
    issuer: new URL(issuer),
    clientId: client.id,
    secret: client.secret,
    name: "Example SSO",
    redirect: `https://${publicHost}/signed-in`,
    scopes: [],
    claim: "groups",
    roles: new Map([
      ["staff", "reader"],
      ["soc-tier1", "tier1"],
      ["soc-lead", "administrator"],
    ] as const),
    ...given,
  };
}

interface Entry {
  readonly act: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly actor: string;
}

/** @param file of the accounts, where they were made before */
export function startService(
  provider: Pick<TestProvider, "issuer"> | undefined,
  {
    settings = {},
    timeoutMs = 20_000,
    file = join(temporaryFolder(), "accounts.db"),
  }: { settings?: Partial<OidcSettings>; timeoutMs?: number; file?: string } = {},
) {
  const clock = { ahead: 0 };
  const peer = { address: "192.0.2.1" };
  const told: string[] = [];
  const audit: Entry[] = [];
  const now = () => Date.now() + clock.ahead;
  const accounts = new Accounts(openSqlite(file));
  const oidc = provider === undefined ? undefined : settingsFor(provider.issuer, settings);
  accounts.identities.keepTo(oidc === undefined ? undefined : rulesOf(oidc));
  const book = {
    list: () => ({ items: [], total: 0, next: null }),
    record: (act: string, detail: Entry["detail"], { actor }: { actor: string }) => {
      audit.push({ act, detail, actor });
    },
    auditHead: () => ({ seq: 1, hash: "" }),
  } as unknown as Casebook;
  const { app } = makeApp(
    {
      book,
      accounts,
      notifier: makeNotifier({ book }).notifier,
      provider:
        oidc === undefined
          ? undefined
          : new Provider(oidc, { now, told: (says) => told.push(says), timeoutMs }),
      health: () => ({ state: "ready", events: 0, unread: {} }),
      now,
      newId: () => "id",
      first: () => "first-secret",
      secure: true,
      peer: () => peer.address,
      told: (says) => told.push(says),
      busy: () => false,
      command: async () => ({ status: 0, stdout: "{}", stderr: "", files: [] }),
      register: { named: [] },
    },
    { hosts: new Set([publicHost]), pages: join(file, "none"), version: "0" },
  );

  /** A browser with cookies of its own. */
  function browser() {
    const cookies = new Map<string, string>();
    const given: string[] = [];
    const ask = async (
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ) => {
      const answer = await app.request(`https://${publicHost}${path}`, {
        method,
        headers: {
          host: publicHost,
          ...(cookies.size === 0
            ? {}
            : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      for (const set of answer.headers.getSetCookie()) {
        given.push(set);
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
        if (value === "") cookies.delete(name);
        else cookies.set(name, value);
      }
      return {
        status: answer.status,
        type: answer.headers.get("content-type"),
        headers: answer.headers,
        body: (await answer.json()) as Record<string, never>,
      };
    };
    const begin = async (to?: string) => {
      const answer = await ask("POST", "/api/v1/sign-in/provider", to === undefined ? {} : { to });
      return { ...answer, address: String(answer.body.address ?? "") };
    };
    /** Goes to the provider, and comes back with a query. */
    const visit = async (address: string) => {
      const answer = await fetch(address, { redirect: "manual" });
      return new URL(answer.headers.get("location") ?? "").search;
    };
    const finish = (query: string) => ask("POST", "/api/v1/sign-in/provider/answer", { query });
    const signIn = async (to?: string) => finish(await visit((await begin(to)).address));
    const who = async () => (await ask("GET", "/api/v1/session")).body as Record<string, unknown>;
    return { ask, begin, visit, finish, signIn, who, cookies, given };
  }
  return { accounts, audit, browser, clock, peer, told, file, app };
}

/** Limits of accounts, of sign-in by a provider and of who is told of changes, each met. */
import { join } from "node:path";
import { Hono } from "hono";
import { expect, vi } from "vitest";
import type { Casebook } from "../../../src/casebook/casebook.ts";
import { openSqlite } from "../../../src/casebook/sqlite.ts";
import { accountLimits, apiLimits, notifyLimits, oidcLimits } from "../../../src/limits.ts";
import { Accounts } from "../../../src/server/accounts.ts";
import type { Api } from "../../../src/server/app.ts";
import { Attempts } from "../../../src/server/attempts.ts";
import { fewValues } from "../../../src/server/body-values.ts";
import { newsAfter } from "../../../src/server/notify/news.ts";
import { checkedAddresses } from "../../../src/server/notify/permitted.ts";
import { mappedRole } from "../../../src/server/oidc/person.ts";
import { Provider } from "../../../src/server/oidc/provider.ts";
import { fetchFrom } from "../../../src/server/oidc/reach.ts";
import { localPath, Transactions } from "../../../src/server/oidc/transaction.ts";
import { Problem } from "../../../src/server/problems.ts";
import { hashesWaiting, hashPassword, isPassword } from "../../../src/server/secrets.ts";
import { beginTry } from "../../../src/server/tries.ts";
import { temporaryFolder } from "../files.ts";
import { startProvider } from "../oidc-provider.ts";
import { settingsFor, startService } from "../oidc-service.ts";
import { serverApp } from "../server-app.ts";
import type { Meets } from "./of-texts.ts";

const folder = temporaryFolder();
let files = 0;
const accountsOf = () => {
  files += 1;
  return new Accounts(openSqlite(join(folder, `accounts-${files}.db`)));
};
const from = { network: "192.0.2.1", agent: "a".repeat(accountLimits.agentCharactersMax + 1) };
const words = "seven blue horses walk";

/** Sessions of one person for whom a provider vouches: they need no password that is hashed. */
const entering = (accounts: Accounts) => (at: number) =>
  accounts.identities.enter(
    {
      identity: { issuer: "https://sso.example", subject: "s" },
      shown: "ada",
      role: "reader",
      rules: "",
    },
    from,
    at,
    () => {},
  );

/** Milliseconds that a network waits after so many failures at one account. */
const waitAfterFailures = (failures: number) => {
  const attempts = new Attempts();
  for (let n = 0; n < failures; n += 1) attempts.failed("192.0.2.1", "ada", 0);
  return attempts.waitMs("192.0.2.1", "ada", 0);
};

/** What is thrown is a problem with a status. */
const problemOf = async (work: () => unknown): Promise<number | undefined> => {
  try {
    await work();
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.status;
    throw thrown;
  }
};

export const ofAccounts: Readonly<Record<string, Meets>> = {
  "api.bodyValuesMax": async () => {
    const app = new Hono();
    app.onError((thrown) => new Response("", { status: (thrown as Problem).status }));
    app.post("/", fewValues, (context) => context.text(""));
    const send = async (elements: number) =>
      (
        await app.request("/", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(Array.from({ length: elements }, () => 1)),
        })
      ).status;
    // The list is a value as well.
    expect(await send(apiLimits.bodyValuesMax - 1)).toBe(200);
    expect(await send(apiLimits.bodyValuesMax)).toBe(413);
  },
  "api.entityCharactersMax": async () => {
    const { ask, tokenOf } = serverApp(folder);
    const headers = tokenOf("reader");
    const listed = async (characters: number) =>
      (await ask("GET", `/api/v1/cases?entity=${"x".repeat(characters)}`, { headers })).status;
    expect(await listed(apiLimits.entityCharactersMax)).toBe(200);
    expect(await listed(apiLimits.entityCharactersMax + 1)).toBe(400);
  },

  "account.sessionsMax": () => {
    const accounts = accountsOf();
    const enter = entering(accounts);
    const [first = "", ...more] = Array.from({ length: accountLimits.sessionsMax }, (_, n) => enter(n));
    expect(accounts.ofSession(first, 100)).toBeDefined();
    // Using it has not made it newer: that is kept by the minute.
    enter(101);
    expect(accounts.ofSession(first, 102)).toBeUndefined();
    expect(accounts.ofSession(more[0] ?? "", 102)).toBeDefined();
    expect(accounts.list()).toHaveLength(1);
  },
  "account.agentCharactersMax": () => {
    const accounts = accountsOf();
    entering(accounts)(0);
    const [account] = accounts.list();
    expect(accounts.sessions(account?.name ?? "").map(({ agent }) => agent.length)).toEqual([
      accountLimits.agentCharactersMax,
    ]);
  },
  "account.sessionMs": async () => {
    const accounts = accountsOf();
    await accounts.add("ada", "reader", words, 0);
    const secret = (await accounts.signIn("ada", words, from, 0)) ?? "";
    const step = accountLimits.sessionIdleMs / 2;
    let at = 0;
    for (; at <= accountLimits.sessionMs; at += step) expect(accounts.ofSession(secret, at)).toBeDefined();
    expect(accounts.ofSession(secret, at)).toBeUndefined();
  },
  "account.passwordCharactersMax": async () => {
    const accounts = accountsOf();
    const long = words.repeat(20).slice(0, accountLimits.passwordCharactersMax);
    expect(await problemOf(() => accounts.add("ada", "reader", `${long}x`, 0))).toBe(422);
    await accounts.add("ada", "reader", long, 0);
    expect(await accounts.signIn("ada", `${long}${"x".repeat(1_000_000)}`, from, 0)).toBeUndefined();
    expect(await accounts.signIn("ada", long, from, 0)).toBeDefined();
  },
  "account.hashesMax": async () => {
    const begun = Array.from({ length: accountLimits.hashesMax + 2 }, () => hashPassword(words));
    expect(hashesWaiting()).toBe(2);
    const [hashed = ""] = await Promise.all(begun);
    expect(hashesWaiting()).toBe(0);
    expect(await isPassword(hashed, words)).toBe(true);
  },
  "account.hashesWaitingMax": async () => {
    const api = { peer: () => "192.0.2.1", attempts: new Attempts(), now: () => 0 } as unknown as Api;
    const tried = () => problemOf(() => beginTry(api, {} as never, "ada"));
    const begun = Array.from({ length: accountLimits.hashesMax + accountLimits.hashesWaitingMax - 1 }, () =>
      hashPassword(words),
    );
    expect(await tried()).toBeUndefined();
    begun.push(hashPassword(words));
    expect(await tried()).toBe(429);
    await Promise.all(begun);
    expect(await tried()).toBeUndefined();
  },
  "account.failuresOfNetwork": () => {
    const attempts = new Attempts();
    const waits = () => attempts.waitMs("192.0.2.1", "somebody else", 0) > 0;
    for (let n = 0; n < accountLimits.failuresOfNetwork; n += 1) {
      expect(waits()).toBe(false);
      attempts.failed("192.0.2.1", `name ${n}`, 0);
    }
    expect(waits()).toBe(true);
  },
  "account.failureWaitMaxMs": () => {
    expect(waitAfterFailures(10)).toBeLessThan(accountLimits.failureWaitMaxMs);
    expect(waitAfterFailures(1000)).toBe(accountLimits.failureWaitMaxMs);
  },
  "account.failureMs": () => {
    const attempts = new Attempts();
    const { failureMs, failuresOfPair } = accountLimits;
    const fail = (at: number) => attempts.failed("192.0.2.1", "ada", at);
    for (let n = 0; n < failuresOfPair; n += 1) fail(0);
    // One more while they are remembered makes it wait; later it is the first.
    fail(failureMs);
    expect(attempts.waitMs("192.0.2.1", "ada", failureMs)).toBeGreaterThan(0);
    fail(2 * failureMs + 1);
    expect(attempts.waitMs("192.0.2.1", "ada", 2 * failureMs + 1)).toBe(0);
  },
  "account.failuresMax": () => {
    const attempts = new Attempts();
    for (let n = 0; n < 10; n += 1) attempts.failed("192.0.2.1", "ada", 0);
    const waits = () => attempts.waitMs("192.0.2.1", "ada", 0) > 0;
    // Each is one of a network, and one of a network at an account; those from before are two.
    for (let n = 1; n < accountLimits.failuresMax / 2; n += 1) attempts.failed(`network ${n}`, "ada", 0);
    expect(waits()).toBe(true);
    attempts.failed("one more", "ada", 0);
    expect(waits()).toBe(false);
  },

  "oidc.usedMax": () => {
    const transactions = new Transactions();
    const use = (state: string) => transactions.use({ state, nonce: "n", verifier: "v", to: "/", atMs: 0 });
    for (let n = 0; n < oidcLimits.usedMax; n += 1) use(`s${n}`);
    expect(use("s0")).toBe(false);
    use("one more");
    expect([use("s1"), use("s0")]).toEqual([false, true]);
  },
  "oidc.answerBytesMax": async () => {
    const issuer = new URL("https://sso.example");
    const answered = async (bytes: number) => {
      vi.stubGlobal("fetch", async () => new Response(Buffer.alloc(bytes)));
      try {
        return (await (await fetchFrom(issuer, issuer.href, {})).arrayBuffer()).byteLength;
      } finally {
        vi.unstubAllGlobals();
      }
    };
    expect(await answered(oidcLimits.answerBytesMax)).toBe(oidcLimits.answerBytesMax);
    await expect(answered(oidcLimits.answerBytesMax + 1)).rejects.toThrow(/its answer is too large/);
  },
  "oidc.finishingMax": async () => {
    const other = await startProvider();
    const settings = settingsFor(other.issuer);
    const provider = new Provider(settings, { now: () => 0, told: () => {}, timeoutMs: 10_000 });
    other.faults = { silent: ["/token"] };
    const finish = async (network: string) => {
      const { address, sealed } = await provider.begin("/");
      const state = new URL(address).searchParams.get("state");
      return () => problemOf(() => provider.finish(`?code=x&state=${state}`, sealed, network));
    };
    const all: (() => Promise<number | undefined>)[] = [];
    for (let n = 0; n <= oidcLimits.finishingMax; n += 1) all.push(await finish(`network ${n}`));
    const statuses = all.map((one) => one());
    // The last is not asked about at all; the others are, until nobody answers.
    expect(await statuses.pop()).toBe(429);
    await other.stop();
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([503]));
  },
  "oidc.claimValuesMax": () => {
    const settings = settingsFor("https://sso.example");
    const roleAt = (place: number) =>
      mappedRole(
        { groups: Array.from({ length: place }, (_, n) => (n + 1 === place ? "staff" : "x")) },
        settings,
      );
    expect(roleAt(oidcLimits.claimValuesMax)).toBe("reader");
    expect(roleAt(oidcLimits.claimValuesMax + 1)).toBeUndefined();
  },
  "oidc.queryCharactersMax": async () => {
    const { finish } = startService({ issuer: "https://sso.example" }).browser();
    const status = async (characters: number) => (await finish("x".repeat(characters))).status;
    // Nobody began it.
    expect(await status(oidcLimits.queryCharactersMax)).toBe(401);
    expect(await status(oidcLimits.queryCharactersMax + 1)).toBe(400);
  },
  "oidc.pathCharactersMax": () => {
    const path = `/case/${"x".repeat(oidcLimits.pathCharactersMax - 6)}`;
    expect(localPath(path)).toBe(path);
    expect(localPath(`${path}x`)).toBe("/");
  },

  "notify.hostAddressesMax": async () => {
    const found = (count: number) => Array.from({ length: count }, (_, n) => `8.8.8.${n + 1}`);
    const used = async (count: number) => {
      const checked = await checkedAddresses("hooks.example", [], async () => found(count));
      return "refused" in checked ? undefined : checked.addresses.map(({ address }) => address);
    };
    const most = notifyLimits.hostAddressesMax;
    expect(await used(most)).toEqual(found(most));
    expect(await used(most + 1)).toEqual(found(most));
  },
  "notify.entriesMax": () => {
    let asked = 0;
    const book = {
      audit: ({ after, limit }: { after: number; limit: number }) =>
        Array.from({ length: limit }, (_, n) => {
          asked += 1;
          return { seq: after + n + 1, at: 0, actor: "ada", act: "none", case: null, detail: {}, hash: "" };
        }),
      changesSince: () => ({ items: [], seq: 0 }),
    } as unknown as Casebook;
    expect(newsAfter(book, { seq: 7, hash: "" })?.told.seq).toBe(7 + notifyLimits.entriesMax);
    expect(asked).toBe(notifyLimits.entriesMax);
  },
};

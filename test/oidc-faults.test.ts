/** Sign-in by a provider that errs, is slow or is gone, and by people who mean harm. */
import { createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { oidcLimits } from "../src/limits.ts";
import { fetchFrom, mayReach } from "../src/server/oidc/reach.ts";
import { localPath, Transactions } from "../src/server/oidc/transaction.ts";
import { PerMinute } from "../src/server/per-minute.ts";
import { type Faults, startProvider, type TestProvider } from "./support/oidc-provider.ts";
import { password, startService } from "./support/oidc-service.ts";

let provider: TestProvider;
beforeAll(async () => {
  provider = await startProvider();
});
afterAll(() => provider.stop());
afterEach(() => {
  provider.faults = {};
  provider.asked.length = 0;
});

const now = () => Math.floor(Date.now() / 1000);
const refused = { type: "application/problem+json" };

describe("an answer that does not hold", () => {
  const faults: Readonly<Record<string, () => Faults>> = {
    "another nonce": () => ({ claims: { nonce: "another" } }),
    "no nonce": () => ({ claims: { nonce: undefined } }),
    "another audience": () => ({ claims: { aud: "another" } }),
    "several audiences, and another that was authorised": () => ({
      claims: { aud: ["vedette", "another"], azp: "another" },
    }),
    "no audience": () => ({ claims: { aud: undefined } }),
    "another issuer": () => ({ claims: { iss: "https://evil.example" } }),
    "one that is over": () => ({ claims: { exp: now() - 3600, iat: now() - 7200 } }),
    "no end": () => ({ claims: { exp: undefined } }),
    "one that is not yet": () => ({ claims: { nbf: now() + 3600 } }),
    "no subject": () => ({ claims: { sub: undefined } }),
    "an empty subject": () => ({ claims: { sub: "" } }),
    "a subject that is a number": () => ({ claims: { sub: 1 } }),
    "a subject with signs that cannot be seen": () => ({ claims: { sub: "subject\u0000-1" } }),
    "a subject that is too long": () => ({ claims: { sub: "s".repeat(256) } }),
    "no signature": () => ({ header: { alg: "none" } }),
    "no signature, as the provider says it does": () => ({
      header: { alg: "none" },
      metadata: { id_token_signing_alg_values_supported: ["none", "RS256"] },
    }),
    "a signature by the client's own secret": () => ({ header: { alg: "HS256" }, bySecret: true }),
    "the same, as the provider says it does": () => ({
      header: { alg: "HS256" },
      bySecret: true,
      metadata: { id_token_signing_alg_values_supported: ["HS256", "RS256"] },
    }),
    "a signature by a key that nobody knows": () => ({ stranger: true }),
    "a key that nobody knows": () => ({ header: { kid: "another" } }),
    "an issuer beside it that is another (mix-up)": () => ({ redirect: { iss: "https://evil.example" } }),
    "no issuer beside it, where the provider says there is one": () => ({
      redirect: { iss: undefined },
      metadata: { authorization_response_iss_parameter_supported: true },
    }),
    "no code": () => ({ redirect: { code: undefined } }),
    "a code that was not given": () => ({ redirect: { code: "guessed" } }),
    "a token beside the code": () => ({ redirect: { id_token: "a.b.c" } }),
    "no token": () => ({ token: { status: 200, type: "application/json", text: "{}" } }),
    "no ID token": () => ({
      token: {
        status: 200,
        type: "application/json",
        text: JSON.stringify({ access_token: "a", token_type: "Bearer" }),
      },
    }),
    "a page instead of a token": () => ({
      token: { status: 200, type: "text/html", text: "<script>alert(1)</script>" },
    }),
    "what is no JSON": () => ({
      token: { status: 200, type: "application/json", text: "s3cret-token" },
    }),
    "a failure of the provider": () => ({ token: { status: 500, type: "text/html", text: "<h1>500</h1>" } }),
    "far too much": () => ({
      token: { status: 200, type: "application/json", text: `{"a":"${"x".repeat(2_000_000)}"}` },
    }),
  };

  test.each(Object.keys(faults))("%s", async (name) => {
    provider.faults = faults[name]?.() ?? {};
    const { browser, accounts, audit, told } = startService(provider);
    const { signIn, who } = browser();
    const answer = await signIn();
    expect(answer).toMatchObject({ status: 401, ...refused });
    expect(JSON.stringify(answer.body)).not.toMatch(/script|eyJ|s3cret/);
    expect(answer.body.detail).toMatch(
      /^(?:What Example SSO answered cannot be taken: \w|Example SSO refused: \w)/,
    );
    if (name === "far too much") expect(answer.body.detail).toContain("too large");
    expect((await who()).status).toBe(401);
    expect([accounts.list(), audit]).toEqual([[], []]);
    expect(told.join("\n")).not.toMatch(/script|eyJ|s3cret/);
    // The next one is not the worse for it.
    provider.faults = {};
    if (name.includes("says")) return;
    expect((await signIn()).status).toBe(200);
  });

  test("an error is told as text, cut, and only to who began the sign-in", async () => {
    const words = `<img src=x onerror=alert(1)>\u001b[31m\u202e${"x".repeat(2_000)}`;
    provider.faults.redirect = { code: undefined, error: "access_denied", error_description: words };
    const { browser, told } = startService(provider);
    const answer = await browser().signIn();
    expect(answer).toMatchObject({ status: 401, ...refused });
    expect(answer.body.detail).toMatch(/^Example SSO refused: access_denied: <img src=x onerror=alert\(1\)>/);
    expect(String(answer.body.detail).length).toBeLessThan(350);
    expect(told.join("\n")).toContain("access_denied");
    // Who gets such an address from somebody else is not shown what it says.
    const victim = await browser().finish("?error=access_denied&error_description=Call+555&state=x");
    expect(victim.status).toBe(401);
    expect(JSON.stringify(victim.body)).not.toContain("555");
    provider.faults = {
      token: {
        status: 400,
        type: "application/json",
        text: JSON.stringify({ error: "invalid_grant", error_description: words }),
      },
    };
    expect((await browser().signIn()).body.detail).toMatch(/^Example SSO refused: invalid_grant: <img/);
  });
});

describe("an answer that nobody here waits for", () => {
  test("without a sign-in that was begun, or of another browser's, reaches nobody", async () => {
    const { browser } = startService(provider);
    const [ada, eve] = [browser(), browser()];
    for (const query of ["", "?", "?code=1", "?state=", "?code=1&state=1", `?${"a".repeat(10_000)}`])
      expect(await ada.finish(query), query).toMatchObject({ status: 401, ...refused });
    // Eve lets Ada end what Eve began, so that Ada works under Eve's name.
    const query = await eve.visit((await eve.begin()).address);
    expect((await ada.finish(query)).status).toBe(401);
    await ada.begin();
    expect((await ada.finish(query)).status).toBe(401);
    expect((await ada.who()).status).toBe(401);
    expect(provider.asked.filter((path) => path === "/token")).toEqual([]);
    expect((await eve.finish(query)).status).toBe(200);
  });

  test("a second time is refused, with all that was sent the first time", async () => {
    const { browser } = startService(provider);
    const { begin, visit, finish, cookies } = browser();
    const query = await visit((await begin()).address);
    const kept = [...cookies];
    expect((await finish(query)).status).toBe(200);
    for (const [name, value] of kept) cookies.set(name, value);
    expect((await finish(query)).status).toBe(401);
    expect(provider.asked.filter((path) => path === "/token")).toHaveLength(1);
  });

  test("a code that was used is refused by the provider, in a new sign-in too", async () => {
    const { browser } = startService(provider);
    const { begin, visit, finish } = browser();
    const query = new URLSearchParams(await visit((await begin()).address));
    const used = String(query.get("code"));
    expect((await finish(`?${query}`)).status).toBe(200);
    const again = new URLSearchParams(await visit((await begin()).address));
    again.set("code", used);
    expect((await finish(`?${again}`)).body.detail).toBe(
      "Example SSO refused: invalid_grant: the code is not known",
    );
  });

  test("too late, after a new start, or changed, it begins anew", async () => {
    const service = startService(provider);
    const { begin, visit, finish, cookies } = service.browser();
    const late = await visit((await begin()).address);
    service.clock.ahead = 11 * 60_000;
    expect((await finish(late)).status).toBe(401);
    const query = await visit((await begin()).address);
    const [[name = "", sealed = ""] = []] = [...cookies];
    for (const other of [`A${sealed.slice(1)}`, sealed.slice(0, -2), "", "x", sealed.slice(0, 30)]) {
      cookies.set(name, other);
      expect((await finish(query)).status, other).toBe(401);
    }
    const other = startService(provider).browser();
    other.cookies.set(name, sealed);
    expect((await other.finish(query)).status).toBe(401);
    cookies.set(name, sealed);
    expect((await finish(query)).status).toBe(200);
  });

  test("the last of two that one browser began is the one that ends", async () => {
    const { browser } = startService(provider);
    const { begin, visit, finish } = browser();
    const first = await visit((await begin("/audit")).address);
    const second = await visit((await begin("/register")).address);
    expect((await finish(first)).status).toBe(401);
    expect((await finish(second)).body).toEqual({ done: true, to: "/register" });
  });

  test("another site's page can neither begin one nor end one", async () => {
    const { browser } = startService(provider);
    const { ask, begin, visit } = browser();
    const query = await visit((await begin()).address);
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
      const given = headers as Record<string, string>;
      expect((await ask("POST", "/api/v1/sign-in/provider", {}, given)).status).toBe(403);
      expect((await ask("POST", "/api/v1/sign-in/provider/answer", { query }, given)).status).toBe(403);
    }
  });

  test("a new secret is given at every sign-in, whatever the browser had", async () => {
    const { browser } = startService(provider);
    const { signIn, cookies, who } = browser();
    cookies.set("__Host-vedette", "chosen-by-eve");
    await signIn();
    const secret = cookies.get("__Host-vedette");
    expect(secret).toMatch(/^[\w-]{43}$/);
    await signIn();
    expect(cookies.get("__Host-vedette")).not.toBe(secret);
    expect((await who()).role).toBe("tier1");
  });

  test("thousands that were begun push out nobody's, and sixty a minute of one network are looked at", async () => {
    const { browser, peer, clock } = startService(provider);
    clock.ahead = 60_000 - (Date.now() % 60_000);
    const early = browser();
    const query = await early.visit((await early.begin()).address);
    for (let more = 0; more < 2_000; more += 1) await browser().begin();
    peer.address = "203.0.113.9";
    const flood: number[] = [];
    for (let more = 0; more < 61; more += 1) {
      const { begin, finish } = browser();
      const state = new URL((await begin()).address).searchParams.get("state");
      flood.push((await finish(`?error=x&state=${state}`)).status);
    }
    expect(flood.filter((status) => status === 401).length).toBeGreaterThan(50);
    expect(flood.at(-1)).toBe(429);
    peer.address = "192.0.2.77";
    expect((await early.finish(query)).status).toBe(200);
    // Who has a password waits for nobody.
    peer.address = "203.0.113.9";
    const { ask } = browser();
    await ask("POST", "/api/v1/first", { secret: "first-secret", name: "kim", password });
    expect((await ask("POST", "/api/v1/session", { name: "kim", password })).status).toBe(200);
    clock.ahead += 61_000;
    expect((await browser().signIn()).status).toBe(200);
  });
});

describe("a provider that is not there", () => {
  test("is told as such, keeps nobody from signing in by password, and is asked again", async () => {
    const gone = await startProvider();
    await gone.stop();
    const { browser, told } = startService(gone);
    const { begin, ask } = browser();
    const answer = await begin();
    expect(answer).toMatchObject({ status: 503, ...refused });
    expect(answer.body.detail).toBe("Example SSO does not answer, or not in time.");
    expect(answer.body.hint).toContain("password");
    expect(told.join("\n")).toContain("ECONNREFUSED");
    expect(
      (await ask("POST", "/api/v1/first", { secret: "first-secret", name: "kim", password })).status,
    ).toBe(200);
  });

  test("or never answers is given up after a time, at each step", async () => {
    const steps = ["/.well-known/openid-configuration", "/token", "/keys", "/userinfo"];
    for (const step of steps) {
      provider.faults = { silent: [step], userinfo: {}, claims: { groups: undefined } };
      const { browser } = startService(provider, { timeoutMs: step === steps[0] ? 300 : 3_000 });
      const { begin, visit, finish } = browser();
      const { status, address } = await begin();
      const last = status === 200 ? await finish(await visit(address)) : { status };
      expect(last.status, step).toBe(503);
    }
    provider.faults = {};
    expect((await startService(provider).browser().signIn()).status).toBe(200);
  });

  test("or is something else, is told as that", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {}).resume();
      socket.end("SSH-2.0-x\r\n");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address() as { port: number };
    const { browser } = startService({ issuer: `http://127.0.0.1:${address.port}` });
    expect([401, 503]).toContain((await browser().begin()).status);
    await new Promise((resolve) => server.close(resolve));
  });

  test.each([
    ["an issuer that is another", { issuer: "https://evil.example" }, /issuer/],
    ["tokens from elsewhere without TLS", { token_endpoint: "http://192.0.2.1/token" }, /token_endpoint/],
    ["a file as keys", { jwks_uri: "file:///etc/passwd" }, /jwks_uri/],
    ["no keys", { jwks_uri: undefined }, /jwks_uri/],
    ["a script to go to", { authorization_endpoint: "javascript:alert(1)" }, /authorization_endpoint/],
    ["an address with a login", { userinfo_endpoint: "https://a:b@sso.example/" }, /userinfo_endpoint/],
    ["what is no address", { token_endpoint: 7 }, /token_endpoint|invalid|must be/],
  ])("or names %s, sends nobody anywhere", async (_what, metadata, says) => {
    provider.faults = { metadata };
    const { browser } = startService(provider);
    const answer = await browser().begin();
    expect(answer).toMatchObject({ status: 401, ...refused });
    expect(answer.body.detail).toMatch(says);
    expect(provider.asked).toEqual(["/.well-known/openid-configuration"]);
  });

  test("or answers for all the issuers of a large one is nobody's issuer", async () => {
    const issuer = "https://login.microsoftonline.com/common/v2.0";
    const metadata = {
      issuer: "https://login.microsoftonline.com/{tenantid}/v2.0",
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
    };
    vi.stubGlobal("fetch", async () => Response.json(metadata));
    try {
      const { browser } = startService({ issuer });
      const answer = await browser().begin();
      expect(answer.status).toBe(401);
      expect(answer.body.detail).toContain("another name than --oidc-issuer");
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test("what it says of itself is asked once by many, and again after a while", async () => {
    const { browser, clock } = startService(provider);
    await Promise.all(Array.from({ length: 20 }, () => browser().begin()));
    expect(provider.asked).toHaveLength(1);
    clock.ahead = 11 * 60_000;
    await browser().begin();
    expect(provider.asked).toHaveLength(2);
  });
});

describe("where requests may go", () => {
  const may = (url: string, issuer: string) => mayReach(new URL(url), new URL(issuer));

  test("is https, and this machine only where the issuer is on it", () => {
    expect(may("https://keys.example/", "https://sso.example")).toBe(true);
    expect(may("http://keys.example/", "https://sso.example")).toBe(false);
    expect(may("http://keys.example/", "http://127.0.0.1:1")).toBe(false);
    for (const near of ["http://127.0.0.1/", "https://localhost/", "http://[::1]:9200/"]) {
      expect(may(near, "https://sso.example")).toBe(false);
      expect(may(near, "http://localhost:8080")).toBe(true);
    }
    expect(may("ftp://127.0.0.1/", "http://127.0.0.1:1")).toBe(false);
  });

  test("and no redirection is followed", async () => {
    provider.faults = {};
    const issuer = new URL(provider.issuer);
    const answer = await fetchFrom(
      issuer,
      `${provider.issuer}/authorize?redirect_uri=http://127.0.0.1:1/`,
      {},
    );
    expect(answer.status).toBe(302);
    await expect(fetchFrom(issuer, "http://192.0.2.1/", {})).rejects.toThrow("neither https nor");
  });
});

test("what the browser keeps is opened by who sealed it, for ten minutes, and used once", () => {
  const transactions = new Transactions();
  const one = { state: "s", nonce: "n", verifier: "v", to: "/", atMs: 1_000_000 };
  const sealed = transactions.seal(one);
  expect(transactions.open(sealed, 1_000_000)).toEqual(one);
  expect(transactions.open(sealed, 1_000_000 + 601_000)).toBeUndefined();
  expect(transactions.open(sealed, 1_000_000 - 601_000)).toBeUndefined();
  expect(new Transactions().open(sealed, 1_000_000)).toBeUndefined();
  expect(transactions.seal(one)).not.toBe(sealed);
  expect([transactions.use(one), transactions.use(one)]).toEqual([true, false]);
  for (let at = 0; at < 10_001; at += 1) transactions.use({ ...one, state: `s${at}` });
  expect(transactions.use({ ...one, state: "s10000" })).toBe(false);
});

test("a path of the console stays what it is", () => {
  expect(localPath("/case/C-1?tab=a&b=%2F%2Fx")).toBe("/case/C-1?tab=a&b=%2F%2Fx");
  expect(localPath(undefined)).toBe("/");
});

test("so many are counted in a minute, each for itself, and the next begins at nothing", () => {
  const few = new PerMinute(2, oidcLimits.networksMax);
  expect([few.wait("a", 1_000), few.wait("a", 1_000), few.wait("a", 1_000)]).toEqual([0, 0, 59]);
  expect(few.wait("b", 1_000)).toBe(0);
  expect(few.wait("a", 60_000)).toBe(0);
  for (let at = 0; at < 30_000; at += 1) few.wait(`k${at}`, 70_000);
  expect(few.wait("new", 70_000)).toBeGreaterThan(0);
  expect(few.wait("new", 130_000)).toBe(0);
});

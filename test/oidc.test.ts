/** Sign-in by a provider, against one that the test starts: who gets in, as whom, and for how long. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { OidcSettings } from "../src/server/oidc/model.ts";
import { startProvider, type TestProvider } from "./support/oidc-provider.ts";
import { password, publicHost, startService } from "./support/oidc-service.ts";

let provider: TestProvider;
beforeAll(async () => {
  provider = await startProvider();
});
afterAll(() => provider.stop());
const ada = { sub: "subject-1", preferred_username: "ada", groups: ["staff", "soc-tier1"] };
afterEach(() => {
  provider.faults = {};
  provider.person = { ...ada };
  provider.asked.length = 0;
});

const actorOf = (name: string, role: string) => ({ name, role, by: "session", issuer: provider.issuer });

describe("a sign-in", () => {
  test("gives a session in the highest mapped role, and stands in the audit with issuer and subject", async () => {
    const { browser, audit } = startService(provider);
    const { signIn, who, given, cookies } = browser();
    const answer = await signIn("/case/C-1?tab=evidence");
    expect(answer).toMatchObject({ status: 200, body: { done: true, to: "/case/C-1?tab=evidence" } });
    expect(await who()).toEqual(actorOf("ada (oidc)", "tier1"));
    expect(audit).toEqual([
      {
        act: "sign-in.provider",
        actor: "ada (oidc)",
        detail: { issuer: provider.issuer, subject: "subject-1", role: "tier1", network: "192.0.2.1" },
      },
    ]);
    expect(given.find((one) => one.startsWith("__Host-vedette="))).toMatch(
      /HttpOnly.*Secure.*SameSite=Strict/,
    );
    // What was kept for the sign-in is gone with it.
    expect([...cookies.keys()]).toEqual(["__Host-vedette"]);
  });

  test("asks for a code with PKCE, state and nonce, and with the public address alone", async () => {
    const { browser } = startService(provider, { settings: { scopes: ["groups"] } });
    const { ask, given } = browser();
    const { body } = await ask(
      "POST",
      "/api/v1/sign-in/provider",
      {},
      { "x-forwarded-host": "evil.example" },
    );
    const { origin, pathname, searchParams: sent } = new URL(String(body.address));
    expect(`${origin}${pathname}`).toBe(`${provider.issuer}/authorize`);
    expect(Object.fromEntries(sent)).toEqual({
      client_id: "vedette",
      response_type: "code",
      redirect_uri: `https://${publicHost}/signed-in`,
      scope: "openid profile groups",
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
    });
    expect(given).toHaveLength(1);
    expect(given[0]).toMatch(/^__Host-vedette-sign-in=.*Max-Age=600;.*HttpOnly; Secure; SameSite=Strict/);
    // The browser cannot read what it keeps.
    for (const name of ["state", "nonce"]) expect(given[0]).not.toContain(sent.get(name));
  });

  test("another host's name begins none", async () => {
    const { app } = startService(provider);
    const answer = await app.request("https://evil.example/api/v1/sign-in/provider", {
      method: "POST",
      headers: { host: "evil.example", "content-type": "application/json" },
      body: "{}",
    });
    expect(answer.status).toBe(421);
  });

  test("the API says by whom people may sign in, and where nobody does, what to do instead", async () => {
    const { browser } = startService(provider);
    expect((await browser().ask("GET", "/api/v1/sign-in")).body).toEqual({
      provider: { name: "Example SSO" },
    });
    const alone = startService(undefined).browser();
    expect((await alone.ask("GET", "/api/v1/sign-in")).body).toEqual({ provider: null });
    for (const answer of [await alone.begin(), await alone.finish("?code=1&state=2")])
      expect(answer).toMatchObject({ status: 404, type: "application/problem+json" });
    const { paths } = (await alone.ask("GET", "/api/v1/openapi.json")).body as unknown as {
      paths: Record<string, unknown>;
    };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        "/api/v1/sign-in",
        "/api/v1/sign-in/provider",
        "/api/v1/sign-in/provider/answer",
      ]),
    );
  });

  test.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/%09/evil.example\t",
    "javascript:alert(1)",
    "/..//evil.example",
    "/signed-in?code=1",
    "/first",
    "/api/v1/session",
    `/${"a".repeat(2000)}`,
    "",
  ])("goes on at no place but the console's own: %j", async (to) => {
    const { browser } = startService(provider);
    expect((await browser().signIn(to)).body).toEqual({ done: true, to: "/" });
  });

  test("a client without a secret is one that PKCE protects, and the provider's way of taking a secret is kept", async () => {
    provider.faults.metadata = { token_endpoint_auth_methods_supported: ["client_secret_post"] };
    expect((await startService(provider).browser().signIn()).status).toBe(200);
    const open = startService(provider, { settings: { secret: undefined } });
    expect((await open.browser().signIn()).body.detail).toContain("invalid_client");
  });

  test("keys that the provider changed are taken at once, of another kind too", async () => {
    const { browser } = startService(provider);
    expect((await browser().signIn()).status).toBe(200);
    provider.rotate("ES256");
    expect((await browser().signIn()).status).toBe(200);
    provider.rotate();
    expect((await browser().signIn()).status).toBe(200);
  });

  test("groups that are not in the token are asked for", async () => {
    provider.person = { sub: "subject-1", preferred_username: "ada" };
    provider.faults.userinfo = { groups: ["soc-lead"], sub: "subject-1", preferred_username: "eve" };
    const { browser } = startService(provider);
    const { signIn, who } = browser();
    await signIn();
    // What is signed goes before what is not.
    expect(await who()).toEqual(actorOf("ada (oidc)", "administrator"));
    provider.faults.userinfo = { groups: ["soc-lead"], sub: "subject-2" };
    expect(await browser().signIn()).toMatchObject({ status: 401, type: "application/problem+json" });
  });
});

describe("roles", () => {
  const roleFor = async (groups: unknown, settings = {}) => {
    provider.person = { ...ada, groups };
    const { signIn, who } = startService(provider, { settings }).browser();
    const { status } = await signIn();
    return status === 200 ? (await who()).role : status;
  };

  test("none without a value that is mapped, whatever the claim holds", async () => {
    for (const groups of [
      undefined,
      null,
      [],
      7,
      true,
      "nothing",
      "soc-tier1,staff",
      { "soc-tier1": true },
      [["soc-tier1"]],
      ["SOC-TIER1"],
      ["*"],
      ["__proto__", "constructor"],
    ])
      expect(await roleFor(groups), JSON.stringify(groups)).toBe(403);
  });

  test("the highest of those that are mapped, from a list or a single word", async () => {
    expect(await roleFor("staff")).toBe("reader");
    expect(await roleFor(["soc-lead", "soc-tier1", 7, null])).toBe("administrator");
    const many = Array.from({ length: 9_000 }, (_, at) => `group-${at}`);
    expect(await roleFor([...many, "staff"])).toBe("reader");
  });

  test("everybody has one only where that was asked for", async () => {
    const roles = new Map([
      ["*", "reader"],
      ["soc-lead", "administrator"],
    ] as const);
    expect(await roleFor(["other"], { roles })).toBe("reader");
    expect(await roleFor(undefined, { roles })).toBe("reader");
    expect(await roleFor(["soc-lead"], { roles })).toBe("administrator");
    expect(await roleFor(["soc-lead"], { roles: new Map() })).toBe(403);
  });

  test("of a claim that is called otherwise, and not of one that every object has", async () => {
    provider.faults.claims = { "https://corp.example/roles": ["soc-lead"] };
    expect(await roleFor([], { claim: "https://corp.example/roles" })).toBe("administrator");
    expect(await roleFor([], { claim: "constructor" })).toBe(403);
  });

  test("somebody without one is told so, stands in the audit once in a while, and has no account", async () => {
    provider.person = { ...ada, groups: ["other"] };
    const { browser, accounts, audit } = startService(provider);
    const { signIn, who } = browser();
    const answer = await signIn();
    expect(answer).toMatchObject({ status: 403, type: "application/problem+json" });
    expect(answer.body.detail).toBe("Example SSO knows you, but you have no role here.");
    expect(answer.body.hint).toContain("your claim groups");
    expect((await who()).status).toBe(401);
    expect(accounts.list()).toEqual([]);
    for (let more = 0; more < 12; more += 1) expect((await signIn()).status).toBe(403);
    expect(audit.length).toBeLessThan(9);
    expect(audit[0]).toEqual({
      act: "sign-in.refused",
      actor: "ada (oidc)",
      detail: { issuer: provider.issuer, subject: "subject-1", because: "no role", network: "192.0.2.1" },
    });
    provider.person = { ...ada };
    expect((await signIn()).status).toBe(200);
  });

  test("a role that was changed holds for older sessions too, and one that was lost ends them", async () => {
    const { browser } = startService(provider);
    const [office, home] = [browser(), browser()];
    await office.signIn();
    provider.person = { ...ada, groups: ["staff"] };
    await home.signIn();
    expect((await office.who()).role).toBe("reader");
    provider.person = { ...ada, groups: ["other"] };
    expect((await home.signIn()).status).toBe(403);
    expect([(await office.who()).status, (await home.who()).status]).toEqual([401, 401]);
  });

  test("roles of such accounts are not changed here, nor do they get a password", async () => {
    const { browser, accounts } = startService(provider);
    await accounts.add("kim", "administrator", password, Date.now());
    provider.person = { ...ada, groups: ["soc-lead"] };
    const { signIn, ask } = browser();
    await signIn();
    const path = "/api/v1/accounts/ada%20(oidc)";
    expect(await ask("PATCH", path, { role: "reader" })).toMatchObject({
      status: 422,
      body: { detail: "The role of ada (oidc) comes from the provider." },
    });
    expect(
      await ask("POST", "/api/v1/password", { old: password, new: "another long one, with words" }),
    ).toMatchObject({ status: 403 });
    await expect(accounts.setPassword("ada (oidc)", "another long one, with words")).rejects.toThrow(
      "no account ada (oidc) with a password",
    );
  });
});

describe("accounts", () => {
  test("are issuer and subject: no claim of a name takes over what somebody else has", async () => {
    const { browser, accounts, clock } = startService(provider);
    await accounts.add("ada", "administrator", password, Date.now() + clock.ahead);
    await accounts.add("ada oidc", "administrator", password, Date.now() + clock.ahead);
    const first = browser();
    await first.signIn();
    expect(await first.who()).toEqual(actorOf("ada (oidc)", "tier1"));
    // Somebody else, who calls himself the same and has the same address.
    provider.person = { ...ada, sub: "subject-2", email: "ada@corp.example", groups: ["staff"] };
    const second = browser();
    await second.signIn();
    expect(await second.who()).toEqual(actorOf("ada 2 (oidc)", "reader"));
    // Ada under another name is still Ada, and nobody else has changed.
    provider.person = { ...ada, preferred_username: "kim" };
    const third = browser();
    await third.signIn();
    expect((await third.who()).name).toBe("ada (oidc)");
    expect(accounts.list()).toMatchObject([
      { name: "ada", role: "administrator" },
      { name: "ada (oidc)", role: "tier1", issuer: provider.issuer, subject: "subject-1" },
      { name: "ada 2 (oidc)", role: "reader", issuer: provider.issuer, subject: "subject-2" },
      { name: "ada oidc", role: "administrator" },
    ]);
    expect(accounts.list()[0]).not.toHaveProperty("issuer");
    await expect(accounts.add("eve (oidc)", "reader", password, 1)).rejects.toThrow(/cannot be the name/);
  });

  const nobody = /^person [0-9a-f]{8} \(oidc\)$/;
  test.each([
    ["markup", "<img src=x onerror=alert(1)>", /^img srcx onerroralert1 \(oidc\)$/],
    ["signs of a terminal", "\u001b[31mred\u0007", /^31mred \(oidc\)$/],
    ["signs that turn text", "user\u202etxt.exe\u2066", /^usertxt.exe \(oidc\)$/],
    ["the name of a token", "<token kim", nobody],
    ["the name of the program", "vedette", /^vedette \(oidc\)$/],
    ["the form of such a name", "ada (oidc)", /^ada oidc \(oidc\)$/],
    ["ordinary letters", "Zoë O’Brien", /^Zoë OBrien \(oidc\)$/],
    ["a long text", "x".repeat(5000), /^x{40} \(oidc\)$/],
    ["nothing that can be seen", "\u0000\n\t", nobody],
    ["a list", ["ada"], nobody],
    ["nothing", undefined, nobody],
  ])("a name that is %s becomes plain text", async (_what, name, shown) => {
    provider.person = { ...ada, preferred_username: name };
    const { signIn, who } = startService(provider).browser();
    await signIn();
    expect((await who()).name).toMatch(shown);
  });

  test("one that is disabled here stays out, and its sessions end", async () => {
    const { browser, accounts, audit } = startService(provider);
    await accounts.add("kim", "administrator", password, Date.now());
    const { signIn, who } = browser();
    await signIn();
    accounts.change("ada (oidc)", { disabled: true });
    expect((await who()).status).toBe(401);
    expect((await signIn()).body.detail).toBe("Your account is disabled here.");
    expect(audit.at(-1)).toMatchObject({ act: "sign-in.refused", detail: { because: "disabled" } });
    accounts.change("ada (oidc)", { disabled: false });
    expect((await signIn()).status).toBe(200);
  });

  test("have no password that anybody could try, and do not count as the first or the last administrator", async () => {
    const { browser, accounts } = startService(provider);
    provider.person = { ...ada, groups: ["soc-lead"] };
    const { signIn, ask } = browser();
    await signIn();
    expect(accounts.none).toBe(true);
    for (const tried of ["", " ", "null"])
      expect(
        await accounts.signIn("ada (oidc)", tried, { network: "", agent: "" }, Date.now()),
      ).toBeUndefined();
    await accounts.add("kim", "administrator", password, Date.now());
    for (const change of [{ disabled: true }, { role: "reader" }])
      expect((await ask("PATCH", "/api/v1/accounts/kim", change)).body.detail).toBe(
        "No administrator would be left.",
      );
  });

  test("a session of theirs ends half a day after the sign-in, however much it is used", async () => {
    const { browser, clock } = startService(provider);
    const { signIn, who } = browser();
    await signIn();
    for (let hours = 2; hours <= 10; hours += 2) {
      clock.ahead = hours * 3_600_000;
      expect((await who()).role, `${hours}`).toBe("tier1");
    }
    clock.ahead = 12.1 * 3_600_000;
    expect((await who()).status).toBe(401);
  });

  test("sessions that other rules began, or another provider, do not hold after a start", async () => {
    const before = startService(provider);
    const { signIn, cookies } = before.browser();
    await signIn();
    const secret = String(cookies.get("__Host-vedette"));
    const holds = (settings: Partial<OidcSettings> | undefined) => {
      const { accounts } =
        settings === undefined
          ? startService(undefined, { file: before.file })
          : startService(provider, { file: before.file, settings });
      return accounts.ofSession(secret, Date.now()) !== undefined;
    };
    expect(holds({ name: "Called otherwise" })).toBe(true);
    expect(holds({ roles: new Map([["soc-tier1", "reader"]] as const) })).toBe(false);
    expect(holds({})).toBe(false);
    const { signIn: again, cookies: kept } = before.browser();
    await again();
    expect(before.accounts.ofSession(String(kept.get("__Host-vedette")), Date.now())).toBeDefined();
    expect(holds(undefined)).toBe(false);
  });

  test("many first sign-ins of one person at once make one account", async () => {
    const { browser, accounts } = startService(provider);
    const all = await Promise.all(Array.from({ length: 8 }, () => browser().signIn()));
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
    expect(accounts.list()).toHaveLength(1);
  });

  test("where the audit cannot be written nobody gets in", async () => {
    const { browser, accounts, audit } = startService(provider);
    audit.push = () => {
      throw new Error("no room");
    };
    const { signIn, who } = browser();
    expect((await signIn()).status).toBe(500);
    expect((await who()).status).toBe(401);
    expect(accounts.list()).toEqual([]);
  });
});

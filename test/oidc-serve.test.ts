/** `vedette serve` with a provider: its options, its start, and a sign-in at the process itself. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { oidcSettingsOf } from "../src/cli/run/oidc-settings.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { client, startProvider } from "./support/oidc-provider.ts";
import { root } from "./support/places.ts";

const folder = temporaryFolder();
const password = "seven blue horses walk";
const secret = write(folder, "secret", [client.secret]);
chmodSync(secret, 0o600);
const log = write(folder, "access.log", [combined({ ip: "198.51.100.1" })]);
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts the service, and waits until it says what it has to say. */
async function serve(state: string, ...given: readonly string[]) {
  const words = ["serve", "--listen", "127.0.0.1:0", "--state", join(folder, state), ...given, log];
  const child = spawn(process.execPath, [join(root, "dist/src/cli/main.js"), ...words], { cwd: folder });
  running.add(child);
  let [out, said] = ["", ""];
  child.stdout.on("data", (bytes: Buffer) => {
    out += bytes.toString();
  });
  const saysUntil = (word: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (said.includes(word)) resolve();
      };
      child.stderr.on("data", look);
      child.once("exit", (code) => reject(new Error(`ended with ${code}: ${said}`)));
      look();
    });
  child.stderr.on("data", (bytes: Buffer) => {
    said += bytes.toString();
  });
  await saysUntil("Ctrl-C");
  const [, address = "", first = ""] = /^(http:\/\/127\.0\.0\.1:\d+)\/(?:first#(\S+))?\n/.exec(out) ?? [];
  const cookies = new Map<string, string>();
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  const stop = () =>
    new Promise<number | null>((resolve) => {
      child.removeAllListeners("exit");
      child.once("exit", (code) => {
        running.delete(child);
        resolve(code);
      });
      child.kill("SIGTERM");
    });
  return { ask, first, says: () => said, saysUntil, stop };
}

const oidc = (issuer: string, ...more: readonly string[]) => [
  `--oidc-issuer=${issuer}`,
  "--oidc-client=vedette",
  `--oidc-secret=${secret}`,
  "--public-url=http://127.0.0.1",
  ...more,
];

describe("a service", () => {
  test("lets people in by their groups, keeps their cases' names, and tells it in its audit", async () => {
    const provider = await startProvider();
    const { ask, first, says, stop } = await serve(
      "one",
      ...oidc(provider.issuer, "--oidc-name=Example SSO", "--oidc-role=soc-tier1=tier2"),
    );
    expect(says()).toContain(`By ${provider.issuer}/ get in, by the claim groups: soc-tier1 as tier2.`);
    await ask("POST", "/first", { secret: first, name: "kim", password });
    expect((await ask("GET", "/sign-in")).body).toEqual({ provider: { name: "Example SSO" } });
    const { body } = await ask("POST", "/sign-in/provider", {});
    const back = await fetch(String(body.address), { redirect: "manual" });
    const query = new URL(back.headers.get("location") ?? "").search;
    expect((await ask("POST", "/sign-in/provider/answer", { query })).status).toBe(200);
    expect((await ask("GET", "/session")).body).toMatchObject({ name: "ada (oidc)", role: "tier2" });
    const audit = await ask("GET", "/audit");
    expect(JSON.stringify(audit.body)).toContain(`"subject":"subject-1"`);
    expect((await ask("GET", "/audit/verification")).body.holds).toBe(true);
    expect(await stop()).toBe(0);

    // Without the provider nobody is in by it any more; who has a password is.
    const alone = await serve("one");
    expect(alone.first).toBe("");
    expect((await alone.ask("POST", "/session", { name: "kim", password })).status).toBe(200);
    const accounts = (await alone.ask("GET", "/accounts")).body.items as unknown as { name: string }[];
    expect(accounts.map(({ name }) => name)).toEqual(["ada (oidc)", "kim"]);
    expect(await alone.stop()).toBe(0);
    await provider.stop();
  });

  test("starts where the provider does not answer and nobody has a role, and says both", async () => {
    const provider = await startProvider();
    await provider.stop();
    const { says, saysUntil, ask, stop } = await serve("two", ...oidc(provider.issuer));
    expect(says()).toContain(`Nobody gets in by ${provider.issuer}/: no --oidc-role`);
    await saysUntil("The service runs all the same");
    expect(says()).toContain("ECONNREFUSED");
    expect((await ask("GET", "/alive")).status).toBe(200);
    expect((await ask("POST", "/sign-in/provider", {})).status).toBe(503);
    expect(await stop()).toBe(0);
  });

  test("says where nobody would come back to it", async () => {
    const { says, stop } = await serve(
      "three",
      "--behind-tls",
      "--oidc-issuer=https://127.0.0.1:9",
      "--oidc-client=vedette",
      "--public-url=https://sentry.example",
      "--oidc-role=*=reader",
    );
    expect(says()).toContain("Everybody whom https://127.0.0.1:9/ knows gets in as reader.");
    expect(says()).toContain("Add --host-name sentry.example.");
    expect(await stop()).toBe(0);
  });
});

describe("the options", () => {
  const good = { "oidc-issuer": "https://sso.example/realms/soc", "oidc-client": "vedette" };
  const of = (more: Record<string, unknown> = {}, url: string | undefined = "https://sentry.example") =>
    oidcSettingsOf({ ...good, ...more } as Parameters<typeof oidcSettingsOf>[0], url, true);

  test("say who gets in", () => {
    expect(
      of({
        "oidc-role": ["cn=soc,ou=groups=tier1", "*=reader"],
        "oidc-secret": secret,
        "oidc-scope": ["groups"],
      }),
    ).toEqual({
      issuer: new URL(good["oidc-issuer"]),
      clientId: "vedette",
      secret: client.secret,
      name: "sso.example",
      redirect: "https://sentry.example/signed-in",
      scopes: ["groups"],
      claim: "groups",
      roles: new Map([
        ["cn=soc,ou=groups", "tier1"],
        ["*", "reader"],
      ]),
    });
    expect(oidcSettingsOf({}, undefined, false)).toBeUndefined();
  });

  test.each([
    ["a client without an issuer", { "oidc-issuer": undefined }, /--oidc-client goes with --oidc-issuer/],
    ["no client", { "oidc-client": undefined }, /needs --oidc-client/],
    ["an issuer without TLS", { "oidc-issuer": "http://sso.example" }, /not an issuer that can be trusted/],
    ["an issuer with a login", { "oidc-issuer": "https://a:b@sso.example" }, /not an issuer/],
    ["an issuer with a query", { "oidc-issuer": "https://sso.example/?a=b" }, /not an issuer/],
    ["an issuer that is a file", { "oidc-issuer": "file:///etc/passwd" }, /not an issuer/],
    ["an issuer that is none", { "oidc-issuer": "sso.example" }, /not an issuer/],
    ["a role that is none", { "oidc-role": ["soc=root"] }, /--oidc-role soc=root: not who may do what/],
    ["a role of programs", { "oidc-role": ["soc=shipper"] }, /not who may do what/],
    ["no value", { "oidc-role": ["=reader"] }, /not who may do what/],
    ["no role", { "oidc-role": ["soc"] }, /not who may do what/],
    ["two scopes in one", { "oidc-scope": ["groups email"] }, /not a scope/],
    ["a name that turns text", { "oidc-name": "SSO\u202e" }, /--oidc-name/],
    ["a secret that is not there", { "oidc-secret": join(folder, "none") }, /--oidc-secret .*ENOENT/],
  ])("%s is refused", (_what, more, says) => {
    const given = Object.fromEntries(
      Object.entries({ ...good, ...(more as Record<string, unknown>) }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    expect(() =>
      oidcSettingsOf(given as Parameters<typeof oidcSettingsOf>[0], "https://sentry.example", true),
    ).toThrow(says);
  });

  test("a secret that others may read, or that is none, is refused, and never told", () => {
    const open = write(folder, "open", ["hush"]);
    chmodSync(open, 0o644);
    const empty = write(folder, "empty", [""]);
    const two = write(folder, "two-lines", ["hush", "hush"]);
    for (const path of [empty, two]) chmodSync(path, 0o600);
    expect(() => of({ "oidc-secret": open })).toThrow(/others may read it/);
    for (const path of [empty, two])
      expect(() => of({ "oidc-secret": path })).toThrow(/does not hold one line with a secret$/);
  });

  test.each([
    [undefined, true, /needs --public-url/],
    ["http://sentry.example", true, /needs https/],
    ["https://sentry.example", false, /nothing here says that browsers speak TLS/],
    ["https://sentry.example/vedette", true, /without a path/],
  ])("a public address %s is refused", (url, secure, says) => {
    expect(() => oidcSettingsOf(good, url, secure)).toThrow(says);
  });
});

test("the library is loaded by who needs it, and by nobody else", () => {
  const source = join(root, "src");
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const of = (pattern: RegExp) =>
    files.filter((name) => pattern.test(readFileSync(join(source, name), "utf8")));
  expect(of(/"openid-client"/)).toEqual(["server/oidc/provider.ts"]);
  expect(of(/^import (?!type )[^;]*"openid-client"/m)).toEqual([]);
});

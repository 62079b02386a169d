/** Signing in by a provider, in a browser: there, back, and what is said where it fails. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accessibility, noBrowser, openPage, startBrowser, type Watched } from "./support/console/browser.ts";
import { type ConsoleServer, startConsole } from "./support/console/server.ts";
import { signInAt } from "./support/console/sign-in.ts";
import { startProvider, type TestProvider } from "./support/oidc-provider.ts";
import { settingsFor } from "./support/oidc-service.ts";
import { root } from "./support/places.ts";

const pages = join(root, "dist", "web");

describe.skipIf(noBrowser !== undefined)(
  `in a browser${noBrowser === undefined ? "" : ` (${noBrowser})`}`,
  () => {
    let browser: Browser;
    let provider: TestProvider;
    let server: ConsoleServer;
    let watched: Watched;

    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(async () => {
      await browser?.close();
    });
    beforeEach(async () => {
      // To a browser it is another site than the console.
      provider = await startProvider("localhost");
      provider.page = true;
      server = await startConsole(pages, { oidc: settingsFor(provider.issuer) });
      watched = await openPage(browser, server.address);
    });
    afterEach(async () => {
      await watched.context.close();
      await server.stop();
      await provider.stop();
    });

    const fine = async () => {
      expect(await accessibility(watched)).toEqual([]);
      // Going to the provider is all that leaves the console.
      expect(watched.wrong.filter((one) => !one.startsWith(`request: ${provider.issuer}/`))).toEqual([]);
    };
    const button = () => watched.page.getByRole("button", { name: "Sign in with Example SSO" });
    const goThere = async (path = "/") => {
      const { page } = watched;
      await page.goto(server.address + path);
      await button().click();
      await page.getByRole("link", { name: "I am Ada" }).click();
    };

    test("one goes there and comes back to the page that one wanted, under one's own name", async () => {
      const { page, context } = watched;
      await page.goto(`${server.address}/audit?from=here`);
      await button().waitFor();
      await fine();
      await button().click();
      await page.getByRole("link", { name: "I am Ada" }).click();
      await page.getByRole("heading", { name: "Audit" }).waitFor();
      expect(page.url()).toBe(`${server.address}/audit?from=here`);
      await page.getByRole("link", { name: "ada (oidc)" }).waitFor();
      await page.getByText("Signed in by").first().waitFor();
      expect(await page.locator("main").textContent()).toContain(provider.issuer);
      await fine();
      // The code stays in no history, and the cookie of the way there is gone.
      expect((await context.cookies()).map(({ name }) => name)).toEqual(["vedette"]);
      await page.goBack();
      expect(page.url()).not.toContain("code=");
      await page.goto(`${server.address}/account`);
      await page.getByText(`by ${provider.issuer}`).waitFor();
      expect(await page.getByLabel("Old password").count()).toBe(0);
      await fine();
      await page.getByRole("button", { name: "Sign out" }).click();
      await button().waitFor();
      expect((await context.cookies()).map(({ name }) => name)).toEqual([]);
    });

    test("who has a password still signs in, and sees whom the provider vouches for", async () => {
      const { page } = watched;
      await goThere();
      await page.getByRole("button", { name: "Sign out" }).click();
      await button().waitFor();
      await signInAt(page, server.address, "/account");
      const row = page.getByRole("row").filter({ hasText: "ada (oidc)" });
      await row.getByText(`subject-1 at ${provider.issuer}`).waitFor();
      expect(await row.getByRole("combobox").count()).toBe(0);
      await fine();
      await row.getByRole("button", { name: "Disable" }).click();
      await row.getByText("disabled").waitFor();
      await page.getByRole("button", { name: "Sign out" }).click();
      // Else the page that signs out and the one that is asked for next cross.
      await button().waitFor();
      await goThere();
      await page.getByRole("alert").getByText("Your account is disabled here.").waitFor();
      await fine();
    });

    test("somebody without a role is told so, and can go back", async () => {
      provider.person = { ...provider.person, groups: [] };
      await goThere("/register");
      const { page } = watched;
      await page.getByRole("alert").getByText("Example SSO knows you, but you have no role here.").waitFor();
      expect(page.url()).toBe(`${server.address}/signed-in`);
      await fine();
      await page.getByRole("button", { name: "Back to the sign-in" }).click();
      await button().waitFor();
    });

    test("what the provider says of an error is text", async () => {
      provider.faults.redirect = {
        code: undefined,
        error: "access_denied",
        error_description: "<img src=x onerror=alert(1)><script>alert(2)</script>\u202e\u001b[31m",
      };
      await goThere();
      const { page } = watched;
      const alert = page.getByRole("alert");
      await alert.getByText("<img src=x onerror=alert(1)>").waitFor();
      expect(await alert.locator("img, script").count()).toBe(0);
      expect(await alert.textContent()).toContain("\\u202e\\x1b[31m");
      await fine();
    });

    test("an answer that nobody began says nothing of what it carries", async () => {
      const { page } = watched;
      await page.goto(`${server.address}/signed-in?error=x&error_description=Call+555&state=1`);
      await page.getByRole("alert").getByText("This sign-in was not begun in this browser").waitFor();
      expect(await page.locator("body").textContent()).not.toContain("555");
      expect(page.url()).toBe(`${server.address}/signed-in`);
      await page.goto(`${server.address}/signed-in`);
      await button().waitFor();
      await fine();
    });

    test("a provider that is gone is told on the page, which stays as it is", async () => {
      await provider.stop();
      const { page } = watched;
      await page.goto(server.address);
      await page.getByLabel("Name").fill("kim");
      await button().click();
      await page.getByRole("alert").getByText("Example SSO does not answer, or not in time.").waitFor();
      expect(await page.getByLabel("Name").inputValue()).toBe("kim");
      await fine();
    });

    test("where a session ends, another tab begins the next, and the page behind is kept", async () => {
      await goThere("/account");
      const { page, context } = watched;
      await page.getByText(`by ${provider.issuer}`).waitFor();
      server.accounts.revoke("ada (oidc)");
      await page.getByRole("button", { name: "End", exact: false }).first().click();
      const dialog = page.getByRole("dialog", { name: "Sign in again" });
      await dialog.waitFor();
      expect(await dialog.getByLabel("Password").count()).toBe(0);
      await fine();
      const opened = context.waitForEvent("page");
      await dialog.getByRole("link", { name: "Sign in with Example SSO in another tab" }).click();
      const tab = await opened;
      await tab.getByRole("button", { name: "Sign in with Example SSO" }).click();
      await tab.getByRole("link", { name: "I am Ada" }).click();
      await tab.getByRole("heading", { name: "Account" }).waitFor();
      await tab.close();
      await page.bringToFront();
      await page.evaluate(() => dispatchEvent(new Event("focus")));
      await dialog.waitFor({ state: "detached" });
      await page.getByRole("heading", { name: "Account" }).waitFor();
    });
  },
);

test("without a provider the console offers none", async () => {
  const server = await startConsole(pages);
  try {
    const answer = await fetch(`${server.address}/api/v1/sign-in`);
    expect(await answer.json()).toEqual({ provider: null });
  } finally {
    await server.stop();
  }
});

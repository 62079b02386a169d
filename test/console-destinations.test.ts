/** The page of destinations in a browser: add one, test it, see what became of it, turn it off, remove it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { hostile } from "./support/console/cases.ts";
import { describeConsole } from "./support/console/suite.ts";
import { destination, type Receiver, startReceiver } from "./support/notify.ts";

describeConsole("destinations", (here) => {
  let receiver: Receiver;

  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await receiver.close();
  });

  const signIn = (name: string) => here.signedIn("/destinations", name);
  const fine = () => here.fine();

  test("are added, tested, turned off and removed", async () => {
    const { page } = here.watched;
    await signIn("kim");
    await page.getByText("Nobody yet.").waitFor();
    await fine();
    await page.getByLabel("Name of the destination").fill("siem");
    await page.getByLabel("Address").fill("https://169.254.169.254/latest");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("alert").getByText("never told").waitFor();
    await page.getByLabel("Address").fill(`${receiver.address}/hook`);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    const secret = await page.locator("code", { hasText: /^whsec_/ }).textContent();
    expect(secret).toMatch(/^whsec_.{44}$/);
    await page.getByRole("button", { name: "Send a test to siem" }).click();
    await page.getByText("The test message to siem arrived.").waitFor();
    const table = page.getByRole("region", { name: "Table of deliveries to siem" });
    await table.getByText("● delivered").waitFor();
    expect(receiver.got).toHaveLength(1);
    await fine();
    receiver.answer = (_, response) => void response.writeHead(503).end("<b>down</b>");
    await page.getByRole("button", { name: "Send a test to siem" }).click();
    await table.getByText("Answered 503: <b>down</b>.").waitFor();
    receiver.answer = (_, response) => void response.writeHead(204).end();
    here.server.notifier.start();
    await table
      .getByRole("button", { name: /^Send again/ })
      .first()
      .click();
    await expect.poll(() => table.getByText("● delivered").count(), { timeout: 60_000 }).toBe(2);
    await page.getByRole("button", { name: "Turn off siem" }).click();
    await page.getByText("○ off").waitFor();
    await page.getByRole("button", { name: "Change siem" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("a note").check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("opened, graver, or escalated, given a note").waitFor();
    await page.getByRole("button", { name: "Remove siem" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove it" }).click();
    await page.getByText("Nobody yet.").waitFor();
    await fine();
  });

  test("show texts of others as texts, in both themes, also on a small page", async () => {
    const { destinations, outbox } = here.server.notifier;
    for (const [at, text] of Object.values(hostile).entries()) {
      const id = `D-${at}`;
      const name = `d${at} ${text.replaceAll(/[\p{Cc}\p{Cs}]/gu, "").slice(0, 60)}`;
      destinations.add(id, destination({ name, address: "https://hooks.example/x" }), "kim", 1);
      const subject = text.replaceAll(/\0|\p{Cs}/gu, "").slice(0, 2000);
      const message = { type: "case.changed", subject, body: "{}", case: "C-0000005f86" };
      outbox.post([{ id: `m-${at}`, destination: id, message }], undefined, 1);
      outbox.end({ ...message, ...outbox.get(`m-${at}`) } as never, "given-up", message.subject, 2);
      destinations.turnOff(id, message.subject);
    }
    await signIn("kim");
    const { page } = here.watched;
    for (const theme of ["light", "dark"]) {
      await page.getByLabel("Colours").selectOption(theme);
      for (const at of Object.keys(Object.values(hostile))) {
        await page.getByRole("button", { name: `Deliveries of d${at} ` }).click();
        await page.getByText("✕ given up").waitFor();
      }
      expect(await page.locator("main img, main script, main iframe, main [onerror]").count()).toBe(0);
      await fine();
    }
    await page.setViewportSize({ width: 390, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
  });

  test("are not offered to those who may not see them", async () => {
    await signIn("ria");
    await here.watched.page.getByText("This is for administrators.").waitFor();
    expect(await here.watched.page.getByRole("link", { name: "Destinations" }).count()).toBe(0);
    await fine();
  });
});

/** The console in a browser, over the real API: work by keyboard, hostile texts, accessibility. */
import { expect, test } from "vitest";
import { accessibility, openPage } from "./support/console/browser.ts";
import { hostile } from "./support/console/cases.ts";
import { firstSecret, password, startConsole } from "./support/console/server.ts";
import { describeConsole, pages } from "./support/console/suite.ts";

test("the console is built, and nothing stands in its page but references to its own files", async () => {
  const server = await startConsole(pages, { empty: true });
  try {
    const answer = await fetch(`${server.address}/case/C-1`);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toContain("require-trusted-types-for 'script'");
    expect(html).toContain('<div id="root">');
    expect(html).not.toMatch(/<style|style=|<script[^>]*>[^<]|\son\w+=|https?:\/\//);
    const assets = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(assets.length).toBeGreaterThanOrEqual(2);
    for (const path of assets) {
      const asset = await fetch(`${server.address}${path}`);
      expect(asset.status, path).toBe(200);
      expect(asset.headers.get("cache-control")).toContain("immutable");
      // React's build for development is twice as large, and says what only developers need.
      expect((await asset.text()).length, path).toBeLessThan(450_000);
    }
  } finally {
    await server.stop();
  }
});

describeConsole("the console", (here) => {
  const signIn = (name = "kim", path = "/") => here.signedIn(path, name);
  const fine = () => here.fine();

  test("signs in, and says what is wrong with a password", async () => {
    const { page } = here.watched;
    await page.goto(here.server.address);
    await page.getByLabel("Name").fill("kim");
    await page.getByLabel("Password").fill("not this one at all");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("Name or password are not right.").waitFor();
    await fine();
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.getByRole("grid", { name: "Cases" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Password").waitFor();
    expect(await here.watched.context.cookies()).toEqual([]);
    expect(here.watched.wrong).toEqual([]);
  });

  test("makes the first account, and takes the secret out of the address and the history", async () => {
    await here.server.stop();
    here.server = await startConsole(pages, { empty: true });
    const { page } = here.watched;
    here.watched.wrong.length = 0;
    const at = await openPage(here.browser, here.server.address);
    await here.watched.context.close();
    here.watched = at;
    await at.page.goto(`${here.server.address}/first#${firstSecret}`);
    await at.page.getByRole("heading", { name: "The first account" }).waitFor();
    expect(at.page.url()).toBe(`${here.server.address}/first`);
    expect(await at.page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
    await fine();
    await at.page.getByLabel("Name").fill("ada");
    await at.page.getByLabel("Password", { exact: true }).fill(password);
    await at.page.getByLabel("Password again").fill(password);
    await at.page.keyboard.press("Enter");
    await at.page.getByText("Nothing was looked at yet.").waitFor();
    expect(await at.page.getByText("Nothing is waiting.").count()).toBe(0);
    expect(here.server.accounts.list()).toMatchObject([{ name: "ada", role: "administrator" }]);
    await at.page.goto(`${here.server.address}/sources`);
    await at.page.getByText("Nothing was looked at yet.").waitFor();
    await fine();
    expect(page.isClosed()).toBe(true);
  });

  test("the queue is worked by keyboard: move, preview, filter, note, open, and back to the same row", async () => {
    const { page } = here.watched;
    await signIn();
    await page.getByText("240 cases").waitFor();
    expect(await page.getByText("18 background cases are folded.").count()).toBe(1);
    const ids = here.server.book
      .list({ state: ["new", "in-progress", "escalated", "contained"], background: false }, { limit: 3 })
      .items.map(({ id }) => id);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const row = page.getByRole("row").filter({ hasText: String(ids[1]) });
    await expect.poll(() => row.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press("Space");
    await page
      .getByRole("complementary", { name: `Preview of ${ids[1]}` })
      .getByText("Answers")
      .waitFor();
    expect(page.url()).toContain(`case=${ids[1]}`);
    await fine();
    await page.keyboard.press("Escape");
    await page.keyboard.press("n");
    await page.getByRole("dialog").getByLabel("Note").fill("Seen: `curl` again");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(here.server.book.get(String(ids[1])).notes.at(-1)?.editions).toMatchObject([
      { by: "kim", text: "Seen: `curl` again" },
    ]);
    await page.keyboard.press("o");
    await page.getByRole("heading", { name: /Questions/ }).waitFor();
    expect(page.url()).toBe(`${here.server.address}/case/${ids[1]}`);
    await page.locator(".note code", { hasText: "curl" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("q");
    await expect.poll(() => row.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press("/");
    await page.keyboard.type("phpinfo");
    await expect.poll(() => page.url()).toContain("text=phpinfo");
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    // It begins at its beginning, wherever the focus goes.
    expect(await page.getByRole("dialog", { name: "Keys" }).evaluate((dialog) => dialog.scrollTop)).toBe(0);
    await fine();
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  test("facets and spans narrow the queue, and stand in the address", async () => {
    const { page } = here.watched;
    await signIn();
    await page.getByRole("button", { name: /^escalate \d/ }).click();
    await expect.poll(() => page.url()).toContain("action=escalate");
    const count = here.server.book.list({
      state: ["new", "in-progress", "escalated", "contained"],
      action: ["escalate"],
      background: false,
    }).total;
    await page.getByText(`${count} cases`, { exact: true }).waitFor();
    const chart = page.getByRole("img", { name: /loaded cases/ });
    const box = await chart.boundingBox();
    if (box === null) throw new Error("the histogram is not seen");
    await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.url()).toMatch(/from=\d+&to=\d+/);
    const [, from, to] = /from=(\d+)&to=(\d+)/.exec(page.url()) ?? [];
    expect(Number(to)).toBeGreaterThan(Number(from));
    await page.reload();
    await page.getByRole("button", { name: "Any time" }).click();
    await page.getByRole("button", { name: "Show background" }).click();
    await expect.poll(() => page.url()).toContain("noise=shown");
    expect(page.url()).not.toContain("from=");
    await fine();
  });

  test("several cases are changed at once, after their exact number was said", async () => {
    const { page } = here.watched;
    await signIn();
    await page.getByText("240 cases").waitFor();
    for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
    await page.getByText("2 cases selected").waitFor();
    await page.getByRole("button", { name: /^Act on 2/ }).click();
    await page.getByRole("dialog").getByLabel("Owner", { exact: true }).fill("robin");
    await page.getByRole("button", { name: "Owner: 2 cases" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const acts = here.server.book.audit().filter(({ act }) => !act.startsWith("sign-in."));
    expect(acts.map(({ act, detail }) => [act, detail.owner])).toEqual([
      ["case.assign", "robin"],
      ["case.assign", "robin"],
    ]);
    await page.goto(`${here.server.address}/?action=watch`);
    await page.getByRole("button", { name: /^Act on all/ }).click();
    const watching = here.server.book.list({
      state: ["new", "in-progress", "escalated", "contained"],
      action: ["watch"],
      background: false,
    }).total;
    await page.getByText(`The filter fits exactly ${watching} cases now.`).waitFor();
    await page.getByLabel("What to do").selectOption("tag");
    await page.getByLabel("Add").fill("sweep");
    await page.getByRole("button", { name: `Tags: ${watching} cases` }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(here.server.book.list({ tag: ["sweep"] }).total).toBe(watching);
    expect(here.watched.wrong).toEqual([]);
  });

  test("an indicator leads to its cases, open ones and those that were closed, and they to it", async () => {
    const { page } = here.watched;
    const { book } = here.server;
    const indicator = ["config.probe-1"];
    const open = book.list({ indicator, state: ["new", "in-progress", "escalated", "contained"] }).total;
    const closed = book.list({ indicator, verdict: ["benign-positive"] }).total;
    expect([open, closed].every((count) => count > 0 && count < 240)).toBe(true);
    await signIn("kim", "/sources");
    const row = page.getByRole("row").filter({ has: page.getByText("config.probe-1", { exact: true }) });
    await row.getByRole("link", { name: String(open), exact: true }).click();
    await page.getByText(`${open} cases`, { exact: true }).waitFor();
    expect(page.url()).toContain("indicator=config.probe-1");
    await fine();
    await page.getByRole("button", { name: /^config\.probe-1 / }).click();
    await expect.poll(() => page.url()).not.toContain("indicator=");
    await page.goto(`${here.server.address}/sources`);
    await row.getByRole("link", { name: `benign positive ${closed}` }).click();
    await page.getByText(`${closed} ${closed === 1 ? "case" : "cases"}`, { exact: true }).waitFor();
    expect(page.url()).toContain("verdict=benign-positive");
    expect(here.watched.wrong).toEqual([]);
  });

  test("an override and a closing need their reason; both are shown with who gave it", async () => {
    const { page } = here.watched;
    await signIn("kim", "/case/C-0000005f98");
    await page.getByRole("button", { name: "Replace the action …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("watch").check();
    await dialog.getByRole("button", { name: "Replace" }).click();
    await dialog.getByLabel(/^Reason/).fill("   ");
    await dialog.getByRole("button", { name: "Replace" }).click();
    expect(here.server.book.get("C-0000005f98").override).toBeNull();
    await fine();
    await dialog.getByLabel(/^Reason/).fill("their own monitor");
    await dialog.getByRole("button", { name: "Replace" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(here.server.book.get("C-0000005f98")).toMatchObject({
      action: "watch",
      machine_action: "escalate",
      override: { by: "kim", reason: "their own monitor" },
    });
    await page.getByText("their own monitor").first().waitFor();
    await page.keyboard.press("c");
    await dialog.getByRole("button", { name: "Close", exact: true }).click();
    expect(here.server.book.get("C-0000005f98").closing).toBeNull();
    await dialog.getByLabel(/benign positive/).check();
    await dialog.getByRole("textbox", { name: "Note" }).fill("asked them");
    await dialog.getByRole("button", { name: "Close", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    expect(here.server.book.get("C-0000005f98").closing).toMatchObject({
      reason: "benign-positive",
      note: "asked them",
      by: "kim",
    });
    await page.getByText("Closed as benign positive").waitFor();
    await fine();
  });

  test("steps are ticked and set aside with a reason, notes edited and withdrawn, cases merged and parted", async () => {
    const { page } = here.watched;
    const [id, other] = ["C-0000005fa4", "C-0000005fa5"];
    await signIn("kim", `/case/${id}`);
    await page.getByRole("button", { name: "Done T2a" }).click();
    await page.getByText("done, kim").waitFor();
    await page.getByRole("button", { name: "Not applicable … C3" }).click();
    await page.getByLabel(/^Reason/).fill("no mail here");
    await page.getByRole("button", { name: "Not applicable", exact: true }).click();
    await page.locator("bdi", { hasText: "no mail here" }).waitFor();
    expect(here.server.book.get(id).checklist.filter(({ by }) => by === "person")).toMatchObject([
      { clause: "T2a", state: "done", actor: "kim" },
      { clause: "C3", state: "not-applicable", reason: "no mail here" },
    ]);
    await page.keyboard.press("n");
    await page.getByRole("dialog").getByLabel("Note").fill("first text");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("button", { name: /^Edit the note/ }).click();
    await page.getByRole("dialog").getByLabel("Note").fill("second text");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Edited 1 time").waitFor();
    await page.getByRole("button", { name: /^Withdraw the note/ }).click();
    await page
      .getByRole("dialog")
      .getByLabel(/^Reason/)
      .fill("wrong case");
    await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
    await page.locator("bdi", { hasText: "wrong case" }).waitFor();
    await page.getByRole("button", { name: "Merge into another …" }).click();
    await page.getByRole("textbox", { name: "Into" }).fill(other);
    await page.getByRole("button", { name: "Find it" }).click();
    await page.getByRole("button", { name: `Merge into ${other}` }).click();
    await expect.poll(() => page.url()).toBe(`${here.server.address}/case/${other}`);
    await page.getByRole("button", { name: `Take out again … ${id}` }).click();
    await page.getByRole("button", { name: "Take out", exact: true }).click();
    await page.getByText("No other case was merged into it.").waitFor();
    expect(here.server.book.get(id).merged_into).toBeNull();
    await page.getByText("Audit of this case").click();
    await page.getByText("case.merged").waitFor();
    await fine();
  });

  test("somebody faster: the case is loaded again, the typed text stays, and is taken at the second try", async () => {
    const { page } = here.watched;
    await signIn("kim", "/case/C-0000005f98");
    // The keys of a case are there when it is.
    await page.getByRole("heading", { name: "Decision" }).waitFor();
    await page.keyboard.press("n");
    await page.getByRole("dialog").getByLabel("Note").fill("a long thought");
    here.server.book.touch("C-0000005f98");
    await page.getByRole("button", { name: "Write a note", exact: true }).click();
    await page.getByText("Somebody changed this case meanwhile.").waitFor();
    expect(await page.getByRole("dialog").getByLabel("Note").inputValue()).toBe("a long thought");
    expect(here.server.book.get("C-0000005f98").notes).toEqual([]);
    await page.getByRole("button", { name: "Write a note", exact: true }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(here.server.book.get("C-0000005f98").notes).toHaveLength(1);
    expect(here.watched.wrong).toEqual([]);
  });

  test("a session that ends in the middle of work is taken up again, with the typed text", async () => {
    const { page } = here.watched;
    await signIn("kim", "/case/C-0000005f98");
    // The keys of a case are there when it is.
    await page.getByRole("heading", { name: "Decision" }).waitFor();
    await page.keyboard.press("n");
    await page.getByRole("dialog").getByLabel("Note").fill("a long thought");
    here.server.accounts.revoke("kim");
    await page.getByRole("button", { name: "Write a note", exact: true }).click();
    const again = page.getByRole("dialog", { name: "Sign in again" });
    await again.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await again.waitFor({ state: "detached" });
    expect(await page.getByRole("dialog").getByLabel("Note").inputValue()).toBe("a long thought");
    await page.getByRole("button", { name: "Write a note", exact: true }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(here.server.book.get("C-0000005f98").notes).toHaveLength(1);
    expect(here.watched.wrong).toEqual([]);
  });

  test("a change elsewhere comes in by itself", async () => {
    const { page } = here.watched;
    await signIn("kim", "/case/C-0000005f98");
    await page.getByText("● live").waitFor();
    const { version } = here.server.book.get("C-0000005f98");
    here.server.book.act(
      "C-0000005f98",
      version,
      { kind: "tag", add: ["elsewhere"] },
      { at: 1, actor: "robin" },
    );
    here.server.live.tell({ kind: "cases", sequence: 1 });
    await page.getByText("elsewhere").waitFor();
    expect(here.watched.wrong).toEqual([]);
  });

  test("a reader is offered nothing that a reader cannot do", async () => {
    const { page } = here.watched;
    await signIn("ria", "/case/C-0000005f98");
    await page.getByText("Your role, reader, reads only.").waitFor();
    for (const key of ["e", "c", "n", "t"]) await page.keyboard.press(key);
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await page.getByRole("button", { name: /^(Escalate|Close|Done|Take it|Merge)/ }).count()).toBe(0);
    await page.goto(`${here.server.address}/account`);
    await page.getByRole("heading", { name: "Your sessions" }).waitFor();
    expect(await page.getByRole("heading", { name: "Tokens of programs" }).count()).toBe(0);
    await fine();
  });

  const paths = [
    "/",
    "/?noise=shown&state=any&case=C-0000005f88",
    ...Object.keys(hostile).map((_, at) => `/case/C-${(at + 0x5f86).toString(16).padStart(10, "0")}`),
    "/case/C-0000005f86?drawer=block&ask=1",
    "/case/C-0000005f86?drawer=mail&ask=1",
    "/case/C-0000005f86?drawer=rules&ask=1",
    "/case/C-0000005f86/timeline?at=e0.1&open=1",
    "/case/C-0000005f87/timeline?lanes=entity&at=fF-1-0&open=1",
    "/proposals",
    "/sources",
    "/audit",
    "/account",
    "/nowhere",
    "/case/%3Cimg%20src=x%20onerror=alert(1)%3E",
  ];

  test("texts of attackers are text on every page", async () => {
    const { page } = here.watched;
    await signIn();
    for (const [at, text] of Object.values(hostile).entries()) {
      const id = `C-${(at + 0x5f86).toString(16).padStart(10, "0")}`;
      const { version } = here.server.book.get(id);
      here.server.book.act(
        id,
        version,
        { kind: "note", text: `${text}\n\n\`${text}\`\n\n> ${text}` },
        { at: 1, actor: "kim" },
      );
    }
    for (const path of paths) {
      await page.goto(here.server.address + path);
      await page.getByRole("button", { name: "Sign out" }).waitFor();
      await page.waitForLoadState("domcontentloaded");
      await page.locator("main h1").first().waitFor({ state: "attached" });
      await expect.poll(() => page.locator(".spinner").count()).toBe(0);
      for (const one of await page.locator("details").all())
        await one.evaluate((fold) => fold.setAttribute("open", ""));
      // No element came of a text, and no character that is not seen.
      expect(await page.locator("main img, main script, main iframe, main [onerror]").count(), path).toBe(0);
      const links = await page
        .locator("a[href]")
        .evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""));
      expect(
        links.filter((href) => !/^(\/|#|https:\/\/example\.org\/x$)/.test(href)),
        path,
      ).toEqual([]);
      const unseen = await page
        .locator("body")
        .evaluate(
          (body) => /[\p{Cc}\p{Cf}\p{Cs}]/u.exec((body.textContent ?? "").replaceAll(/[\n\t]/g, ""))?.[0],
        );
      expect(unseen, path).toBeUndefined();
      expect(here.watched.wrong, path).toEqual([]);
    }
  });

  test("the policy refuses markup and inline styles, and these tests would see it", async () => {
    const { page } = here.watched;
    await signIn();
    const made = await page.evaluate(() => {
      document.body.setAttribute("style", "color: red");
      try {
        document.createElement("p").innerHTML = "<b>bold</b>";
        return "made";
      } catch (thrown) {
        return String(thrown);
      }
    });
    expect(made).toContain("TypeError");
    await expect.poll(() => here.watched.wrong.join("\n")).toMatch(/policy: style-src-attr/);
    await expect.poll(() => here.watched.wrong.join("\n")).toMatch(/policy: require-trusted-types-for/);
  });

  test.each([
    ["light", 1280, 800],
    ["dark", 1280, 800],
    ["contrast", 1280, 800],
    ["light", 390, 844],
    ["dark", 390, 844],
  ] as const)(
    "every page holds to WCAG 2.2 AA as far as axe sees: %s, %i by %i",
    async (theme, width, height) => {
      const { page } = here.watched;
      await page.setViewportSize({ width, height });
      await page.addInitScript((name) => localStorage.setItem("vedette.theme", name), theme);
      await signIn();
      for (const path of paths.filter((one) => !/nowhere|%3C|case\/C-.*5f8[7-9a-f]$/.test(one))) {
        await page.goto(here.server.address + path);
        await page.locator("main h1").first().waitFor({ state: "attached" });
        await expect.poll(() => page.locator(".spinner").count()).toBe(0);
        expect(await accessibility(here.watched), path).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide, `${path} is wider than the window`).toBeLessThanOrEqual(0);
      }
      expect(here.watched.wrong).toEqual([]);
    },
  );
});

/** Hunting and the graph in a browser, over a real store: by keyboard alone, with hostile values, restored by their address. */
import { readFileSync } from "node:fs";
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { accessibility } from "./support/console/browser.ts";
import { badAgents, badPath, scanner, storeCommand } from "./support/console/store.ts";
import { describeConsole } from "./support/console/suite.ts";

const address = (parts: Readonly<Record<string, string>>) => `/hunt?${new URLSearchParams(parts)}`;
const did = address({ kind: "hunt", q: "did", "p.source": scanner });
const graph = `/graph?${new URLSearchParams({ node: `address:${scanner}`, open: `address:${scanner}` })}`;
const sql = address({
  kind: "sql",
  q: "SELECT event_id, time_ms, url_original, user_agent_original FROM events WHERE http_response_status_code = 404 ORDER BY time_ms",
});
/** A store may be asked by many at once on a machine that does much else. */
const patient = { timeout: 60_000 };

describeConsole(
  "hunts and graph",
  (here) => {
    const open = (path: string, name?: string) => here.signedIn(path, name);
    const settled = () => expect.poll(() => here.watched.page.locator(".spinner").count(), patient).toBe(0);
    const rows = () => here.watched.page.locator(".results tbody tr");
    const hasFocus = (one: Locator) =>
      expect.poll(() => one.evaluate((element) => element === document.activeElement), patient).toBe(true);
    const fine = () => here.fine();

    test("a shipped hunt by keyboard alone: run, narrow by a value, show a record, follow it to a graph", async () => {
      const page = await open("/hunt");
      await page.getByRole("link", { name: "Everything an address did" }).focus();
      await page.keyboard.press("Enter");
      await page.getByLabel("source").waitFor();
      await page.getByLabel("source").focus();
      await page.keyboard.type(scanner);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "10 rows" }).waitFor();
      // The grid is one stop of Tab; arrows walk in it.
      await page.locator('[data-cell="0,0"]').focus();
      await page.keyboard.press("ArrowDown");
      for (let step = 0; step < 7; step += 1) await page.keyboard.press("ArrowRight");
      await hasFocus(page.locator('[data-cell="1,7"]'));
      await page.keyboard.press("Enter");
      const menu = page.getByRole("menu", { name: "agent python-requests/2.31.0" });
      await hasFocus(menu.getByRole("menuitem", { name: "Include" }));
      await page.keyboard.press("ArrowUp");
      await hasFocus(menu.getByRole("menuitem").last());
      await page.keyboard.press("Home");
      await fine();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "5 rows" }).waitFor();
      await page
        .getByRole("region", { name: "Filters" })
        .getByText("is not python-requests/2.31.0")
        .waitFor();
      await hasFocus(page.locator('[data-cell="1,7"]'));
      await page.keyboard.press("Home");
      await page.keyboard.press("Enter");
      const record = page.getByRole("dialog", { name: "A record" });
      await record.locator(".raw").getByText("GET /<svg/onload").waitFor();
      await fine();
      await page.keyboard.press("Escape");
      await record.waitFor({ state: "detached" });
      await hasFocus(page.locator('[data-cell="1,0"]'));
      for (let step = 0; step < 7; step += 1) await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await page.getByRole("menuitem", { name: "Graph of this agent" }).focus();
      await page.keyboard.press("Enter");
      await page.locator(".node", { hasText: scanner }).waitFor();
      await fine();
    });

    test("include, exclude and only are chips, stand in the address, and come back with it", async () => {
      const page = await open(did);
      await page.getByRole("heading", { name: "10 rows" }).waitFor();
      const choose = async (value: string, item: string) => {
        await rows().getByRole("button", { name: value, exact: true }).first().click();
        await page.getByRole("menuitem", { name: item, exact: true }).click();
      };
      await choose("/.env", "Include");
      await page.getByRole("heading", { name: "1 row" }).waitFor();
      await page.goBack();
      await page.getByRole("heading", { name: "10 rows" }).waitFor();
      await choose(badAgents.quotes, "Only this");
      await page.getByRole("heading", { name: "1 row" }).waitFor();
      await page.getByRole("button", { name: "target", exact: true }).click();
      await page.getByText("Columns", { exact: true }).click();
      await page.getByLabel("method").uncheck();
      await expect.poll(() => page.url()).toMatch(/hide=method/);
      const seen = await page.locator(".results").textContent();
      await page.reload();
      await page.getByRole("heading", { name: "1 row" }).waitFor();
      expect(await page.locator(".results").textContent()).toBe(seen);
      expect(seen).not.toContain("method");
      expect(await page.locator("th[aria-sort=ascending]").textContent()).toContain("target");
      await page.getByRole("button", { name: /^Take the filter away: agent is/ }).click();
      await page.getByRole("heading", { name: "10 rows" }).waitFor();
      expect(here.watched.wrong).toEqual([]);
    });

    test("SQL runs by Ctrl+Enter, says where a mistake is, and saves what is shown as files", async () => {
      const page = await open("/hunt?kind=sql");
      await page.getByText("At most 10,000 rows and 60 s.").waitFor();
      const statement = page.getByLabel("Statement");
      await statement.fill("SELECT count(\nFROM events");
      await statement.press("Control+Enter");
      await page.getByText("Line 1, column 13:").waitFor();
      await page.getByRole("button", { name: "Go there" }).click();
      expect(await statement.evaluate((one) => (one as HTMLTextAreaElement).selectionStart)).toBe(12);
      await fine();
      await statement.fill("SELECT raw FROM events INTO OUTFILE '/tmp/x'");
      await statement.press("Control+Enter");
      await page.getByText("which reads or writes files").waitFor();
      await statement.fill(
        `SELECT user_agent_original AS agent, count() AS n FROM events WHERE source_ip = '${scanner}' GROUP BY agent ORDER BY agent`,
      );
      await statement.press("Control+Enter");
      await page.getByRole("heading", { name: "6 rows" }).waitFor();
      const saved = async (name: string) => {
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("button", { name, exact: true }).click(),
        ]);
        return readFileSync(await download.path(), "utf8");
      };
      const csv = await saved("CSV");
      expect(csv).toContain(`'${badAgents.formula}`);
      expect(csv).toContain("user\\u202etxt.exe");
      const lines = (await saved("NDJSON")).trimEnd().split("\n");
      expect(lines.map((line) => (JSON.parse(line) as { agent: string }).agent)).toEqual(
        [...Object.values(badAgents), "python-requests/2.31.0"].sort(),
      );
      expect(here.watched.wrong).toEqual([]);
    });

    test("a hunt is saved with its filters, shared, opened by a reader, who can run and not save it", async () => {
      const page = await open(`${did}&f=${encodeURIComponent(JSON.stringify(["status", true, 404]))}`);
      await page.getByRole("button", { name: "Save …" }).click();
      const dialog = page.getByRole("dialog", { name: "Save the hunt" });
      await dialog.getByLabel("Name").fill("What was refused");
      await dialog.getByLabel("Shared").check();
      await fine();
      await dialog.getByRole("button", { name: "Save", exact: true }).click();
      await dialog.waitFor({ state: "detached" });
      const acts = here.server.book.audit().filter(({ act }) => !act.startsWith("sign-in."));
      expect(acts.map(({ act, actor }) => [act, actor])).toEqual([["hunt.saved", "kim"]]);
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByLabel("Password").waitFor();
      await open("/hunt", "ria");
      await page.getByRole("link", { name: "What was refused" }).click();
      await page.getByRole("heading", { name: "10 rows" }).waitFor();
      await page.getByRole("region", { name: "Filters" }).getByText("is 404").waitFor();
      expect(page.url()).toContain("saved=1");
      expect(await page.getByRole("button", { name: "Save …" }).count()).toBe(0);
      await page.goto(`${here.server.address}${sql}`);
      await page.getByText("SQL can be run by the role tier2").waitFor();
      await fine();
    });

    test("Sigma: matches as rows, refused rules with their lines", async () => {
      const page = await open("/hunt?kind=sigma");
      await page.getByRole("button", { name: "An example" }).click();
      const rules = page.getByLabel("Sigma rules");
      await rules.fill(
        `${await rules.inputValue()}---\ntitle: ${badAgents.markup}\nlogsource: {category: nowhere}\n`,
      );
      await rules.press("Control+Enter");
      await page.getByRole("heading", { name: "1 row" }).waitFor();
      await page.getByText(/^line \d+: refused/).waitFor();
      await rows().locator(".record").click();
      const record = page.getByRole("dialog", { name: "A record" });
      await record.getByRole("cell", { name: scanner }).waitFor();
      expect(page.url()).toMatch(/record=\d+/);
      await fine();
      await page.keyboard.press("Escape");
      await rows().getByRole("button", { name: scanner, exact: true }).click();
      await page.getByRole("menuitem", { name: "Exclude" }).click();
      await page.getByText("Nothing is left by the filters.").waitFor();
      await fine();
    });

    test("the graph grows, shrinks and is walked by keyboard, and comes back with its address", async () => {
      const page = await open("/case/C-0000005f86");
      await page.getByRole("link", { name: "Graph", exact: true }).last().click();
      const node = (text: string) => page.locator(".node", { hasText: text });
      await node(scanner).waitFor();
      await node("C-0000005f86").focus();
      await page.keyboard.press("ArrowRight");
      await hasFocus(node(scanner));
      await page.keyboard.press("Enter");
      await node("/.env").waitFor();
      await page.locator(".graph-side").getByText("5 of 6 paths").waitFor();
      await fine();
      await node("/.env").focus();
      await page.keyboard.press("x");
      await node("/.env").waitFor({ state: "detached" });
      expect(await page.locator(".node:focus").count()).toBe(1);
      const nodes = async () => (await page.locator(".node").allInnerTexts()).length;
      const before = await nodes();
      expect(await page.getByRole("region", { name: "Nodes of the graph" }).locator("tbody tr").count()).toBe(
        before,
      );
      await page.reload();
      await node("/.git/config").waitFor();
      await settled();
      expect(await nodes()).toBe(before);
      expect(await node("/.env").count()).toBe(0);
      await page.getByRole("button", { name: "Bring back 1 node" }).click();
      await node("/.env").waitFor();
      await page.getByRole("button", { name: `Close ${scanner}` }).click();
      await node("/.git/config").waitFor({ state: "detached" });
      expect(here.watched.wrong).toEqual([]);
    });

    test("values of the queue and of a case lead to their events and cases", async () => {
      const page = await open("/case/C-0000005f98");
      await page.locator(".entities").getByRole("button", { name: "203.0.113.19", exact: true }).click();
      await page.getByRole("menuitem", { name: "Cases with this address" }).click();
      await page.getByText("2 cases", { exact: true }).waitFor();
      expect(here.server.book.list({ entity: ["203.0.113.19"] }).total).toBe(2);
      await page.keyboard.press("j");
      await page.keyboard.press("Space");
      const preview = page.getByRole("complementary");
      await preview.getByRole("button", { name: "203.0.113.19" }).click();
      await page.getByRole("menuitem", { name: "Events of this address in all sources" }).click();
      await page.getByText("The store has nothing that fits.").waitFor();
      await fine();
    });

    test.each([
      ["light", 1280, 800],
      ["dark", 1280, 800],
      ["contrast", 1280, 800],
      ["dark", 390, 844],
    ] as const)(
      "texts of attackers are text, and axe finds nothing: %s, %i by %i",
      async (theme, width, height) => {
        await here.watched.page.setViewportSize({ width, height });
        await here.watched.page.addInitScript((name) => localStorage.setItem("vedette.theme", name), theme);
        const page = await open(did);
        const bad = `agent:${badAgents.bidi}`;
        for (const path of [
          did,
          `${sql}&f=${encodeURIComponent(JSON.stringify(["url_original", true, badPath]))}`,
          `${graph}&open=${encodeURIComponent(bad)}`,
          address({ kind: "events", "p.kind": "agent", "p.value": badAgents.markup }),
        ]) {
          await page.goto(here.server.address + path);
          await page.locator("main h1").waitFor();
          await settled();
          if (path !== sql && !path.startsWith("/graph")) {
            await rows().last().locator("[data-cell]").last().click();
            await page.getByRole("menu").waitFor();
          }
          expect(
            await page.locator("main img, main script, main [onerror], .graph-scroll svg svg").count(),
            path,
          ).toBe(0);
          const unseen = await page
            .locator("body")
            .evaluate(
              (body) => /[\p{Cc}\p{Cf}\p{Cs}]/u.exec((body.textContent ?? "").replaceAll(/[\n\t]/g, ""))?.[0],
            );
          expect(unseen, path).toBeUndefined();
          expect(await accessibility(here.watched), path).toEqual([]);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          expect(wide, `${path} is wider than the window`).toBeLessThanOrEqual(0);
        }
        expect(here.watched.wrong).toEqual([]);
      },
    );
  },
  {
    options: async () => ({ command: await storeCommand() }),
    patientMs: patient.timeout,
  },
);

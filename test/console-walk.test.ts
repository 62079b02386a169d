/**
 * The whole way through a running service, by keyboard alone: a shipper's lines become a case, the case is read, decided,
 * contained and closed. Its screenshots are those of docs/guides/first-case.md: `npm run screenshots` makes them anew.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventsAddress, graphAddress } from "../web/src/hunt/entity.ts";
import { accessibility, noBrowser, openPage, startBrowser, type Watched } from "./support/console/browser.ts";
import { temporaryFolder } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { root } from "./support/places.ts";
import { type Daemon, daemons } from "./support/syslog-daemons.ts";

const main = join(root, "dist/src/cli/main.js");
const folder = temporaryFolder();
const password = "seven blue horses walk";
const images = process.env.VEDETTE_SCREENSHOTS;
const hostile = "curl/8.5 <img src=x onerror=alert(1)>\u202egnp.exe \u001b[31m<script>alert(2)</script>";
const scout = "203.0.113.77";
const scan = "198.51.100.200";

const minute = (at: number) => `17/Nov/2026:10:${String(at % 60).padStart(2, "0")}:00 +0000`;
const visits = Array.from({ length: 60 }, (_, at) =>
  combined({ ip: `192.0.2.${at}`, time: minute(at), request: `GET /page/${at % 7} HTTP/1.1` }),
);
const probes = (ip: string, agent: string, paths: readonly (readonly [string, number])[]) =>
  paths.map(([path, status], at) =>
    combined({ ip, time: minute(20 + at), request: `GET ${path} HTTP/1.1`, status, agent }),
  );
/** Somebody who gets what he should not, under an agent that is written for whoever reads it. */
const attack = probes(scout, hostile, [
  ["/.env", 200],
  ["/actuator/env", 404],
  ["/phpinfo.php", 404],
  ["/.git/config", 404],
  ["/server-status", 403],
  ["/wp-config.php.bak", 404],
]);
/** A scan that somebody in the house answers for. */
const ordered = probes(scan, "Nuclei - Open-source project (github.com/projectdiscovery/nuclei)", [
  ["/config.json", 200],
  ["/web.config", 404],
  ["/.aws/credentials", 404],
  ["/nginx_status", 404],
  ["/api/swagger.json", 404],
]);

describe.skipIf(noBrowser !== undefined || !daemons.rsyslog.isHere)(
  `from a shipper to a closed case${noBrowser === undefined ? "" : ` (${noBrowser})`}${daemons.rsyslog.isHere ? "" : " (rsyslog is not here)"}`,
  () => {
    let browser: Browser;
    let service: ChildProcess;
    let daemon: Daemon | undefined;
    let watched: Watched;
    let link = "";
    let address = "";

    beforeAll(async () => {
      browser = await startBrowser();
      service = spawn(
        process.execPath,
        [
          ...[main, "serve", "--state", join(folder, "state"), "--listen", "127.0.0.1:0"],
          ...["--intake", "tcp:127.0.0.1:0"],
        ],
        { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
      );
      let out = "";
      let err = "";
      service.stdout?.on("data", (bytes) => {
        out += String(bytes);
      });
      service.stderr?.on("data", (bytes) => {
        err += String(bytes);
      });
      const port = await until(
        async () => /taken at tcp:127\.0\.0\.1:(\d+)/.exec(err)?.[1],
        () => err,
      );
      link = await until(
        async () => /^(http:\S+)\n/.exec(out)?.[1],
        () => err,
      );
      address = new URL(link).origin;
      const own = 20_000 + ((service.pid ?? 0) % 10_000);
      daemon = await daemons.rsyslog.start(folder, own, {
        protocol: "tcp",
        port: Number(port),
        counted: true,
      });
      const lines = [...visits, ...attack, ...ordered].map(
        (line) => `<190>Nov 17 10:00:00 web1 nginx: ${line}`,
      );
      await daemon.send(lines);
      watched = await openPage(browser, address);
    });
    afterAll(async () => {
      await daemon?.stop();
      await browser?.close();
      service?.kill("SIGTERM");
    });

    async function until<T>(what: () => Promise<T | undefined>, says: () => string = () => ""): Promise<T> {
      for (let tries = 0; tries < 600; tries += 1) {
        const found = await what();
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`it did not come: ${says()}`);
    }
    const press = (keys: string) => watched.page.keyboard.press(keys);
    const type = (text: string) => watched.page.keyboard.type(text);
    const focused = (locator: Locator) =>
      locator.evaluate((one) => one === document.activeElement || one.contains(document.activeElement));
    /** Goes to a control with Tab, as somebody without a mouse does. */
    async function reach(locator: Locator, key = "Tab"): Promise<void> {
      await locator.waitFor();
      for (let tries = 0; tries < 250; tries += 1) {
        if (await locator.evaluate((one) => one === document.activeElement)) return;
        await press(key);
      }
      throw new Error(`Tab does not come to ${locator.toString()}`);
    }
    /** Chooses one of a group of radio buttons with the arrows. */
    async function choose(dialog: Locator, label: RegExp): Promise<void> {
      const wanted = dialog.getByRole("radio", { name: label });
      const first = dialog.getByRole("radio").first();
      await reach(first);
      await press("Space");
      for (let tries = 0; tries < 12 && !(await wanted.isChecked()); tries += 1) await press("ArrowDown");
      expect(await wanted.isChecked()).toBe(true);
    }
    /** @param isTold whether the guide shows it */
    async function shot(name: string, isTold = true): Promise<void> {
      expect(await accessibility(watched), name).toEqual([]);
      expect(watched.wrong, name).toEqual([]);
      if (images === undefined || !isTold) return;
      await watched.page.screenshot({ path: join(images, `case-${name}.png`) });
    }
    const heading = (name: string | RegExp) => watched.page.getByRole("heading", { name });
    const row = (text: string) => watched.page.getByRole("row").filter({ hasText: text });

    test("the first account, the queue, the evidence", async () => {
      const { page } = watched;
      await page.goto(link);
      await heading("The first account").waitFor();
      await reach(page.getByLabel("Name"));
      await type("kim");
      await press("Tab");
      await type(password);
      await press("Tab");
      await type(password);
      await press("Enter");
      await page.getByRole("button", { name: "Sign out" }).waitFor();
      // What the shipper sent becomes cases by itself; nobody asks for it.
      await row(".env served").first().waitFor({ timeout: 60_000 });
      await shot("queue");
      for (let tries = 0; tries < 5 && !(await focused(row(".env served").first())); tries += 1)
        await press("j");
      await press("Enter");
      await heading(/Questions/).waitFor();
      expect(await page.locator("h1").textContent()).toContain(".env served");
      await press("j");
      await press("Space");
      // The line itself, with what its writer meant for a terminal and a page as signs that are seen.
      const line = page.locator(".findings").getByText("GET /.env HTTP/1.1").first();
      await line.waitFor();
      expect(await line.textContent()).toContain("<img src=x onerror=alert(1)>");
      expect(
        await page
          .locator("img:not([src='/favicon.svg']), script:not([src^='/assets/'], [src='/theme.js'])")
          .count(),
      ).toBe(0);
      await shot("evidence");
    });

    test("the decision is replaced, with a reason", async () => {
      const { page } = watched;
      await reach(page.getByRole("button", { name: /^Replace the action/ }));
      await press("Enter");
      const dialog = page.getByRole("dialog");
      await choose(dialog, /^watch/);
      await reach(dialog.getByLabel("Reason (required)"));
      await type("The file is a decoy that we put there: who takes it is watched.");
      await shot("override", false);
      await press("Control+Enter");
      await dialog.waitFor({ state: "detached" });
      await page.locator(".decision").getByText("The file is a decoy").waitFor();
    });

    test("containment is taken away, and the case marked", async () => {
      const { page } = watched;
      await press("b");
      const drawer = page.getByRole("dialog", { name: /^Containment/ });
      await drawer.waitFor();
      await press("Space");
      await reach(drawer.getByLabel("Ticket"));
      await type("INC-7");
      await press("Enter");
      await drawer.getByText("★ recommended").first().waitFor({ timeout: 60_000 });
      await shot("containment");
      const save = drawer.getByRole("button", { name: /^Save all as .zip/ });
      await reach(save);
      const [saved] = await Promise.all([page.waitForEvent("download"), press("Enter")]);
      const bytes = readFileSync(await saved.path());
      expect(bytes.subarray(0, 2).toString("latin1")).toBe("PK");
      // The files are not packed: they are read as they are.
      expect(bytes.toString("utf8")).toContain("INC-7");
      await reach(drawer.getByRole("button", { name: "Mark the case contained" }));
      await press("Enter");
      await drawer.getByText("The case is marked as contained.").waitFor();
      await press("Escape");
      await drawer.waitFor({ state: "detached" });
    });

    test("it is closed with a reason", async () => {
      const { page } = watched;
      await press("c");
      const dialog = page.getByRole("dialog");
      await choose(dialog, /^true positive/);
      await reach(dialog.getByRole("textbox", { name: "Note" }));
      await type("The decoy was taken; the agent is blocked on these paths until December.");
      await shot("closing");
      await press("Control+Enter");
      await dialog.waitFor({ state: "detached" });
      await page.locator(".decision").getByText("Closed as true positive").waitFor();
      await shot("closed", false);
    });

    test("somebody who may do it is justified, and judged so", async () => {
      const { page } = watched;
      await press("g");
      await press("q");
      // What only scanned, and got nothing, is folded.
      await page.getByText("1 background case is folded.").waitFor();
      await reach(page.getByRole("button", { name: "Show background" }));
      await press("Enter");
      const background = row(`Background: ${scan}`).first();
      await background.waitFor();
      for (let tries = 0; tries < 5 && !(await focused(background)); tries += 1) await press("j");
      await press("Enter");
      await reach(page.getByRole("button", { name: new RegExp(`^Justify ${scan}`) }));
      await press("Enter");
      const dialog = page.getByRole("dialog", { name: "Justify an entity" });
      await reach(dialog.getByLabel(/^Who answers for it/));
      await type("IT security");
      await press("Tab");
      await type("The scan of November, ordered in change 4711.");
      await press("Tab");
      await type("Nuclei*");
      await shot("justify");
      await press("Enter");
      await dialog.waitFor({ state: "detached" });
      // It is judged anew: what he did is set aside, what was served is not.
      const [entry] = await until(async () => {
        const { register } = await page.evaluate(
          async () => (await (await fetch("/api/v1/report")).json()) as { register?: { state: string }[] },
        );
        return register?.[0]?.state === "applied" ? register : undefined;
      });
      expect(entry).toMatchObject({ owner: "IT security", state: "applied" });
      // The case says so, and is closed by nobody.
      await page.getByText("Nothing of this case is found any more").waitFor();
      await page.getByRole("button", { name: "Close as benign positive" }).waitFor();
      await shot("set-aside", false);
      await press("g");
      await press("r");
      await row("IT security").waitFor();
      await shot("register", false);
    });

    test("the audit tells all of it, and holds", async () => {
      const { page } = watched;
      await press("g");
      await press("a");
      await heading("Audit").waitFor();
      for (const act of ["case.override", "case.close", "register.added", "case.set-aside"])
        await row(act).first().waitFor();
      await shot("audit");
      const { holds } = await page.evaluate(
        async () => (await (await fetch("/api/v1/audit/verification")).json()) as { holds: boolean },
      );
      expect(holds).toBe(true);
    });

    test.each(["light", "dark"])("no page takes a text of the log for anything else: %s", async (theme) => {
      const { page } = watched;
      await page.evaluate((one) => localStorage.setItem("vedette.theme", one), theme);
      const id = await page.evaluate(async (title) => {
        const { items } = (await (await fetch("/api/v1/cases?limit=100")).json()) as {
          items: { id: string; title: string }[];
        };
        return items.find((one) => one.title.includes(title))?.id ?? "";
      }, ".env served");
      expect(id).toMatch(/^C-/);
      // What each shows of it, where it shows any.
      const views: readonly (readonly [string, string])[] = [
        ["/", "Sort"],
        [`/case/${id}`, "<img src=x onerror=alert(1)>"],
        [`/case/${id}/timeline`, "GET /.env"],
        [`/case/${id}?drawer=block&ask=1`, "★ recommended"],
        [eventsAddress({ kind: "address", value: scout }), "<img src=x"],
        [graphAddress({ kind: "address", value: scout }), "<img src=x"],
        ["/sources", "Sources"],
        ["/proposals", "Proposals"],
        ["/register", "Nuclei"],
        ["/audit", "It holds."],
        ["/destinations", "Destinations"],
        ["/account", "kim"],
      ];
      for (const [path, shows] of views) {
        await page.goto(address + path);
        await expect
          .poll(() => page.evaluate(() => document.body.textContent), { message: path, timeout: 60_000 })
          .toContain(shows);
        expect(
          await page
            .locator(
              "img:not([src='/favicon.svg']), script:not([src^='/assets/'], [src='/theme.js']), [onerror]",
            )
            .count(),
          path,
        ).toBe(0);
        const text = (await page.evaluate(() => document.documentElement.textContent)) ?? "";
        expect([text.includes("\u202e"), text.includes("\u001b")], path).toEqual([false, false]);
        expect(watched.wrong, path).toEqual([]);
      }
    });
  },
);

/** The drawer of a case in a browser: choices, blocks compared, files to take away; and proposals of closings. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Download } from "playwright-core";
import { expect, test } from "vitest";
import { blockKinds as kindsOfProgram } from "../src/respond/block.ts";
import { mailTargetIds } from "../src/respond/mail/target-ids.ts";
import { targetIds } from "../src/respond/target-ids.ts";
import { blockKinds, mailProducts, products } from "../web/src/contain/model.ts";
import { safeName, zipOf } from "../web/src/contain/zip.ts";
import { triageJson } from "./support/command.ts";
import { describeConsole } from "./support/console/suite.ts";
import { temporaryFolder } from "./support/files.ts";

const folder = temporaryFolder();

test("the names that can be chosen are those of the program", () => {
  expect(Object.keys(products)).toEqual([...targetIds]);
  expect(Object.keys(mailProducts)).toEqual([...mailTargetIds]);
  expect(Object.keys(blockKinds)).toEqual([...kindsOfProgram]);
});

test("an archive of texts is read by others, with every byte", async () => {
  const line = (path: string) =>
    `203.0.113.9 - - [30/Nov/2026:10:00:00 +0000] "GET ${path} HTTP/1.1" 404 1 "-" "ü"\n`;
  const path = join(folder, "all.zip");
  const files = [
    { name: "nginx/a.log", text: line("/a").repeat(300) },
    { name: "b.log", text: line("/b") },
  ];
  writeFileSync(path, zipOf(files, Date.UTC(2026, 10, 30, 12, 0, 2)));
  const { report, stderr } = await triageJson([path]);
  expect(stderr).not.toContain("problem");
  expect(report.sources.map(({ path: name, events }) => [name.slice(path.length + 2), events])).toEqual([
    ["b.log", 1],
    ["nginx/a.log", 300],
  ]);
});

test.each([
  ["nginx/vedette.conf", "nginx/vedette.conf"],
  ["../../etc/passwd", "etc/passwd"],
  ["/root/.ssh/x", "root/.ssh/x"],
  ["a\u202eb\u0000/c d<img>", "a_b_/c_d_img_"],
  ["..", "unnamed"],
  ["", "unnamed"],
])("the name %j is saved as %s", (name, saved) => {
  expect(safeName(name)).toBe(saved);
});

describeConsole("the drawer", (here) => {
  const id = "C-0000005f98";

  const signIn = (path: string, name?: string) => here.signedIn(path, name);
  const drawer = () => here.watched.page.getByRole("dialog", { name: /^(Containment|Mail|Monitoring)/ });
  const textOf = async (saved: Download) => readFileSync(await saved.path(), "utf8");
  const fine = () => here.fine();

  test("by keyboard: asked for with choices, compared, taken away, and the case marked", async () => {
    const { page } = here.watched;
    await signIn(`/case/${id}`);
    await page.getByRole("heading", { name: "Decision" }).waitFor();
    await page.keyboard.press("b");
    await drawer().waitFor();
    expect(page.url()).toBe(`${here.server.address}/case/${id}?drawer=block`);
    // The first product has the focus.
    await page.keyboard.press("Space");
    await fine();
    expect(here.server.asked).toEqual([]);
    await drawer().getByLabel("Holds for").fill("14d");
    await drawer().getByLabel("Ticket").fill("INC-7");
    await page.keyboard.press("Enter");
    await drawer().getByText("★ recommended").waitFor();
    expect(here.server.asked.map(({ words }) => words)).toEqual([
      ["contain", "--target=nginx", "--expires=14d", "--ticket=INC-7", "--json", "--", id],
    ]);
    const kinds = await drawer().locator(".candidate-head b").allTextContents();
    expect(kinds).toEqual([
      "agent and path, without what others share",
      "agents, others on their paths",
      "address",
      "network",
    ]);
    await drawer().getByText("Not recommended: it stops 10 requests less of the case.").waitFor();
    await drawer().getByText("and 7 requests of 60 other clients").waitFor();
    await drawer().getByText("Refused: nothing of it may be blocked: it is of reserved use").waitFor();
    await fine();
    const [whole] = await Promise.all([
      page.waitForEvent("download"),
      drawer()
        .getByRole("button", { name: /^Save all as .zip/ })
        .press("Enter"),
    ]);
    expect(whole.suggestedFilename()).toBe(`${id}-containment.zip`);
    const bytes = readFileSync(await whole.path());
    expect(bytes.subarray(0, 4).toString("latin1")).toBe("PK\u0003\u0004");
    expect(bytes.toString("latin1")).toContain("nftables/vedette.nft");
    await drawer().getByRole("button", { name: "Mark the case contained" }).press("Enter");
    await drawer().getByText("The case is marked as contained.").waitFor();
    expect(here.server.book.get(id).state).toBe("contained");
    await page.keyboard.press("Escape");
    await drawer().waitFor({ state: "detached" });
    expect(page.url()).toBe(`${here.server.address}/case/${id}`);
    expect(here.watched.wrong).toEqual([]);
  });

  test("a file is read, copied and saved as it is; one that cannot be seen whole is not copied", async () => {
    const { page } = here.watched;
    await here.watched.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    // What was asked stands in the address, so that a link shows the same.
    await signIn(`/case/${id}?drawer=block&ask=1`);
    await drawer().getByText("Files to take away").waitFor();
    const product = drawer().locator(".product", { hasText: "Copy both files to" });
    const file = product.locator(".file", { hasText: "vedette.map.conf" });
    await file.getByText("Read it").click();
    await file.getByRole("region", { name: "nginx/vedette.map.conf" }).waitFor();
    const preview = (await file.locator("pre").textContent()) ?? "";
    expect(preview).toContain('\t"~^a\\x2fb$" 1;');
    expect(preview.split("\n").length).toBeLessThan(50);
    await file.getByRole("button", { name: "Show all 64 lines" }).click();
    expect(((await file.locator("pre").textContent()) ?? "").split("\n").length).toBeGreaterThan(63);
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      file.getByRole("button", { name: /^Save/ }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe("nginx-vedette.map.conf");
    const text = await textOf(saved);
    expect(text).toBe(`# until a day\nmap $x $y {\n\t"~^a\\x2fb$" 1;\n}\n${"# more\n".repeat(60)}`);
    await file.getByRole("button", { name: /^Copy/ }).click();
    await drawer().getByText("Copied: nginx/vedette.map.conf").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    await drawer().getByText("Beside them").click();
    const page2 = drawer().locator(".file", { hasText: "README.md" });
    await page2.getByText("holds signs that cannot be seen").waitFor();
    expect(await page2.getByRole("button", { name: /^Copy/ }).count()).toBe(0);
    await fine();
  });

  test("another block is written when a person chooses it, and its address is a view", async () => {
    const { page } = here.watched;
    await signIn(`/case/${id}?drawer=block&ask=1&ticket=INC-7`);
    await drawer()
      .getByRole("link", { name: /^Write this one\W+address/ })
      .click();
    await expect.poll(() => here.server.asked.at(-1)?.words).toContain("--kind=address");
    expect(here.server.asked.at(-1)?.words).toContain("--ticket=INC-7");
    expect(new URL(page.url()).searchParams.get("kind")).toBe("address");
    await page.goBack();
    await expect.poll(() => new URL(page.url()).searchParams.get("kind")).toBeNull();
    await drawer().getByText("★ recommended").waitFor();
    // The same question is not asked of the store again.
    expect(here.server.asked).toHaveLength(2);
    expect(here.watched.wrong).toEqual([]);
  });

  test("what cannot be done says what to do, and the choices stay", async () => {
    const { page } = here.watched;
    await signIn(`/case/${id}?drawer=block`);
    await drawer().getByLabel("Holds for").fill("soon");
    await drawer().getByLabel("Ticket").fill("INC-8");
    await page.keyboard.press("Enter");
    const alert = drawer().getByRole("alert");
    await alert.getByText("not a time within the next 366 days").waitFor();
    await alert.getByText("Write 12h, 30d, 4w").waitFor();
    expect(await drawer().getByLabel("Ticket").inputValue()).toBe("INC-8");
    await fine();
    await drawer().getByLabel("Holds for").fill("12h");
    await page.keyboard.press("Enter");
    await drawer().getByText("★ recommended").waitFor();
    expect(here.watched.wrong).toEqual([]);
  });

  test("mails and rules have their parts", async () => {
    const { page } = here.watched;
    await signIn(`/case/${id}?drawer=block`);
    await drawer().getByRole("link", { name: "Mail protection" }).click();
    await drawer().getByRole("button", { name: "Weigh entries" }).click();
    await drawer().getByText("1 entry recommended: 2 of 2 mails of the case").waitFor();
    expect(here.server.asked.at(-1)?.words).toEqual(["protect-mail", "--json", "--", id]);
    await fine();
    await drawer().getByRole("link", { name: "Monitoring rules" }).click();
    await drawer().getByRole("button", { name: "Draft and test rules" }).click();
    await drawer().getByText("fired 9 times on the case").waitFor();
    await drawer().getByText("Not offered (1)").click();
    await drawer().getByText("it fires on others").waitFor();
    expect(page.url()).toContain("drawer=rules&ask=1");
    await fine();
  });

  test("a reader is told which role it takes, and nothing is asked", async () => {
    const { page } = here.watched;
    await signIn(`/case/${id}?drawer=block&ask=1`, "ria");
    await drawer().getByText("This needs the role tier1").waitFor();
    await fine();
    await page.keyboard.press("Escape");
    await drawer().waitFor({ state: "detached" });
    await page.keyboard.press("b");
    expect(await page.getByRole("link", { name: /^Contain/ }).count()).toBe(0);
    expect(await drawer().count()).toBe(0);
    expect(here.server.asked).toEqual([]);
  });

  test("proposals are accepted and dismissed, in the case and on their page", async () => {
    const { page } = here.watched;
    await signIn("/case/C-0000005f86");
    await page.getByRole("heading", { name: "Proposals 2" }).waitFor();
    await page.getByRole("button", { name: "Accept proposal 1" }).click();
    await page.getByText("and counts from the next look on").waitFor();
    expect(here.server.book.proposals("accepted")).toMatchObject([{ id: 1, decided: { by: "kim" } }]);
    await page.keyboard.press("g");
    await page.keyboard.press("p");
    await page.getByRole("heading", { name: "open 2" }).waitFor();
    await fine();
    await page.getByRole("button", { name: "Dismiss … proposal 3" }).click();
    const dialog = page.getByRole("dialog", { name: "Dismiss proposal 3" });
    await dialog.getByLabel(/^Reason/).fill("one case is not enough");
    await dialog.getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("heading", { name: "open 1" }).waitFor();
    expect(here.server.book.proposals("dismissed")).toMatchObject([
      { id: 3, decided: { reason: "one case is not enough" } },
    ]);
    await page.getByLabel("State").selectOption("dismissed");
    await page.getByText("one case is not enough").waitFor();
    expect(page.url()).toBe(`${here.server.address}/proposals?state=dismissed`);
    await fine();
  });

  test("a reader reads proposals and decides none", async () => {
    const { page } = here.watched;
    await signIn("/proposals", "ria");
    await page.getByText("It is decided with the role tier2.").first().waitFor();
    expect(await page.getByRole("button", { name: /^(Accept|Dismiss)/ }).count()).toBe(0);
    await fine();
  });
});

/** What pages of the console tell in words: cases that the register explains, the audit, one's sessions, logs in parts. */
import { describe, expect, test } from "vitest";
import { sentenceOf } from "../web/src/audit-words.ts";
import { logsOf } from "../web/src/pages/logs.ts";
import { hostile } from "./support/console/cases.ts";
import { describeConsole } from "./support/console/suite.ts";

describe("entries of the audit", () => {
  test.each([
    ["case.state", { from: "new", to: "in-progress" }, "State: new → in progress"],
    ["case.assigned", { from: null, to: "kim" }, "Given to kim"],
    ["case.assigned", { from: "kim", to: null }, "Taken from kim"],
    [
      "case.closed",
      { from: "new", reason: "benign-positive", note: "our scan" },
      "Closed as benign positive: our scan",
    ],
    [
      "case.updated",
      { changed: ["action"], action: ["watch", "escalate"], run: "x" },
      "A look changed it: action watch → escalate",
    ],
    [
      "case.updated",
      { changed: ["findings"], findings: [16, 16], run: "x" },
      "A look changed it: other findings, 16 as before",
    ],
    [
      "files.given",
      { what: "mail-protection", files: [{ name: "a" }, { name: "b" }] },
      "Files taken away: mail protection, 2 files",
    ],
    ["account.added", { account: "ben", role: "tier1" }, "Account made: ben, tier1"],
    ["account.changed", { account: "ben", role: "tier2" }, "Account ben: role tier2"],
    ["account.changed", { account: "ben", disabled: false }, "Account ben: allowed again"],
    ["account.sessions-ended", { account: "ben", sessions: 1 }, "Sessions of ben ended: 1 session"],
    ["token.made", { token: "t", name: "curl", role: "shipper" }, "Token made: curl, shipper"],
    ["case.tagged", { added: ["a", "b"], removed: [] }, "Tags: added a, b"],
    [
      "register.added",
      { proposal: 1, entry: { id: "J-1", owner: "IT", reason: "weekly", expires: "2027-01-01" } },
      "Justified in the register until 2027-01-01, by IT: weekly",
    ],
    [
      "report.applied",
      { created: 2, updated: 0, folded: 0, reopened: 1 },
      "A look was taken over: 2 cases are new, 1 opened again",
    ],
    ["something.new-here", { who: "kim", many: [1] }, "new here, kim"],
    // A detail may hold less than it did, or what others wrote.
    ["case.state", {}, "State: "],
    ["case.closed", { reason: "constructor" }, "Closed as constructor"],
    ["toString", {}, "toString"],
  ])("%s of %j", (act, detail, says) => {
    expect(sentenceOf({ act, detail })).toBe(says);
  });
});

test("parts of a log are one log, with the numbers of all of them", () => {
  const part = (path: string, more: object) =>
    ({
      path,
      kind: "web",
      format: "combined",
      events: 10,
      rejected: 1,
      rejects: [{ reason: "no time", count: 1, sample: path, line: 3 }],
      notes: ["the same note"],
      ...more,
    }) as unknown as Parameters<typeof logsOf>[0][number];
  const logs = logsOf([
    part("a.log, part 1", { first: "2026-11-02", last: "2026-11-03" }),
    part("b.log", { problem: { message: "cut" } }),
    part("a.log, part 2", { first: "2026-11-01", last: "2026-11-02", format: "json" }),
  ]);
  expect(logs).toMatchObject([
    {
      path: "a.log",
      parts: 2,
      events: 20,
      rejected: 2,
      rejects: [{ reason: "no time", count: 2, sample: "a.log, part 1" }],
      notes: ["the same note"],
      format: "combined, json",
      first: "2026-11-01",
      last: "2026-11-03",
      problems: [],
    },
    { path: "b.log", parts: 1, events: 10, problems: ["cut"] },
  ]);
});

describeConsole("what is told", (here) => {
  const id = "C-0000005f98";

  test("a case that the register explains says so in the queue and above all, and is offered for closing", async () => {
    const entry = { id: "J-scan", owner: hostile.markup, reason: "weekly scan", expires: "2027-03-01" };
    here.server.book.setAside(id, { since: Date.now(), entries: [entry], justified: 1, entities: 3 });
    const page = await here.signedIn(`/?text=${id}`);
    const row = page.getByRole("row").filter({ hasText: id });
    await row.getByText("justified until 2027-03-01: not found any more").waitFor();
    await here.fine();
    await page.goto(`${here.server.address}/case/${id}`);
    await page.getByText("Nothing of this case is found any more").waitFor();
    await page.getByText("1 entity of 3 is justified").waitFor();
    await here.fine();
    expect(here.server.book.get(id).closing).toBeNull();
    await page.getByRole("button", { name: "Close as benign positive" }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByLabel(/benign positive/).isChecked()).toBe(true);
    expect(await dialog.getByRole("textbox", { name: "Note" }).inputValue()).toContain(
      `In the register: J-scan, ${hostile.markup}, until 2027-03-01: weekly scan`,
    );
    await here.fine();
    await dialog.getByRole("button", { name: "Close", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("Closed as benign positive").waitFor();
    expect(await page.getByText("Nothing of this case is found any more").count()).toBe(0);
    expect(here.server.book.get(id).closing).toMatchObject({ reason: "benign-positive", by: "kim" });
  });

  test("readers see why, and close nothing", async () => {
    const entry = { id: "J-scan", owner: "IT", reason: "weekly scan", expires: "2027-03-01" };
    here.server.book.setAside(id, { since: Date.now(), entries: [entry], justified: 3, entities: 3 });
    const page = await here.signedIn(`/case/${id}`, "ria");
    await page.getByText("Nothing of this case is found any more").waitFor();
    expect(await page.getByRole("button", { name: /Close as/ }).count()).toBe(0);
    await here.fine();
  });

  test("the audit is read as sentences, with its fields at hand", async () => {
    const { version } = here.server.book.get(id);
    const act = { kind: "state", state: "contained" } as const;
    here.server.book.act(id, version, act, { at: Date.now(), actor: "robin" });
    const page = await here.signedIn("/audit");
    const row = page.getByRole("row").filter({ hasText: "robin" });
    await row.getByText("case.state").waitFor();
    expect(await row.getByText("{").count()).toBe(0);
    await row.getByText("Fields").click();
    await row.getByRole("term").filter({ hasText: "state" }).waitFor();
    await here.fine();
  });

  test("one's sessions say which of them is this one", async () => {
    const page = await here.signedIn("/account");
    await here.server.accounts.signIn(
      "kim",
      "seven horses under one lamp",
      { network: "192.0.2.0/24", agent: "elsewhere" },
      Date.now(),
    );
    await page.reload();
    const rows = page.getByRole("region", { name: "Table of sessions" }).locator("tbody tr");
    await rows.filter({ hasText: "elsewhere" }).waitFor();
    expect(await rows.count()).toBe(2);
    const own = rows.filter({ hasText: "this one" });
    expect(await own.count()).toBe(1);
    expect(await own.textContent()).not.toContain("elsewhere");
    await here.fine();
    await own.getByRole("button", { name: /^End/ }).click();
    await page.getByLabel("Password", { exact: true }).first().waitFor();
  });
});

/** The timeline of a case in a browser, and every line of evidence among its neighbours. */
import { describe, expect, test } from "vitest";
import {
  type CaseEvent,
  lanesOf,
  pointsOf,
  ticksOf,
  wholeSpan,
  withFewLanes,
  zoomed,
} from "../web/src/timeline/points.ts";
import { makeCases } from "./support/console/cases.ts";
import { describeConsole } from "./support/console/suite.ts";

const event = (line: number, more: Partial<CaseEvent> = {}): CaseEvent => ({
  source: 1,
  line,
  path: "a.log",
  kind: "web",
  class: "http",
  time: 1_000_000 * line,
  entity: "",
  who: "",
  what: "",
  ...more,
});

describe("points", () => {
  const [view] = makeCases(1);
  if (view === undefined) throw new Error("no case");

  test("are in the order of time, with what people did and without what the machine repeats", () => {
    const entry = (seq: number, actor: string, act: string) => ({
      seq,
      at: view.last_seen + seq,
      actor,
      act,
      case: view.id,
      detail: { to: "contained" },
      hash: "",
    });
    const points = pointsOf(
      view,
      [event(9), event(2)],
      [
        entry(1, "vedette", "case.updated"),
        entry(2, "kim", "case.state"),
        entry(3, "vedette", "case.reopened"),
      ],
      "source",
    );
    expect(points.map(({ at }) => at)).toEqual(points.map(({ at }) => at).sort((a, b) => a - b));
    expect(points.filter(({ from }) => from.kind === "act").map(({ lane, what }) => [lane, what])).toEqual([
      ["people", "State: contained"],
      ["machine", "Opened again"],
    ]);
    expect(lanesOf(points, "source")).toEqual(["web", "findings", "machine", "people"]);
  });

  test("of many entities share a lane", () => {
    const events = Array.from({ length: 40 }, (_, n) => event(n + 1, { entity: `x${n % 20}` }));
    const entities = Array.from({ length: 20 }, (_, n) => ({
      id: `x${n}`,
      type: "ip",
      value: `203.0.113.${n}`,
      action: "watch",
      score: 1,
    }));
    const many = { ...view, snapshot: { ...view.snapshot, entities } };
    const lanes = lanesOf(withFewLanes(pointsOf(many, events, [], "entity"), "entity"), "entity");
    expect(lanes).toHaveLength(12 + 3);
    expect(lanes[12]).toBe("others of the case");
  });

  test("spans zoom around a time and never leave the whole", () => {
    const most = { from: 0, to: 100_000 };
    expect(zoomed(most, 25_000, 0.5, most)).toEqual({ from: 12_500, to: 62_500 });
    expect(zoomed({ from: 90_000, to: 100_000 }, 95_000, 4, most)).toEqual({ from: 75_000, to: 100_000 });
    expect(zoomed({ from: 10, to: 11 }, 10, 0.5, most)).toEqual({ from: 10, to: 1_010 });
    expect(wholeSpan([], { from: 5_000, to: 5_000 })).toEqual({ from: 4_000, to: 6_000 });
  });

  test("an axis has few round times", () => {
    const day = Date.UTC(2026, 10, 30);
    expect(ticksOf({ from: day + 1, to: day + 3_600_000 }, 4).map(({ text }) => text)).toEqual([
      "11-30 00:15",
      "11-30 00:30",
      "11-30 00:45",
      "11-30 01:00",
    ]);
    for (const width of [1_000, 90_000, 86_400_000, 400 * 86_400_000, 9_000 * 86_400_000])
      expect(ticksOf({ from: day, to: day + width }, 10).length).toBeLessThanOrEqual(11);
  });
});

describeConsole("the timeline", (here) => {
  const id = "C-0000005f98";

  const signIn = (path: string, name?: string) => here.signedIn(path, name);
  const current = () => here.watched.page.locator('.point[aria-current="true"]');
  const fine = () => here.fine();

  test("by keyboard: from the case to a point, its line and the lines around it, and back", async () => {
    const { page } = here.watched;
    await signIn(`/case/${id}`, "ria");
    await page.getByRole("heading", { name: "Decision" }).waitFor();
    await page.keyboard.press("l");
    await page.getByText("60 of 4,000 events").waitFor();
    expect(page.url()).toBe(`${here.server.address}/case/${id}/timeline`);
    for (const lane of ["web", "proxy", "nids", "edr", "mail", "auth", "findings", "machine"])
      expect(await page.locator(".lane-names li", { hasText: lane }).count(), lane).toBe(1);
    expect(await page.locator("rect.mark-event").count()).toBeGreaterThan(20);
    await fine();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await expect.poll(() => current().evaluate((one) => one === document.activeElement)).toBe(true);
    const first = page.locator(".point").first();
    expect(await first.getAttribute("aria-current")).toBe("true");
    // From whatever the first is to the first event of a source.
    while (!/at=e/.test(page.url())) {
      const before = page.url();
      await page.keyboard.press("j");
      await expect.poll(() => page.url()).not.toBe(before);
    }
    await page.keyboard.press("Enter");
    await current().getByText("the record of line 1 ").waitFor();
    await current().getByText("this line").waitFor();
    expect(await current().locator(".record-line").count()).toBe(4);
    await current().getByRole("button", { name: "More lines around it" }).press("Enter");
    await expect.poll(() => current().locator(".record-line").count()).toBe(10);
    await fine();
    await page.reload();
    await current().getByText("the record of line 1 ").waitFor();
    await page.keyboard.press("l");
    await page.getByRole("heading", { name: /Questions/ }).waitFor();
    expect(page.url()).toBe(`${here.server.address}/case/${id}`);
  });

  test("a span is drawn, stands in the address, and what was left out of all is asked for", async () => {
    const { page } = here.watched;
    await signIn(`/case/${id}/timeline`);
    const chart = page.getByRole("img", { name: /points from/ });
    await chart.waitFor();
    const asked = here.server.asked.length;
    const box = await chart.boundingBox();
    if (box === null) throw new Error("the chart is not seen");
    await page.mouse.move(box.x + box.width * 0.3, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 30, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.url()).toMatch(/from=\d+&to=\d+/);
    const [, from, to] = /from=(\d+)&to=(\d+)/.exec(page.url()) ?? [];
    await expect.poll(() => here.server.asked.length).toBe(asked + 1);
    expect(here.server.asked.at(-1)?.input).toContain(`BETWEEN ${from} AND ${to}`);
    await page.keyboard.press("+");
    await expect.poll(() => page.url()).not.toContain(`from=${from}`);
    await page.keyboard.press("0");
    await expect.poll(() => page.url()).toBe(`${here.server.address}/case/${id}/timeline`);
    await page.getByLabel("Lanes by").selectOption("entity");
    await page.locator(".lane-names li", { hasText: "python-requests" }).waitFor();
    expect(page.url()).toContain("lanes=entity");
    await fine();
  });

  test("a finding leads to its lines and into the case, and what people did is there", async () => {
    const { page } = here.watched;
    const { version } = here.server.book.get(id);
    here.server.book.act(
      id,
      version,
      { kind: "state", state: "contained" },
      { at: Date.now(), actor: "robin" },
    );
    await signIn(`/case/${id}/timeline`);
    await page.locator(".lane-names li", { hasText: "people" }).waitFor();
    const act = page.locator(".point", { hasText: "robin" });
    await act.getByRole("button", { name: /^Detail/ }).click();
    await act.getByText(/Entry 1 of the audit/).waitFor();
    const finding = page.locator(".point", { hasText: "KI" }).first();
    await finding.getByRole("button", { name: /^Lines/ }).click();
    await finding.locator(".raw-text").first().waitFor();
    await finding.getByRole("link", { name: "The finding in the case" }).click();
    await page.getByRole("heading", { name: /Questions/ }).waitFor();
    expect(new URL(page.url()).hash).toMatch(/^#finding-F-/);
    await fine();
  });

  test("a line of evidence is shown in its log; one that the store has not says what to do", async () => {
    const { page } = here.watched;
    await signIn(`/case/${id}`);
    const finding = page.locator(".finding").first();
    await finding.getByRole("button", { name: "In its log line 1", exact: true }).click();
    await finding.getByText("the record of line 1 ").waitFor();
    // The evidence has another text than the record at this place.
    await finding.getByText("Another log of this name has this line").waitFor();
    await fine();
    await page.goto(`${here.server.address}/case/${id}/timeline?at=e0.13&open=1`);
    await current().getByRole("alert").getByText("The store has no record of this line.").waitFor();
    await fine();
  });
});

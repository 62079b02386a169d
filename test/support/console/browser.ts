/** Debian's Chromium without a window, a profile of its own, and what it says of a page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { findProgram } from "../../../lab/process.ts";
import { root } from "../places.ts";

/** Why there is no browser; undefined where there is one. */
export const noBrowser = findProgram("chromium") === undefined ? "chromium is not installed" : undefined;

/** It asks nobody for updates, lists or experiments. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

export function startBrowser(): Promise<Browser> {
  const executablePath = findProgram("chromium");
  if (executablePath === undefined) throw new Error("chromium is not installed");
  return chromium.launch({ executablePath, args: flags });
}

/** A page, and what must not happen in it. */
export interface Watched {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Violations of the content policy, dialogs, errors, requests to other servers. */
  readonly wrong: string[];
}

export async function openPage(
  browser: Browser,
  address: string,
  size = { width: 1280, height: 800 },
): Promise<Watched> {
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  const wrong: string[] = [];
  await page.exposeFunction("tellViolation", (says: string) => wrong.push(`policy: ${says}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => {
      const tell = Reflect.get(globalThis, "tellViolation") as (says: string) => void;
      tell(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", ({ message }) => wrong.push(`error: ${message}`));
  page.on("console", (message) => {
    // What the API refuses on purpose, the browser tells as an error.
    const refused = /Failed to load resource.*\b(401|403|404|409|422|503)\b/.test(message.text());
    if (message.type() === "error" && !(refused && message.location().url.includes("/api/")))
      wrong.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(address)) wrong.push(`request: ${request.url()}`);
  });
  return { context, page, wrong };
}

const axeSource = readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");

/** Violations of WCAG 2.2 A and AA that axe finds, each in a line. */
export async function accessibility({ context, page }: Watched): Promise<string[]> {
  // By the debugger's protocol, as the page's policy runs no text as a script.
  const session = await context.newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axeSource });
  const { result } = await session.send("Runtime.evaluate", {
    expression: `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })
      .then(({ violations, passes }) => JSON.stringify({ passes: passes.length, violations: violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => id + ": " + html.slice(0, 200) + " " + failureSummary)) }))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  const { passes, violations } = JSON.parse(String(result.value)) as { passes: number; violations: string[] };
  if (passes === 0) throw new Error("axe looked at nothing");
  return violations;
}

/** A console in a browser for each test: a service of its own, a fresh profile, and what must not happen on a page. */
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from "vitest";
import { root } from "../places.ts";
import { accessibility, noBrowser, openPage, startBrowser, type Watched } from "./browser.ts";
import { type ConsoleOptions, type ConsoleServer, startConsole } from "./server.ts";
import { signInAt } from "./sign-in.ts";

/** Folder of the built console. */
export const pages = join(root, "dist", "web");

/** What a test has; made anew for each. */
export interface AtConsole {
  browser: Browser;
  server: ConsoleServer;
  watched: Watched;
  /** The page, signed in. */
  signedIn(path?: string, name?: string): Promise<Page>;
  /** That the page is accessible, and nothing went wrong on it. */
  fine(): Promise<void>;
}

export function describeConsole(
  what: string,
  tests: (at: AtConsole) => void,
  given: {
    /** Asked once, before all tests. */
    readonly options?: () => Promise<ConsoleOptions>;
    readonly size?: { readonly width: number; readonly height: number };
    /** How long a page is waited for where the test does not say; milliseconds. */
    readonly patientMs?: number;
  } = {},
): void {
  const name = `${what} in a browser${noBrowser === undefined ? "" : ` (${noBrowser})`}`;
  describe.skipIf(noBrowser !== undefined)(name, () => {
    let options: ConsoleOptions = {};
    const at = {
      signedIn: async (path = "/", who = "kim") => {
        await signInAt(at.watched.page, at.server.address, path, who);
        return at.watched.page;
      },
      fine: async () => {
        expect(await accessibility(at.watched)).toEqual([]);
        expect(at.watched.wrong).toEqual([]);
      },
    } as AtConsole;
    beforeAll(async () => {
      [at.browser, options] = await Promise.all([startBrowser(), given.options?.() ?? {}]);
    });
    afterAll(async () => {
      await at.browser?.close();
    });
    beforeEach(async () => {
      at.server = await startConsole(pages, options);
      at.watched = await openPage(at.browser, at.server.address, given.size);
      if (given.patientMs !== undefined) at.watched.page.setDefaultTimeout(given.patientMs);
    });
    afterEach(async () => {
      await at.watched.context.close();
      await at.server.stop();
    });
    tests(at);
  });
}

/** Signs in to the console of a test. */
import type { Page } from "playwright-core";
import { password } from "./server.ts";

/** @param path the view that is shown then */
export async function signInAt(page: Page, address: string, path: string, name = "kim"): Promise<void> {
  await page.goto(address + path);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor({ state: "attached" });
}

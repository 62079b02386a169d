/** The page of a hand-over as Markdown. */
import { forFence, forMarkdown } from "../safe-text.ts";
import type { Page, PageLine } from "./page.ts";

export function renderPageMarkdown(page: Page): string {
  const lines = [`# ${forMarkdown(page.title)}`];
  if (page.tlp !== undefined) lines.push("", `**${forMarkdown(page.tlp)}**`);
  for (const sentence of page.summary) lines.push("", forMarkdown(sentence));
  for (const { title, lines: points } of page.sections) {
    lines.push("", `## ${forMarkdown(title)}`, "");
    for (const point of points) lines.push(...pointOf(point));
  }
  lines.push("", forMarkdown(page.footer));
  return `${lines.join("\n")}\n`;
}

function pointOf({ lead, text, code }: PageLine): string[] {
  const words = [...(lead === undefined ? [] : [`**${forMarkdown(lead)}**`]), forMarkdown(text)]
    .filter((one) => one !== "")
    .join(" ");
  return [`- ${words}`, ...(code === undefined ? [] : ["  ```text", `  ${forFence(code)}`, "  ```"])];
}

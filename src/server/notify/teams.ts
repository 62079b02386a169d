/**
 * A message for Microsoft Teams: an Adaptive Card as the Workflows webhook takes it. Text stands in text runs, which know no Markdown
 * (adaptivecards.io/explorer/TextRun.html); a text block would make links of it.
 */
import type { Telling } from "./telling.ts";

const run = (text: string, bold = false) => ({
  type: "RichTextBlock",
  inlines: [{ type: "TextRun", text, ...(bold ? { weight: "Bolder", size: "Medium" } : {}) }],
});

export function teamsBody({ headline, lines, link }: Telling): string {
  return JSON.stringify({
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          // The newest that Teams shows on every device.
          version: "1.4",
          body: [run(headline, true), ...lines.map((line) => run(line))],
          ...(link === undefined
            ? {}
            : { actions: [{ type: "Action.OpenUrl", title: link.text, url: link.url }] }),
        },
      },
    ],
  });
}

/**
 * A message for Slack, and for chats that take the same JSON (docs.slack.dev/reference/block-kit). Text stands in `plain_text` objects,
 * in which Slack makes no link, mention or format; `text`, which other chats show, has Slack's own characters escaped.
 */
import { shorten } from "../../report/safe-text.ts";
import type { Telling } from "./telling.ts";

/** Of a text object of a section (3,000), and of the whole `text` that is not cut (4,000). */
const sectionCharactersMax = 2_900;
const textCharactersMax = 3_500;

/** The three characters that begin links and mentions (docs.slack.dev/messaging/formatting-message-text). */
export function forSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const plain = (text: string) => ({
  type: "section",
  text: { type: "plain_text", text: shorten(text, sectionCharactersMax), emoji: false },
});

export function slackBody({ headline, lines, link }: Telling): string {
  const whole = [headline, ...lines].join("\n");
  return JSON.stringify({
    text: `${forSlack(shorten(whole, textCharactersMax))}${link === undefined ? "" : `\n<${link.url}|${forSlack(link.text)}>`}`,
    // Nothing in it is looked up as a name or a channel, and nothing is fetched.
    parse: "none",
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      plain(headline),
      ...(lines.length === 0 ? [] : [plain(lines.join("\n"))]),
      ...(link === undefined
        ? []
        : [{ type: "section", text: { type: "mrkdwn", text: `<${link.url}|${forSlack(link.text)}>` } }]),
    ],
  });
}

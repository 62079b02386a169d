/** A short text for the recipients of a case's mails. It says what came, not how to follow it: addresses and hosts are defanged. */
import type { MailProtection } from "../respond/mail/protect.ts";
import { counted } from "../words.ts";
import { defang } from "./defang.ts";
import { forTerminal, shorten } from "./safe-text.ts";

const mailsMax = 10;

/** Plain text, to be sent as it is; who warns puts in whom to tell. */
export function warningText({ request, weighed, asked }: MailProtection): string {
  const told = new Map(asked.map((one) => [one.event, one]));
  const seen = new Set<string>();
  const mails = weighed.ofCase.flatMap((mail) => {
    const say = told.get(mail.event);
    const text = [
      `- From: ${line(mail.from)}`,
      `  Subject: ${line(mail.subject)}`,
      ...(mail.hosts.length === 0 ? [] : [`  Links to: ${mail.hosts.slice(0, 5).map(hostLine).join(", ")}`]),
      ...(say === undefined || say.asked === "" ? [] : [`  It asks for: ${line(say.asked)}`]),
    ].join("\n");
    if (seen.has(text)) return [];
    seen.add(text);
    return [text];
  });
  return `${[
    `Please do not answer ${mails.length === 1 ? "this mail" : "these mails"}`,
    "",
    `You, or people beside you, received ${mails.length === 1 ? "a mail" : "mails"} that we take for an attempt to learn how our computers are set up:`,
    "",
    ...mails.slice(0, mailsMax),
    ...(mails.length > mailsMax
      ? [`- and ${counted(mails.length - mailsMax, "more mail")} of the kind`]
      : []),
    "",
    "What to do:",
    "- Do not answer, do not open its links or attachments, and send no screenshot and no output of a command.",
    "- If you did any of it, say so now. Nobody will blame you, and it helps the others.",
    "- If you are asked the same by telephone or chat, that counts as well.",
    "",
    `Whom to tell: [your help desk or security team], case ${request.one.id}${request.ticket === undefined ? "" : `, ticket ${line(request.ticket)}`}.`,
  ].join("\n")}\n`;
}

const line = (text: string) => defang(shorten(forTerminal(text === "" ? "(none)" : text), 200));
const hostLine = (host: string) => shorten(forTerminal(host), 100).replaceAll(".", "[.]");

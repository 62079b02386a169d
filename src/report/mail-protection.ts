/** Protection against mails as people and programs read it: what could be blocked, at what cost, and how it is applied and taken back. */
import { type MailKind, mailKinds, mailKindTitles, nameOfMail } from "../respond/mail/matcher.ts";
import type { MailProtection, MailTargetFiles } from "../respond/mail/protect.ts";
import type { MailEntry } from "../respond/mail/weigh.ts";
import type { Rendered } from "../respond/target.ts";
import { counted } from "../words.ts";
import { localTime } from "./brief.ts";
import { productLines } from "./containment.ts";
import { forMarkdown, forTerminal, shorten } from "./safe-text.ts";

const listMax = 5;
const entriesMax = 200;

function caughtText({ ofCase, others, hostile }: MailEntry): string {
  const besides = others.length === 0 ? "no other mail" : counted(others.length, "other mail");
  return `${counted(ofCase, "mail")} of the case, ${besides}${hostile === 0 ? "" : ` (and ${counted(hostile, "mail")} of other cases)`}`;
}

function summary(protection: MailProtection): string {
  const { action } = protection.request.one;
  return `${recommendation(protection)}${action === "escalate" ? "" : " The case is not escalated: ask the senders another way before anything is blocked."}`;
}

function recommendation({ weighed, matchers }: MailProtection): string {
  const { ofCase, caught, total } = weighed;
  if (matchers.length === 0)
    return `Nothing is recommended: every entry would catch other mail, or must not be used. ${counted(total, "mail")} at hand.`;
  return `${counted(matchers.length, "entry")} recommended: ${caught.length.toLocaleString("en")} of ${counted(ofCase.length, "mail")} of the case, and none of ${counted(total - ofCase.length, "other mail")} at hand that is not of another case.`;
}

/** The preview for a terminal. */
export function renderMailProtection(protection: MailProtection): string {
  const { request, weighed } = protection;
  const lines = [`Mail protection for ${request.one.id}: ${forTerminal(request.one.title)}`, ""];
  for (const kind of mailKinds) lines.push(...kindLines(kind, weighed.entries));
  lines.push("", `${protection.matchers.length > 0 ? "* " : ""}${summary(protection)}`);
  const left = weighed.ofCase.filter((mail) => !weighed.caught.includes(mail));
  if (left.length > 0 && protection.matchers.length > 0)
    lines.push(
      `Not caught: ${left
        .slice(0, listMax)
        .map(({ place }) => forTerminal(place))
        .join(", ")}${left.length > listMax ? ` and ${left.length - listMax} more` : ""}.`,
    );
  lines.push("Nothing is applied.");
  return `${lines.join("\n")}\n`;
}

/** Entries of a kind; those recommended have a star. */
function kindLines(kind: MailKind, entries: readonly MailEntry[]): string[] {
  const all = entries.filter(({ matcher }) => matcher.kind === kind);
  if (all.length === 0) return [];
  const shown = [
    ...all.filter(({ recommended }) => recommended),
    ...all.filter(({ recommended }) => !recommended),
  ];
  const lines = [`  ${mailKindTitles[kind]}: ${counted(all.length, "entry")}`];
  for (const one of shown.slice(0, listMax)) {
    lines.push(
      `    ${one.recommended ? "*" : " "} ${shorten(forTerminal(one.matcher.value), 100)}: ${caughtText(one)}`,
    );
    if (one.because !== undefined) lines.push(`        not recommended: ${forTerminal(one.because)}`);
    for (const mail of one.others.slice(0, listMax))
      lines.push(
        `        would also catch ${forTerminal(mail.place)}, ${shorten(forTerminal(`${mail.from}: ${mail.subject}`), 100)}`,
      );
  }
  if (shown.length > listMax) lines.push(`      … and ${shown.length - listMax} more`);
  return lines;
}

/** The page beside the files. */
export function renderMailProtectionPage(protection: MailProtection): string {
  const { request, weighed, files } = protection;
  const lines = [
    `# Mail protection for ${request.one.id}`,
    "",
    `${forMarkdown(request.one.title)}.${request.ticket === undefined ? "" : ` Ticket ${forMarkdown(request.ticket)}.`} Until ${localTime(new Date(request.expiresMs).toISOString(), "UTC")}. Nothing has been applied.`,
    "",
    "## What was weighed",
    "",
    summary(protection),
    "",
    "| entries | recommended | catch other mail | must not be used |",
    "|---|---|---|---|",
    ...mailKinds.flatMap((kind) => kindRow(kind, weighed.entries)),
  ];
  for (const one of files) if (one.rendered !== undefined) lines.push("", ...targetLines(one, one.rendered));
  const without = files.filter(({ rendered }) => rendered === undefined);
  if (without.length > 0)
    lines.push(
      "",
      "## Products that can match nothing of it",
      "",
      ...without.map(
        ({ target, leftOut }) =>
          `- ${target.title}: ${[...new Set(leftOut.map(({ because }) => forMarkdown(because)))].join("; ")}`,
      ),
    );
  lines.push("", "## Entries", "");
  for (const one of weighed.entries.slice(0, entriesMax)) lines.push(...entryLines(one));
  if (weighed.entries.length > entriesMax)
    lines.push(`- and ${weighed.entries.length - entriesMax} more in protection.json`);
  const left = weighed.ofCase.filter((mail) => !weighed.caught.includes(mail));
  if (left.length > 0)
    lines.push(
      "",
      "## Mails of the case that nothing catches",
      "",
      ...left.slice(0, entriesMax).map(({ place }) => `- ${forMarkdown(place)}`),
    );
  return `${lines.join("\n")}\n`;
}

function kindRow(kind: MailKind, entries: readonly MailEntry[]): string[] {
  const all = entries.filter(({ matcher }) => matcher.kind === kind);
  if (all.length === 0) return [];
  const count = (holds: (one: MailEntry) => boolean) => all.filter(holds).length.toLocaleString("en");
  return [
    `| ${mailKindTitles[kind]}: ${all.length.toLocaleString("en")} | ${count((one) => one.recommended)} | ${count(({ others }) => others.length > 0)} | ${count(({ never }) => never !== undefined)} |`,
  ];
}

function entryLines(one: MailEntry): string[] {
  return [
    `- ${mailKindTitles[one.matcher.kind]} ${forMarkdown(shorten(one.matcher.value, 300))}: ${caughtText(one)}. ${one.because === undefined ? "Recommended." : `Not recommended: ${forMarkdown(one.because)}.`}`,
    ...one.others
      .slice(0, listMax)
      .map(
        (mail) =>
          `  - would also catch ${forMarkdown(mail.place)}, ${forMarkdown(shorten(`${mail.from}: ${mail.subject}`, 200))}`,
      ),
  ];
}

function targetLines({ target, stopped, leftOut }: MailTargetFiles, rendered: Rendered): string[] {
  return productLines(target, rendered, `They catch ${counted(stopped, "mail")} of the case.`, leftOut);
}

/** What was weighed, for programs. */
export function mailProtectionJson(protection: MailProtection) {
  const { request, weighed, recipients } = protection;
  return {
    case: request.one.id,
    expires: new Date(request.expiresMs).toISOString(),
    mails: { of_case: weighed.ofCase.length, caught: weighed.caught.length, at_hand: weighed.total },
    entries: weighed.entries.map((one) => ({
      kind: one.matcher.kind,
      value: one.matcher.value,
      name: nameOfMail(one.matcher),
      of_case: one.ofCase,
      other_cases: one.hostile,
      others: one.others.length,
      would_also_catch: one.others.slice(0, listMax).map(({ place }) => place),
      recommended: one.recommended,
      ...(one.because === undefined ? {} : { why_not: one.because }),
    })),
    recipients,
  };
}

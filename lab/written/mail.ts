/**
 * Writes samples/mail from lab/written/mail: each mail a file, or in the mbox, and what is labelled of them.
 *
 *     npx tsc -p tsconfig.build.json && node dist/lab/written/mail.js
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Mail, readMails } from "./mail-data.ts";
import { arrival, message, messageId } from "./mail-message.ts";
import { addressOf } from "./mail-people.ts";

const source = join("lab", "written", "mail");
const target = join("samples", "mail");
const mboxName = "mails/shared-inbox.mbox";

const made =
  "written: no mail here was ever sent. The texts were written for this set from knowledge of how such mail reads and from public descriptions of the formats; lab/written/mail.ts makes the files from lab/written/mail. Labels were given before any detection ran on them, by somebody who had read none.";

interface Subject {
  readonly type: "mail";
  readonly value: string;
  readonly files: readonly string[];
  readonly label: string;
  readonly behaviour: string;
  readonly class: string;
  readonly judgement_why?: string;
}

function subject(mail: Mail, value: string, file: string): Subject {
  return {
    type: "mail",
    value,
    files: [file],
    label: mail.label,
    behaviour: `${mail.says} (${mail.language})`,
    class: mail.class || (mail.label === "benign" ? "mail-other" : "mail-ask"),
    ...(mail.label === "judgement" ? { judgement_why: mail.why } : {}),
  };
}

const mails = readMails(source);
const ids = new Map(mails.map((mail) => [mail.id, messageId(mail)]));
if (ids.size !== mails.length) throw new Error("two mails have the same id");
const mboxMails = mails.filter(({ mbox }) => mbox).sort((one, other) => arrival(one) - arrival(other));

rmSync(join(target, "mails"), { recursive: true, force: true });
mkdirSync(join(target, "mails"), { recursive: true });
const subjects: Subject[] = [];
for (const mail of mails.filter(({ mbox }) => !mbox)) {
  const file = `mails/${mail.id}.eml`;
  writeFileSync(join(target, file), message(mail, ids));
  subjects.push(subject(mail, file, file));
}
const boxed = mboxMails.map((mail, at) => {
  subjects.push(subject(mail, `${mboxName}:${at + 1}`, mboxName));
  const separator = `From ${addressOf(mail.envelope || mail.from)} ${new Date(arrival(mail)).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, "$1 $3 $2 $5 $4")}`;
  return `${separator}\n${message(mail, ids).replace(/^(>*From )/gm, ">$1")}\n`;
});
writeFileSync(join(target, mboxName), boxed.join(""));

const reports = parse(readFileSync(join(source, "reports.labels"), "utf8")) as readonly Subject[];
subjects.push(...reports);
subjects.sort((one, other) => (one.value < other.value ? -1 : 1));
writeFileSync(
  join(target, "labels.json"),
  `${JSON.stringify({ schema: "vedette.labels/v2", made, date: "2026-11-29", subjects }, null, 1)}\n`,
);

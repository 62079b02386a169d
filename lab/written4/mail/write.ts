/** Writes the fourth set of labelled mails: `node dist/lab/written4/mail/write.js`. */
import { Chance } from "../../random.ts";
import { type Labelled, writeSet } from "../../written3/labels.ts";
import { asksEnglish } from "./asks-en.ts";
import { asksOther } from "./asks-other.ts";
import { bytesOf } from "./mail.ts";
import { openMails } from "./open.ts";
import { ordinaryMails } from "./ordinary.ts";
import { plainEnglish1 } from "./plain-en-1.ts";
import { plainEnglish2 } from "./plain-en-2.ts";
import { plainOther } from "./plain-other.ts";

const chance = new Chance(41_404);
const mails = [...asksEnglish, ...asksOther, ...plainEnglish1, ...plainEnglish2, ...plainOther, ...openMails]
  .map((mail) => ({ mail, key: chance.next() }))
  .sort((a, b) => a.key - b.key)
  .map(({ mail }) => mail);

const files = new Map<string, string>();
const subjects: Labelled[] = [];
let timeMs = Date.UTC(2026, 10, 19, 5, 40);
for (const [at, mail] of mails.entries()) {
  timeMs += chance.between(25, 190) * 60_000 + chance.between(0, 59) * 1000;
  const name = `m${String(at + 1).padStart(3, "0")}.eml`;
  files.set(name, bytesOf(mail, timeMs, chance));
  const { label, behaviour, why } = mail;
  subjects.push({ type: "mail", value: name, files: [name], label, behaviour, class: mail.class, why });
}

const inbox = new Chance(41_407);
let deliveredMs = Date.UTC(2026, 10, 18, 4);
const delivered = ordinaryMails(1200, inbox).map((mail) => {
  deliveredMs += inbox.between(20, 1000) * 1000;
  const lines = bytesOf(mail, deliveredMs, inbox)
    .replaceAll("\r\n", "\n")
    .replaceAll(/^(>*From )/gm, ">$1");
  const day = new Date(deliveredMs)
    .toUTCString()
    .replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, "$1 $3 $2 $5 $4");
  return `From MAILER-DAEMON ${day}\n${lines}\n`;
});
files.set("inbox.mbox.gz", delivered.join(""));

writeSet(
  "mail4",
  "written: nothing was received. lab/written4/mail holds the texts of the mails to an invented company (talvera.example, laboratories for vets) with offices in four countries, and puts them into messages of every usual form. The inbox is put together of sentences by a seeded maker. Deterministic: the same run gives the same bytes.",
  "Mails to one invented company in English, German, French, Spanish and Polish: some ask what people work with, most come\nnear the subject and do not. One file is one mail; inbox.mbox.gz holds twelve hundred of everyday work without label.",
  subjects,
  files,
  "2026-11-30",
);

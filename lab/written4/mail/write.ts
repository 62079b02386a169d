/** Writes the fourth set of labelled mails: `node dist/lab/written4/mail/write.js`. */
import { Chance } from "../../random.ts";
import { type Labelled, writeSet } from "../../written3/labels.ts";
import { asksEnglish } from "./asks-en.ts";
import { asksOther } from "./asks-other.ts";
import { bytesOf } from "./mail.ts";
import { openMails } from "./open.ts";
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

writeSet(
  "mail4",
  "written: nothing was received. lab/written4/mail holds the texts of the mails to an invented company (talvera.example, laboratories for vets) with offices in four countries, and puts them into messages of every usual form. Deterministic: the same run gives the same bytes.",
  "Mails to one invented company in English, German, French, Spanish and Polish: some ask what people work with, most come\nnear the subject and do not. One file is one mail.",
  subjects,
  files,
  "2026-11-30",
);

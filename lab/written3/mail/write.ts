/** Writes the third set of labelled mails: `node dist/lab/written3/mail/write.js`. */
import { Chance } from "../../random.ts";
import { type Labelled, writeSet } from "../labels.ts";
import { asksGerman } from "./asks-de.ts";
import { asksEnglish1 } from "./asks-en-1.ts";
import { asksEnglish2 } from "./asks-en-2.ts";
import { asksRomance } from "./asks-romance.ts";
import { bytesOf, type Mail } from "./mail.ts";
import { openMails } from "./open.ts";
import { plainGerman } from "./plain-de.ts";
import { plainEnglish1 } from "./plain-en-1.ts";
import { plainEnglish2 } from "./plain-en-2.ts";
import { plainRomance } from "./plain-romance.ts";

const chance = new Chance(31_101);

function shuffled(mails: readonly Mail[]): Mail[] {
  return mails
    .map((mail) => ({ mail, key: chance.next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ mail }) => mail);
}

const mails = shuffled([
  ...asksEnglish1,
  ...asksEnglish2,
  ...asksGerman,
  ...asksRomance,
  ...plainEnglish1,
  ...plainEnglish2,
  ...plainGerman,
  ...plainRomance,
  ...openMails,
]);

const files = new Map<string, string>();
const subjects: Labelled[] = [];
let timeMs = Date.UTC(2026, 10, 16, 6, 12);
for (const [at, mail] of mails.entries()) {
  timeMs += chance.between(40, 290) * 60_000 + chance.between(0, 59) * 1000;
  const name = `${String(at + 1).padStart(3, "0")}.eml`;
  files.set(name, bytesOf(mail, timeMs, chance));
  const { label, behaviour, why } = mail;
  subjects.push({ type: "mail", value: name, files: [name], label, behaviour, class: mail.class, why });
}

writeSet(
  "mail3",
  "written: nothing was received. lab/written3/mail holds the texts of the mails to an invented company (norvik.example) with offices in four countries, and puts them into messages of every usual form. Deterministic: the same run gives the same bytes.",
  "Mails to one invented company in English, German, French and Spanish: some ask what people work with, most come near\nthe subject and do not. One file is one mail.",
  subjects,
  files,
);

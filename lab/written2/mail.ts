/**
 * Writes samples/mail2 from lab/written2/mail: each mail a file, or in the mbox, and what is labelled of them.
 *
 *     npx tsc -p tsconfig.build.json && node dist/lab/written2/mail.js
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { arrival, headerAddress, type Letter, letter, wholeMail } from "./mail-letter.ts";
import { readMe } from "./mail-readme.ts";
import { type Label, writeLabels } from "./set.ts";

const source = join("lab", "written2", "mail");
const target = join("samples", "mail2");
const box = "post/accounts-shared.mbox";
const classes = { collector: "mail-ask", benign: "mail-other", judgement: "mail-ask" } as const;

const letters: readonly Letter[] = readdirSync(source)
  .filter((name) => name.endsWith(".yaml"))
  .sort()
  .flatMap((name) => parse(readFileSync(join(source, name), "utf8")) as unknown[])
  .map(letter);
if (new Set(letters.map(({ id }) => id)).size !== letters.length) throw new Error("two mails have one id");

rmSync(join(target, "post"), { recursive: true, force: true });
mkdirSync(join(target, "post"), { recursive: true });
const labels: Label[] = [];

function add(one: Letter, value: string, file: string): void {
  labels.push({
    type: "mail",
    value,
    files: [file],
    label: one.label,
    behaviour: `${one.says} (${one.lang})`,
    class: one.class || classes[one.label],
    ...(one.why === "" ? {} : { judgement_why: one.why }),
  });
}

for (const one of letters.filter(({ mbox }) => !mbox)) {
  const file = `post/${one.id}.eml`;
  writeFileSync(join(target, file), wholeMail(one).replaceAll("\n", "\r\n"));
  add(one, file, file);
}

/** The first line of a mail in an mbox, with the time as `date` prints it. */
function separator(one: Letter): string {
  const [, week, day, month, year, time] =
    /^(\w+), (\d+) (\w+) (\d+) (\S+)/.exec(new Date(arrival(one)).toUTCString()) ?? [];
  return `From ${headerAddress(one.from)} ${week} ${month} ${day} ${time} ${year}`;
}

const boxed = letters
  .filter(({ mbox }) => mbox)
  .sort((one, other) => arrival(one) - arrival(other))
  .map((one, at) => {
    add(one, `${box}:${at + 1}`, box);
    return `${separator(one)}\n${wholeMail(one).replace(/^(>*From )/gm, ">$1")}\n`;
  });
writeFileSync(join(target, box), boxed.join(""));

writeLabels(
  target,
  "written: no mail here was ever sent. The texts are in lab/written2/mail, and lab/written2/mail.ts makes the files from them. Labels were given with the texts, before any detection ran on them, by somebody who had read no rule and no result.",
  labels,
);
writeFileSync(join(target, "README.md"), readMe(labels, letters.filter(({ mbox }) => mbox).length));

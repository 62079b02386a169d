/** Runs `vedette protect-mail`. */

import { openContent } from "../../content/bundle.ts";
import { VedetteError } from "../../errors.ts";
import { productJson } from "../../report/containment-json.ts";
import { jsonText } from "../../report/json.ts";
import {
  mailProtectionJson,
  renderMailProtection,
  renderMailProtectionPage,
} from "../../report/mail-protection.ts";
import { warningText } from "../../report/mail-warning.ts";
import { escapedForTerminal, forTerminal } from "../../report/safe-text.ts";
import { type MailProtection, protectMail } from "../../respond/mail/protect.ts";
import { mailTargets } from "../../respond/mail/targets.ts";
import { openTriage } from "../../triage/triage.ts";
import { counted } from "../../words.ts";
import { expiryOf, placeOf } from "../block-options.ts";
import { type Invocation, text, texts } from "../command.ts";
import { problemsOf } from "../outcome.ts";
import { checkFolder, saveFiles } from "../output-folder.ts";
import { showProblem } from "../problems.ts";
import { makeProgress } from "../progress.ts";
import { namesStore, requestOf } from "../request.ts";
import { caseNamed } from "./named-case.ts";

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const [caseId = "", ...paths] = invocation.arguments;
  if (paths.length === 0 && !namesStore(options))
    throw new VedetteError("usage.option", "No mail was named.", {
      hint: `Name files or folders after the case: vedette protect-mail ${forTerminal(caseId)} /srv/mail/`,
    });
  const folder = text(options, "output");
  if (folder !== undefined) checkFolder(folder, options.force === true);
  const fromMs = effects.now();
  const expiresMs = expiryOf(text(options, "expires"), fromMs);
  const place = placeOf(text(options, "place"));
  const named = texts(options, "target");
  const progress = makeProgress(effects, options.quiet === true);
  const open = await openTriage(
    { ...(await requestOf(invocation, paths, await openContent())), events: true },
    effects,
    progress.update,
  ).finally(progress.end);
  let done: MailProtection;
  try {
    done = await protectMail(open, {
      one: caseNamed(open.result.assessment.cases, caseId),
      targets: mailTargets.filter(({ id }) => named.length === 0 || named.includes(id)),
      ticket: text(options, "ticket"),
      fromMs,
      expiresMs,
      place,
    });
  } finally {
    await open.close();
  }
  const problems = problemsOf(open.result);
  if (options.quiet !== true) for (const problem of problems) effects.stderr(showProblem(problem));
  const document = mailProtectionJson(done);
  const json = jsonText(document);
  const products = done.files.map(({ target, rendered, stopped, leftOut }) =>
    productJson(target, rendered, stopped, leftOut),
  );
  effects.stdout(
    options.json === true
      ? escapedForTerminal(jsonText({ ...document, products }))
      : renderMailProtection(done),
  );
  if (folder !== undefined) {
    const files = filesOf(done, json);
    saveFiles(folder, files);
    if (options.quiet !== true)
      effects.stderr(
        `${counted(files.length, "file")} written to ${forTerminal(folder)}; README.md says how to apply them and to take them back\n`,
      );
  }
  return problems.length > 0 ? 2 : 0;
}

function filesOf(done: MailProtection, json: string): { name: string; text: string }[] {
  return [
    { name: "README.md", text: renderMailProtectionPage(done) },
    { name: "protection.json", text: json },
    { name: "warn-recipients.txt", text: warningText(done) },
    { name: "recipients.txt", text: done.recipients.map((one) => `${forTerminal(one)}\n`).join("") },
    ...done.files.flatMap(({ target, rendered }) =>
      (rendered?.files ?? []).map(({ name, text }) => ({ name: `${target.id}/${name}`, text })),
    ),
  ];
}

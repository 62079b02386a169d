/** Runs `vedette brief`: hands a case over. */
import { loadAttack } from "../../content/attack.ts";
import { openContent } from "../../content/bundle.ts";
import { VedetteError } from "../../errors.ts";
import { toDocument } from "../../report/document.ts";
import { findCase } from "../../report/find-case.ts";
import { packFileNames } from "../../report/pack/file-names.ts";
import { packFiles } from "../../report/pack/files.ts";
import { evidenceOf, packOf } from "../../report/pack/pack.ts";
import { type Tlp, tlpLevels } from "../../report/pack/tlp.ts";
import { type TriageResult, triage } from "../../triage/triage.ts";
import { counted } from "../../words.ts";
import { type Invocation, text } from "../command.ts";
import { digestsOf } from "../digests.ts";
import { maskOf } from "../mask-key.ts";
import { problemsOf } from "../outcome.ts";
import { checkFolder, saveFiles } from "../output-folder.ts";
import { showProblem } from "../problems.ts";
import { makeProgress } from "../progress.ts";
import { namesStore, requestOf } from "../request.ts";
import { toolVersion } from "../version.ts";

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const [caseId = "", ...paths] = invocation.arguments;
  const folder = text(options, "output");
  const tlp = text(options, "tlp");
  if (folder === undefined)
    throw new VedetteError("usage.option", "No folder was named for the pack.", {
      hint: "Name one: -o handover",
    });
  if (tlp === undefined)
    throw new VedetteError("usage.option", "The pack needs a marking: who may have it?", {
      hint: `Say so with --tlp, one of ${tlpLevels.join(", ")}.`,
    });
  if (paths.length === 0 && !namesStore(options))
    throw new VedetteError("usage.option", "No log was named.", {
      hint: `Name files or folders after the case: vedette brief ${caseId} --tlp ${tlp} -o handover /var/log/nginx/`,
    });
  const mask = maskOf(options);
  checkFolder(folder, options.force === true);
  const content = await openContent();
  const attack = loadAttack();
  const progress = makeProgress(effects, options.quiet === true);
  let result: TriageResult;
  try {
    result = await triage(await requestOf(invocation, paths, content), effects, progress.update);
  } finally {
    progress.end();
  }
  const problems = problemsOf(result);
  if (options.quiet !== true) for (const problem of problems) effects.stderr(showProblem(problem));
  const document = toDocument({
    ...result,
    generatedMs: 0,
    durationMs: 0,
    tool: { name: "vedette", version: toolVersion() },
  });
  const evidence = evidenceOf(document, findCase(document, caseId));
  const pack = packOf({
    document,
    caseId,
    tlp: tlp as Tlp,
    attack,
    unfold: options.unfold === true,
    clauses: new Map(content.playbook.clauses.map((clause) => [clause.id, clause.text])),
    ...(mask === undefined ? {} : { mask }),
    digests: await digestsOf(evidence.map(({ path }) => path)),
  });
  const files = packFiles(pack);
  saveFiles(
    folder,
    packFileNames.map((name) => ({ name, text: files[name] ?? "" })),
  );
  if (options.quiet !== true)
    effects.stderr(
      `${counted(packFileNames.length, "file")} about ${caseId} written to ${folder}: ${packFileNames.join(", ")}\n`,
    );
  return problems.length > 0 ? 2 : 0;
}
